// The field for codes with its list: a combobox, of which the list always stands open under it.
import { piece } from "./words.js";

const PAUSE = 60;

export class Picker {
  /** `on`: apply(code), create(name), leave(), and codes() that are on the passage. */
  constructor(root, codebook, words, on) {
    Object.assign(this, { codebook, words, on });
    this.field = root.querySelector("[data-code-field]");
    this.list = root.querySelector("[data-code-list]");
    this.rule = root.querySelector("[data-code-rule]");
    this.options = [];
    this.active = -1;
    this.field.addEventListener("input", () => this.refresh(true));
    this.field.addEventListener("keydown", (event) => this.#key(event));
    this.list.addEventListener("mousedown", (event) => event.preventDefault()); // focus stays in the field, selection in the text
    this.list.addEventListener("click", (event) => this.#click(event));
    this.list.addEventListener("pointerover", (event) => this.#point(event));
    this.list.addEventListener("pointerleave", () => this.#showRule(this.options[this.active]?.code ?? this.#ruleOfPassage));
    this.refresh();
  }

  /** Put the cursor in the field, perhaps with what was typed outside it. */
  open(typed = "") {
    this.field.value = typed;
    this.refresh(true);
    this.field.focus({ preventScroll: true });
  }

  /** Another passage, or a code that was put on: nothing typed, and soon the marks that belong to it. */
  clear() {
    if (this.field.value) {
      this.field.value = "";
      this.refresh(true);
    } else {
      this.#activate(-1);
      this.refreshSoon();
    }
  }

  /** The list as it is now, after what is painted in the text. */
  refreshSoon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.refresh(), PAUSE);
  }

  /** Draw the list anew; the option that was active stays so unless what is typed changed. */
  refresh(typed = false) {
    clearTimeout(this.timer);
    const was = typed ? null : this.options[this.active]?.id;
    const query = this.field.value;
    const { recent, codes } = this.codebook.find(query);
    this.applied = new Set(this.on.codes());
    this.options = [];
    const parts = [];
    if (recent.length) parts.push(this.#group("recent", recent, false), this.#group("all", codes, true));
    else parts.push(...codes.map((code) => this.#option(code, !query.trim())));
    if (query.trim() && !this.codebook.has(query)) parts.push(this.#newOption(query.trim()));
    if (parts.length === 0) parts.push(piece("w-empty-codes"));
    this.list.replaceChildren(...parts);
    const kept = this.options.findIndex((one) => one.id === was);
    this.#activate(kept >= 0 ? kept : query.trim() ? 0 : -1);
  }

  #group(word, codes, isTree) {
    const group = piece("w-code-group", { name: this.words(word) });
    const title = group.firstElementChild;
    title.id = `w-codes-${word}`;
    group.setAttribute("aria-labelledby", title.id);
    group.append(...codes.map((code) => this.#option(code, isTree)));
    return group;
  }

  #option(code, isTree) {
    const depth = this.codebook.depths.get(code.id);
    const above = isTree ? "" : code.path.slice(0, code.path.length - code.name.length);
    const option = piece("w-code-option", { name: code.name, above, count: code.count || "" });
    option.querySelector(".s-code").classList.add(`s-code-${code.colour}`);
    if (isTree) option.classList.add(`w-option--depth-${Math.min(depth, 4)}`);
    if (this.applied.has(code.id)) option.append(piece("w-is-on"));
    return this.#add(option, { id: code.id, code });
  }

  #newOption(name) {
    return this.#add(piece("w-new-code", { text: this.words("new_code", { name }) }), { id: "new", name });
  }

  #add(element, option) {
    element.id = `w-option-${this.options.length}`;
    element.dataset.index = this.options.length;
    this.options.push({ ...option, element });
    return element;
  }

  #activate(index) {
    this.options[this.active]?.element.setAttribute("aria-selected", "false");
    this.active = index;
    const option = this.options[index];
    if (option) {
      option.element.setAttribute("aria-selected", "true");
      this.field.setAttribute("aria-activedescendant", option.element.id);
      this.#reveal(option.element);
    } else this.field.removeAttribute("aria-activedescendant");
    this.#showRule(option?.code ?? this.#ruleOfPassage);
  }

  /** Scroll the list, and never the page. */
  #reveal(element) {
    const [box, list] = [element.getBoundingClientRect(), this.list.getBoundingClientRect()];
    if (box.top < list.top) this.list.scrollTop -= list.top - box.top + 4;
    if (box.bottom > list.bottom) this.list.scrollTop += box.bottom - list.bottom + 4;
  }

  /** With nothing chosen in the list: the rules of the code that is on the passage already. */
  get #ruleOfPassage() {
    return this.codebook.get([...(this.applied ?? [])].at(-1));
  }

  #point(event) {
    const index = event.target.closest("[data-index]")?.dataset.index;
    if (index !== undefined) this.#showRule(this.options[Number(index)]?.code);
  }

  #showRule(code) {
    this.rule.hidden = !code;
    if (!code) return;
    this.rule.querySelector("[data-slot=path]").textContent = code.path;
    let any = false;
    for (const part of ["definition", "include", "exclude", "example"]) {
      const line = this.rule.querySelector(`[data-rule="${part}"]`);
      line.hidden = !code[part];
      line.querySelector("[data-slot]").textContent = code[part];
      any ||= Boolean(code[part]);
    }
    this.rule.querySelector("[data-no-rule]").hidden = any;
  }

  #key(event) {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    const steps = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in steps) this.#step(steps[event.key]);
    else if (event.key === "Enter") this.#choose(this.active);
    else if (event.key === "Escape") this.#escape();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  #step(by) {
    if (!this.options.length) return;
    const count = this.options.length;
    this.#activate(this.active < 0 ? (by > 0 ? 0 : count - 1) : (this.active + by + count) % count);
  }

  #escape() {
    if (this.field.value) this.clear();
    else this.on.leave();
  }

  #click(event) {
    const index = event.target.closest("[data-index]")?.dataset.index;
    if (index === undefined) return;
    this.#activate(Number(index));
    this.#choose(Number(index));
  }

  #choose(index) {
    const option = this.options[index];
    if (!option) return;
    if (option.id === "new") this.on.create(option.name);
    else this.on.apply(option.code);
  }
}
