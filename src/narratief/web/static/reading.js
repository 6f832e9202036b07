// The page on how a transcript was read: forms without reloading, and words hidden by selecting them.

import { postForm } from "./http.js";
import { renew } from "./regions.js";
import { say } from "./say.js";
import { selected } from "./selection.js";

const page = document.getElementById("gesprek");
const bar = document.getElementById("selection-bar");
const words = document.getElementById("selection-words");
const kind = document.getElementById("selection-kind");
const hide = document.getElementById("selection-hide");
const restore = document.getElementById("selection-restore");
const PSEUDONYM = /\[[A-Z]+-\d+\]/;
let chosen = null;

async function send(path, fields) {
  try {
    const { told } = await postForm(path, fields);
    await renew();
    say(told);
  } catch (problem) {
    say(`${problem.message} ${problem.remedy ?? ""}`.trim(), "error");
  }
}

page.addEventListener("submit", (event) => {
  const form = event.target;
  const act = new URL(form.action).pathname.split("/").pop();
  if (event.defaultPrevented || !["sprekers", "wisselen", "verbergen", "terugzetten"].includes(act)) return;
  event.preventDefault();
  delete form.dataset.sent;
  const fields = new FormData(form, event.submitter);
  send(form.action, fields);
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
