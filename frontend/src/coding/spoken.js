// What is told of the passage to people who do not see it.
import { codesOn } from "./store.js";
import { shortened } from "./words.js";

const MOST = 300;

export function describe(desk) {
  const { words, passage, cursor, fragment, text } = desk;
  const said = [];
  const isWhole = cursor.level === 0 && cursor.anchor === cursor.head;
  if (isWhole) said.push(words("turn", cursor.turn));
  said.push(shortened(text.slice(passage.start, passage.end), MOST));
  if (fragment?.number) said.push(words("is_fragment", { number: fragment.number, codes: names(desk, fragment) }));
  const inside = desk.store.touching(passage).filter((one) => one !== fragment && one.number !== null);
  if (inside.length) said.push(words("fragments_here", { list: inside.slice(0, 6).map((one) => `F${one.number}`).join(", ") }));
  return said.join(". ").replaceAll(/([.!?…])\. /g, "$1 ");
}

export function describeFragment(desk, fragment) {
  const { words, text } = desk;
  const quote = shortened(text.slice(fragment.start, fragment.end), MOST);
  return words("fragment", { number: fragment.number, codes: names(desk, fragment), quote });
}

function names(desk, fragment) {
  const found = codesOn(fragment).map((id) => desk.codebook.get(id)?.name).filter(Boolean);
  return found.length ? found.join(", ") : desk.words("no_code");
}
