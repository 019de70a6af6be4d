// Words and pieces of page that the template holds, translated: nothing here is written in a language.

/** `words("key", {name: value})`: the sentence with its {names} filled in. */
export function wordsFrom(template) {
  const found = new Map();
  for (const one of template.content.querySelectorAll("[data-word]")) {
    found.set(one.dataset.word, one.textContent.replace(/\s+/g, " ").trim());
  }
  return (key, values = {}) => found.get(key).replace(/\{(\w+)\}/g, (_, name) => String(values[name]));
}

/** A copy of the first element of a <template>, with text put into its [data-slot] elements. */
export function piece(id, slots = {}) {
  const element = document.getElementById(id).content.firstElementChild.cloneNode(true);
  for (const [name, text] of Object.entries(slots)) {
    const slot = element.dataset.slot === name ? element : element.querySelector(`[data-slot="${name}"]`);
    slot.textContent = text;
  }
  return element;
}

/** At most so many characters, ended with an ellipsis. */
export function shortened(text, most) {
  const characters = [...text.replace(/\s+/g, " ").trim()];
  return characters.length <= most ? characters.join("") : `${characters.slice(0, most - 1).join("").trimEnd()}…`;
}

/** "Anna de Vries" is AV; of one word its first two letters. What stands in parentheses is no part of a name. */
export function initialsOf(name) {
  const words = name.replace(/\([^)]*\)/g, "").match(/[\p{L}\p{N}]+/gu) ?? ["?"];
  const [first, last] = [words[0], words[words.length - 1]];
  return (words.length > 1 ? first[0] + last[0] : [...first].slice(0, 2).join("")).toLocaleUpperCase();
}
