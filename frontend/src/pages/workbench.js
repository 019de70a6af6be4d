// The coding workbench of one text.
import { Desk } from "../coding/desk.js";
import { Live } from "../coding/live.js";
import { wordsFrom } from "../coding/words.js";

const data = JSON.parse(document.getElementById("workbench-data").textContent);
const root = document.getElementById("workbench");
const desk = new Desk(root, data, wordsFrom(document.getElementById("w-words")));
if (data.cursor && desk.mayCode) {
  const { cursor, user, urls, source } = data;
  new Live(root, desk, { cursor, url: urls.live, version: source.version, key: `sluitend-others-${user}` });
}
root.dataset.ready = desk.mayCode ? "code" : "read";
