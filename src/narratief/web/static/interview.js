// Reading view: a selection of a resident's words can be given a theme or a memo, or be held back from publication.
// Places are sent as the browser counts them (UTF-16 units within a piece of text); the server turns them into its own.

const transcript = document.getElementById("gesprek");
const bar = document.getElementById("selectie");
const form = document.getElementById("selectie-vorm");
const explained = document.getElementById("selectie-uitleg");
const shownWords = document.getElementById("selectie-woorden");

// Where a point of the page lies: the piece of text, and the UTF-16 units from its start.
function placeOf(node, offset) {
  const element = node.nodeType === Node.TEXT_NODE ? node.parentElement : node;
  const piece = element?.closest(".row__text");
  if (!piece) return null;
  const before = document.createRange();
  before.selectNodeContents(piece);
  before.setEnd(node, offset);
  return { at: Number(piece.dataset.at), units: before.toString().length };
}

function selected() {
  const selection = document.getSelection();
  if (!selection || selection.isCollapsed || !transcript.contains(selection.anchorNode)) return null;
  const range = selection.getRangeAt(0);
  const from = placeOf(range.startContainer, range.startOffset);
  let to = placeOf(range.endContainer, range.endOffset);
  if (from && !to) {
    // a triple click ends at the start of whatever comes after the words
    const last = [...transcript.querySelectorAll(".row__text")].findLast((piece) => range.intersectsNode(piece));
    to = { at: Number(last.dataset.at), units: last.textContent.length };
  }
  return from && to ? { from, to, ...between(from, to) } : null;
}

// The words between two places, piece by piece (what stands in the margin in between is left out), and how many answers
// of residents they are of.
function between(from, to) {
  const parts = [];
  const answers = new Set();
  for (const piece of transcript.querySelectorAll(".row__text")) {
    const at = Number(piece.dataset.at);
    if (at < from.at || at > to.at) continue;
    const start = at === from.at ? from.units : 0;
    const end = at === to.at ? to.units : piece.textContent.length;
    const words = piece.textContent.slice(start, end);
    parts.push(words);
    if (words.trim() && "resident" in piece.dataset) answers.add(piece.closest(".said"));
  }
  return { words: parts.join(" ").trim(), answers: answers.size };
}

function show() {
  if (bar.contains(document.activeElement)) return;
  const found = selected();
  bar.hidden = !found?.answers;
  if (bar.hidden) return;
  const fields = form.elements;
  fields.from_at.value = found.from.at;
  fields.from_units.value = found.from.units;
  fields.to_at.value = found.to.at;
  fields.to_units.value = found.to.units;
  fields.words.value = found.words;
  const many = found.answers > 1;
  explained.textContent = many
    ? `Uw selectie loopt over ${found.answers} antwoorden. Het worden ${found.answers} codes: wat een ander ertussen zegt, hoort er niet bij.`
    : "";
  explained.hidden = !many;
  for (const button of form.querySelectorAll("[value=memos], [name=act]")) button.hidden = many;
  form.elements.text.closest(".field").hidden = many;
  shownWords.textContent = found.words.length > 120 ? `${found.words.slice(0, 117)}…` : found.words;
}

form.addEventListener("submit", (event) => {
  form.elements.seen.value = transcript.dataset.seen;
  if (event.submitter?.name === "act") {
    form.action = form.dataset.publication;
    form.elements.theme.disabled = true;
    form.elements.text.disabled = true;
    return;
  }
  const memo = event.submitter?.value === "memos";
  const needed = memo ? form.elements.text : form.elements.theme;
  if (!needed.value.trim()) {
    event.preventDefault();
    event.stopPropagation();
    needed.focus();
    return;
  }
  form.action = memo ? form.dataset.memos : form.dataset.codes;
  if (memo) form.elements.theme.disabled = true;
});

document.getElementById("selectie-sluiten").addEventListener("click", () => {
  document.getSelection().removeAllRanges();
  bar.hidden = true;
});
// "u" undoes the last decision in this conversation; single keys can be switched off (keys.js), and rest while typing.
document.addEventListener("keydown", (event) => {
  if (event.key !== "u" || event.ctrlKey || event.altKey || event.metaKey || event.repeat) return;
  if (localStorage.getItem("narratief-sneltoetsen") === "uit" || document.querySelector("dialog[open]")) return;
  if (event.target.closest("input, textarea, select, [contenteditable]")) return;
  document.getElementById("ongedaan")?.click();
});
document.addEventListener("selectionchange", show);
window.addEventListener("pageshow", () => {
  form.elements.theme.disabled = false;
  form.elements.text.disabled = false;
});
