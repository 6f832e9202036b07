// The page on how a transcript was read: forms without reloading, and words hidden by selecting them.

import { postForm } from "./http.js";
import { renew } from "./regions.js";
import { say } from "./say.js";
import { selected } from "./selection.js";
import { changed } from "./unsaved.js";

const page = document.getElementById("gesprek");
const bar = document.getElementById("selection-bar");
const words = document.getElementById("selection-words");
const kind = document.getElementById("selection-kind");
const hide = document.getElementById("selection-hide");
const restore = document.getElementById("selection-restore");
const PSEUDONYM = /\[[A-Z]+-\d+\]/;
let chosen = null;

async function send(path, fields, form) {
  try {
    const { told } = await postForm(path, fields);
    form?.reset(); // what it held is saved: not to be put back
    await renew();
    say(told);
  } catch (problem) {
    say(`${problem.message} ${problem.remedy ?? ""}`.trim(), "error");
  }
}

const staysHere = (form) =>
  ["sprekers", "wisselen", "verbergen", "terugzetten"].includes(new URL(form.action).pathname.split("/").pop());

page.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || !staysHere(form)) return;
  event.preventDefault();
  delete form.dataset.sent;
  const fields = new FormData(form, event.submitter);
  send(form.action, fields, form);
});

// Changes that are not saved yet are never left behind without a question.

let leaving = false;

const unsaved = (submitted) =>
  [...page.querySelectorAll("form[data-guard]")]
    .filter((form) => form !== submitted)
    .flatMap((form) => [...form.elements].filter(changed)).length;

function mayGo(event, submitted) {
  const many = unsaved(submitted);
  const what = many === 1 ? "1 wijziging is" : `${many} wijzigingen zijn`;
  leaving = !many || window.confirm(`${what} nog niet opgeslagen. Wilt u weggaan zonder op te slaan?`);
  if (leaving) return;
  event.preventDefault();
  event.stopImmediatePropagation();
}

document.addEventListener(
  "click",
  (event) => {
    const link = event.target.closest?.("a[href]");
    const here = link && link.pathname === location.pathname && link.search === location.search && link.hash;
    if (link && !here && !link.target && !event.ctrlKey && !event.metaKey && !event.shiftKey) mayGo(event);
  },
  { capture: true },
);

document.addEventListener(
  "submit",
  (event) => {
    if (!staysHere(event.target)) mayGo(event, event.target);
  },
  { capture: true },
);

window.addEventListener("beforeunload", (event) => {
  if (!leaving && unsaved()) event.preventDefault();
});

function close() {
  bar.hidden = true;
  chosen = null;
}

document.addEventListener("selectionchange", () => {
  if (bar.contains(document.activeElement)) return;
  const found = selected(".turn__words");
  if (!found) return close();
  chosen = { start: found.start, end: found.end, edits: page.dataset.edits };
  words.textContent = found.text.length > 60 ? `${found.text.slice(0, 60)}…` : found.text;
  const replaced = PSEUDONYM.test(found.text);
  if (replaced && !restore) return close();
  if (restore) restore.hidden = !replaced;
  hide.hidden = kind.hidden = replaced;
  bar.hidden = false;
});

function act(path, extra) {
  if (!chosen) return;
  const fields = { ...chosen, ...extra };
  document.getSelection().removeAllRanges();
  close();
  send(`${page.dataset.path}/${path}`, fields);
}

hide.addEventListener("click", () => act("verbergen", { kind: kind.value }));
restore?.addEventListener("click", () => act("terugzetten", {}));

document.getElementById("selection-cancel").addEventListener("click", () => {
  document.getSelection().removeAllRanges();
  close();
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !bar.hidden) close();
});
