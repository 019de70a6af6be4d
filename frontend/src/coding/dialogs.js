// The dialogs over the workbench: help for the keyboard, and what other parts of the product do with a fragment.

const LETTERS = "sluitend-workbench-letters";

/** Help, and the switch for shortcuts of one letter (WCAG 2.1.4). */
export class Help {
  constructor(dialog) {
    this.dialog = dialog;
    const box = dialog.querySelector("[data-letters]");
    this.letters = remembered() !== "off";
    if (!box) return;
    box.checked = this.letters;
    box.addEventListener("change", () => {
      this.letters = box.checked;
      try {
        localStorage.setItem(LETTERS, box.checked ? "on" : "off");
      } catch {
        // Kept for this page alone.
      }
    });
  }

  open() {
    this.dialog.showModal();
  }
}

function remembered() {
  try {
    return localStorage.getItem(LETTERS);
  } catch {
    return null;
  }
}

/** A form of another part of the product. The form is a page of its own too, should a script fail. */
export class ActionDialog {
  constructor(dialog, headers, words) {
    Object.assign(this, { dialog, headers, words });
    this.body = dialog.querySelector("[data-dialog-body]");
    this.body.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#send(event.target, event.submitter);
    });
    dialog.addEventListener("close", () => {
      this.body.replaceChildren();
      this.settle?.(null);
    });
  }

  /** Show the form behind an address; gives what it said when it was done, null when it was closed. */
  async open(url, label) {
    this.dialog.setAttribute("aria-label", label);
    const done = new Promise((settle) => {
      this.settle = settle;
    });
    this.url = new URL(url, location.href);
    this.url.searchParams.set("dialog", "1");
    this.body.textContent = this.words("loading");
    this.dialog.showModal();
    this.#fill(await ask(this.url, { headers: this.headers }));
    return done;
  }

  async #send(form, submitter) {
    if (this.busy) return;
    this.busy = true;
    const url = form.getAttribute("action") ?? this.url;
    const answer = await ask(url, { method: "POST", body: new FormData(form, submitter), headers: this.headers });
    this.busy = false;
    if (answer?.done) this.#close(parsed(answer.text).body.textContent.replace(/\s+/g, " ").trim());
    else if (answer) this.#fill(answer);
    else this.#fail(); // the form stays with what was filled in
  }

  #close(text) {
    this.settle(text);
    this.settle = null;
    this.dialog.close();
  }

  #fill(answer) {
    if (!answer) return this.#fail();
    this.body.replaceChildren(...parsed(answer.text).body.childNodes);
    // Whoever dresses what htmx brings in dresses this too.
    this.body.dispatchEvent(new CustomEvent("htmx:load", { bubbles: true }));
    const fields = [...this.body.querySelectorAll("[data-focus-on-load], input:not([type=hidden]), select, textarea, button")];
    fields.find((one) => one.checkVisibility())?.focus();
  }

  #fail() {
    const said = document.createElement("p");
    said.setAttribute("role", "alert");
    said.className = "w-alert";
    said.textContent = this.words("failed");
    this.body.querySelector(":scope > .w-alert")?.remove();
    if (!this.body.querySelector("form")) this.body.replaceChildren();
    this.body.prepend(said);
  }
}

const parsed = (text) => new DOMParser().parseFromString(text, "text/html");

async function ask(url, options) {
  const response = await fetch(url, options).catch(() => null);
  if (!response?.ok || response.redirected) return null;
  return { text: await response.text(), done: response.headers.get("X-Sluitend-Done") === "1" };
}
