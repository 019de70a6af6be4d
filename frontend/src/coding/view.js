// The page around the text: what is in sight, the sheet on a narrow screen, messages, and the buttons above.
import { countWhile } from "./offsets.js";
import { shortened } from "./words.js";

const AIR = 0.28; // of the window above a passage that was out of sight

export class View {
  constructor(root, desk) {
    Object.assign(this, { root, desk });
    const find = (name) => root.querySelector(`[data-view="${name}"]`);
    this.parts = Object.fromEntries(
      ["said", "alert", "alert-text", "undo", "redo", "help", "sheet", "sheet-text", "alert-close"].map((name) => [name, find(name)]),
    );
    this.panel = root.querySelector("#w-panel");
    this.parts.undo?.addEventListener("click", () => desk.doing.step("undo"));
    this.parts.redo?.addEventListener("click", () => desk.doing.step("redo"));
    this.parts.help.addEventListener("click", () => desk.help.open());
    this.parts.sheet.addEventListener("click", () => this.#sheet(this.panel.dataset.open !== "true"));
    this.parts["alert-close"].addEventListener("click", () => this.fail(""));
    root.querySelector("[data-in-vivo]")?.addEventListener("click", () => desk.doing.inVivo());
    for (const button of root.querySelectorAll("[data-action]")) {
      button.addEventListener("click", () => desk.doing.act(desk.actions.find((one) => one.key === button.dataset.action)));
    }
  }

  /** Mark the turns of the passage and say on the closed sheet what is chosen. */
  show(span, fragment) {
    for (const row of this.rows ?? []) row.classList.remove("w-row--here");
    this.rows = span ? this.desk.text.blocksIn(span.start, span.end).map((block) => block.row) : [];
    for (const row of this.rows) row.classList.add("w-row--here");
    const { words, text } = this.desk;
    const quote = span && shortened(text.slice(span.start, span.end), 60);
    this.parts["sheet-text"].textContent = span
      ? `${fragment?.number ? `F${fragment.number} ` : ""}“${quote}”`
      : words("sheet_empty");
  }

  /** Bring a span on the screen, or of a long one the part where the cursor is. */
  reveal(span, head = span) {
    const block = this.desk.text.blocksIn(head.start, head.end)[0];
    if (!block) return;
    // What was far away has no lines yet: first there, and again when parts above it have got their true height.
    if (!this.desk.sight.near.has(block)) block.row.scrollIntoView({ block: "center", behavior: "instant" });
    this.#bringIn(block, head);
    requestAnimationFrame(() => requestAnimationFrame(() => this.#bringIn(block, head)));
  }

  #bringIn(block, head) {
    const box = this.desk.text.extent(block, head.start, head.end);
    if (!this.#isSeen(box)) window.scrollBy({ top: box.top - innerHeight * AIR, behavior: "instant" });
  }

  /** Where the cursor begins: the first turn on the screen. */
  firstVisible() {
    const { blocks } = this.desk.text;
    const above = countWhile(blocks, (block) => block.row.getBoundingClientRect().bottom <= 8);
    return (blocks[above] ?? blocks[0])?.start ?? 0;
  }

  openSheet() {
    this.#sheet(true);
  }

  say(text) {
    this.parts.said.textContent = text;
  }

  /** What went wrong stays until something goes right or it is closed; empty for nothing. */
  fail(text) {
    this.parts.alert.hidden = !text;
    this.parts["alert-text"].textContent = text;
  }

  /** One more ask of the server is on its way (1), or one less (-1). */
  busy(by) {
    this.asked = (this.asked ?? 0) + by;
    this.panel.toggleAttribute("data-busy", this.asked > 0);
  }

  history({ canUndo, canRedo }) {
    if (!this.parts.undo) return;
    this.parts.undo.setAttribute("aria-disabled", String(!canUndo));
    this.parts.redo.setAttribute("aria-disabled", String(!canRedo));
  }

  #isSeen({ top, bottom }) {
    const floor = innerHeight - (this.#isSheet ? this.panel.offsetHeight : 0) - 16;
    return top >= 8 && (bottom <= floor || (top < innerHeight * 0.5 && bottom - top > floor));
  }

  get #isSheet() {
    return getComputedStyle(this.panel).position === "fixed";
  }

  #sheet(open) {
    this.panel.dataset.open = String(open);
    this.parts.sheet.setAttribute("aria-expanded", String(open));
  }
}
