// Memos at the text as a whole. The page brings them; after a change they are drawn from what the server says.
import { piece } from "./words.js";

export class TextMemos {
  constructor(doing) {
    this.doing = doing;
    this.root = document.querySelector("[data-text-memos]");
    if (!this.root) return;
    this.list = this.root.querySelector("[data-memo-list]");
    this.count = this.root.querySelector("[data-memo-count]");
    this.form = this.root.querySelector("form");
    this.area = this.root.querySelector("textarea");
    this.form?.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#save();
    });
    this.area?.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      this.#save();
    });
    this.root.addEventListener("click", (event) => this.#click(event));
  }

  open() {
    if (!this.root) return;
    this.root.open = true;
    (this.area ?? this.root).focus();
  }

  draw(memos) {
    this.count.textContent = memos.length;
    this.list.replaceChildren(...memos.map((memo) => this.#item(memo)));
  }

  #item(memo) {
    const { desk } = this.doing;
    const item = piece("w-memo", { text: memo.text, author: memo.mine ? desk.words("you") : memo.author });
    item.dataset.memo = memo.id;
    if (!memo.mine || !desk.mayCode) item.querySelector("[data-own]").remove();
    return item;
  }

  #click(event) {
    const item = event.target.closest("[data-memo]");
    const id = item?.dataset.memo;
    if (event.target.closest("[data-delete]")) this.doing.memoAtText(null, id);
    else if (event.target.closest("[data-change]")) {
      this.editing = id;
      this.area.value = item.querySelector("[data-slot=text]").textContent;
      this.area.focus();
    }
  }

  /** What could not be saved stays typed. */
  async #save() {
    const answer = await this.doing.memoAtText(this.area.value, this.editing ?? null);
    if (!answer) return;
    this.area.value = "";
    this.editing = null;
  }
}
