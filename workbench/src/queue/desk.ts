/** Asking for the queue and answering it: the first item that was not skipped is the one looked at. */

import { useCallback, useEffect, useRef, useState } from "preact/hooks";

import { ask, describe, type Failure } from "../answer";
import { Kept } from "../screen/kept";
import type { Answer, Answered, Item, Kind, Queue } from "./shape";

/** Items that were skipped in this tab: they come back when the page is loaded again. */
export const skipped = new Kept<{ ids: string[] }>({ ids: [] });

const AHEAD = 5;
const MOST = 500;

export interface QueueDesk {
  queue: Queue | null;
  failure: Failure | null;
  /** Whether an answer is on its way. */
  saving: boolean;
  /** Ask again, of the kind looked at. */
  read: () => void;
  answer: (item: Item, answer: Answer, reason: string) => Promise<boolean>;
  undo: (answered: Answered) => Promise<boolean>;
}

export function useQueue(kind: Kind | null): QueueDesk {
  const [queue, setQueue] = useState<Queue | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [saving, setSaving] = useState(false);
  const [round, setRound] = useState(0);
  // At once, before the next key: the state is only what was rendered last.
  const busy = useRef(false);
  const read = useCallback(() => setRound((number) => number + 1), []);
  useEffect(() => {
    const controller = new AbortController();
    const limit = Math.min(skipped.get().ids.length + AHEAD, MOST);
    ask(`/api/queue?limit=${limit}${kind === null ? "" : `&kind=${kind}`}`, controller.signal).then(
      (said) => {
        if (controller.signal.aborted) return;
        setQueue(said as Queue);
        setFailure(null);
      },
      (error: unknown) => {
        if (!controller.signal.aborted) setFailure(describe(error));
      },
    );
    return () => controller.abort();
  }, [kind, round]);

  const send = async (url: string, body: unknown): Promise<boolean> => {
    if (busy.current) return false;
    busy.current = true;
    setSaving(true);
    try {
      await ask(url, new AbortController().signal, body);
      setFailure(null);
      read();
      return true;
    } catch (error) {
      setFailure(describe(error));
      return false;
    } finally {
      busy.current = false;
      setSaving(false);
    }
  };
  return {
    queue,
    failure,
    saving,
    read,
    answer: (item, answer, reason) =>
      send(`/api/queue/items/${item.id}`, { answer, ...(reason.trim() === "" ? {} : { reason: reason.trim() }) }),
    undo: ({ hash }) => send(`/api/queue/answers/${hash}/undo`, {}),
  };
}

/** The item to look at. */
export const firstOf = (queue: Queue | null, ids: readonly string[]): Item | null =>
  queue?.items.find(({ id }) => !ids.includes(id)) ?? null;
