// How well letters that somebody types fit a code.

const MARKS = /\p{M}/gu;
export const plain = (text) => text.normalize("NFD").replace(MARKS, "").toLowerCase();

/**
 * 0 when a code does not fit; else higher is better. Every word typed must be found: best at the begin of a word of
 * the name, then of the path, then anywhere, then as letters in their order.
 */
export function fit(query, code) {
  const [name, path] = [plain(code.name), plain(code.path)];
  let total = 0;
  for (const typed of plain(query).split(/\s+/).filter(Boolean)) {
    const points = fitOfWord(typed, name, path);
    if (points === 0) return 0;
    total += points;
  }
  return total;
}

function fitOfWord(typed, name, path) {
  if (name.startsWith(typed)) return 16;
  if (beginsWord(name, typed)) return 12;
  if (beginsWord(path, typed)) return 8;
  if (name.includes(typed)) return 6;
  if (path.includes(typed)) return 4;
  return typed.length > 1 && inOrder(typed, name) ? 2 : 0;
}

function beginsWord(text, typed) {
  return text.split(/[^\p{L}\p{N}]+/u).some((word) => word.startsWith(typed));
}

function inOrder(letters, text) {
  let at = 0;
  for (const letter of letters) {
    at = text.indexOf(letter, at) + 1;
    if (at === 0) return false;
  }
  return true;
}
