// What others do in this text while it is open: asked every few seconds, and taken over without disturbing anybody.
import { announce } from "../announce.js";
import { piece } from "./words.js";

const SEEN = 3000; // ms between questions while the page is on the screen
const UNSEEN = 30000;
const SOON = 300;
const LONGEST = 60000; // after questions that failed, each wait is twice the one before
const QUIET = 15000; // at most one announcement in so long

export class Live {
  /** `place`: url, cursor, version of the text that is on the screen, and whether others' work is shown (`key`). */
  constructor(root, desk, place) {
    Object.assign(this, { desk, ...place });
    this.find = (name) => root.querySelector(`[data-live="${name}"]`);
    this.wait = SEEN;
    this.changed = new Set();
    this.#others();
    this.find("reload").addEventListener("click", () => location.reload());
    for (const [target, type] of [[document, "visibilitychange"], [window, "online"], [window, "pageshow"]]) {
      target.addEventListener(type, () => this.#next(document.hidden ? UNSEEN : 0));
    }
    root.querySelector(".w-live").hidden = false;
    this.#next(0);
  }

  /** The switch between everybody's work and one's own, as it was left. */
  #others() {
    const box = this.find("others");
    box.checked = read(this.key) !== "mine";
    const show = () => this.desk.store.showOthers(box.checked);
    if (!box.checked) show();
    box.addEventListener("change", () => {
      write(this.key, box.checked ? "all" : "mine");
      show();
      announce(this.desk.words(box.checked ? "live_all" : "live_mine"));
    });
  }

  #next(time) {
    clearTimeout(this.timer);
    if (!this.ended) this.timer = setTimeout(() => this.#ask(), time);
  }

  async #ask() {
    if (this.asking) return;
    this.asking = true;
    const { asked } = this.desk.api;
    const answer = await this.#fetch();
    this.asking = false;
    if (answer) this.wait = SEEN;
    else this.wait = Math.min(LONGEST, this.wait * 2);
    // What somebody does right now has its own answer, which may be newer or older than this one: ask again after it.
    const isOvertaken = this.desk.api.pending > 0 || this.desk.api.asked !== asked || this.desk.pointer.isDown;
    if (answer && !isOvertaken) this.#take(answer);
    this.#next(document.hidden ? UNSEEN : answer && isOvertaken ? SOON : this.wait);
  }

  /** The answer, or null when there is none that can be used: then the page says why. */
  async #fetch() {
    const away = document.hidden ? "&away=1" : "";
    const url = `${this.url}?after=${this.cursor}&version=${this.version}${away}`;
    const options = { headers: { Accept: "application/json" }, redirect: "manual" };
    const response = await fetch(url, options).catch(() => null);
    if (response?.type === "opaqueredirect") return this.#state("live_expired"); // to the login page
    if (response?.status === 403 || response?.status === 404) return this.#end("live_gone", true);
    const answer = response?.ok ? await response.json().catch(() => null) : null;
    if (!answer) return this.#state(this.wait > SEEN ? "live_offline" : null); // one that fails is no news yet
    this.#state(null);
    return answer;
  }

  #take(answer) {
    this.cursor = answer.cursor;
    this.#present(answer.present);
    if (answer.gone) return this.#end("live_gone", true);
    if (answer.newer) return this.#end("live_newer", false);
    if (answer.codes) this.desk.takeCodes(answer.codes);
    const { store } = this.desk;
    const changed = (answer.changed ?? []).filter((one) => !isSame(one, store.get(one)));
    const removed = answer.everything ? without(store, answer.changed) : (answer.removed ?? []);
    if (changed.length || removed.some((number) => store.numbered(number))) this.#show({ changed, removed });
    else if (answer.codes) this.desk.picker?.refreshSoon();
  }

  /** Whoever has a button in the panel under their fingers keeps it, or the one that came in its place. */
  #show(news) {
    const focused = document.activeElement;
    const part = focused.closest?.("[data-part=codings], [data-part=memos], [data-part=near-list]");
    const at = part ? [...part.querySelectorAll("button")].indexOf(focused) : -1;
    this.desk.store.take(news);
    if (part && !focused.isConnected) (part.querySelectorAll("button")[at] ?? this.desk.text.root).focus({ preventScroll: true });
    for (const one of [...news.changed.map(({ number }) => number), ...news.removed]) this.changed.add(one);
    this.#tell();
  }

  /** Not each change by itself: how many there were, once in a while. */
  #tell() {
    const quiet = QUIET - (performance.now() - (this.told ?? -QUIET));
    clearTimeout(this.telling);
    this.telling = setTimeout(() => {
      this.told = performance.now();
      const count = this.changed.size;
      this.changed.clear();
      if (this.desk.store.others) announce(this.desk.words(count === 1 ? "live_changed_one" : "live_changed", { count }));
    }, Math.max(0, quiet));
  }

  #present(names) {
    const list = names.join(", ");
    if (list === this.names) return;
    this.names = list;
    this.find("here").hidden = names.length === 0;
    this.find("present").replaceChildren(...names.map((name) => piece("w-present", { name })));
  }

  /** A sentence that stays while it is so; null for nothing. */
  #state(word) {
    if (word === this.state) return null;
    this.state = word;
    this.find("state").hidden = !word;
    this.find("sentence").textContent = word ? this.desk.words(word) : "";
    return null;
  }

  /** Nothing more can come: another text took the place of this one, or it may not be read any more. */
  #end(word, isGone) {
    this.ended = true;
    this.#state(word);
    this.find("reload").hidden = false;
    this.desk.mayCode = false;
    if (isGone) this.desk.text.root.replaceChildren();
    return null;
  }
}

/** Whether a fragment says what is shown already: then it was one's own, and nothing is drawn. */
function isSame(fragment, shown) {
  return Boolean(shown) && shown.number === fragment.number && essence(shown) === essence(fragment);
}

function essence({ codings, memos, quoteReleased, marks }) {
  return JSON.stringify([codings.map(({ id }) => id), memos.map(({ id, text }) => [id, text]), quoteReleased, marks]);
}

function without(store, fragments) {
  const there = new Set(fragments.map((one) => one.number));
  return [...store.byKey.values()].map((one) => one.number).filter((number) => number !== null && !there.has(number));
}

function read(key) {
  try {
    return localStorage.getItem(key);
  } catch {
    return null; // a browser that keeps nothing: everybody's work is shown
  }
}

function write(key, value) {
  try {
    localStorage.setItem(key, value);
  } catch {
    // then it holds for this page
  }
}
