/** Screening the records of a file: in batches, one after the other, so that a server is never flooded. */

import { ask, describe, type Failure } from "../answer";
import { Kept } from "./kept";
import { add, fill, hitsOf, newQueue } from "./queue";
import type { Answer, Query, Screening } from "./shape";
import { type FileRecord, hasOwnNumber, subjectOf, type Table } from "./table";

export interface Fault {
  line: number;
  what: string;
}

export interface FileDesk {
  table: Table | null;
  /** Why the file chosen cannot be screened. */
  refusal: string | null;
  /** Column that names the customer in decisions. */
  subjectColumn: string | null;
  /** Whether results below the threshold are asked for as well. */
  below: boolean;
  state: "chosen" | "running" | "stopped" | "failed" | "done";
  /** Records answered, of those that can be sent. */
  done: number;
  noHit: number;
  faults: Fault[];
  failure: Failure | null;
  /** Whether one of the answers came from lists out of date. */
  stale: boolean;
}

const EMPTY: FileDesk = {
  table: null,
  refusal: null,
  subjectColumn: null,
  below: false,
  state: "chosen",
  done: 0,
  noHit: 0,
  faults: [],
  failure: null,
  stale: false,
};

export const fileDesk = new Kept<FileDesk>(EMPTY);
export const fileQueue = newQueue();

/** Below this no result is worth a look; the threshold itself is where results are asked for without `below`. */
export const LOWEST = 0.1;
const RESULTS = 10;
const ATTEMPTS = 5;
const PAUSE_S = 2;
/** However much patience a server asks for: after the last attempt its failure is told. */
const LONGEST_PAUSE_S = 60;

let running: AbortController | null = null;

/** Put another file on the desk; what was there is forgotten. */
export function putFile(change: Partial<FileDesk>): void {
  running?.abort();
  const faults = (change.table?.records ?? []).flatMap(({ line, error }) => (error === null ? [] : [{ line, what: error }]));
  fill(fileQueue, []);
  fileDesk.set({ ...EMPTY, ...change, faults });
}

export const sendable = (table: Table): FileRecord[] => table.records.filter((record) => record.error === null);

/** Screen what is left of the file; ends when all is answered, it is stopped, or a batch fails. */
export async function run(screening: Screening): Promise<void> {
  const { table } = fileDesk.get();
  if (table === null) return;
  const controller = new AbortController();
  running = controller;
  fileDesk.set({ state: "running", failure: null });
  const records = sendable(table);
  try {
    while (fileDesk.get().done < records.length) {
      const { done } = fileDesk.get();
      const batch = records.slice(done, done + screening.most_queries);
      const answers = await sendBatch(batch, screening, controller.signal);
      if (controller.signal.aborted) return;
      take(batch, answers, table);
    }
    fileDesk.set({ state: "done" });
  } catch (error) {
    if (!controller.signal.aborted) fileDesk.set({ state: "failed", failure: describe(error) });
  }
}

/** Stop after the batch under way; its answers are not waited for. */
export function stop(): void {
  running?.abort();
  fileDesk.set({ state: "stopped" });
}

/** Leave out the batch that failed, each of its records as a fault. */
export function skipBatch(screening: Screening): void {
  const { table, done, faults, failure } = fileDesk.get();
  if (table === null) return;
  const batch = sendable(table).slice(done, done + screening.most_queries);
  const what = `left out: ${failure?.what ?? "its batch failed"}`;
  fileDesk.set({ done: done + batch.length, faults: [...faults, ...batch.map(({ line }) => ({ line, what }))] });
  void run(screening);
}

async function sendBatch(batch: FileRecord[], screening: Screening, signal: AbortSignal): Promise<Answer[]> {
  const cutoff = fileDesk.get().below ? { cutoff: Math.min(LOWEST, screening.threshold) } : {};
  const body = { queries: batch.map(queryOf), limit: RESULTS, ...cutoff };
  for (let attempt = 1; ; attempt += 1) {
    try {
      const { answers } = (await ask("/api/screening/answers", signal, body)) as { answers: Answer[] };
      if (answers.length === batch.length) return answers;
      throw new Error(`${answers.length} answers to ${batch.length} queries`);
    } catch (error) {
      const { status, retryAfterS } = describe(error);
      // Too many requests, or lists being opened: both pass by themselves.
      if (signal.aborted || (status !== 429 && status !== 503) || attempt === ATTEMPTS) throw error;
      await pause(Math.min(retryAfterS ?? PAUSE_S * attempt, LONGEST_PAUSE_S));
    }
  }
}

/** A record without a number of its own brings what decisions call it: what was cleared before is found by it. */
function queryOf(record: FileRecord): Query {
  const { table, subjectColumn } = fileDesk.get();
  if (table === null || subjectColumn === null || hasOwnNumber(table.columns)) return record.values;
  return { id: subjectOf(record, subjectColumn, table.name), ...record.values };
}

const pause = (seconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, seconds * 1000));

function take(batch: FileRecord[], answers: Answer[], table: Table): void {
  const { done, noHit, faults, stale, subjectColumn } = fileDesk.get();
  const paired = batch.flatMap((record, index) => {
    const answer = answers[index];
    return answer === undefined ? [] : [{ record, answer }];
  });
  add(
    fileQueue,
    paired.flatMap(({ record, answer }) => hitsOf(answer, subjectOf(record, subjectColumn, table.name), record.line)),
  );
  const wrong = paired.flatMap(({ record, answer }) =>
    answer.error === null ? [] : [{ line: record.line, what: answer.error }],
  );
  const without = paired.filter(({ answer }) => answer.error === null && answer.results.length === 0).length;
  fileDesk.set({
    done: done + batch.length,
    noHit: noHit + without,
    faults: [...faults, ...wrong],
    stale: stale || answers.some((answer) => answer.stale === true),
  });
}
