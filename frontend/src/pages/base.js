// On every page: htmx and the shell's own few behaviours.
import htmx from "htmx.org";
import { fileDrops } from "../file_drop.js";
import { chooseFinding } from "../findings/choose.js";
import { closeMenus, focusErrors, openWhenWide } from "../shell.js";

window.htmx = htmx;
openWhenWide();
closeMenus();
focusErrors();
fileDrops();
chooseFinding();
// What htmx brings in later is dressed like the rest.
document.addEventListener("htmx:load", (event) => {
  if (event.target !== document.body) fileDrops(event.target);
});
