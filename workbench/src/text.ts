/** Spans of untrusted text. The API counts Unicode code points, JavaScript counts UTF-16 units. */

export interface Span {
  start: number;
  end: number;
}

/** A text that can be cut by code points. */
export interface CodePoints {
  /** Number of code points. */
  length: number;
  slice: (start: number, end: number) => string;
}

/** Prepare a text for cutting by code points; texts without characters beyond the basic plane need no table. */
export function codePoints(text: string): CodePoints {
  if (!/[\ud800-\udbff]/.test(text)) {
    return { length: text.length, slice: (start, end) => text.slice(start, end) };
  }
  const units = new Uint32Array(text.length + 1);
  let length = 0;
  for (let unit = 0; unit < text.length; unit += (text.codePointAt(unit) ?? 0) > 0xffff ? 2 : 1) {
    units[length] = unit;
    length += 1;
  }
  units[length] = text.length;
  const unitAt = (point: number): number => units[Math.max(0, Math.min(point, length))] ?? text.length;
  return { length, slice: (start, end) => text.slice(unitAt(start), unitAt(end)) };
}

/** Number of code points of a text. */
export const pointCount = (text: string): number => text.length - (text.match(/[\ud800-\udbff]/g)?.length ?? 0);

/** Drop spans that are empty, run out of the text or overlap one before; the longest of those with one start stays. */
export function untangle<T extends Span>(spans: readonly T[], length: number): T[] {
  const ordered = spans
    .filter((span) => span.start >= 0 && span.start < span.end && span.end <= length)
    .sort((a, b) => a.start - b.start || b.end - a.end);
  const kept: T[] = [];
  let reached = 0;
  for (const span of ordered) {
    if (span.start < reached) continue;
    kept.push(span);
    reached = span.end;
  }
  return kept;
}

/** Cut `[start, end)` at the spans within it: pieces in order, each with the span it lies in, or none. */
export function cut<T extends Span>(start: number, end: number, spans: readonly T[]): (Span & { span: T | null })[] {
  const pieces: (Span & { span: T | null })[] = [];
  let reached = start;
  for (const span of spans) {
    const from = Math.max(span.start, reached);
    const to = Math.min(span.end, end);
    if (from >= to) continue;
    if (from > reached) pieces.push({ start: reached, end: from, span: null });
    pieces.push({ start: from, end: to, span });
    reached = to;
  }
  if (reached < end) pieces.push({ start: reached, end, span: null });
  return pieces;
}

/** Cut a text into its blocks, which a blank line parts, and further at `breaks`; offsets in code points. */
export function blocks(text: string, breaks: readonly number[]): Span[] {
  const found: Span[] = [];
  let point = 0;
  for (const part of text.split(/(\n[^\S\n]*\n\s*)/)) {
    const end = point + pointCount(part);
    if (/\S/.test(part)) found.push(...cutAt({ start: point, end }, breaks));
    point = end;
  }
  return found;
}

function cutAt(block: Span, breaks: readonly number[]): Span[] {
  const edges = [block.start, ...breaks.filter((at) => at > block.start && at < block.end), block.end];
  return edges.slice(1).map((end, index) => ({ start: edges[index] ?? block.start, end }));
}
