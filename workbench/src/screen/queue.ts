/** The queue: what was found, ranked by probability, and what became of it. */

import { Kept } from "./kept";
import type { Answer, Decision, Query, Result } from "./shape";

/** One party found for one record. */
export interface Hit {
  /** Unlike that of any other hit of the queue. */
  key: string;
  /** Line of the file; null: the form was filled in. */
  line: number | null;
  query: Query;
  /** What a decision calls the customer. */
  subject: string;
  result: Result;
  seen: string;
  /** Null: cleared before, and that holds; a text: why it does not; undefined: never cleared. */
  cleared: string | null | undefined;
}

export interface Queue {
  /** Not yet decided, most probable first. */
  hits: Hit[];
  decided: { decision: Decision; pending: boolean }[];
  /** Key of the hit that the arrow keys stand on. */
  active: string | null;
  /** Key of the hit that is open. */
  open: string | null;
  /** How many of the hits are shown. */
  shown: number;
}

export const FIRST_SHOWN = 50;

const EMPTY: Queue = { hits: [], decided: [], active: null, open: null, shown: FIRST_SHOWN };

export const newQueue = (): Kept<Queue> => new Kept<Queue>(EMPTY);

/** Start anew; the first hit is where the keys stand. */
export function fill(queue: Kept<Queue>, hits: Hit[]): void {
  const ranked = rank(hits);
  queue.set({ ...EMPTY, hits: ranked, active: ranked[0]?.key ?? null });
}

/** Add hits where they belong; what is open stays open. */
export function add(queue: Kept<Queue>, hits: Hit[]): void {
  const { active, hits: before } = queue.get();
  const ranked = rank([...before, ...hits]);
  queue.set({ hits: ranked, active: active ?? ranked[0]?.key ?? null });
}

/** Take a decided hit out; the next one becomes the active one. */
export function settle(queue: Kept<Queue>, key: string, decision: Decision, pending: boolean): void {
  const { hits, decided } = queue.get();
  const place = hits.findIndex((hit) => hit.key === key);
  if (place < 0) return;
  const rest = hits.filter((hit) => hit.key !== key);
  const next = rest[Math.min(place, rest.length - 1)]?.key ?? null;
  queue.set({ hits: rest, decided: [...decided, { decision, pending }], active: next, open: null });
}

/** Make the hits of an answer. */
export function hitsOf(answer: Answer, subject: string, line: number | null): Hit[] {
  return answer.results.map((result) => ({
    key: `${line ?? "form"}:${result.id}`,
    line,
    query: answer.query,
    subject,
    result,
    seen: answer.seen,
    cleared: answer.allowed?.[result.id],
  }));
}

/** Most probable first; of two alike the one that stands first in the file, so that the order is always the same. */
function rank(hits: Hit[]): Hit[] {
  return hits.sort(
    (a, b) => b.result.score - a.result.score || (a.line ?? 0) - (b.line ?? 0) || (a.result.id < b.result.id ? -1 : 1),
  );
}
