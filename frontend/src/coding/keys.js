// The keyboard: the cursor in the text, and the shortcuts that hold everywhere on the page.

const STEPS = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 };

export function listen(desk) {
  desk.text.root.addEventListener("keydown", (event) => {
    if (event.target === desk.text.root && inText(desk, event)) event.preventDefault();
  });
  document.addEventListener("keydown", (event) => {
    if (event.target === document.body && event.key in STEPS && !document.querySelector("dialog[open]") && inText(desk, event)) {
      event.preventDefault(); // nothing has focus yet: the arrows begin in the text
      desk.focusText();
    }
    if (event.defaultPrevented || event.isComposing || document.querySelector("dialog[open]")) return;
    if (anywhere(desk, event)) event.preventDefault();
  });
}

function inText(desk, event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return false;
  if (event.key in STEPS) desk.moveCursor(STEPS[event.key], event.shiftKey);
  else if (event.key === "Home") desk.jumpCursor(0);
  else if (event.key === "End") desk.jumpCursor(desk.text.blocks.at(-1)?.start ?? 0);
  else if (event.key === "Enter") desk.deeper();
  else if (event.key === "Escape") desk.shallower();
  else return false;
  return true;
}

function anywhere(desk, event) {
  const isField = event.target.matches("input, textarea, select, [contenteditable]");
  // After a code the cursor is still in the empty field: there undo means the code, not letters.
  if (isField && !(event.target === desk.picker?.field && !event.target.value)) return false;
  return withControl(desk, event) || (!isField && withoutControl(desk, event));
}

function withControl(desk, event) {
  const control = event.ctrlKey || event.metaKey;
  const key = event.key.toLowerCase();
  if (event.altKey && !control && (event.key === "ArrowDown" || event.key === "ArrowUp")) desk.nextFragment(STEPS[event.key]);
  else if (control && !event.altKey && key === "z") desk.doing.step(event.shiftKey ? "redo" : "undo");
  else if (control && !event.altKey && key === "y") desk.doing.step("redo");
  else return false;
  return true;
}

function withoutControl(desk, event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return false;
  if (event.key === "Delete") return desk.doing.removeFocused();
  return desk.help.letters && oneLetter(desk, event.key);
}

function oneLetter(desk, key) {
  if (key === "?") desk.help.open();
  else if (key === "M" && desk.mayCode) desk.doing.textMemos.open();
  else if (key === "+" && desk.passage && desk.mayCode) desk.doing.inVivo();
  else if (!desk.passage || !desk.mayCode || !/^[\p{L}\p{N}/=]$/u.test(key)) return false;
  else if (key === "/") desk.openPicker("");
  else if (key === "m") desk.openMemo();
  else if (key === "q") desk.doing.toggleQuote();
  else {
    const action = desk.actions.find((one) => one.shortcut === key);
    if (action) desk.doing.act(action);
    else desk.openPicker(key);
  }
  return true;
}
