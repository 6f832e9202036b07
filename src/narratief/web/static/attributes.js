// The table of attributes: Enter goes down a column as in a spreadsheet, and what was typed is not lost unasked.
import { changed } from "./unsaved.js";

const form = document.getElementById("kenmerken");
let leaving = false;

form?.addEventListener("keydown", (event) => {
  const column = event.target.dataset?.column;
  if (event.key !== "Enter" || column === undefined || event.isComposing) return;
  event.preventDefault(); // or the first Enter would send the form
  const cells = [...form.querySelectorAll(`[data-column="${column}"]`)];
  const next = cells[cells.indexOf(event.target) + (event.shiftKey ? -1 : 1)];
  next?.focus();
  next?.select();
});

form?.addEventListener("submit", () => {
  leaving = true;
});

window.addEventListener("pageshow", () => {
  leaving = false;
});

window.addEventListener("beforeunload", (event) => {
  if (!leaving && form && [...form.elements].some(changed)) event.preventDefault();
});
