// Adding sources: every file goes in a request of its own, so that each has its progress and one broken connection
// costs one file. Without this the form sends them all at once.
import { announce } from "../announce.js";

const AT_ONCE = 2;

for (const form of document.querySelectorAll("form[data-upload]")) enliven(form);
document.addEventListener("htmx:afterSwap", (event) => {
  sayResults();
  // The button that took something off the list is gone itself.
  if (event.detail.requestConfig.verb === "post") document.querySelector("#upload-results")?.focus();
});

function enliven(form) {
  const input = form.querySelector("input[type=file]");
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (form.dataset.busy) return;
    if (input.files.length === 0) return fail(form, form.dataset.noFiles, input);
    sendAll(form, input);
  });
  window.addEventListener("beforeunload", (event) => {
    if (form.dataset.busy) event.preventDefault();
  });
}

async function sendAll(form, input) {
  const waiting = [...input.files];
  const common = commonFields(form, input);
  form.dataset.busy = "true";
  fail(form, "");
  let all = true;
  const worker = async () => {
    for (let file = waiting.shift(); file; file = waiting.shift()) all = (await send(form, input, common, file)) && all;
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  delete form.dataset.busy;
  input.value = "";
  input.dispatchEvent(new Event("change", { bubbles: true }));
  if (all) {
    announce(form.dataset.allSent);
    document.querySelector(form.dataset.results).focus();
  }
}

function commonFields(form, input) {
  return [...new FormData(form).entries()].filter(([name]) => name !== input.name);
}

/** Send one file; its line stays only when the server did not take it in hand. */
function send(form, input, common, file) {
  const line = addLine(form, file);
  const data = new FormData();
  for (const [name, value] of common) data.append(name, value);
  data.append(input.name, file);
  return new Promise((done) => {
    const request = new XMLHttpRequest();
    request.open("POST", form.action);
    request.setRequestHeader("Accept", "application/json");
    request.upload.addEventListener("progress", (event) => {
      line.bar.value = event.total ? event.loaded / event.total : 0;
    });
    request.addEventListener("loadend", () => {
      const taken = request.status === 200;
      if (taken) line.element.remove();
      else line.fail(messageOf(request) ?? form.dataset.failed);
      window.htmx.trigger(form.dataset.results, "refresh");
      done(taken);
    });
    request.send(data);
  });
}

function messageOf(request) {
  try {
    return JSON.parse(request.responseText).message || null;
  } catch {
    return null;
  }
}

function addLine(form, file) {
  const element = document.createElement("li");
  const label = document.createElement("label");
  const bar = document.createElement("progress");
  bar.max = 1;
  label.append(form.dataset.sending.replace("{name}", file.name), " ", bar);
  element.append(label);
  form.querySelector("[data-upload-sending]").append(element);
  const failed = (message) => {
    const said = document.createElement("p");
    said.className = "s-upload__error";
    said.setAttribute("role", "alert");
    said.textContent = message;
    const name = document.createElement("strong");
    name.textContent = file.name;
    element.replaceChildren(name, said);
  };
  return { element, bar, fail: failed };
}

function fail(form, message, field) {
  const box = form.querySelector("[data-upload-error]");
  box.hidden = !message;
  box.textContent = message;
  field?.focus();
}

/** Tell how far reading is, when that changed. */
let said = "";
function sayResults() {
  const results = document.querySelector("[data-announce]");
  if (!results || results.dataset.announce === said) return;
  said = results.dataset.announce;
  if (results.dataset.done !== "0" || results.dataset.busy !== "0") announce(said);
}
