// The margin beside a block: a bar for every code from where it begins to where it ends, and labels in words.
// Nothing here has a part in how high a block is, so that a code never moves the text.
import { codesOn, keyOf, othersOn } from "./store.js";
import { initialsOf, piece } from "./words.js";

const SVG = "http://www.w3.org/2000/svg";
const LANES = { wide: 8, narrow: 4 }; // beyond these, bars share the last
const LANE = 7; // px
const LABEL = 24; // px, the height of a label on one line
const NAMES = 3;

export class Margin {
  /** `lanes` of the bars; `onPick(fragment)` when a label or bar is chosen. */
  constructor(text, codebook, words, lanes, onPick) {
    Object.assign(this, { text, codebook, words, lanes, onPick });
    this.byKey = new Map(); // key -> its label, near the screen
    this.drawn = new Map(); // block -> [labels, bars]
    this.opened = new Set(); // blocks whose labels are all shown
    this.current = null;
    this.narrow = matchMedia("(max-width: 1100px)"); // as in coding.css: labels on one line under the block
  }

  /** Draw blocks anew; `items` is [[block, fragments in the order of the text]]. First all is measured, then written. */
  show(items) {
    const plans = items.map(([block, fragments]) => this.#plan(block, fragments));
    for (const plan of plans) this.#write(plan);
  }

  clear(block) {
    for (const part of this.drawn.get(block) ?? []) part.remove();
    this.drawn.delete(block);
    for (const [key, label] of this.byKey) if (!label.isConnected) this.byKey.delete(key);
  }

  /** Mark the label and the bars of the passage; those before lose their mark. False when its label is not shown. */
  point(key) {
    this.#mark(this.current, false);
    this.current = key;
    this.#mark(key, true);
    return !key || this.byKey.has(key);
  }

  #mark(key, isCurrent) {
    if (!key) return;
    this.byKey.get(key)?.setAttribute("aria-current", String(isCurrent));
    if (isCurrent) this.#bringIn(key);
    for (const bar of this.text.root.querySelectorAll(`.w-bar[data-key="${key}"]`)) bar.classList.toggle("w-bar--here", isCurrent);
  }

  /** On one line the label of the passage may lie out of sight. */
  #bringIn(key) {
    const label = this.byKey.get(key);
    if (label && this.narrow.matches) label.parentElement.scrollLeft = label.offsetLeft - 8;
  }

  #plan(block, fragments) {
    const row = block.row.getBoundingClientRect();
    const extents = fragments.map((one) => this.text.extent(block, one.start, one.end));
    const bars = fragments.map((fragment, index) => ({ fragment, top: extents[index].top - row.top, bottom: extents[index].bottom - row.top }));
    const labels = bars.filter(({ fragment }) => this.text.blocksIn(fragment.start, fragment.end)[0] === block);
    return { block, bars, labels, height: row.height };
  }

  #write(plan) {
    const { block, bars, labels } = plan;
    const focused = block.row.contains(document.activeElement) ? document.activeElement.dataset.key : null;
    this.clear(block);
    if (bars.length === 0) return this.#giveFocus(focused);
    const parts = [this.#bars(bars)];
    if (labels.length) parts.push(this.#labels(plan));
    block.row.append(...parts);
    this.drawn.set(block, parts);
    this.#giveFocus(focused);
    if (bars.some(({ fragment }) => keyOf(fragment) === this.current)) this.#bringIn(this.current);
  }

  /** A label that had focus keeps it; when it went, focus goes to the text. */
  #giveFocus(key) {
    if (key) (this.byKey.get(key) ?? this.text.root).focus({ preventScroll: true });
  }

  #bars(bars) {
    const drawing = document.createElementNS(SVG, "svg");
    drawing.setAttribute("class", "w-bars");
    drawing.setAttribute("aria-hidden", "true");
    for (const bar of bars) {
      for (const [code, lane] of this.lanes.of(keyOf(bar.fragment))) drawing.append(this.#bar(bar, code, lane));
    }
    return drawing;
  }

  #bar({ fragment, top, bottom }, code, lane) {
    const known = this.codebook.get(Math.abs(code));
    const group = document.createElementNS(SVG, "g");
    const key = keyOf(fragment);
    const lanes = this.narrow.matches ? LANES.narrow : LANES.wide;
    group.classList.add("w-bar", `s-code-${known?.colour ?? 12}`);
    group.classList.toggle("w-bar--bare", !known);
    group.classList.toggle("w-bar--consensus", code < 0);
    group.classList.toggle("w-bar--more", lane >= lanes);
    group.classList.toggle("w-bar--here", key === this.current);
    group.dataset.key = key;
    const left = Math.min(lane, lanes - 1) * LANE;
    const hit = { x: left, y: top, width: LANE, height: Math.max(4, bottom - top), class: "w-bar__hit" };
    const line = { x1: left + LANE / 2, x2: left + LANE / 2, y1: top + 3, y2: Math.max(top + 7, bottom - 3), class: "w-bar__line" };
    const title = document.createElementNS(SVG, "title");
    title.textContent = `${nameOf(fragment)} ${known?.name ?? this.words("no_code")}${code < 0 ? `, ${this.words("consensus")}` : ""}`;
    group.append(title, drawn("rect", hit), drawn("line", line), drawn("line", { ...line, class: "w-bar__inner" }));
    group.addEventListener("click", () => this.onPick(fragment));
    return group;
  }

  #labels(plan) {
    const { block, labels, height } = plan;
    const list = document.createElement("div");
    list.className = "w-labels";
    const most = Math.max(1, Math.floor(height / LABEL));
    const isFull = !this.narrow.matches && labels.length > most && !this.opened.has(block);
    const shown = isFull ? this.#first(labels, most - 1 || 1) : labels;
    const tops = stacked(shown.map((one) => one.top), height - (isFull ? LABEL : 0));
    list.append(...shown.map(({ fragment }, index) => this.#label(fragment, tops[index])));
    if (isFull && labels.length > shown.length) list.append(this.#more(plan, labels.length - shown.length));
    block.row.classList.toggle("w-row--open", this.opened.has(block) && labels.length > most);
    return list;
  }

  /** So many labels; that of the passage is always among them. */
  #first(labels, most) {
    const shown = labels.slice(0, most);
    const current = labels.find(({ fragment }) => keyOf(fragment) === this.current);
    if (current && !shown.includes(current)) shown[shown.length - 1] = current;
    return shown;
  }

  #label(fragment, top) {
    const label = piece("w-label", { number: nameOf(fragment) });
    const names = codesOn(fragment).map((id) => this.codebook.get(id)).filter(Boolean);
    for (const code of names.slice(0, NAMES)) {
      const chip = document.createElement("span");
      chip.className = `w-label__code s-code-${code.colour}`;
      chip.textContent = code.name;
      label.append(chip, " ", ...whoElse(fragment, code));
      if (fragment.consensus?.includes(code.id)) label.append(piece("w-consensus"), " ");
    }
    if (names.length > NAMES) label.append(this.words("more", { count: names.length - NAMES }));
    if (names.length === 0) label.append(this.words("no_code"));
    if (fragment.memos.some((one) => !one.hidden)) label.append(piece("w-has-memo"));
    const key = keyOf(fragment);
    label.dataset.key = key;
    label.style.insetBlockStart = `${Math.round(top)}px`;
    label.setAttribute("aria-current", String(key === this.current));
    label.addEventListener("click", () => this.onPick(fragment));
    this.byKey.set(key, label);
    return label;
  }

  /** More labels than lines: the last place tells how many there are, and shows them. */
  #more(plan, count) {
    const button = piece("w-more-labels", { text: this.words("more", { count }) });
    button.style.insetBlockStart = `${Math.max(0, Math.floor(plan.height - LABEL))}px`;
    button.addEventListener("click", () => {
      this.opened.add(plan.block);
      this.#write(plan);
      plan.block.row.querySelector(".w-labels button:last-child")?.focus({ preventScroll: true });
    });
    return button;
  }
}

/** Each label where its passage begins, or under the one before; those that stick out at the bottom move up. */
function stacked(tops, height) {
  const placed = [];
  for (const top of tops) placed.push(Math.max(top, placed.length ? placed[placed.length - 1] + LABEL : 0));
  let floor = height;
  for (let at = placed.length - 1; at >= 0 && placed[at] + LABEL > floor; at -= 1) {
    placed[at] = Math.max(0, floor - LABEL);
    floor = placed[at];
  }
  return placed;
}

/** The initials of the others who put a code on a fragment. */
function whoElse(fragment, code) {
  const names = new Set(othersOn(fragment).filter((one) => one.code === code.id).map((one) => one.coder));
  return [...names].flatMap((name) => [piece("w-label-who", { initials: initialsOf(name), name }), " "]);
}

const nameOf = (fragment) => (fragment.number === null ? "…" : `F${fragment.number}`);

function drawn(name, attributes) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
}
