// Reading view: a fragment is split by clicking between two of its words, or with the arrow keys and Enter.

import { postForm } from "./http.js";
import { begin, finish, put, setSlider, slider, stage, step, tell } from "./place_bar.js";
import { renew } from "./regions.js";
import { say } from "./say.js";
import { boxes, nearest, wordsOf } from "./spoken.js";

const transcript = document.getElementById("gesprek");
const TOLD = "Klik tussen twee woorden, of ga er met de pijltjestoetsen heen en druk op Enter.";
let cut = null; // {piece, words, placed, at}: the second part begins with word `at`

function open(link) {
  const piece = link.closest(".row").querySelector(".row__text");
  const words = wordsOf([piece]);
  if (words.length < 2) return say("Dit fragment is één woord, en niet te splitsen.", "info");
  begin({
    told: TOLD,
    stop: stopped,
    buttons: [
      ["Eerder", () => set(cut.at - 1)],
      ["Later", () => set(cut.at + 1)],
      ["Hier splitsen", () => split(), "main"],
      ["Sluiten", () => close()],
    ],
  });
  document.body.classList.add("cutting");
  piece.classList.add("row__text--cut");
  cut = { piece, words, placed: boxes(words, stage), at: Math.ceil(words.length / 2), row: link.dataset.cut };
  cut.line = slider("cut-line", "Plek om te splitsen");
  cut.line.addEventListener("keydown", keyed);
  piece.addEventListener("pointermove", pointed);
  piece.addEventListener("click", clicked);
  draw();
  cut.line.focus();
}

function stopped() {
  document.body.classList.remove("cutting");
  cut.piece.classList.remove("row__text--cut");
  cut.piece.removeEventListener("pointermove", pointed);
  cut.piece.removeEventListener("click", clicked);
  cut = null;
}

function keyed(event) {
  const by = step(event);
  if (event.key === "Enter") split();
  else if (by !== null) set(cut.at + by);
  else return;
  event.preventDefault();
  event.stopPropagation();
}

function pointed(event) {
  const base = stage.getBoundingClientRect();
  const x = event.clientX - base.left;
  const word = nearest(cut.placed, x, event.clientY - base.top);
  const { first, last } = cut.placed[word];
  set(word + (x > (first.left + last.right) / 2 ? 1 : 0));
}

function clicked(event) {
  event.stopPropagation();
  pointed(event);
  split();
}

function set(at) {
  cut.at = Math.min(Math.max(at, 1), cut.words.length - 1);
  draw();
}

function draw() {
  const { words, placed, at, line } = cut;
  const [before, after] = [placed[at - 1].last, placed[at].first];
  const sameLine = Math.abs(before.top - after.top) < 4;
  const left = sameLine ? (before.right + after.left) / 2 : after.left - 3;
  put(line, { left, top: after.top, height: after.bottom - after.top });
  const [one, other] = [words[at - 1].text, words[at].text];
  setSlider(line, at, words.length - 1, `tussen ${one} en ${other}`);
  tell(`Splitsen tussen “${one}” en “${other}”`);
}

async function split() {
  const { words, at } = cut;
  const place = words[at].start;
  const fields = { act: "splitsen", start: words[0].start, end: words.at(-1).end, place };
  try {
    const answer = await postForm(`${transcript.dataset.path}/verdeling`, { ...fields, seen: transcript.dataset.seen });
    finish();
    await renew();
    say([answer.told, answer.meanwhile].filter(Boolean).join(" "), answer.meanwhile ? "info" : "success");
    document.getElementById(`r${place}`)?.querySelector("[data-cut]")?.focus();
  } catch (problem) {
    say(`${problem.message} ${problem.remedy ?? ""}`.trim(), "error");
  }
}

function close() {
  const link = transcript.querySelector(`[data-cut="${cut.row}"]`);
  finish();
  link?.focus();
}

transcript.addEventListener("click", (event) => {
  const link = event.target.closest("[data-cut]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  open(link);
});

window.addEventListener("resize", () => {
  if (!cut) return;
  cut.placed = boxes(cut.words, stage);
  draw();
});
