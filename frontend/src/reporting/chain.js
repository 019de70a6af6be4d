// The evidence chain by keyboard: arrows between columns and objects, Enter follows the link, o opens, Escape goes back.
import { announce } from "../announce.js";

const COLUMN = { ArrowLeft: -1, ArrowRight: 1 };
const ITEM = { ArrowUp: -1, ArrowDown: 1 };

export function chainOn(board) {
  const columns = [...board.querySelectorAll(".k-column")].map(linksIn).filter((links) => links.length);
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || event.target.closest("input")) return;
    if (pressed(event.key, columns, board)) event.preventDefault();
  });
  board.addEventListener("focusin", (event) => connect(board, event.target.closest("[data-item]")));
  board.addEventListener("pointerover", (event) => connect(board, event.target.closest("[data-item]")));
  arrive(board);
}

function linksIn(column) {
  return [...column.querySelectorAll("a.k-item__link")];
}

function pressed(key, columns, board) {
  if (key === "Escape") return back(board);
  if (key in COLUMN || key in ITEM || key === "Home" || key === "End") return move(key, columns, board);
  if (key === "o") return open(document.activeElement.closest("[data-item]"));
  return false;
}

function move(key, columns, board) {
  if (!columns.length) return false;
  const at = columns.findIndex((links) => links.some(isHere));
  if (at < 0) {
    if (document.activeElement !== document.body && !board.contains(document.activeElement)) return false;
    return go(board.querySelector("[aria-current]") ?? columns[0][0]);
  }
  const here = columns[at].findIndex(isHere);
  if (key === "Home") return go(columns[at][0]);
  if (key === "End") return go(columns[at].at(-1));
  if (key in ITEM) return go(columns[at][clamp(here + ITEM[key], columns[at].length)]);
  const next = columns[clamp(at + COLUMN[key], columns.length)];
  return go(nearest(next, columns[at][here]) ?? next[clamp(here, next.length)]);
}

/** In the next column: the first object that this one is tied to. */
function nearest(links, from) {
  const tied = besides(from.closest("[data-item]"));
  return links.find((link) => tied.has(link.closest("[data-item]").dataset.item));
}

function isHere(link) {
  return link.closest("[data-item]").contains(document.activeElement);
}

function clamp(at, length) {
  return Math.min(Math.max(at, 0), length - 1);
}

function go(link) {
  link.focus();
  link.scrollIntoView({ block: "nearest", inline: "nearest" });
  return true;
}

function open(item) {
  const link = item?.querySelector("[data-open]");
  link?.click();
  return Boolean(link);
}

/** To the picture before this one; from outside, to the picture of everything. */
function back(board) {
  if (cameFromHere()) history.back();
  else if (board.dataset.back) location.assign(board.dataset.back);
  else return false;
  return true;
}

function cameFromHere() {
  if (!document.referrer || history.length < 2) return false;
  const before = new URL(document.referrer);
  return before.origin === location.origin && before.pathname.includes("/rapport/bewijs/");
}

function besides(item) {
  return new Set((item?.dataset.beside ?? "").split(" ").filter(Boolean));
}

/** What the object under the focus or the pointer is tied to gets a line and a sign. */
function connect(board, item) {
  const tied = besides(item);
  for (const one of board.querySelectorAll("[data-item]")) {
    one.classList.toggle("k-item--tied", tied.has(one.dataset.item));
  }
}

/** Who walks from picture to picture goes on from the middle, and hears what is there now. */
function arrive(board) {
  if (!cameFromHere() || location.hash) return;
  board.querySelector("[aria-current]")?.focus({ preventScroll: true });
  const counts = document.getElementById("k-counts")?.querySelector("span");
  if (counts) announce(`${board.dataset.name}: ${counts.textContent.replaceAll(/\s+/g, " ").trim()}`);
}
