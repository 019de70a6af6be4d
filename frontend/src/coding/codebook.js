// The codes of the evaluation, which were used last, and which fit what is typed.
import { fit, plain } from "./match.js";

const REMEMBERED = 5;

export class Codebook {
  /** `place` names the evaluation, of which the browser remembers the codes used last: ids, no words. */
  constructor(codes, place) {
    this.storageKey = `sluitend-recent-codes-${place}`;
    this.take(codes);
    this.recent = readList(this.storageKey);
  }

  take(codes) {
    this.codes = codes;
    this.byId = new Map(codes.map((code) => [code.id, code]));
    const depths = new Map();
    for (const code of codes) depths.set(code.id, (depths.get(code.parent) ?? -1) + 1);
    this.depths = depths;
  }

  get(id) {
    return this.byId.get(id);
  }

  used(id) {
    this.recent = [id, ...this.recent.filter((one) => one !== id)].slice(0, REMEMBERED);
    try {
      localStorage.setItem(this.storageKey, JSON.stringify(this.recent));
    } catch {
      // A browser that keeps nothing: the order of the codebook remains.
    }
  }

  /** Codes that can still be applied, by what is typed; the last used first when nothing is. */
  find(query) {
    const usable = this.codes.filter((code) => !code.archived);
    if (!query.trim()) return { recent: this.recent.map((id) => this.get(id)).filter((one) => one && !one.archived), codes: usable };
    const scored = usable.map((code, order) => ({ code, order, points: fit(query, code) + this.#bonus(code) }));
    const fitting = scored.filter(({ points }) => points >= 1);
    fitting.sort((a, b) => b.points - a.points || a.order - b.order);
    return { recent: [], codes: fitting.map(({ code }) => code) };
  }

  /** Whether a code has exactly this name, anywhere in the tree. */
  has(name) {
    return this.codes.some((code) => plain(code.name) === plain(name.trim()));
  }

  /** Recent use decides between codes that fit equally, and never makes one fit. */
  #bonus(code) {
    const at = this.recent.indexOf(code.id);
    return at < 0 ? 0 : (REMEMBERED - at) / (REMEMBERED + 1);
  }
}

function readList(key) {
  try {
    const list = JSON.parse(localStorage.getItem(key) ?? "[]");
    return Array.isArray(list) ? list : [];
  } catch {
    return [];
  }
}
