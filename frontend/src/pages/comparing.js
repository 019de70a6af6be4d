// Comparing coders: keys from place to place, and choosing a passage of one's own.
import { chooseIn } from "../coding/choose_passage.js";
import { keysOn } from "../coding/waiting_keys.js";

const list = document.querySelector("[data-places]");
if (list) keysOn(list, { next: "j", previous: "k" });

for (const form of document.querySelectorAll("form[data-decide]")) {
  const own = form.querySelector("[data-own]");
  own.hidden = false; // without this file the passages of the coders are there to choose from
  form.addEventListener("change", () => open(form, own.querySelector("input").checked));
}

function open(form, isOwn) {
  const part = form.querySelector("[data-own-text]");
  const first = isOwn && part.dataset.opened === undefined;
  part.hidden = !isOwn;
  if (!first) return;
  part.dataset.opened = "";
  chooseIn(form);
}
