// Codes and passage as CSS highlights: nothing is put into the text, so that overlaps cannot break it.
import { codesOn, keyOf } from "./store.js";

const COLOURS = 12;
export const canPaint = typeof Highlight === "function" && Boolean(CSS.highlights);

/** Words between marks of markdown are kept; what is matched here is dimmed. */
const MARKUP = /^\s*#{1,6}(?=\s)|^\s*[-*+](?=\s)|\*\*|__|`+|(?<=\])\([^)\s]*\)|^\s*>/gmu;
const IN_TABLE = /\|/gu;

export class Paint {
  constructor(text, codebook) {
    this.text = text;
    this.codebook = codebook;
    this.painted = new Map();
    if (!canPaint) return;
    this.layers = new Map();
    for (let colour = 0; colour <= COLOURS; colour += 1) this.#layer(colour === 0 ? "w-bare" : `w-code-${colour}`, colour);
    this.passage = this.#layer("w-passage", COLOURS + 1);
  }

  /** Show a fragment as it is now; null when it went. */
  show(key, fragment) {
    if (!canPaint) return;
    for (const { layer, ranges } of this.painted.get(key) ?? []) for (const range of ranges) layer.delete(range);
    this.painted.delete(key);
    if (!fragment) return;
    const ranges = this.text.ranges(fragment.start, fragment.end);
    const layers = this.#layersOf(fragment);
    for (const layer of layers) for (const range of ranges) layer.add(range);
    this.painted.set(key, layers.map((layer) => ({ layer, ranges })));
  }

  showAll(fragments) {
    for (const fragment of fragments) this.show(keyOf(fragment), fragment);
  }

  showPassage(span) {
    if (!canPaint) return;
    this.passage.clear();
    for (const range of span ? this.text.ranges(span.start, span.end) : []) this.passage.add(range);
  }

  /** In a text that is markdown its marks stand back a little. */
  dimMarkup() {
    if (!canPaint || !this.text.blocks.some((one) => one.element.matches(".w-block--heading") && one.text.startsWith("#"))) return;
    const layer = this.#layer("w-markup", -1);
    for (const block of this.text.blocks) {
      if (block.element.matches(".w-block--code")) continue;
      for (const found of block.text.matchAll(MARKUP)) layer.add(rangeOf(block, found));
      if (!block.element.matches(".w-block--table_row")) continue;
      for (const found of block.text.matchAll(IN_TABLE)) layer.add(rangeOf(block, found));
    }
  }

  #layersOf(fragment) {
    const colours = codesOn(fragment).map((id) => this.codebook.get(id)?.colour ?? COLOURS);
    const names = colours.length ? colours.map((colour) => `w-code-${colour}`) : ["w-bare"];
    return [...new Set(names)].map((name) => this.layers.get(name));
  }

  #layer(name, priority) {
    const layer = new Highlight();
    layer.priority = priority;
    CSS.highlights.set(name, layer);
    this.layers.set(name, layer);
    return layer;
  }
}

function rangeOf(block, found) {
  const [startContainer, startOffset] = [block.node, found.index];
  return new StaticRange({
    startContainer,
    startOffset,
    endContainer: startContainer,
    endOffset: startOffset + found[0].length,
  });
}
