// Choosing with mouse or finger: the browser's own selection, taken over when the pointer rests.

const REST = 150; // a finger that drags a handle ends nowhere in particular

export class Pointer {
  /** `on`: select(span), and click(offset) with null beside the words. */
  constructor(text, on) {
    Object.assign(this, { text, on });
    this.isDown = false;
    document.addEventListener("pointerdown", () => {
      this.isDown = true;
    });
    for (const type of ["pointerup", "pointercancel"]) {
      document.addEventListener(type, () => {
        this.isDown = false;
        this.#wait(0);
      });
    }
    document.addEventListener("selectionchange", () => this.#wait(REST));
    text.root.addEventListener("click", (event) => this.#click(event));
  }

  /** Take the browser's selection away, so that only the passage is seen. */
  clear() {
    const selection = getSelection();
    if (this.#isInText(selection)) selection.removeAllRanges();
  }

  #wait(time) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.#take(), time);
  }

  #take() {
    const selection = getSelection();
    if (this.isDown || selection.isCollapsed || !this.#isInText(selection)) return;
    const span = this.text.spanOf(selection.getRangeAt(0));
    if (span && !(span.start === this.last?.start && span.end === this.last?.end)) this.on.select(span);
    this.last = span;
  }

  #isInText(selection) {
    return selection.rangeCount > 0 && this.text.root.contains(selection.anchorNode);
  }

  #click(event) {
    if (event.target.closest(".w-labels, .w-bars") || !getSelection().isCollapsed) return;
    this.last = null;
    this.on.click(this.text.offsetAt(event.clientX, event.clientY));
  }
}
