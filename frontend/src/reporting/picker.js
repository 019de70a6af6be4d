// Choosing what to refer to: "/" at the beginning of a word or the button opens it, arrows walk, Enter inserts.
import { announce } from "../announce.js";

const PAUSE = 150;

export function picker(form, text) {
  const dialog = document.querySelector("#picker");
  const state = { form, text, dialog, words: dialog.querySelector("#picker-words"), list: dialog.querySelector("ul"), slash: false };
  const button = form.querySelector("[data-open-picker]");
  button.hidden = false;
  button.addEventListener("click", () => open(state, false));
  text.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.altKey || event.metaKey || !startsWord(text)) return;
    event.preventDefault();
    open(state, true);
  });
  dialog.querySelector("[data-close-picker]").addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => text.focus());
  dialog.addEventListener("cancel", () => typeSlash(state));
  let timer = 0;
  state.words.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => look(state), PAUSE);
  });
  state.words.addEventListener("keydown", (event) => walk(state, event));
  state.list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) insert(state, option);
  });
}

function startsWord(text) {
  return text.selectionStart === 0 || /\s/.test(text.value[text.selectionStart - 1]);
}

function open(state, slash) {
  state.slash = slash;
  state.place = [state.text.selectionStart, state.text.selectionEnd];
  state.words.value = "";
  state.dialog.showModal();
  state.words.focus();
  look(state);
}

/** Esc after "/": the author wanted the sign itself. */
function typeSlash(state) {
  if (state.slash) put(state, "/");
}

async function look(state) {
  const words = state.words.value;
  const answer = await fetch(`${state.form.dataset.choices}?q=${encodeURIComponent(words)}`);
  if (!answer.ok || words !== state.words.value) return;
  const { choices } = await answer.json();
  state.list.replaceChildren(...choices.flatMap(grouped));
  const note = choices.length ? state.form.dataset.found.replace("{count}", choices.length) : state.form.dataset.none;
  state.dialog.querySelector("[data-picker-state]").textContent = note;
  announce(note);
  choose(state, options(state)[0]);
}

/** The options of a group stand under its name. */
function grouped(choice, index, choices) {
  const option = optionOf(choice, index);
  if (!choice.group || choices[index - 1]?.group === choice.group) return [option];
  const name = document.createElement("li");
  name.setAttribute("role", "presentation");
  name.className = "s-picker__group";
  name.textContent = choice.group;
  return [name, option];
}

function options(state) {
  return [...state.list.querySelectorAll("[role=option]")];
}

function optionOf(choice, index) {
  const option = document.createElement("li");
  option.id = `picker-option-${index}`;
  option.setAttribute("role", "option");
  option.setAttribute("aria-selected", "false");
  option.className = "s-picker__option";
  option.dataset.insert = choice.insert;
  option.dataset.label = choice.label;
  for (const [part, words] of [["label", choice.label], ["kind", choice.kind], ["text", choice.text]]) {
    const span = document.createElement("span");
    span.className = `s-picker__${part}`;
    span.textContent = words;
    option.append(span, " ");
  }
  return option;
}

function walk(state, event) {
  const chosen = state.list.querySelector("[aria-selected=true]");
  const all = options(state);
  const next = all[all.indexOf(chosen) + ({ ArrowDown: 1, ArrowUp: -1 }[event.key] ?? 0)];
  if (event.key === "Enter") {
    event.preventDefault();
    if (chosen) insert(state, chosen);
  } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    if (next) choose(state, next);
  }
}

function choose(state, option) {
  state.list.querySelector("[aria-selected=true]")?.setAttribute("aria-selected", "false");
  if (option) {
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    state.words.setAttribute("aria-activedescendant", option.id);
  } else {
    state.words.removeAttribute("aria-activedescendant");
  }
}

function insert(state, option) {
  state.dialog.close();
  put(state, option.dataset.insert);
  announce(state.form.dataset.inserted.replace("{label}", option.dataset.label));
}

/** Where the author was when the picker opened: an open dialog makes some browsers forget it. */
function put({ text, place }, words) {
  if (words.startsWith("{{")) words = alone(text.value, place, words);
  text.focus();
  text.setRangeText(words, ...place, "end");
  text.dispatchEvent(new Event("input", { bubbles: true }));
}

/** A part that fills itself has a paragraph of its own. */
function alone(value, [start, end], words) {
  const before = value.slice(0, start);
  const after = value.slice(end);
  const above = before.trim() ? "\n\n".slice(before.match(/\n{0,2}$/)[0].length) : "";
  const below = after.trim() ? "\n\n".slice(after.match(/^\n{0,2}/)[0].length) : "";
  return above + words + below;
}
