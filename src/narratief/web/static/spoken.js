// The words of an answer: where each stands in the stored text (code points), and on the screen.

import { codePoints } from "./selection.js";

// All words of pieces of text, in order: {piece, start, end, from, to}, of which the last two count within the piece.
export function wordsOf(pieces) {
  const words = [];
  for (const piece of pieces) {
    const text = piece.textContent;
    let place = Number(piece.dataset.at);
    let at = 0;
    for (const found of text.matchAll(/\S+/gu)) {
      place += codePoints(text.slice(at, found.index));
      const end = place + codePoints(found[0]);
      at = found.index + found[0].length;
      words.push({ piece, start: place, end, from: found.index, to: at, text: found[0] });
      place = end;
    }
  }
  return words;
}

function point(piece, units) {
  const walker = document.createTreeWalker(piece, NodeFilter.SHOW_TEXT);
  let left = units;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (left <= node.data.length) return [node, left];
    left -= node.data.length;
  }
  return [piece, piece.childNodes.length];
}

function rangeOf(piece, from, to) {
  const range = document.createRange();
  range.setStart(...point(piece, from));
  range.setEnd(...point(piece, to));
  return range;
}

const within = (stage, { left, right, top, bottom }) => {
  const base = stage.getBoundingClientRect();
  return { left: left - base.left, right: right - base.left, top: top - base.top, bottom: bottom - base.top };
};

// Rectangles of words first..last, line by line, within a stage.
export function rectangles(words, first, last, stage) {
  const made = [];
  for (let at = first; at <= last; ) {
    let end = at;
    while (end < last && words[end + 1].piece === words[at].piece) end += 1;
    made.push(...rangeOf(words[at].piece, words[at].from, words[end].to).getClientRects());
    at = end + 1;
  }
  return made.filter((each) => each.width > 0).map((each) => within(stage, each));
}

// Per word its first and last rectangle on the screen, within a stage.
export function boxes(words, stage) {
  return words.map(({ piece, from, to }) => {
    const found = [...rangeOf(piece, from, to).getClientRects()].filter((each) => each.width > 0);
    const [first, last] = [found[0], found.at(-1)];
    return first ? { first: within(stage, first), last: within(stage, last) } : null;
  });
}

// The word nearest to a point of the stage: first the nearest line, then the nearest word on it.
export function nearest(placed, x, y) {
  let best = 0;
  let least = Infinity;
  placed.forEach((box, number) => {
    for (const side of box ? [box.first, box.last] : []) {
      const dy = Math.max(side.top - y, 0, y - side.bottom);
      const dx = Math.max(side.left - x, 0, x - side.right);
      if (dy * 1000 + dx < least) [best, least] = [number, dy * 1000 + dx];
    }
  });
  return best;
}
