// The list of the fragments of this text, in its order. Drawn only while it stands open.
import { codesOn } from "./store.js";
import { piece, shortened } from "./words.js";

const WORDS = 90;
const MOST = 200; // at once: a long text has thousands
const PAUSE = 60; // what is painted in the text comes first

export class FragmentList {
  constructor(root, desk) {
    Object.assign(this, { root, desk });
    this.most = MOST;
    this.list = root.querySelector("[data-fragment-list]");
    this.count = root.querySelector("[data-fragment-count]");
    root.addEventListener("toggle", () => this.refresh());
  }

  refresh() {
    clearTimeout(this.timer);
    this.count.textContent = this.desk.store.byKey.size;
    if (this.root.open) this.timer = setTimeout(() => this.#draw(), PAUSE);
  }

  #draw() {
    const fragments = this.desk.store.inOrder;
    const focused = document.activeElement?.closest?.("[data-fragment]")?.dataset.fragment;
    this.list.replaceChildren(...fragments.slice(0, this.most).map((one) => this.#item(one)));
    if (fragments.length > this.most) this.list.append(this.#more(fragments.length - this.most));
    if (fragments.length === 0) this.list.append(piece("w-no-fragments"));
    if (focused) this.list.querySelector(`[data-fragment="${focused}"]`)?.focus({ preventScroll: true });
  }

  #more(count) {
    const item = piece("w-more-fragments", { text: this.desk.words("more", { count }) });
    item.querySelector("button").addEventListener("click", () => {
      this.most += MOST;
      this.#draw();
    });
    return item;
  }

  #item(fragment) {
    const { text, codebook } = this.desk;
    const names = codesOn(fragment).map((id) => codebook.get(id)?.name);
    const item = piece("w-fragment", {
      number: fragment.number === null ? "…" : `F${fragment.number}`,
      words: shortened(text.slice(fragment.start, fragment.end), WORDS),
      codes: names.join(", "),
    });
    const button = item.querySelector("button");
    button.dataset.fragment = fragment.number;
    button.addEventListener("click", () => this.desk.goTo(fragment));
    return item;
  }
}
