// Placing fragments in a corrected text: keys on the list, and choosing a passage in the text itself.
import { chooseIn } from "../coding/choose_passage.js";
import { keysOn } from "../coding/waiting_keys.js";

const list = document.querySelector("[data-waiting]");
if (list) keysOn(list);
const form = document.querySelector("form[data-choose]");
if (form) chooseIn(form);
