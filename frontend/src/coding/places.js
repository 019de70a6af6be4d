// Which fragments lie in which block, and which blocks are on the screen or near it: only those are drawn.
import { keyOf } from "./store.js";

const NEAR = "600px 0px"; // drawn before it scrolls into sight

export const spanOf = (key) => {
  const [start, end] = key.split("-").map(Number);
  return { start, end };
};

/** The keys of the fragments by block. */
export class Places {
  constructor(text, fragments) {
    this.text = text;
    this.byBlock = new Map();
    for (const fragment of fragments) this.put(keyOf(fragment));
  }

  put(key) {
    for (const block of this.blocks(key)) {
      if (!this.byBlock.has(block)) this.byBlock.set(block, new Set());
      this.byBlock.get(block).add(key);
    }
  }

  drop(key) {
    for (const block of this.blocks(key)) this.byBlock.get(block)?.delete(key);
  }

  blocks(key) {
    const { start, end } = spanOf(key);
    return this.text.blocksIn(start, end);
  }

  in(block) {
    return this.byBlock.get(block) ?? NONE;
  }

  /** Whether a fragment begins in a block: there its label stands. */
  isBegin(block) {
    return [...this.in(block)].some((key) => this.blocks(key)[0] === block);
  }
}

const NONE = new Set();

/** Tells `on.enter(blocks)` and `on.leave(blocks)` while the page scrolls. */
export class Sight {
  constructor(text, on) {
    this.near = new Set();
    const byRow = new Map(text.blocks.map((block) => [block.row, block]));
    this.observer = new IntersectionObserver((entries) => this.#seen(entries, byRow, on), { rootMargin: NEAR });
    for (const row of byRow.keys()) this.observer.observe(row);
  }

  #seen(entries, byRow, on) {
    const [entered, left] = [[], []];
    for (const { target, isIntersecting } of entries) {
      const block = byRow.get(target);
      if (isIntersecting === this.near.has(block)) continue;
      (isIntersecting ? entered : left).push(block);
      if (isIntersecting) this.near.add(block);
      else this.near.delete(block);
    }
    if (left.length) on.leave(left);
    if (entered.length) on.enter(entered);
  }
}
