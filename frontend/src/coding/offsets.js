/**
 * Between UTF-16 units, in which the browser counts, and Unicode code points, in which an offset is stored.
 * They differ by one for every surrogate pair (emoji, rare scripts) that comes before.
 */
export class Offsets {
  /** @param {string} text without lone surrogates, as every text that comes from UTF-8 is */
  constructor(text) {
    this.units = text.length;
    this.pairs = [];
    if (!/[\ud800-\udbff]/.test(text)) return;
    for (let index = 0; index < text.length; index += 1) {
      if ((text.charCodeAt(index) & 0xfc00) === 0xd800) this.pairs.push(index);
    }
  }

  /** The length in code points. */
  get length() {
    return this.units - this.pairs.length;
  }

  /** Code points before a UTF-16 unit; inside a pair, before that pair. */
  toPoints(unit) {
    return unit - countWhile(this.pairs, (pair) => pair < unit);
  }

  /** UTF-16 units before a code point. */
  toUnits(point) {
    return point + countWhile(this.pairs, (pair, index) => pair - index < point);
  }
}

/** How many of the first items hold; they hold up to some item and no further. */
export function countWhile(items, holds) {
  let [low, high] = [0, items.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(items[middle], middle)) low = middle + 1;
    else high = middle;
  }
  return low;
}
