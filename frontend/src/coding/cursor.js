// The cursor of the keyboard: over turns (blocks), in them over sentences, in those over words.
import { countWhile } from "./offsets.js";

export const LEVELS = ["turn", "sentence", "word"];

/** A unit is {start, end, block}: a stretch of the text in code points, and the index of its block. */
export class Cursor {
  constructor(text, language) {
    this.text = text;
    this.level = 0;
    this.anchor = null;
    this.head = null;
    this.known = new Map();
    this.segmenters = ["sentence", "word"].map((granularity) => new Intl.Segmenter(language, { granularity }));
  }

  get span() {
    if (!this.head) return null;
    return {
      start: Math.min(this.anchor.start, this.head.start),
      end: Math.max(this.anchor.end, this.head.end),
    };
  }

  /** Go to the next (1) or previous (-1) unit; with `extend` the passage grows or shrinks instead. */
  move(step, extend) {
    const next = this.#beside(this.head, step);
    if (!next) return;
    this.head = next;
    if (!extend) this.anchor = next;
  }

  /** Take the unit of the level at or after an offset. */
  place(offset) {
    const index = this.text.blockAt(offset)?.index ?? 0;
    this.anchor = this.head = this.#unitAt(offset, index);
  }

  /** One level deeper, at the begin of the passage; false when it is at words already. */
  goIn() {
    return this.#change(1);
  }

  /** One level up; false when it is at turns already. */
  goOut() {
    return this.#change(-1);
  }

  /** Follow a passage that was chosen otherwise, at the highest level of which it is made. */
  follow({ start, end }) {
    const first = this.text.blockAt(start)?.index ?? 0;
    const last = this.text.blockAt(end - 1)?.index ?? first;
    for (const [level] of LEVELS.entries()) {
      this.level = level;
      this.anchor = this.#unitAt(start, first);
      this.head = this.#unitAt(end - 1, last);
      if (this.anchor?.start === start && this.head?.end === end) return;
    }
  }

  /** Where in the text the cursor is: which of how many turns. */
  get turn() {
    return { number: (this.head?.block ?? 0) + 1, count: this.text.blocks.length };
  }

  #change(by) {
    const level = this.level + by;
    if (!this.head || !(level in LEVELS)) return false;
    this.level = level;
    this.place(this.span.start);
    return true;
  }

  #unitAt(offset, index) {
    const units = this.#units(index);
    const found = units[Math.min(countWhile(units, (unit) => unit.end <= offset), units.length - 1)];
    return found ?? this.#first(index + 1, 1) ?? this.#first(index - 1, -1);
  }

  #beside(unit, step) {
    if (!unit) return this.#first(step > 0 ? 0 : this.text.blocks.length - 1, step);
    const units = this.#units(unit.block);
    const at = units.findIndex((one) => one.start === unit.start);
    return units[at + step] ?? this.#first(unit.block + step, step);
  }

  /** The first unit from a block on, or going back the last. */
  #first(index, step) {
    for (let at = index; at in this.text.blocks; at += step) {
      const units = this.#units(at);
      if (units.length) return step > 0 ? units[0] : units[units.length - 1];
    }
    return null;
  }

  /** The units of a block, kept: a text without blocks is one very long one. */
  #units(index) {
    const key = `${this.level} ${index}`;
    if (!this.known.has(key)) this.known.set(key, this.#cut(this.text.blocks[index], index));
    return this.known.get(key);
  }

  #cut(block, index) {
    if (!block) return [];
    const whole = this.text.trimmed(block.start, block.end);
    if (this.level === 0) return whole ? [{ ...whole, block: index }] : [];
    const isWord = LEVELS[this.level] === "word";
    const units = [];
    for (const piece of this.segmenters[this.level - 1].segment(block.text)) {
      if (isWord && !piece.isWordLike) continue;
      const from = block.start + block.offsets.toPoints(piece.index);
      const to = block.start + block.offsets.toPoints(piece.index + piece.segment.length);
      const span = this.text.trimmed(from, to);
      if (span) units.push({ ...span, block: index });
    }
    return units;
  }
}
