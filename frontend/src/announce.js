/** Tell people who do not see the screen what changed. The text comes translated from the page. */
export function announce(text) {
  const region = document.getElementById("announce");
  region.textContent = "";
  // A reader that hears the same text twice needs to see it go first.
  requestAnimationFrame(() => {
    region.textContent = text;
  });
}
