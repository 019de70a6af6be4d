// The text area with its preview; leaving with unsaved text asks first.
import { picker } from "./picker.js";

const PAUSE = 600; // milliseconds without typing before the preview is asked for

export function editor(form) {
  const text = form.elements.markdown;
  const first = text.value;
  let saved = false;
  follow(form, text);
  picker(form, text);
  form.addEventListener("submit", () => {
    saved = true;
  });
  window.addEventListener("beforeunload", (event) => {
    if (!saved && text.value !== first) event.preventDefault();
  });
}

function follow(form, text) {
  const preview = document.querySelector("#preview");
  let timer = 0;
  let asked = new AbortController();
  show(form, text, preview, asked.signal);
  text.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(async () => {
      asked.abort();
      asked = new AbortController();
      await show(form, text, preview, asked.signal);
    }, PAUSE);
  });
}

async function show(form, text, preview, signal) {
  const body = new FormData();
  body.set("markdown", text.value);
  body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  try {
    const answer = await fetch(form.dataset.preview, { method: "POST", body, signal });
    if (!answer.ok) throw new Error(answer.statusText);
    preview.innerHTML = await answer.text();
  } catch (error) {
    if (error.name === "AbortError") return;
    const note = document.createElement("p");
    note.setAttribute("role", "alert");
    note.textContent = form.dataset.previewFailed;
    preview.replaceChildren(note);
  }
}
