// The fragments of the text with what is on them. Known by their span: no two fragments share one.

export const keyOf = ({ start, end }) => `${start}-${end}`;

/** Tells `onChange(keys)` of every change. A fragment that is not saved yet has no number. */
export class Store {
  constructor(fragments, onChange) {
    this.byKey = new Map(fragments.map((fragment) => [keyOf(fragment), fragment]));
    this.onChange = onChange;
  }

  get(span) {
    return span ? (this.byKey.get(keyOf(span)) ?? null) : null;
  }

  numbered(number) {
    for (const fragment of this.byKey.values()) if (fragment.number === number) return fragment;
    return null;
  }

  /** In the order of the text; of two that begin together the longer first. */
  get inOrder() {
    return [...this.byKey.values()].sort(inText);
  }

  /** The fragments of some keys, in the order of the text. */
  ordered(keys) {
    return [...keys].map((key) => this.byKey.get(key)).filter(Boolean).sort(inText);
  }

  /** Fragments that share something with a span, the shortest first. */
  touching({ start, end }) {
    const found = [...this.byKey.values()].filter((one) => one.start < end && one.end > start);
    return found.sort((a, b) => a.end - a.start - (b.end - b.start));
  }

  /** Show a code before the server has it. Gives back how to take it off again. */
  expect(span, code) {
    const coding = { id: null, code, coder: "", mine: true };
    const fragment = this.get(span) ?? this.#empty(span);
    fragment.codings = [...fragment.codings, coding];
    this.byKey.set(keyOf(span), fragment);
    this.onChange([keyOf(span)]);
    return () => this.#drop(span, coding);
  }

  /** Hide a coding that is being removed. Gives back how to show it again. */
  hide(fragment, coding) {
    coding.hidden = true;
    this.onChange([keyOf(fragment)]);
    return () => {
      coding.hidden = false;
      this.onChange([keyOf(fragment)]);
    };
  }

  /** Take over what the server says changed, keeping what still waits for it. */
  take({ changed = [], removed = [] }) {
    const keys = new Set();
    for (const number of removed) {
      const gone = this.numbered(number);
      if (gone) keys.add(this.#replace(gone, null));
    }
    for (const fragment of changed) keys.add(this.#replace(fragment, fragment));
    this.onChange([...keys]);
  }

  #replace(span, fragment) {
    const key = keyOf(span);
    const known = new Set(fragment?.codings.filter((one) => one.mine).map((one) => one.code));
    const waiting = (this.byKey.get(key)?.codings ?? []).filter((one) => one.id === null && !known.has(one.code));
    if (fragment) this.byKey.set(key, { ...fragment, codings: [...fragment.codings, ...waiting] });
    else if (waiting.length) this.byKey.set(key, { ...this.#empty(span), codings: waiting });
    else this.byKey.delete(key);
    return key;
  }

  #drop(span, coding) {
    const fragment = this.get(span);
    if (!fragment) return;
    fragment.codings = fragment.codings.filter((one) => one !== coding);
    if (fragment.number === null && fragment.codings.length === 0) this.byKey.delete(keyOf(span));
    this.onChange([keyOf(span)]);
  }

  #empty({ start, end }) {
    return { number: null, start, end, codings: [], memos: [], quoteReleased: false, marks: [] };
  }
}

const inText = (a, b) => a.start - b.start || b.end - a.end;

/** The codes that are seen on a fragment, each once. */
export function codesOn(fragment) {
  return [...new Set(fragment.codings.filter((one) => !one.hidden).map((one) => one.code))];
}
