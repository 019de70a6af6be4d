// Begin the workbench of the page: the desk, and what others do meanwhile.
import { Desk } from "./desk.js";
import { Live } from "./live.js";
import { wordsFrom } from "./words.js";

/** `prepare(desk)` is called before anything comes in from elsewhere. */
export function start(prepare = () => {}) {
  const data = JSON.parse(document.getElementById("workbench-data").textContent);
  const root = document.getElementById("workbench");
  const desk = new Desk(root, data, wordsFrom(document.getElementById("w-words")));
  prepare(desk);
  if (data.cursor && desk.mayCode) {
    const { cursor, user, urls, source } = data;
    const version = `${source.version}.${source.mark}`;
    new Live(root, desk, { cursor, url: urls.live, version, key: `sluitend-others-${user}` });
  }
  root.dataset.ready = desk.mayCode ? "code" : "read";
  return desk;
}
