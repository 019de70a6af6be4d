// The review: which proposal is looked at, what is decided, and what the server says of it.
import { announce } from "../announce.js";
import { Api, Refusal } from "../coding/api.js";
import { wordsFrom } from "../coding/words.js";
import { keysOf } from "./keys.js";
import { Panel } from "./panel.js";
import { Text } from "./text.js";

const POLL = 1000; // while names are being looked for

export class Review {
  constructor(screen) {
    const data = JSON.parse(document.getElementById("names-data").textContent);
    this.words = wordsFrom(document.getElementById("names-words"));
    this.api = new Api(data.urls, this.words("no_connection"));
    this.urls = data.urls;
    this.screen = screen;
    this.proposals = new Map();
    this.text = new Text(screen.querySelector("[data-text]"), this.words, (id) => this.look(id));
    this.panel = new Panel(screen.querySelector("[data-panel]"), this);
    this.current = null;
  }

  async start() {
    keysOf(this);
    await this.load();
  }

  /** Read everything; while the search runs, again every second. */
  async load() {
    const answer = await fetch(this.urls.review, { headers: { Accept: "application/json" } }).catch(() => null);
    const found = await answer?.json().catch(() => null);
    if (!answer?.ok || !found) return this.fail(found?.message ?? this.words("no_connection"));
    this.panel.stage(found);
    if (found.state === "waiting" || found.state === "busy") return setTimeout(() => this.load(), POLL);
    this.kinds = found.kinds;
    this.entries = new Map(found.entries.map((entry) => [entry.id, entry]));
    this.proposals = new Map(found.proposals.map((one) => [one.id, one]));
    this.text.show(found.blocks, this.sorted);
    this.panel.ready(found);
    this.look(this.sorted.find((one) => one.state === "open")?.id ?? this.sorted[0]?.id ?? null, { quiet: true });
  }

  get sorted() {
    return [...this.proposals.values()].sort((a, b) => a.start - b.start);
  }

  get one() {
    return this.proposals.get(this.current) ?? null;
  }

  /** Make this proposal the one that is looked at. */
  look(id, { quiet = false } = {}) {
    this.text.mark(this.current)?.removeAttribute("aria-current");
    this.current = id;
    const mark = this.text.mark(id);
    for (const other of this.text.element.querySelectorAll('[data-proposal][tabindex="0"]')) other.tabIndex = -1;
    if (mark) {
      mark.tabIndex = 0;
      mark.setAttribute("aria-current", "true");
      mark.scrollIntoView({ block: "start", behavior: "instant" }); // its scroll margin leaves room for what was said before
    }
    this.panel.show(this.one);
    if (this.one && !quiet) announce(this.told(this.one));
  }

  /** What is said of a proposal: its words, kind and who found it. */
  told(one) {
    const kind = this.kinds.find(({ value }) => value === one.kind).label;
    return this.words("looking", { words: one.text, kind, found: this.words(`found_${one.found_by}`), open: this.open });
  }

  get open() {
    return [...this.proposals.values()].filter((one) => one.state === "open").length;
  }

  /** The next or the one before; `open` only those that nobody decided about. After the last comes the first. */
  step(by, { open = false } = {}) {
    const all = this.sorted;
    if (!all.length) return;
    const here = all.findIndex(({ id }) => id === this.current);
    for (let count = 1; count <= all.length; count += 1) {
      const one = all[(((here + by * count) % all.length) + all.length) % all.length];
      if (!open || one.state === "open") return this.look(one.id);
    }
    announce(this.words("all_done"));
  }

  /** Decide about the current one, and go on to the next that is open; nothing is decided that was not shown yet. */
  async decide(state, { all = false } = {}) {
    const one = this.one;
    if (!one || this.api.pending) return;
    const accepted = state === "accepted";
    const done = await this.post("decide", {
      proposals: [one.id], state, all, everywhere: all && this.panel.isEverywhere, kind: one.kind, ...(accepted ? this.panel.instead(one) : {}),
    });
    if (done) this.step(1, { open: true });
  }

  /** Everything of the list that is still open, after one look. */
  async acceptListed() {
    const listed = this.sorted.filter((one) => one.state === "open" && one.found_by === "list");
    const state = "accepted";
    if (listed.length && (await this.post("decide", { proposals: listed.map(({ id }) => id), state }))) {
      this.step(1, { open: true });
    }
  }

  setKind(kind) {
    if (this.one && !this.api.pending) return this.post("decide", { proposals: [this.one.id], state: this.one.state, kind });
  }

  async widen(side, by) {
    const stretch = this.one && this.text.widened(this.one, side, by);
    if (this.api.pending) return;
    if (stretch) await this.post("move", { proposal: this.one.id, ...stretch });
    else announce(this.words("no_wider"));
  }

  /** Take words out that nobody proposed, wherever they stand. */
  async add(wanted, kind) {
    const place = wanted && this.text.find(wanted, this.sorted);
    if (!place) return this.fail(this.words("not_found", { words: wanted }));
    const answer = await this.post("add", { ...place, kind, all: true, everywhere: this.panel.isEverywhere });
    if (answer) this.look(answer.changed[0]?.id ?? this.current);
    return Boolean(answer);
  }

  async undo() {
    const answer = await this.post("undo");
    if (answer?.changed.length) this.look(answer.changed[0].id, { quiet: true });
  }

  async rename(entry, pseudonym) {
    if (entry && pseudonym) await this.post("rename", { entry, pseudonym });
  }

  async propose() {
    if (await this.ask("propose")) await this.load();
  }

  async finish() {
    const answer = await this.ask("finish");
    if (answer) location.assign(answer.url);
  }

  /** Ask, show what changed, and say it; null when it was refused. */
  async post(name, body = {}) {
    const answer = await this.ask(name, body);
    if (!answer) return null;
    const before = answer.changed.map(({ id }) => this.proposals.get(id)).filter(Boolean);
    const gone = answer.removed.map((id) => this.proposals.get(id)).filter(Boolean);
    for (const id of answer.removed) this.proposals.delete(id);
    for (const one of answer.changed) this.proposals.set(one.id, one);
    for (const entry of answer.entries) this.entries.set(entry.id, entry);
    this.text.refresh([...before, ...gone, ...answer.changed], this.sorted);
    this.panel.counted(answer);
    this.look(this.proposals.has(this.current) ? this.current : null, { quiet: true });
    this.panel.elsewhere(body.everywhere || name === "undo" ? answer.message : "");
    announce(answer.message);
    return answer;
  }

  async ask(name, body = {}) {
    this.screen.setAttribute("aria-busy", "true");
    try {
      const answer = await this.api.post(name, body);
      this.panel.problem("");
      return answer;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return this.fail(error.message);
    } finally {
      this.screen.removeAttribute("aria-busy");
    }
  }

  fail(message) {
    this.panel.problem(message);
    return null;
  }
}
