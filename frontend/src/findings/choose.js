// One of many findings, from a search field: type to filter, arrows to choose, Enter to use it. Without script the
// radio buttons below the field do the same. Listens on the document, so that a form in a dialog needs no setting up.
const plain = (text) => text.normalize("NFD").replaceAll(/\p{M}/gu, "").toLowerCase();
const isNew = (row) => row.querySelector("input").value === "0";
const isChosen = (row) => row.querySelector("input").checked;

/** The rows to choose from that are shown. */
function shown(choose) {
  return [...choose.querySelectorAll(".s-choice")].filter((row) => !row.hidden);
}

function take(choose, row) {
  row.querySelector("input").checked = true;
  row.scrollIntoView({ block: "nearest" });
  choose.querySelector("[data-choose-status]").textContent = row.textContent.trim();
}

/** Show what has all the words typed; a label typed in full ("b4") wins, then what was chosen, then the first. */
function filter(choose, typed) {
  const words = plain(typed).split(/\s+/).filter(Boolean);
  const rows = [...choose.querySelectorAll(".s-choice")];
  for (const row of rows) {
    const text = plain(row.textContent);
    row.hidden = !isNew(row) && !words.every((word) => text.includes(word));
  }
  const found = shown(choose).filter((row) => !isNew(row));
  const named = found.find((row) => [words[0], `b${words[0]}`].includes(plain(row.textContent).trim().split(/\s/)[0]));
  const first = named ?? found.find(isChosen) ?? found[0];
  if (first) return take(choose, first);
  take(choose, rows.find(isNew));
  if (words.length) choose.querySelector("[data-choose-status]").textContent = choose.dataset.chooseNone;
}

function step(choose, by) {
  const rows = shown(choose);
  const next = rows.findIndex(isChosen) + by;
  take(choose, rows[Math.min(Math.max(next, 0), rows.length - 1)]);
}

/** What was looked for and is not there becomes the sentence of a new finding, to be finished first. */
function writeNew(choose, search) {
  const title = choose.closest("form").querySelector("[data-choose-new] [name=title]");
  title.value ||= search.value.trim();
  title.focus();
}

function onKey(event) {
  const choose = event.target.closest?.("[data-choose]");
  if (!choose || event.target.type !== "search") return;
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const starts = event.key === "Enter" && isNew(shown(choose).find(isChosen) ?? shown(choose).at(-1));
  if (by) step(choose, by);
  if (starts) writeNew(choose, event.target);
  if (by || starts) event.preventDefault();
}

export function chooseFinding() {
  document.addEventListener("keydown", onKey);
  document.addEventListener("input", (event) => {
    const choose = event.target.closest?.("[data-choose]");
    if (choose && event.target.type === "search") filter(choose, event.target.value);
  });
}
