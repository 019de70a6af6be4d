// Codes and passage as CSS highlights: nothing is put into the text, so that overlaps cannot break it.
// The browser goes through all ranges at every change, so only blocks near the screen have them.
import { codesOn } from "./store.js";

const COLOURS = 12;
export const canPaint = typeof Highlight === "function" && Boolean(CSS.highlights);

/** Words between marks of markdown are kept; what is matched here is dimmed. */
const MARKUP = /^\s*#{1,6}(?=\s)|^\s*[-*+](?=\s)|\*\*|__|`+|(?<=\])\([^)\s]*\)|^\s*>/gmu;
const IN_TABLE = /\|/gu;

export class Paint {
  constructor(text, codebook) {
    this.text = text;
    this.codebook = codebook;
    this.painted = new Map(); // block -> [[layer, range]]
    if (!canPaint) return;
    this.layers = new Map();
    for (let colour = 0; colour <= COLOURS; colour += 1) this.#layer(colour === 0 ? "w-bare" : `w-code-${colour}`, colour);
    this.passage = this.#layer("w-passage", COLOURS + 1);
    this.markup = this.#layer("w-markup", -1);
    this.speaker = this.#layer("w-speaker", -1);
    this.isMarkdown = text.blocks.some((one) => one.element.matches(".w-block--heading") && one.text.startsWith("#"));
  }

  /** Show the fragments of a block as they are now. */
  show(block, fragments) {
    if (!canPaint) return;
    this.clear(block);
    const painted = [];
    for (const fragment of fragments) {
      const range = this.text.rangeIn(block, fragment.start, fragment.end);
      for (const layer of this.#layersOf(fragment)) painted.push([layer, range]);
    }
    if (this.isMarkdown) for (const range of markupOf(block)) painted.push([this.markup, range]);
    if (block.element.dataset.label) painted.push([this.speaker, labelOf(block)]);
    for (const [layer, range] of painted) layer.add(range);
    this.painted.set(block, painted);
  }

  clear(block) {
    for (const [layer, range] of this.painted.get(block) ?? []) layer.delete(range);
    this.painted.delete(block);
  }

  showPassage(span) {
    if (!canPaint || (!span && this.passage.size === 0)) return;
    this.passage.clear();
    for (const range of span ? this.text.ranges(span.start, span.end) : []) this.passage.add(range);
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

/** In a text that is markdown its marks stand back a little. */
function markupOf(block) {
  if (block.element.matches(".w-block--code")) return [];
  const found = [...block.text.matchAll(MARKUP)];
  if (block.element.matches(".w-block--table_row")) found.push(...block.text.matchAll(IN_TABLE));
  return found.map((one) => rangeOf(block, one));
}

/** Who begins to speak in a block: what stands before the words. */
function labelOf(block) {
  return unitsOf(block, 0, Number(block.element.dataset.label));
}

function rangeOf(block, found) {
  return unitsOf(block, found.index, found.index + found[0].length);
}

function unitsOf({ node }, startOffset, endOffset) {
  return new StaticRange({ startContainer: node, startOffset, endContainer: node, endOffset });
}
