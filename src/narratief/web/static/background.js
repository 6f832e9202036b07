// Tells wherever one is what one's own work in the background does, and when it ends. Loaded by base.html only.
// Asks often while something goes on, and ever less while nothing does.

import { getJson } from "./http.js";

const busy = document.getElementById("bezig");
const ended = document.getElementById("afgelopen");
const OFTEN = 4000;
const FIRST = 15000;
const SELDOM = 240000;
let wait = busy.children.length ? OFTEN : FIRST;
let next = 0;

function line(told, label) {
  const words = document.createElement("p");
  const link = document.createElement("a");
  words.className = "page-width";
  link.href = told.path;
  link.textContent = label;
  words.append(`${told.text} `, link);
  return words;
}

function show(told) {
  busy.replaceChildren(...told.busy.map((each) => line(each, "Bekijk hoe ver het is")));
  ended.append(...told.ended.map((each) => line(each, each.good ? "Bekijk" : "Wat kunt u doen?")));
}

async function look() {
  try {
    const told = await getJson("/werk");
    show(told);
    wait = told.busy.length ? OFTEN : Math.min(wait * 2, SELDOM);
  } catch {
    wait = Math.min(wait * 2, SELDOM); // the server is away for a moment; the next look may succeed
  }
  plan();
}

function plan() {
  clearTimeout(next);
  if (!document.hidden) next = setTimeout(look, wait);
}

document.addEventListener("visibilitychange", plan);
document.addEventListener("uploaded", () => {
  wait = OFTEN;
  plan();
});
plan();
