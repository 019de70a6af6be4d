// One key for every step, as long as nobody is typing.

/** Let the keys of the review work on the whole page. */
export function keysOf(review) {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event)) return;
    const act = keyed(review, event);
    if (!act || !review.kinds) return;
    event.preventDefault();
    if (!event.repeat || WALKS.has(event.key)) act(); // a key that is held decides about nothing unseen
  });
}

/** A choice of two takes the arrows and the space, and leaves the letters. */
function isTyping({ target, key }) {
  const field = target.closest("input, textarea, select, [contenteditable], dialog");
  return field !== null && (field.type !== "radio" || key.length > 1 || key === " ");
}

function keyed(review, { key, target }) {
  if (/^[1-9]$/.test(key)) {
    const kind = review.kinds[Number(key) - 1];
    return kind && (() => review.setKind(kind.value));
  }
  // Enter and space belong to a button that has the focus.
  if (key === "Enter" && !target.closest("button, a, summary")) return () => review.step(1, { open: true });
  return KEYS[key] && (() => KEYS[key](review));
}

const WALKS = new Set(["n", "p", "j", "k", "Enter", "ArrowDown", "ArrowUp"]);

const KEYS = {
  n: (review) => review.step(1, { open: true }),
  p: (review) => review.step(-1, { open: true }),
  j: (review) => review.step(1),
  k: (review) => review.step(-1),
  ArrowDown: (review) => review.step(1),
  ArrowUp: (review) => review.step(-1),
  a: (review) => review.decide("accepted"),
  A: (review) => review.decide("accepted", { all: true }),
  r: (review) => review.decide("rejected"),
  R: (review) => review.decide("rejected", { all: true }),
  e: (review) => review.panel.toggleScope(),
  o: (review) => review.decide("open"),
  w: (review) => review.widen("end", 1),
  W: (review) => review.widen("end", -1),
  b: (review) => review.widen("start", 1),
  B: (review) => review.widen("start", -1),
  i: (review) => review.panel.editPseudonym(),
  t: (review) => review.panel.beginAdding(),
  u: (review) => review.undo(),
  "?": (review) => review.panel.toggleHelp(),
};
