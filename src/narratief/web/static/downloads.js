// A download leaves the page as it is: let its form be sent again for the next one.
for (const form of document.querySelectorAll("form[data-download]")) {
  form.addEventListener("submit", () => {
    setTimeout(() => {
      delete form.dataset.sent;
    }, 1000);
  });
}
