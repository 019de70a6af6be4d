/** Two keys go through the items of a list; every other letter does what the item with the focus offers. */
export function keysOn(list, { next = "n", previous = "p" } = {}) {
  const items = [...list.children];
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select")) return;
    const at = items.findIndex((item) => item.contains(document.activeElement));
    if (event.key === next) go(items[Math.min(at + 1, items.length - 1)], event);
    else if (event.key === previous) go(items[Math.max(at - 1, 0)], event);
    else if (at >= 0) press(items[at].querySelector(`[data-key="${CSS.escape(event.key)}"]`), event);
  });
  const asked = items.find((item) => `#${item.id}` === location.hash);
  asked?.focus();
}

function go(item, event) {
  event.preventDefault();
  item.focus();
  item.scrollIntoView({ block: "nearest" });
}

function press(control, event) {
  if (!control) return;
  event.preventDefault();
  control.click();
}
