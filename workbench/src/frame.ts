/** Frames: where they stand in the text, how they read, and what people said of them. */

import { useCallback, useEffect, useState } from "preact/hooks";

import { ask } from "./answer";
import type { Correction, Frame, Review, Reviews } from "./api";
import type { Span } from "./text";
import { hedgeWords, plainWords, polarityWords } from "./words";

/** One span of the frame that is looked at. */
export interface ToldSpan extends Span {
  part: "trigger" | "argument" | "time" | "source";
  title: string;
}

/** Where a frame stands in the text: trigger, arguments, time, who says so. */
export function spansOf(frame: Frame): ToldSpan[] {
  const spans: ToldSpan[] = [];
  const add = (part: ToldSpan["part"], title: string, start: number | null, end: number | null): void => {
    if (start !== null && end !== null) spans.push({ part, title, start, end });
  };
  add("trigger", plainWords(frame.type), frame.trigger_start, frame.trigger_end);
  for (const { role, start, end } of frame.args) add("argument", plainWords(role), start, end);
  add("time", "time", frame.time_start, frame.time_end);
  for (const { start, end } of frame.attribution) add("source", "says so", start, end);
  return spans;
}

/** Anything but an affirmed fact, in words; null: told as a fact. */
export function doubtOf({ polarity, hedge }: { polarity: string; hedge: string }): string | null {
  const words = [polarityWords(polarity), hedgeWords(hedge)].filter((word) => word !== null);
  return words.length === 0 ? null : words.join(", ");
}

/** What a correction can change, as the frame has it. */
export function stateOf(frame: Frame): Correction {
  const hasTime = frame.time_start !== null || frame.edtf !== null;
  return {
    type: frame.type,
    args: frame.args.map(({ role, start, end }) => ({ role, start, end })),
    time: hasTime ? { start: frame.time_start, end: frame.time_end, edtf: frame.edtf } : null,
    polarity: frame.polarity,
    hedge: frame.hedge,
  };
}

/** Only what a correction changes: the rest stays as it was read. */
export function changesOf(frame: Frame, correction: Correction): Partial<Correction> {
  const before = stateOf(frame);
  const names = Object.keys(before) as (keyof Correction)[];
  const changed = names.filter((name) => JSON.stringify(before[name]) !== JSON.stringify(correction[name]));
  return Object.fromEntries(changed.map((name) => [name, correction[name]]));
}

/** What waits for the next build: the last review of each frame that the build in use does not obey yet. */
export function waitingOf(frames: readonly Frame[], reviews: readonly Review[]): Map<string, Review> {
  const waiting = new Map<string, Review>();
  for (const review of reviews) waiting.set(review.frame_id, review);
  // Who only looked keeps nobody from saying more.
  for (const [id, { review }] of waiting) if (!["reject", "correct"].includes(review)) waiting.delete(id);
  for (const frame of frames) {
    const correction = waiting.get(frame.id)?.correction ?? null;
    if (correction !== null && Object.keys(changesOf(frame, correction)).length === 0) waiting.delete(frame.id);
  }
  return waiting;
}

export interface ReviewDesk {
  said: Reviews | null;
  add: (review: Review) => void;
  remove: (review: Review) => void;
}

/** What people said of a document's frames. It changes while the page is open, so no answer is kept. */
export function useReviews(documentId: string): ReviewDesk {
  const [said, setSaid] = useState<Reviews | null>(null);
  useEffect(() => {
    const controller = new AbortController();
    setSaid(null);
    ask(`/api/documents/${encodeURIComponent(documentId)}/reviews`, controller.signal).then(
      (answer) => !controller.signal.aborted && setSaid(answer as Reviews),
      // Without it the frames are shown and cannot be reviewed.
      () => undefined,
    );
    return () => controller.abort();
  }, [documentId]);
  const change = useCallback((next: (reviews: Review[]) => Review[]) => {
    setSaid((before) => (before === null ? null : { ...before, reviews: next(before.reviews) }));
  }, []);
  const add = useCallback((review: Review) => change((reviews) => [...reviews, review]), [change]);
  const remove = useCallback(
    (review: Review) => change((reviews) => reviews.filter(({ hash }) => hash !== review.hash)),
    [change],
  );
  return { said, add, remove };
}
