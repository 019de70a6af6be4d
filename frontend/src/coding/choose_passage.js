// A passage is chosen in a text field that cannot be changed: there the keyboard selects, everywhere. It is not
// `readonly`, since Chromium 156 no longer moves the caret in such a field.
import { Offsets } from "./offsets.js";

export function chooseIn(form) {
  const text = form.querySelector("[data-text]");
  const chosen = form.querySelector("[data-chosen]");
  const offsets = new Offsets(text.value);
  const show = () => {
    form.elements.start.value = offsets.toPoints(text.selectionStart);
    form.elements.end.value = offsets.toPoints(text.selectionEnd);
    const words = text.value.slice(text.selectionStart, text.selectionEnd).trim();
    chosen.textContent = words ? short(words) : chosen.dataset.none;
  };
  suggest(text, offsets, Number(form.elements.start.value), Number(form.elements.end.value));
  show();
  text.addEventListener("beforeinput", (event) => event.preventDefault());
  document.addEventListener("selectionchange", show);
  text.addEventListener("select", show);
  text.addEventListener("keyup", show);
}

/** Select what is nearest, and bring it into view: a browser scrolls to the end of what is there when it gets focus. */
function suggest(text, offsets, start, end) {
  const whole = text.value;
  const [from, to] = [offsets.toUnits(start), offsets.toUnits(end)];
  text.value = whole.slice(0, to);
  text.scrollTop = text.scrollHeight;
  const top = text.scrollTop;
  text.value = whole;
  text.focus();
  text.setSelectionRange(from, to);
  text.scrollTop = top > 0 ? top + text.clientHeight / 2 : 0;
}

function short(words) {
  const line = words.replaceAll(/\s+/g, " ");
  return line.length > 200 ? `${line.slice(0, 120)} … ${line.slice(-60)}` : line;
}
