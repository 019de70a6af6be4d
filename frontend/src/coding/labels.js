// The labels beside the text: a button a fragment with its number and its codes in words, at the block it begins in.
import { codesOn, keyOf } from "./store.js";
import { piece } from "./words.js";

const NAMES = 3;

export class Labels {
  constructor(text, codebook, words, onPick) {
    Object.assign(this, { text, codebook, words, onPick });
    this.byKey = new Map();
  }

  show(key, fragment) {
    const old = this.byKey.get(key);
    if (!fragment) return this.#remove(key, old);
    const label = this.#label(fragment);
    this.byKey.set(key, label);
    if (old) {
      label.setAttribute("aria-current", old.getAttribute("aria-current") ?? "false");
      return this.#replace(old, label);
    }
    this.#insert(label, fragment);
  }

  showAll(fragments) {
    for (const fragment of fragments) this.show(keyOf(fragment), fragment);
  }

  /** Mark the label of the passage; the one before loses its mark. */
  point(key) {
    this.pointed?.setAttribute("aria-current", "false");
    this.pointed = this.byKey.get(key);
    this.pointed?.setAttribute("aria-current", "true");
  }

  get(key) {
    return this.byKey.get(key);
  }

  #label(fragment) {
    const label = piece("w-label", { number: fragment.number === null ? "…" : `F${fragment.number}` });
    const names = codesOn(fragment).map((id) => this.codebook.get(id)).filter(Boolean);
    for (const code of names.slice(0, NAMES)) {
      const chip = document.createElement("span");
      chip.className = `w-label__code s-code-${code.colour}`;
      chip.textContent = code.name;
      label.append(chip);
    }
    if (names.length > NAMES) label.append(this.words("more", { count: names.length - NAMES }));
    if (names.length === 0) label.append(this.words("no_code"));
    if (fragment.memos.length) label.append(piece("w-has-memo"));
    label.addEventListener("click", () => this.onPick(fragment));
    label.dataset.at = fragment.start;
    label.dataset.to = fragment.end;
    return label;
  }

  #insert(label, fragment) {
    const block = this.text.blocksIn(fragment.start, fragment.end)[0];
    if (!block) return;
    let list = block.row.querySelector(".w-labels");
    if (!list) {
      list = document.createElement("div");
      list.className = "w-labels";
      block.row.append(list);
    }
    const after = [...list.children].find((one) => Number(one.dataset.at) > fragment.start
      || (Number(one.dataset.at) === fragment.start && Number(one.dataset.to) < fragment.end));
    list.insertBefore(label, after ?? null);
  }

  #replace(old, label) {
    const hadFocus = document.activeElement === old;
    old.replaceWith(label);
    if (this.pointed === old) this.pointed = label;
    if (hadFocus) label.focus({ preventScroll: true });
  }

  #remove(key, label) {
    if (!label) return;
    if (document.activeElement === label) this.text.root.focus({ preventScroll: true });
    const list = label.parentElement;
    label.remove();
    if (list.childElementCount === 0) list.remove();
    this.byKey.delete(key);
  }
}
