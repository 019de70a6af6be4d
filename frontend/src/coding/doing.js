// What somebody does with the passage: it is shown at once, asked of the server, and taken back when that refuses.
import { Refusal } from "./api.js";
import { plain } from "./match.js";
import { keyOf } from "./store.js";
import { TextMemos } from "./text_memos.js";

const LONGEST_NAME = 120;
const EDGES = /^[\p{P}\s]+|[\p{P}\s]+$/gu;

export class Doing {
  constructor(desk) {
    this.desk = desk;
    this.textMemos = new TextMemos(this);
  }

  async apply(code) {
    const { desk } = this;
    const span = desk.passage;
    if (!desk.mayCode) return desk.say(desk.words("only_reading"));
    if (!span) return desk.say(desk.words("choose_first"));
    desk.picker.clear();
    if (desk.fragment?.codings.some((one) => one.code === code.id && one.mine && !one.hidden)) {
      return desk.say(desk.words("already_on", { code: code.name }));
    }
    const undo = desk.store.expect(span, code.id);
    desk.codebook.used(code.id);
    await this.#ask(desk.api.post("codings", { ...span, code: code.id }), undo);
  }

  async create(name) {
    const { desk } = this;
    const span = desk.passage;
    const answer = await this.#ask(desk.api.post("codes", { name }));
    const code = answer && desk.codebook.get(answer.code);
    if (code && span && keyOf(span) === keyOf(desk.passage ?? { start: 0, end: 0 })) await this.apply(code);
  }

  /** The words of the passage become the name of a code; one that is called so already is put on. */
  async inVivo() {
    const { desk } = this;
    if (!desk.mayCode) return desk.say(desk.words("only_reading"));
    const words = desk.passage ? desk.text.slice(desk.passage.start, desk.passage.end) : "";
    const name = words.replace(/\s+/g, " ").replace(EDGES, "");
    if (!name) return desk.say(desk.words("choose_first"));
    if ([...name].length > LONGEST_NAME) return desk.say(desk.words("too_long_for_code", { count: LONGEST_NAME }));
    const known = desk.codebook.codes.find((code) => !code.archived && plain(code.name) === plain(name));
    return known ? this.apply(known) : this.create(name);
  }

  async removeCoding(fragment, coding) {
    const { desk } = this;
    const show = desk.store.hide(fragment, coding);
    desk.focusText();
    await this.#ask(desk.api.delete("coding", coding.id), show);
  }

  /** Delete takes off the code that has focus; else the only one of yours on the passage. */
  removeFocused() {
    const { desk } = this;
    const mine = desk.fragment?.codings.filter((one) => one.mine && one.id !== null && !one.hidden) ?? [];
    if (!desk.mayCode || mine.length === 0) return false;
    if (mine.length === 1) this.removeCoding(desk.fragment, mine[0]);
    else desk.panel.focusCodings();
    return true;
  }

  async saveMemo(text, memo) {
    const { desk } = this;
    const { passage, fragment } = desk;
    const key = desk.panel.draftKey;
    const about = fragment?.number ? { fragment: fragment.number } : passage;
    const request = memo ? desk.api.patch("memo", { text }, memo.id) : desk.api.post("memos", { ...about, text });
    if (!(await this.#ask(request))) return;
    desk.panel.drafts.delete(key);
    if (desk.panel.draftKey !== key) return; // somebody went on meanwhile
    desk.panel.closeMemo();
    desk.focusText();
  }

  async deleteMemo(memo) {
    const { desk } = this;
    desk.focusText();
    await this.#ask(desk.api.delete("memo", memo.id));
  }

  async toggleQuote() {
    const { desk } = this;
    const { public: isPublic, quoting } = desk.source;
    if (isPublic || quoting === "never") return desk.say(desk.panel.part("quote-state").textContent);
    const fragment = await this.#ensured();
    if (!fragment) return;
    const { number, quoteReleased } = fragment;
    await this.#ask(quoteReleased ? desk.api.delete("quote", number) : desk.api.post("quote", {}, number));
  }

  /** Let another part of the product do something with the fragment, then see what came to rest on it. */
  async act(action) {
    const { desk } = this;
    const isNew = !desk.fragment?.number;
    const fragment = await this.#ensured();
    if (!fragment) return;
    const { number, start, end } = fragment;
    const said = await desk.dialog.open(action.url.replace("fragment=F0", `fragment=F${number}`), action.label);
    desk.focusText();
    if (said === null && isNew) await this.#ask(desk.api.delete("marked", number), null, ""); // nothing came of it
    if (said === null) return;
    await this.#ask(desk.api.post("fragments", { start, end }), null, said);
  }

  async step(name) {
    const { desk } = this;
    if (!desk.mayCode) return;
    const answer = await this.#ask(desk.api.post(name));
    const fragment = answer?.changed[0] && desk.store.get(answer.changed[0]);
    if (fragment) {
      desk.choose({ start: fragment.start, end: fragment.end });
      desk.cursor.follow(fragment);
      desk.view.reveal(fragment);
    }
  }

  /** A memo at the text as a whole: a new one, another text of one's own, or without a text to delete it. */
  memoAtText(text, id = null) {
    const { api } = this.desk;
    if (id === null) return this.#ask(api.post("textMemos", { text }));
    return this.#ask(text === null ? api.delete("memo", id) : api.patch("memo", { text }, id));
  }

  /** The fragment of the passage, made when it is none yet; null when that failed. */
  async #ensured() {
    const { desk } = this;
    const span = desk.passage;
    if (!span || !desk.mayCode) return null;
    if (!desk.fragment?.number) await this.#ask(desk.api.post("fragments", span), null, "");
    const fragment = desk.store.get(span);
    return fragment?.number ? fragment : null;
  }

  /** Wait for an answer and take it over; a refusal is told, and what was shown ahead is shown no more. */
  async #ask(request, takeBack = null, message = null) {
    const { desk } = this;
    desk.view.busy(1);
    try {
      const answer = await request;
      if (answer.codes) desk.takeCodes(answer.codes);
      if (answer.textMemos) this.textMemos.draw(answer.textMemos);
      desk.store.take(answer);
      desk.view.history(answer);
      if (message !== "") desk.say(message ?? answer.message);
      desk.view.fail("");
      return answer;
    } catch (error) {
      takeBack?.();
      if (!(error instanceof Refusal)) throw error;
      desk.view.fail(error.message);
      return null;
    } finally {
      desk.view.busy(-1);
    }
  }
}
