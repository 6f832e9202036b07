// What lies over the conversation while somebody chooses places in it, and the bar that says what to do. One at a time.

const layer = document.getElementById("laag");
const bar = document.getElementById("plaatsbalk");
const heading = document.getElementById("plaatsbalk-kop");
const hint = document.getElementById("plaatsbalk-uitleg");
const row = document.getElementById("plaatsbalk-knoppen");

export const stage = layer.parentElement;
let end = null;

export const active = () => end !== null;

// Begins: `buttons` are [label, act, kind], `stop` is called when something else begins or the bar is closed.
export function begin({ told, buttons, stop }) {
  finish();
  end = stop;
  hint.textContent = told;
  row.replaceChildren(
    ...buttons.map(([label, act, kind]) => {
      const button = document.createElement("button");
      button.type = "button";
      button.className = kind === "main" ? "button" : "button button--secondary button--small";
      button.textContent = label;
      button.addEventListener("click", act);
      return button;
    }),
  );
  bar.hidden = false;
}

export const tell = (words) => (heading.textContent = words);

export function finish() {
  const stop = end;
  end = null;
  bar.hidden = true;
  layer.replaceChildren();
  stop?.();
}

// A part of the layer: rectangles of words, or something that can be moved with the arrow keys.
export function lay(className) {
  const element = document.createElement("div");
  element.className = className;
  layer.append(element);
  return element;
}

export function slider(className, label) {
  const handle = lay(className);
  handle.tabIndex = 0;
  handle.setAttribute("role", "slider");
  handle.setAttribute("aria-label", label);
  return handle;
}

export function setSlider(handle, now, most, text) {
  handle.setAttribute("aria-valuemin", "0");
  handle.setAttribute("aria-valuemax", String(most));
  handle.setAttribute("aria-valuenow", String(now));
  handle.setAttribute("aria-valuetext", text);
}

export function put(element, { left, top, width, height }) {
  Object.assign(element.style, { left: `${left}px`, top: `${top}px` });
  if (width !== undefined) element.style.width = `${width}px`;
  if (height !== undefined) element.style.height = `${height}px`;
}

// How far an arrow key goes, in words; null for another key.
export function step(event) {
  if (event.ctrlKey || event.altKey || event.metaKey) return null;
  const steps = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1, Home: -Infinity, End: Infinity };
  return steps[event.key] ?? null;
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && active()) finish();
});
