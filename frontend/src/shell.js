/** The list of parts stands open where there is room for it, and is closed by default where there is not. */
export function openWhenWide() {
  const wide = matchMedia("(min-width: 901px)");
  const apply = () => {
    for (const details of document.querySelectorAll("[data-open-when-wide]")) details.open = wide.matches;
  };
  wide.addEventListener("change", apply);
  apply();
}

/** A menu closes on Escape (focus back on its button) and when somebody goes elsewhere. */
export function closeMenus() {
  document.addEventListener("keydown", (event) => {
    const menu = event.key === "Escape" && document.querySelector("[data-menu][open]");
    if (!menu) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
  for (const type of ["click", "focusin"]) {
    document.addEventListener(type, (event) => {
      for (const menu of document.querySelectorAll("[data-menu][open]")) {
        if (!menu.contains(event.target)) menu.open = false;
      }
    });
  }
}

/** What is wrong in a form is read first. */
export function focusErrors() {
  document.querySelector("[data-focus-on-load]")?.focus();
}
