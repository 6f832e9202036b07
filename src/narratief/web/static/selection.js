// Where in the stored text a selection is. Positions count Unicode code points; elements carry their own in data-start.

export const codePoints = (text) => [...text].length;

function position(node, offset) {
  const element = (node.nodeType === Node.TEXT_NODE ? node.parentElement : node)?.closest("[data-start]");
  if (!element) return null;
  const before = document.createRange();
  before.selectNodeContents(element);
  before.setEnd(node, offset);
  return Number(element.dataset.start) + codePoints(before.toString());
}

// Gives {start, end, text} of what is selected within one element of `within`, or null.
export function selected(within) {
  const selection = document.getSelection();
  if (!selection || selection.isCollapsed || selection.rangeCount === 0) return null;
  const range = selection.getRangeAt(0);
  const block = (range.startContainer.parentElement ?? range.startContainer).closest(within);
  if (!block || !block.contains(range.endContainer)) return null;
  const start = position(range.startContainer, range.startOffset);
  const end = position(range.endContainer, range.endOffset);
  const text = range.toString();
  return start === null || end === null || end <= start || !text.trim() ? null : { start, end, text };
}
