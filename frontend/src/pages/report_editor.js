// Writing a chapter: the preview follows the text, and references are looked up instead of remembered.
import { editor } from "../reporting/editor.js";

for (const form of document.querySelectorAll("form[data-report-editor]")) editor(form);
