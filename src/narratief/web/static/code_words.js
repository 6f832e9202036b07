// Reading view: the words of a theme made longer or shorter by dragging their ends, or with the arrow keys.

import { postForm } from "./http.js";
import { begin, finish, lay, put, setSlider, slider, stage, step, tell } from "./place_bar.js";
import { renew } from "./regions.js";
import { say } from "./say.js";
import { boxes, nearest, rectangles, wordsOf } from "./spoken.js";

const transcript = document.getElementById("gesprek");
const TOLD =
  "Sleep het begin of het einde, of gebruik de pijltjestoetsen. Loslaten of Enter bewaart. Het thema is daarmee ook bevestigd.";
let chosen = null;

const clamp = (value, least, most) => Math.min(Math.max(value, least), most);
const short = (text) => (text.length > 90 ? `${text.slice(0, 45)} … ${text.slice(-40)}` : text);
const opener = (theme, place) =>
  transcript.querySelector(`[data-words="${place}"][data-theme="${CSS.escape(theme)}"]`);

function open(link, focused = "from") {
  const was = link.dataset.words.split("-").map(Number);
  const words = wordsOf(link.closest(".said").querySelectorAll(".row__text"));
  const from = words.findIndex((word) => word.end > was[0]);
  const to = words.findLastIndex((word) => word.start < was[1]);
  if (from < 0 || to < from) return;
  const move = (which, by) => () => change(which, by);
  begin({
    told: TOLD,
    stop: () => (chosen = null),
    buttons: [
      ["Begin eerder", move("from", -1)],
      ["Begin later", move("from", 1)],
      ["Einde eerder", move("to", -1)],
      ["Einde later", move("to", 1)],
      ["Bewaren", () => save(), "main"],
      ["Sluiten", () => close()],
    ],
  });
  const { theme, label } = link.dataset;
  chosen = { theme, label, was, words, from, to, before: [from, to], placed: boxes(words, stage) };
  chosen.marks = lay("overlay__words");
  chosen.handles = {
    from: handle("from", `Begin van de woorden bij ${label}`),
    to: handle("to", `Einde van de woorden bij ${label}`),
  };
  draw();
  chosen.handles[focused].focus();
}

function handle(which, label) {
  const made = slider(`handle handle--${which}`, label);
  made.addEventListener("keydown", (event) => {
    const by = step(event);
    if (event.key === "Enter") save();
    else if (by !== null) change(which, by);
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  made.addEventListener("pointerdown", (event) => drag(event, made, which));
  return made;
}

function drag(down, made, which) {
  down.preventDefault();
  made.focus({ preventScroll: true });
  made.setPointerCapture(down.pointerId);
  const base = stage.getBoundingClientRect();
  const anchor = anchorOf(which);
  const off = { x: down.clientX - base.left - anchor.x, y: down.clientY - base.top - anchor.y };
  const moved = (event) => {
    if (!chosen) return;
    const now = stage.getBoundingClientRect();
    const x = event.clientX - now.left - off.x;
    const y = event.clientY - now.top - off.y;
    const word = nearest(chosen.placed, x, y);
    const { first, last } = chosen.placed[word];
    if (which === "from") set("from", word + (x > (first.left + first.right) / 2 ? 1 : 0));
    else set("to", word - (x < (last.left + last.right) / 2 ? 1 : 0));
  };
  const ended = (event) => {
    made.removeEventListener("pointermove", moved);
    if (!chosen) return;
    if (event.type === "pointerup") save(which);
    else back();
  };
  made.addEventListener("pointermove", moved);
  made.addEventListener("pointerup", ended, { once: true });
  made.addEventListener("pointercancel", ended, { once: true });
}

const change = (which, by) => set(which, chosen[which] + by);

function set(which, value) {
  const [least, most] = which === "from" ? [0, chosen.to] : [chosen.from, chosen.words.length - 1];
  chosen[which] = clamp(value, least, most);
  draw();
}

function anchorOf(which) {
  const box = chosen.placed[chosen[which]];
  const side = which === "from" ? box.first : box.last;
  return { x: which === "from" ? side.left : side.right, y: (side.top + side.bottom) / 2, side };
}

const wordsNow = () => {
  const parts = chosen.words.slice(chosen.from, chosen.to + 1).map((word) => word.text);
  return parts.join(" ");
};

function draw() {
  const { words, from, to, marks, handles } = chosen;
  marks.replaceChildren(
    ...rectangles(words, from, to, stage).map(({ left, right, top, bottom }) => {
      const mark = document.createElement("div");
      mark.className = "overlay__line";
      put(mark, { left, top, width: right - left, height: bottom - top });
      return mark;
    }),
  );
  for (const which of ["from", "to"]) {
    const { x, side } = anchorOf(which);
    put(handles[which], { left: x, top: side.top, height: side.bottom - side.top });
    setSlider(handles[which], chosen[which], words.length - 1, words[chosen[which]].text);
  }
  tell(`Woorden bij ‘${chosen.label}’: “${short(wordsNow())}”`);
}

// Saves; after a drag the ends stay in reach, so that the other one can be dragged too.
async function save(which = null) {
  const { theme, was, words, from, to, before } = chosen;
  if (from === before[0] && to === before[1]) return which ? undefined : close();
  const place = [words[from].start, words[to].end];
  const fields = { theme, start: was[0], end: was[1], from_place: place[0], to_place: place[1], words: wordsNow() };
  try {
    const answer = await postForm(`${transcript.dataset.path}/woorden`, { ...fields, seen: transcript.dataset.seen });
    finish();
    await renew();
    say([answer.told, answer.meanwhile].filter(Boolean).join(" "), answer.meanwhile ? "info" : "success");
    const link = opener(theme, place.join("-"));
    if (link && which) open(link, which);
    else link?.focus();
  } catch (problem) {
    say(`${problem.message} ${problem.remedy ?? ""}`.trim(), "error");
    if (chosen) back();
  }
}

function back() {
  [chosen.from, chosen.to] = chosen.before;
  draw();
}

function close() {
  const link = chosen && opener(chosen.theme, chosen.was.join("-"));
  finish();
  link?.focus();
}

// A click on marked words opens the theme there that has the fewest words.
function openAt(mark, event) {
  const said = mark.closest(".said");
  const words = wordsOf(said.querySelectorAll(".row__text"));
  const base = stage.getBoundingClientRect();
  const word = words[nearest(boxes(words, stage), event.clientX - base.left, event.clientY - base.top)];
  const links = [...said.querySelectorAll("[data-words]")]
    .map((link) => ({ link, place: link.dataset.words.split("-").map(Number) }))
    .filter(({ place }) => place[0] < word.end && word.start < place[1])
    .sort((one, other) => one.place[1] - one.place[0] - (other.place[1] - other.place[0]));
  if (links.length) open(links[0].link);
}

transcript.addEventListener("click", (event) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  const link = event.target.closest("[data-words]");
  const mark = event.target.closest("mark.evidence");
  if (link) {
    event.preventDefault();
    open(link);
  } else if (mark && document.getSelection().isCollapsed && !document.body.classList.contains("cutting")) {
    openAt(mark, event);
  }
});

window.addEventListener("resize", () => {
  if (!chosen) return;
  chosen.placed = boxes(chosen.words, stage);
  draw();
});
