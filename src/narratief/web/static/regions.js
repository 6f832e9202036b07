// Renews parts of a page (elements with data-region) from the server's page, without reloading, without moving focus, and
// without losing what somebody changed in a form and did not save yet.

import { putBack, taken } from "./unsaved.js";

export async function renew(path = location.href) {
  const response = await fetch(path, { headers: { Accept: "text/html" } });
  if (!response.ok || response.redirected) return location.reload();
  const fresh = new DOMParser().parseFromString(await response.text(), "text/html");
  for (const region of document.querySelectorAll("[data-region]")) {
    const next = fresh.querySelector(`[data-region="${region.dataset.region}"]`);
    if (!next) return location.reload();
    for (const [name, value] of Object.entries(next.dataset)) region.dataset[name] = value;
    if (next.innerHTML === region.innerHTML) continue;
    const focused = region.contains(document.activeElement) ? document.activeElement : null;
    const opened = new Set([...region.querySelectorAll("details[open][id]")].map((details) => details.id));
    const unsaved = taken(region);
    region.replaceChildren(...next.childNodes);
    putBack(region, unsaved);
    for (const details of region.querySelectorAll("details[id]")) if (opened.has(details.id)) details.open = true;
    if (focused) (findAgain(region, focused) ?? firstHeading(region))?.focus();
    region.dispatchEvent(new CustomEvent("renewed", { bubbles: true }));
  }
}

function findAgain(region, focused) {
  if (focused.id) return region.querySelector(`#${CSS.escape(focused.id)}`);
  const words = focused.textContent;
  return [...region.querySelectorAll(focused.tagName)].find((element) => element.textContent === words);
}

function firstHeading(region) {
  const heading = region.querySelector("h1, h2, h3");
  heading?.setAttribute("tabindex", "-1");
  return heading;
}
