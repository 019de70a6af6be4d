// The coding workbench of one text.
import { Desk } from "../coding/desk.js";
import { wordsFrom } from "../coding/words.js";

const data = JSON.parse(document.getElementById("workbench-data").textContent);
const desk = new Desk(document.getElementById("workbench"), data, wordsFrom(document.getElementById("w-words")));
document.getElementById("workbench").dataset.ready = desk.mayCode ? "code" : "read";
