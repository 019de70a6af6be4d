// What a set of answers has besides the workbench: how many are coded, and the next one that is not.
import { announce } from "../announce.js";

export class Answers {
  constructor(bar) {
    this.bar = bar;
    this.all = Number(bar.dataset.all);
    this.find = (name) => bar.querySelector(`[data-answers-${name}]`);
  }

  /** Called before the first news of others comes in. */
  serve(desk) {
    this.desk = desk;
    this.elsewhere = Number(this.bar.dataset.coded) - this.#coded();
    this.#onlyHere(desk.store);
    this.find("next").addEventListener("click", () => this.next());
    document.addEventListener("keydown", (event) => {
      if (event.key !== "." || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
      if (document.querySelector("dialog[open]") || this.#isTyping(event.target) || !desk.help.letters) return;
      event.preventDefault();
      this.next();
    });
  }

  /** Whoever came for the next answer without a code finds it in focus. */
  begin() {
    if (new URLSearchParams(location.search).has("begin")) this.next();
  }

  /** Go to the next answer without a code: on this page, else on the page where it is. */
  next() {
    const { blocks } = this.desk.text;
    const here = this.desk.passage?.start ?? -1;
    const open = blocks.filter((block) => !this.#isCoded(block));
    const block = open.find((one) => one.start > here) ?? (this.bar.dataset.next ? null : open[0]);
    if (block) this.#goTo(block);
    else if (this.bar.dataset.next) location.assign(this.bar.dataset.next);
    else announce(this.bar.dataset.none);
  }

  #goTo(block) {
    const { desk } = this;
    desk.pointer.clear();
    desk.cursor.level = 0;
    desk.jumpCursor(block.start);
    desk.focusText();
  }

  /** What others do in answers that are not on this page is not shown on it. */
  #onlyHere(store) {
    const { text } = this.desk;
    const take = store.take.bind(store);
    store.take = ({ changed = [], removed = [] }) => {
      take({ changed: changed.filter((one) => text.blocksIn(one.start, one.end).length), removed });
    };
    const tell = store.onChange;
    store.onChange = (keys) => {
      tell(keys);
      this.#count();
    };
  }

  #count() {
    const coded = this.elsewhere + this.#coded();
    if (coded === this.shown) return;
    this.shown = coded;
    this.find("coded").textContent = this.bar.dataset.said.replace("{coded}", coded).replace("{all}", this.all);
    this.find("progress").value = coded;
  }

  #coded() {
    return this.desk.text.blocks.filter((block) => this.#isCoded(block)).length;
  }

  #isCoded(block) {
    const { places, store } = this.desk;
    return store.ordered(places.in(block)).some((one) => one.codings.some((coding) => !(coding.hidden && coding.mine)));
  }

  /** In the field of the codes a point begins no code, as long as nothing was typed. */
  #isTyping(target) {
    if (!target.matches("input, textarea, select, [contenteditable]")) return false;
    return !(target === this.desk.picker?.field && !target.value);
  }
}
