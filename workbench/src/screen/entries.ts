/** Asking for decisions of the record, newest first, a page at a time. */

import { useCallback, useEffect, useState } from "preact/hooks";

import { ask, describe, type Failure } from "../answer";
import { Kept } from "./kept";
import type { Entries, Entry } from "./shape";

/** Whose decisions are looked at. Kept here and not in the address: a customer's name belongs in no history. */
export const filter = new Kept<{ subject: string; party: string }>({ subject: "", party: "" });

const PAGE = 50;

export interface EntryList {
  entries: Entry[];
  failure: Failure | null;
  waiting: boolean;
  /** Read older ones; null: there are none. */
  more: (() => void) | null;
  /** Put a newer state of an entry in its place. */
  put: (entry: Entry) => void;
  retry: () => void;
}

/** Decisions on a subject and a party, in a state; an empty text: any. */
export function useEntries(subject: string, party: string, state = ""): EntryList {
  const [entries, setEntries] = useState<Entry[]>([]);
  const [next, setNext] = useState<number | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [waiting, setWaiting] = useState(true);
  const [attempt, setAttempt] = useState(0);

  const read = useCallback(
    async (before: number | null, signal: AbortSignal): Promise<void> => {
      setWaiting(true);
      setFailure(null);
      try {
        const said = (await ask(entriesUrl({ subject, party, state }, before), signal)) as Entries;
        if (signal.aborted) return;
        setEntries((old) => (before === null ? said.decisions : [...old, ...said.decisions]));
        setNext(said.next);
      } catch (error) {
        if (!signal.aborted) setFailure(describe(error));
      }
      if (!signal.aborted) setWaiting(false);
    },
    [subject, party, state],
  );
  useEffect(() => {
    const controller = new AbortController();
    void read(null, controller.signal);
    return () => controller.abort();
  }, [read, attempt]);
  return {
    entries,
    failure,
    waiting,
    more: next === null ? null : () => void read(next, new AbortController().signal),
    put: (entry) => setEntries((old) => old.map((one) => (one.hash === entry.hash ? entry : one))),
    retry: () => setAttempt((number) => number + 1),
  };
}

function entriesUrl(wanted: Record<string, string>, before: number | null): string {
  const given = Object.entries(wanted).filter(([, value]) => value !== "");
  const query = new URLSearchParams({ limit: String(PAGE), ...Object.fromEntries(given) });
  if (before !== null) query.set("before", String(before));
  return `/api/screening/decisions?${query.toString()}`;
}
