/** The allow-list: which pairs stay cleared, which wait, which lapsed and by what fact, and taking one off. */

import { useLayoutEffect, useRef, useState } from "preact/hooks";

import { ask, describe, type Failure, failureLine } from "../answer";
import { focusQuietly } from "../arrival";
import { Parts } from "../pieces";
import { Failed } from "../states";
import type { Allowance, AllowPage } from "./shape";
import { Told } from "./told";
import { timeWords } from "./words";

const PAGE = 25;
const STATES: Record<string, string> = {
  holds: "Holds",
  pending: "Waits for a second person",
  lapsed: "Lapsed",
  "no hit": "Finds the party no more",
  unknown: "Not known",
};

export function AllowList() {
  const { rows, failure, waiting, next, read, drop } = useAllowList();
  const [said, setSaid] = useState("");
  const revoked = (row: Allowance): void => {
    drop(row);
    setSaid("Taken off. The decision stays in the record.");
    // The form that had the focus goes with its row.
    focusQuietly(document.getElementById("allowed-title"));
  };
  return (
    <section aria-labelledby="allowed-title">
      <h2 id="allowed-title" class="section-heading" tabIndex={-1}>
        Allow-list
      </h2>
      <p class="status" role="status">
        {said}
      </p>
      {rows === null && failure === null && (
        // Each pair is asked for anew, so it is read on demand.
        <button id="allowed-show" type="button" class="more" disabled={waiting} onClick={() => read(null)}>
          {waiting ? "Comparing with the lists …" : "Show who stays cleared"}
        </button>
      )}
      {rows !== null && rows.length === 0 && <p class="nothing">Nobody is on it.</p>}
      <ul class="entries allowed">
        {(rows ?? []).map((row) => (
          <AllowItem key={row.hash} row={row} onRevoked={revoked} />
        ))}
      </ul>
      {failure !== null && <Failed failure={failure} retry={() => read(next)} part />}
      {rows !== null && next !== null && failure === null && (
        <button type="button" class="more" disabled={waiting} onClick={() => read(next)}>
          Look further back
        </button>
      )}
    </section>
  );
}

function useAllowList() {
  const [rows, setRows] = useState<Allowance[] | null>(null);
  const [next, setNext] = useState<number | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [waiting, setWaiting] = useState(false);
  const load = async (before: number | null): Promise<void> => {
    setWaiting(true);
    setFailure(null);
    try {
      const url = `/api/screening/allowed?limit=${PAGE}${before === null ? "" : `&before=${before}`}`;
      const page = (await ask(url, new AbortController().signal)) as AllowPage;
      setRows((old) => [...(before === null ? [] : (old ?? [])), ...page.allowed]);
      setNext(page.next);
    } catch (error) {
      setFailure(describe(error));
    }
    setWaiting(false);
  };
  return {
    rows,
    next,
    failure,
    waiting,
    read: (before: number | null) => void load(before),
    drop: (row: Allowance) => setRows((old) => (old ?? []).filter(({ hash }) => hash !== row.hash)),
  };
}

function AllowItem({ row, onRevoked }: { row: Allowance; onRevoked: (row: Allowance) => void }) {
  const [open, setOpen] = useState(false);
  return (
    <li class="entry">
      <p class="entry-line">
        <strong>{STATES[row.state] ?? row.state}</strong>{" "}
        <Named caption={row.subject_caption} id={row.subject} /> is not{" "}
        <Named caption={row.party_caption} id={row.party.join(" ")} />
      </p>
      {row.why !== null && (
        <p class="allowed-why">
          <Told text={row.why} />
        </p>
      )}
      <Parts
        parts={[
          timeWords(row.entered_at),
          <>
            by <Told text={row.entered_by} />
          </>,
          <code>{row.decision.slice(0, 12)}</code>,
        ]}
      />
      {open ? (
        <RevokeForm row={row} onLeave={() => setOpen(false)} onRevoked={onRevoked} />
      ) : (
        <p class="actions">
          <button type="button" class="more" onClick={() => setOpen(true)}>
            Take off the list
          </button>
        </p>
      )}
    </li>
  );
}

/** A name with its id; where what was seen is gone, the id alone. */
function Named({ caption, id }: { caption: string | null; id: string }) {
  return (
    <>
      {caption !== null && caption !== id && (
        <>
          <Told text={caption} />{" "}
        </>
      )}
      <code>
        <Told text={id} />
      </code>
    </>
  );
}

interface FormProps {
  row: Allowance;
  onLeave: () => void;
  onRevoked: (row: Allowance) => void;
}

function RevokeForm({ row, onLeave, onRevoked }: FormProps) {
  const [reason, setReason] = useState("");
  const [refused, setRefused] = useState<string | null>(null);
  const [saving, setSaving] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => field.current?.focus(), []);
  const id = `revoke-${row.hash}`;
  const revoke = async (): Promise<void> => {
    if (saving) return;
    if (reason.trim() === "") return setRefused("Write why.");
    setSaving(true);
    try {
      const url = `/api/screening/allowed/${encodeURIComponent(row.hash)}/revocations`;
      await ask(url, new AbortController().signal, { reason: reason.trim() });
      onRevoked(row);
    } catch (error) {
      setRefused(failureLine(describe(error)));
      setSaving(false);
    }
  };
  return (
    <form
      class="approve-form"
      aria-label="Take this pair off the allow-list"
      onSubmit={(event) => {
        event.preventDefault();
        void revoke();
      }}
      onKeyDown={(event) => {
        if (event.key === "Escape" && !event.isComposing) onLeave();
      }}
    >
      <label for={id}>Why is it taken off?</label>
      <input
        id={id}
        dir="auto"
        autocomplete="off"
        maxLength={4000}
        value={reason}
        ref={field}
        onInput={(event) => setReason(event.currentTarget.value)}
      />
      {refused !== null && (
        <p class="refused" role="alert">
          {refused}
        </p>
      )}
      <p class="actions">
        <button type="submit" class="first" disabled={saving}>
          Take off <kbd aria-hidden="true">Enter</kbd>
        </button>
        <button type="button" onClick={onLeave}>
          Leave <kbd aria-hidden="true">Esc</kbd>
        </button>
      </p>
    </form>
  );
}
