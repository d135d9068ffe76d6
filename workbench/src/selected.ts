/** What the reader last selected in the text, in code points of the document. */

import { pointCount, type Span } from "./text";

let last: Span | null = null;

/** Where a place in the page stands in the text; null: outside it. Each paragraph says where it begins. */
function pointAt(node: Node, offset: number): number | null {
  const from = node instanceof Element ? node : node.parentElement;
  const block = from?.closest<HTMLElement>("p[data-start]") ?? null;
  if (block === null) return null;
  const range = document.createRange();
  range.setStart(block, 0);
  range.setEnd(node, offset);
  return Number(block.dataset["start"]) + pointCount(range.toString());
}

/** The span of a range, without the white space around it. */
export function spanOf(range: Range): Span | null {
  const text = range.toString();
  const start = pointAt(range.startContainer, range.startOffset);
  const end = pointAt(range.endContainer, range.endOffset);
  if (text.trim() === "" || start === null || end === null) return null;
  const before = pointCount(text) - pointCount(text.trimStart());
  const after = pointCount(text) - pointCount(text.trimEnd());
  return { start: start + before, end: end - after };
}

/** A press on a button may take the selection away, so the last one in the text is remembered. */
document.addEventListener("selectionchange", () => {
  const selection = document.getSelection();
  if (selection === null || selection.isCollapsed || selection.rangeCount === 0) return;
  last = spanOf(selection.getRangeAt(0)) ?? last;
});

export const selectedSpan = (): Span | null => last;
