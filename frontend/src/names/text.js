// The text with its proposals. Only the blocks in which something changed are made anew.
import { countWhile } from "../coding/offsets.js";
import { piece } from "../coding/words.js";

export class Text {
  /** @param words from wordsFrom(), @param chosen called with the id of a proposal that was clicked */
  constructor(element, words, chosen) {
    this.element = element;
    this.words = words;
    this.blocks = [];
    element.addEventListener("click", (event) => {
      const mark = event.target.closest("[data-proposal]");
      if (mark && getSelection().isCollapsed) chosen(Number(mark.dataset.proposal));
    });
  }

  /** Show all blocks of the answer of the server. */
  show(blocks, proposals) {
    this.blocks = blocks.map((block) => ({ ...block, letters: [...block.text], element: this.#frame(block) }));
    this.element.replaceChildren(...this.blocks.map((block) => block.element));
    for (const block of this.blocks) this.#fill(block, proposals);
  }

  /** Make the blocks anew that hold one of these stretches. */
  refresh(stretches, proposals) {
    const touched = new Set(stretches.map(({ start }) => this.#blockAt(start)));
    for (const block of touched) if (block) this.#fill(block, proposals);
  }

  mark(id) {
    return this.element.querySelector(`[data-proposal="${id}"]`);
  }

  /** The stretch with one word more or less at an end; null where that cannot be. */
  widened({ start, end }, side, by) {
    const block = this.#blockAt(start);
    if (!block) return null;
    const [from, to] = [start - block.start, end - block.start];
    const stretch = side === "end" ? [from, moved(block.letters, to, by)] : [moved(block.letters, from, -by), to];
    const trimmed = trim(block.letters, ...stretch);
    if (trimmed[0] >= trimmed[1] || (trimmed[0] === from && trimmed[1] === to)) return null;
    return { start: block.start + trimmed[0], end: block.start + trimmed[1] };
  }

  /** Where words stand first that no proposal covers: with the same capitals if possible. */
  find(wanted, proposals) {
    const taken = ({ start, end }) => proposals.some((one) => one.start < end && start < one.end);
    for (const same of [(text) => text, (text) => text.toLocaleLowerCase()]) {
      for (const block of this.blocks) {
        for (const place of places(block, wanted, same)) if (!taken(place)) return place;
      }
    }
    return null;
  }

  #blockAt(offset) {
    return this.blocks[countWhile(this.blocks, (block) => block.start <= offset) - 1];
  }

  #frame(block) {
    const frame = piece("names-block", { speaker: block.speaker });
    const isSaid = block.text.startsWith(block.speaker); // many layouts write who speaks in the text itself
    frame.querySelector('[data-slot="speaker"]').hidden = isSaid;
    frame.classList.toggle("n-block--heading", block.kind === "heading");
    return frame;
  }

  #fill(block, proposals) {
    const parts = [];
    let here = 0;
    for (const one of proposals) {
      if (one.start < block.start || one.end > block.end) continue;
      parts.push(block.letters.slice(here, one.start - block.start).join(""), this.#mark(one));
      here = one.end - block.start;
    }
    parts.push(block.letters.slice(here).join(""));
    block.element.querySelector('[data-slot="text"]').replaceChildren(...parts);
  }

  #mark(one) {
    const mark = piece("names-mark", { words: one.text, instead: one.state === "accepted" ? ` ${one.pseudonym}` : "" });
    mark.dataset.proposal = one.id;
    mark.dataset.state = one.state;
    mark.querySelector('[data-slot="state"]').textContent = ` (${this.words(`state_${one.state}`)})`;
    return mark;
  }
}

function isWord(letter) {
  return /[\p{L}\p{N}'’.@-]/u.test(letter ?? "");
}

/** The border of the next word after a place (by = 1), or of the word before it (by = -1). */
function moved(letters, place, by) {
  let here = place;
  const next = () => letters[by > 0 ? here : here - 1];
  while (next() !== undefined && !isWord(next())) here += by;
  while (next() !== undefined && isWord(next())) here += by;
  return here;
}

/** Without what is no word at both ends. */
function trim(letters, from, to) {
  let [start, end] = [from, to];
  while (start < end && !isWord(letters[start])) start += 1;
  while (end > start && !isWord(letters[end - 1])) end -= 1;
  return [start, end];
}

/** Every place in a block where the words stand by themselves. */
function* places(block, wanted, same) {
  const letters = [...same(wanted)];
  const text = block.letters.map(same);
  for (let at = 0; at + letters.length <= text.length; at += 1) {
    const whole = !isWord(text[at - 1]) && !isWord(text[at + letters.length]);
    if (whole && letters.every((letter, index) => text[at + index] === letter)) {
      yield { start: block.start + at, end: block.start + at + letters.length };
    }
  }
}
