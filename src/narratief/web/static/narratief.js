// What every page does: ask before an act that cannot be undone, send a form once, move focus to errors.
// Loaded by base.html only: a module that is imported by another address too would run twice.

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.confirm && !window.confirm(form.dataset.confirm)) {
    event.preventDefault();
    return;
  }
  if (form.dataset.sent && form.method === "post") {
    event.preventDefault();
    return;
  }
  if (!event.defaultPrevented) form.dataset.sent = "1";
});

window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});

document.querySelector("[data-focus]")?.focus();
