// Follows background work: progress in place, and the page's parts renewed when something changed.

import { getJson } from "./http.js";
import { renew } from "./regions.js";

const place = document.querySelector("[data-poll]");
const QUICK = 1000;
const SLOW = 8000;
let next = 0;

function show(jobs) {
  for (const job of jobs) {
    const element = place.querySelector(`[data-job="${job.id}"]`);
    if (!element) continue;
    const bar = element.querySelector("progress");
    const words = job.total > 1 ? `${job.step}: ${job.done} van ${job.total}` : job.step;
    bar.max = job.total || 1;
    bar.value = job.done;
    element.querySelector(".progress__label").textContent = words;
    bar.setAttribute("aria-label", job.step);
    element.querySelector(".job__left").textContent = job.left;
  }
}

async function look() {
  let busy = false;
  try {
    const told = await getJson(place.dataset.poll);
    busy = told.busy;
    if (told.mark !== place.dataset.mark) await renew(); // what is shown carries the mark of when it was made
    show(told.jobs);
  } catch {
    // the server is away for a moment; the next look may succeed
  }
  clearTimeout(next);
  if (!document.hidden) next = setTimeout(look, busy ? QUICK : SLOW);
}

document.addEventListener("visibilitychange", () => {
  if (!document.hidden) look();
});
document.addEventListener("uploaded", look);
look();
