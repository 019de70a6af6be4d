// What the panel tells of the passage: its words, the codes and memos on it, what rests on it, and who may read it.
import { keyOf } from "./store.js";
import { piece, shortened } from "./words.js";

const QUOTE = 420;

export class Panel {
  constructor(root, desk) {
    Object.assign(this, { root, desk, words: desk.words });
    this.part = (name) => root.querySelector(`[data-part="${name}"]`);
    this.drafts = new Map();
    this.editing = null; // the memo that is being changed, or null for a new one
    this.#memoForm();
    this.part("quote-toggle")?.addEventListener("click", () => desk.doing.toggleQuote());
    this.part("memo-open")?.addEventListener("click", () => this.openMemo());
    window.addEventListener("beforeunload", (event) => {
      if (this.hasDraft) event.preventDefault();
    });
  }

  get hasDraft() {
    return [...this.drafts.values()].some((text) => text.trim());
  }

  /** Draw all that is about the passage. */
  show(span, fragment) {
    this.#keepDraft();
    this.span = span;
    this.fragment = fragment;
    this.part("none").hidden = Boolean(span);
    this.part("passage").hidden = !span;
    this.part("about").hidden = !span;
    if (!span) return;
    this.part("number").textContent = fragment?.number ? `F${fragment.number}` : this.words("new_passage");
    this.part("quote").textContent = shortened(this.desk.text.slice(span.start, span.end), QUOTE);
    this.part("codings").replaceChildren(...this.#codings(fragment));
    this.part("memos").replaceChildren(...(fragment?.memos ?? []).filter((one) => !one.hidden).map((memo) => this.#memo(memo)));
    this.#marks(fragment);
    this.#near(span, fragment);
    this.#quoting(fragment);
  }

  #codings(fragment) {
    const seen = (fragment?.codings ?? []).filter((one) => !one.hidden);
    return [...this.#consensus(fragment), ...this.#ofPeople(fragment, seen)];
  }

  /** Codes that were decided to hold: nobody's, so nobody takes them off here. */
  #consensus(fragment) {
    return (fragment?.consensus ?? []).map((id) => {
      const code = this.desk.codebook.get(id);
      const item = piece("w-coding", { name: code?.path ?? "", coder: this.words("consensus") });
      item.querySelector(".s-code").classList.add(`s-code-${code?.colour ?? 12}`);
      item.querySelector("button").remove();
      return item;
    });
  }

  #ofPeople(fragment, seen) {
    return seen.map((coding) => {
      const code = this.desk.codebook.get(coding.code);
      const item = piece("w-coding", { name: code?.path ?? "" });
      item.querySelector(".s-code").classList.add(`s-code-${code?.colour ?? 12}`);
      const button = item.querySelector("button");
      if (coding.mine && this.desk.mayCode) {
        button.disabled = coding.id === null;
        button.setAttribute("aria-label", this.words("remove_code", { code: code?.name ?? "" }));
        button.addEventListener("click", () => this.desk.doing.removeCoding(fragment, coding));
        button.addEventListener("keydown", (event) => {
          if (event.key === "Delete") button.click();
        });
      } else button.remove();
      const told = [coding.mine ? "" : coding.coder, coding.suggested ? this.words("suggested") : ""];
      item.querySelector("[data-slot=coder]").textContent = told.filter(Boolean).join(" · ");
      return item;
    });
  }

  #memo(memo) {
    const item = piece("w-memo", { text: memo.text, author: memo.mine ? this.words("you") : memo.author });
    const buttons = item.querySelector("[data-own]");
    if (!memo.mine || !this.desk.mayCode) buttons.remove();
    else {
      buttons.querySelector("[data-change]").addEventListener("click", () => this.openMemo(memo));
      buttons.querySelector("[data-delete]").addEventListener("click", () => this.desk.doing.deleteMemo(memo));
    }
    return item;
  }

  #marks(fragment) {
    const marks = fragment?.marks ?? [];
    this.part("marks").hidden = marks.length === 0;
    this.part("mark-list").replaceChildren(...marks.map((mark) => piece("w-mark", { text: mark })));
  }

  /** Other fragments that share words with the passage: the way from a turn to what is in it. */
  #near(span, fragment) {
    const near = this.desk.store.touching(span).filter((one) => one !== fragment && one.number !== null).slice(0, 12);
    this.part("near").hidden = near.length === 0;
    const buttons = near.map((one) => {
      const button = piece("w-near", { text: `F${one.number}` });
      button.addEventListener("click", () => this.desk.goTo(one));
      return button;
    });
    this.part("near-list").replaceChildren(...buttons);
  }

  #quoting(fragment) {
    const { quoting, public: isPublic } = this.desk.source;
    const released = Boolean(fragment?.quoteReleased);
    const state = isPublic ? "quote_public" : quoting === "never" ? "quote_never" : released ? "quote_released" : `quote_${quoting}`;
    this.part("quote-state").textContent = this.words(state);
    const toggle = this.part("quote-toggle");
    if (!toggle) return;
    toggle.hidden = isPublic || quoting === "never";
    toggle.querySelector("[data-slot]").textContent = this.words(released ? "withdraw" : "release");
  }

  /** Several codes: which one goes is chosen from their buttons. */
  focusCodings() {
    this.part("codings").querySelector("button")?.focus();
  }

  /** Open the field for a memo: a new one, or one to change. */
  openMemo(memo = null) {
    const form = this.part("memo-form");
    this.#keepDraft();
    this.editing = memo;
    form.hidden = false;
    this.area.value = this.drafts.get(this.draftKey) ?? memo?.text ?? "";
    this.area.focus();
  }

  closeMemo() {
    this.drafts.delete(this.draftKey);
    this.area.value = "";
    this.editing = null;
    this.part("memo-form").hidden = true;
  }

  #memoForm() {
    const form = this.part("memo-form");
    if (!form) return;
    this.area = form.querySelector("textarea");
    const send = () => this.desk.doing.saveMemo(this.area.value, this.editing);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      send();
    });
    this.area.addEventListener("input", () => this.drafts.set(this.draftKey, this.area.value));
    this.area.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) send();
      else if (event.key === "Escape") this.#leaveMemo();
      else return;
      event.preventDefault();
      event.stopPropagation();
    });
    form.querySelector("[data-cancel]").addEventListener("click", () => {
      this.closeMemo();
      this.desk.focusText();
    });
  }

  /** Going away keeps what was typed, for when one comes back to this passage. */
  #leaveMemo() {
    this.part("memo-form").hidden = !this.area.value.trim();
    this.desk.focusText();
  }

  #keepDraft() {
    if (!this.area) return;
    const open = !this.part("memo-form").hidden;
    if (open && this.area.value.trim() && this.area.value !== this.editing?.text) this.drafts.set(this.draftKey, this.area.value);
  }

  get draftKey() {
    return this.editing ? `memo-${this.editing.id}` : this.span ? keyOf(this.span) : "";
  }

  /** Called when another passage comes: its own draft, or a closed field. */
  changePassage() {
    if (!this.area) return;
    this.editing = null;
    const draft = this.drafts.get(this.draftKey) ?? "";
    this.area.value = draft;
    this.part("memo-form").hidden = !draft.trim();
  }
}
