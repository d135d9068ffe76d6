/** A decision that waits: closed, its line; open, what the decider saw, and below it the second person's answer. */

import { useEffect, useState } from "preact/hooks";

import { ask, describe, type Failure } from "../answer";
import { Failed } from "../states";
import { ApproveForm } from "./approve_form";
import { EntryItem } from "./entry_item";
import { SeenView } from "./seen_view";
import type { Entry, Seen } from "./shape";

interface ItemProps {
  entry: Entry;
  /** Whether the person at this browser decided it. */
  own: boolean;
  onAnswered: (entry: Entry, words: string) => void;
}

export function WaitingItem({ entry, own, onAnswered }: ItemProps) {
  const [open, setOpen] = useState(false);
  const id = `seen-${entry.hash}`;
  return (
    <EntryItem entry={entry}>
      <p class="actions">
        <button id={id} type="button" class="more" aria-expanded={open} onClick={() => setOpen(!open)}>
          What the decider saw
        </button>
      </p>
      {open && <Basis entry={entry} own={own} onAnswered={onAnswered} />}
      {own && <p class="note">You entered this: somebody else must answer it.</p>}
    </EntryItem>
  );
}

/** Who answers has what was seen before them: the form comes with it. */
function Basis({ entry, own, onAnswered }: ItemProps) {
  const { seen, failure, retry } = useSeen(entry.hash);
  if (failure !== null) return <Failed failure={failure} retry={retry} part />;
  if (seen === null) return <p class="note">Reading …</p>;
  return (
    <>
      <SeenView seen={seen} subject={entry.subject} />
      {!own && <ApproveForm entry={entry} approvable={seen.document === "whole"} onAnswered={onAnswered} />}
    </>
  );
}

function useSeen(hash: string): { seen: Seen | null; failure: Failure | null; retry: () => void } {
  const [seen, setSeen] = useState<Seen | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    const controller = new AbortController();
    setFailure(null);
    ask(`/api/screening/decisions/${encodeURIComponent(hash)}/seen`, controller.signal).then(
      (said) => {
        if (!controller.signal.aborted) setSeen(said as Seen);
      },
      (error: unknown) => {
        if (!controller.signal.aborted) setFailure(describe(error));
      },
    );
    return () => controller.abort();
  }, [hash, attempt]);
  return { seen, failure, retry: () => setAttempt((number) => number + 1) };
}
