// The text on the page: its blocks in order, and the way between a place in the page and an offset in the text.
import { countWhile, Offsets } from "./offsets.js";

/** One block: `[start, end)` in code points of the whole text, in one text node. */
class Block {
  constructor(element, index) {
    element.normalize(); // a browser cuts text of more than 65,536 units in two
    this.element = element;
    this.row = element.parentElement;
    this.index = index;
    this.start = Number(element.dataset.start);
    this.end = Number(element.dataset.end);
    this.node = element.firstChild ?? element.appendChild(document.createTextNode(""));
    this.text = this.node.data;
    this.offsets = new Offsets(this.text);
  }

  /** Where in this block's words [start, end) begins and ends, in UTF-16 units. */
  units(start, end) {
    return [Math.max(0, start - this.start), Math.max(0, Math.min(this.end, end) - this.start)].map((one) => this.offsets.toUnits(one));
  }

  /** The part of this block's words that lies within [start, end). */
  slice(start, end) {
    return this.text.slice(...this.units(start, end));
  }
}

/** The box of one sign: at a line break there may be none of its own, then that of the whole. */
function lineAt(node, unit) {
  const range = new Range();
  range.setStart(node, unit);
  range.setEnd(node, Math.min(unit + 1, node.length));
  return range.getClientRects()[0] ?? node.parentElement.getBoundingClientRect();
}

export class Text {
  constructor(root) {
    this.root = root;
    this.blocks = [...root.querySelectorAll("[data-start]")].map((element, index) => new Block(element, index));
    this.signs = new Intl.Segmenter(undefined, { granularity: "grapheme" });
    this.byElement = new Map(this.blocks.map((block) => [block.element, block]));
  }

  /** Whether the page holds the text to the character; if not, no offset may be sent. */
  get isExact() {
    return this.blocks.every((block) => block.offsets.length === block.end - block.start);
  }

  /** The block in which an offset lies, or the last before it; null before the first. */
  blockAt(offset) {
    return this.blocks[countWhile(this.blocks, (block) => block.start <= offset) - 1] ?? null;
  }

  /** The blocks of which [start, end) has a part. */
  blocksIn(start, end) {
    const first = countWhile(this.blocks, (block) => block.end <= start);
    return this.blocks.slice(first, countWhile(this.blocks, (block) => block.start < end));
  }

  /** The words of [start, end); between blocks a line break stands for whatever is there. */
  slice(start, end) {
    return this.blocksIn(start, end).map((block) => block.slice(start, end)).join("\n");
  }

  /** Ranges for a highlight, one a block: between blocks stand labels and page numbers, which are no text. */
  ranges(start, end) {
    return this.blocksIn(start, end).map((block) => this.rangeIn(block, start, end));
  }

  /** The part of [start, end) that lies in a block. */
  rangeIn(block, start, end) {
    const [startOffset, endOffset] = block.units(start, end);
    return new StaticRange({ startContainer: block.node, startOffset, endContainer: block.node, endOffset });
  }

  /** From the top of the first line to the bottom of the last of what lies in a block, in the window. */
  extent(block, start, end) {
    const [from, to] = block.units(start, end);
    return { top: lineAt(block.node, from).top, bottom: lineAt(block.node, Math.max(from, to - 1)).bottom };
  }

  /** The offset of a place in the page; beside the text, the nearest: after it, or before it for an end. */
  offsetOf(container, unit, isEnd) {
    const block = this.#blockOf(container);
    if (block && container === block.node) return block.start + block.offsets.toPoints(this.#whole(block, unit, isEnd));
    if (block) return unit === 0 ? block.start : block.end;
    const place = new Range();
    place.setStart(container, unit);
    const before = countWhile(this.blocks, (one) => place.comparePoint(one.element, 0) <= 0);
    if (isEnd) return this.blocks[before - 1]?.end ?? 0;
    return this.blocks[before]?.start ?? this.blocks.at(-1)?.end ?? 0;
  }

  /** [start, end) of a range without the white space at its edges; null when nothing is left. */
  spanOf(range) {
    return this.trimmed(
      this.offsetOf(range.startContainer, range.startOffset, false),
      this.offsetOf(range.endContainer, range.endOffset, true),
    );
  }

  trimmed(start, end) {
    const filled = this.blocksIn(start, end).filter((block) => block.slice(start, end).trim());
    if (filled.length === 0) return null;
    const [first, last] = [filled[0], filled[filled.length - 1]];
    const head = first.slice(start, end).match(/^\s*/u)[0].length; // white space is never a pair: units are points
    const tail = last.slice(start, end).match(/\s*$/u)[0].length;
    return { start: Math.max(start, first.start) + head, end: Math.min(end, last.end) - tail };
  }

  /** The offset under a point of the window, null beside the text. */
  offsetAt(x, y) {
    const caret = document.caretPositionFromPoint?.(x, y);
    const range = caret ? null : document.caretRangeFromPoint?.(x, y);
    const [node, unit] = caret ? [caret.offsetNode, caret.offset] : [range?.startContainer, range?.startOffset];
    const block = node ? this.#blockOf(node) : null;
    return block && node === block.node ? block.start + block.offsets.toPoints(unit) : null;
  }

  /** No character as people see it is cut: an accent stays with its letter, a family is one sign. */
  #whole(block, unit, isEnd) {
    const sign = this.signs.segment(block.text).containing(unit);
    if (!sign || sign.index === unit) return unit;
    return isEnd ? sign.index + sign.segment.length : sign.index;
  }

  #blockOf(node) {
    const element = node.nodeType === Node.TEXT_NODE ? node.parentElement : node;
    return this.byElement.get(element?.closest("[data-start]")) ?? null;
  }
}
