// The fragments of the text with what is on them. Known by their span: no two fragments share one.

export const keyOf = ({ start, end }) => `${start}-${end}`;

/** Tells `onChange(keys)` of every change. A fragment that is not saved yet has no number. */
export class Store {
  constructor(fragments, onChange) {
    this.byKey = new Map(fragments.map((fragment) => [keyOf(fragment), fragment]));
    this.onChange = onChange;
    this.others = true; // whether others' work is shown
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
    return [...this.byKey.values()].filter((one) => !one.hidden).sort(inText);
  }

  /** The fragment of a key, when it is to be seen. */
  shown(key) {
    const fragment = this.byKey.get(key);
    return fragment && !fragment.hidden ? fragment : null;
  }

  /** The fragments of some keys, in the order of the text. */
  ordered(keys) {
    return [...keys].map((key) => this.shown(key)).filter(Boolean).sort(inText);
  }

  /** Show or hide what others put on the text; fragments with nothing else on them go along. */
  showOthers(others) {
    this.others = others;
    for (const fragment of this.byKey.values()) this.#veil(fragment);
    this.onChange([...this.byKey.keys()]);
  }

  /** Fragments that share something with a span, the shortest first. */
  touching({ start, end }) {
    const found = [...this.byKey.values()].filter((one) => one.start < end && one.end > start && !one.hidden);
    return found.sort((a, b) => a.end - a.start - (b.end - b.start));
  }

  /** Show a code before the server has it. Gives back how to take it off again. */
  expect(span, code) {
    const coding = { id: null, code, coder: "", mine: true };
    const fragment = this.get(span) ?? this.#empty(span);
    fragment.codings = [...fragment.codings, coding];
    this.byKey.set(keyOf(span), this.#veil(fragment));
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
    const known = new Map([...this.byKey.values()].map((one) => [one.number, one]));
    for (const number of removed) if (known.has(number)) keys.add(this.#replace(known.get(number), null));
    for (const fragment of changed) {
      const before = known.get(fragment.number); // in another place when somebody placed it in a corrected text
      if (before && keyOf(before) !== keyOf(fragment)) keys.add(this.#replace(before, null));
      keys.add(this.#replace(fragment, fragment));
    }
    this.onChange([...keys]);
  }

  #veil(fragment) {
    const on = [...fragment.codings, ...fragment.memos];
    for (const one of on) if (!one.mine) one.hidden = !this.others;
    fragment.hidden = !this.others && on.length > 0 && fragment.marks.length === 0 && !fragment.consensus?.length && !on.some((one) => one.mine);
    return fragment;
  }

  #replace(span, fragment) {
    const key = keyOf(span);
    const known = new Set(fragment?.codings.filter((one) => one.mine).map((one) => one.code));
    const waiting = (this.byKey.get(key)?.codings ?? []).filter((one) => one.id === null && !known.has(one.code));
    if (fragment) this.byKey.set(key, this.#veil({ ...fragment, codings: [...fragment.codings, ...waiting] }));
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
    return { number: null, start, end, codings: [], consensus: [], memos: [], quoteReleased: false, marks: [] };
  }
}

const inText = (a, b) => a.start - b.start || b.end - a.end;

/** The codes that are seen on a fragment, each once: of people, and by consensus. */
export function codesOn(fragment) {
  return [...new Set([...codesOfPeople(fragment), ...(fragment.consensus ?? [])])];
}

/** The codes that people put on a fragment and that are seen, each once. */
export function codesOfPeople(fragment) {
  return [...new Set(fragment.codings.filter((one) => !one.hidden).map((one) => one.code))];
}

/** The codings that are seen on a fragment and that somebody else put there. */
export function othersOn(fragment) {
  return fragment.codings.filter((one) => !one.hidden && !one.mine);
}
