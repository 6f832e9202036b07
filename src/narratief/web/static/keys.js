// Keys of every page: "?" shows which there are, "g" and a letter goes to a place. Loaded by base.html only.

const SETTING = "narratief-sneltoetsen"; // shared with review.js: single keys can be switched off (WCAG 2.1.4)
const WAIT = 1500;
const dialog = document.getElementById("toetsenlijst");
const opener = document.getElementById("toetsen-tonen");
const own = document.getElementById("toetsen-hier");
const choice = document.getElementById("toetsen-aan");
let going = 0;

const on = () => localStorage.getItem(SETTING) !== "uit";
const typing = (target) => target.isContentEditable || target.matches?.("input:not([type=checkbox], [type=radio]), textarea, select");

function show() {
  const here = [...document.querySelectorAll("[aria-keyshortcuts]")].filter((element) => element.checkVisibility());
  own.replaceChildren(
    ...here.map((element) => {
      const line = document.createElement("li");
      const key = document.createElement("kbd");
      const words = element.cloneNode(true);
      for (const hidden of words.querySelectorAll("[aria-hidden=true]")) hidden.remove();
      key.textContent = element.getAttribute("aria-keyshortcuts");
      line.append(key, " ", words.textContent.trim());
      return line;
    }),
  );
  document.getElementById("toetsen-hier-deel").hidden = here.length === 0;
  choice.checked = on();
  dialog.showModal();
}

function pressed(event) {
  if (event.ctrlKey || event.altKey || event.metaKey || event.repeat || typing(event.target)) return;
  if (!on() || document.querySelector("dialog[open]")) return;
  const place = going > Date.now() && document.querySelector(`[data-go="${CSS.escape(event.key.toLowerCase())}"]`);
  going = 0;
  if (place) place.click();
  else if (event.key === "?") show();
  else if (event.key === "g") going = Date.now() + WAIT;
  else return;
  event.preventDefault();
  event.stopPropagation(); // the page itself may have this key too
}

if (dialog) {
  document.addEventListener("keydown", pressed, { capture: true });
  opener.hidden = false;
  opener.addEventListener("click", show);
  choice.addEventListener("change", () => {
    localStorage.setItem(SETTING, choice.checked ? "aan" : "uit");
    const ofPage = document.getElementById("toetsen");
    if (ofPage) ofPage.checked = choice.checked;
  });
}
