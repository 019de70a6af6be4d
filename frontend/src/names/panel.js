// Beside the text: how far the review is, the proposal that is looked at, and what can be done with it.
import { announce } from "../announce.js";

export class Panel {
  constructor(element, review) {
    this.element = element;
    this.review = review;
    this.words = review.words;
    this.parts = {};
    for (const part of element.querySelectorAll("[data-part]")) this.parts[part.dataset.part] = part;
    element.addEventListener("click", ({ target }) => this.#act(target.closest("[data-act]")?.dataset.act));
    this.parts.kind.addEventListener("change", () => review.setKind(this.parts.kind.value));
    this.parts.instead.addEventListener("input", () => {
      this.parts.insteadSaid.textContent = this.parts.instead.value;
    });
    this.parts.instead.addEventListener("keydown", (event) => {
      if (event.key === "Enter") this.#typed(event);
      if (event.key === "Escape") this.#leave(event);
    });
    for (const part of [this.parts.here, this.parts.everywhere]) {
      part.addEventListener("change", () => this.#scoped());
    }
    this.parts.adding.addEventListener("submit", (event) => this.#add(event));
    this.parts.adding.addEventListener("keydown", (event) => event.key === "Escape" && this.#leave(event));
  }

  /** What stage the version is in, and which part of the panel goes with it. */
  stage({ state, progress }) {
    const busy = state === "waiting" || state === "busy";
    this.state = state;
    this.parts.none.hidden = state !== "none" && state !== "failed";
    this.parts.failed.hidden = state !== "failed";
    this.parts.busy.hidden = !busy;
    this.parts.work.hidden = busy || state === "none" || state === "failed";
    this.parts.progress.value = progress;
    if (busy) this.parts.progress.textContent = `${progress}%`;
  }

  ready(found) {
    const kinds = found.kinds.map(({ value, label }, index) => new Option(`${index + 1}. ${label}`, value));
    this.parts.kind.replaceChildren(...kinds);
    this.parts.addingKind.replaceChildren(...found.kinds.map(({ value, label }) => new Option(label, value)));
    this.counted(found);
  }

  counted({ open, accepted, rejected, undo }) {
    const all = open + accepted + rejected;
    this.parts.count.textContent = this.words("count", { seen: accepted + rejected, all });
    this.parts.meter.max = Math.max(all, 1);
    this.parts.meter.value = accepted + rejected;
    const listed = this.review.sorted.filter((one) => one.state === "open" && one.found_by === "list").length;
    this.parts.listed.hidden = !listed;
    this.parts.listedCount.textContent = listed;
    this.parts.undo.disabled = !undo;
    this.parts.finish.hidden = open > 0 || !all;
    for (const part of [this.parts.count, this.parts.meter]) part.hidden = !all;
    this.parts.finished.hidden = all > 0 || this.state !== "finished";
    this.parts.nothing.hidden = all > 0 || this.state === "finished";
  }

  show(one) {
    this.parts.current.hidden = !one;
    if (!one) return;
    this.parts.said.textContent = one.text;
    this.parts.found.textContent = this.words(`found_${one.found_by}`);
    this.parts.state.textContent = this.words(`state_${one.state}`);
    this.parts.kind.value = one.kind;
    const known = this.#known(one);
    this.shown = known?.pseudonym || this.#free(one.suggestion);
    this.parts.instead.value = this.shown;
    this.parts.insteadSaid.textContent = this.parts.instead.value;
    this.parts.insteadHelp.textContent = known?.entry ? this.words("everywhere") : "";
    this.#countSame(one);
    const same = [...this.review.entries.values()].filter((entry) => entry.kind === one.kind && entry.pseudonym);
    this.parts.known.replaceChildren(...same.map((entry) => new Option("", entry.pseudonym)));
  }

  /** Whether "all" goes for every conversation of the evaluation. */
  get isEverywhere() {
    return this.parts.everywhere.checked;
  }

  toggleScope() {
    const other = this.isEverywhere ? this.parts.here : this.parts.everywhere;
    other.checked = true;
    this.#scoped();
  }

  #scoped() {
    if (this.review.one) this.#countSame(this.review.one);
    announce(this.words(this.isEverywhere ? "scope_everywhere" : "scope_here"));
  }

  #countSame({ same }) {
    this.parts.same.textContent = this.isEverywhere ? `${same} +` : same;
    for (const part of [this.parts.allAccept, this.parts.allReject]) part.hidden = same < 2 && !this.isEverywhere;
  }

  /** What accepting puts in its place: an entry that is known by this pseudonym, else the pseudonym as typed. */
  instead(one) {
    const typed = this.parts.instead.value.trim();
    const known = this.#known(one);
    if (!typed || typed === this.shown) return { entry: known?.entry ?? null };
    const entry = [...this.review.entries.values()].find(({ pseudonym }) => pseudonym === typed);
    return entry ? { entry: entry.id } : { pseudonym: typed };
  }

  /** Itself, or another place with the same words, when that has a pseudonym. */
  #known(one) {
    if (one.pseudonym) return one;
    const same = one.text.toLocaleLowerCase();
    return this.review.sorted.find((other) => other.pseudonym && other.text.toLocaleLowerCase() === same);
  }

  /** What the server will propose by now: since the page was read, others may have got this number or letter. */
  #free(suggestion) {
    const taken = new Set([...this.review.entries.values()].map(({ pseudonym }) => pseudonym));
    let [, role, mark] = /^(.+) (\d+|[A-Z])$/.exec(suggestion) ?? [];
    if (!mark) return suggestion;
    while (taken.has(`${role} ${mark}`)) mark = /\d/.test(mark) ? Number(mark) + 1 : String.fromCharCode(mark.charCodeAt(0) + 1);
    return `${role} ${mark}`;
  }

  problem(message) {
    this.parts.problem.hidden = !message;
    this.parts.problemText.textContent = message;
    if (message) announce(message);
  }

  /** What happened in other conversations stays to be read, until the next step. */
  elsewhere(message) {
    this.parts.elsewhere.textContent = message;
  }

  editPseudonym() {
    this.parts.instead.focus();
    this.parts.instead.select();
  }

  /** Words that were selected with the mouse stand ready in the field. */
  beginAdding() {
    const selected = getSelection().toString().replace(/\s+/g, " ").trim();
    if (selected && selected.length < 100) this.parts.addingWords.value = selected;
    this.parts.addingBox.open = true;
    this.parts.addingWords.focus();
    this.parts.addingWords.select();
  }

  toggleHelp() {
    this.parts.help.open = !this.parts.help.open;
    if (this.parts.help.open) this.parts.help.querySelector("summary").focus();
  }

  async #add(event) {
    event.preventDefault();
    if (!(await this.review.add(this.parts.addingWords.value.trim(), this.parts.addingKind.value))) return;
    this.parts.addingWords.value = "";
    this.#leave(event);
  }

  /** Enter: a name that has a pseudonym gets another everywhere; a new one is accepted under it. */
  #typed(event) {
    event.preventDefault();
    const { one } = this.review;
    const typed = this.parts.instead.value.trim();
    if (one?.entry && one.state === "accepted" && typed !== one.pseudonym) this.review.rename(one.entry, typed);
    else this.review.decide("accepted");
    this.#leave(event);
  }

  #leave(event) {
    event.preventDefault();
    this.review.text.mark(this.review.current)?.focus({ preventScroll: true });
  }

  #act(name) {
    const acts = {
      accept: () => this.review.decide("accepted"),
      acceptAll: () => this.review.decide("accepted", { all: true }),
      reject: () => this.review.decide("rejected"),
      rejectAll: () => this.review.decide("rejected", { all: true }),
      reopen: () => this.review.decide("open"),
      next: () => this.review.step(1, { open: true }),
      previous: () => this.review.step(-1, { open: true }),
      moreAfter: () => this.review.widen("end", 1),
      lessAfter: () => this.review.widen("end", -1),
      moreBefore: () => this.review.widen("start", 1),
      lessBefore: () => this.review.widen("start", -1),
      undo: () => this.review.undo(),
      listed: () => this.review.acceptListed(),
      propose: () => this.review.propose(),
      finish: () => this.review.finish(),
    };
    acts[name]?.();
  }
}
