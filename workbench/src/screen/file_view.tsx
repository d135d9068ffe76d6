/** Screening a file: chosen or dropped, read here in the browser, sent in batches, what is found as one queue. */

import { useLayoutEffect, useRef, useState } from "preact/hooks";

import { Failed } from "../states";
import { count, figure } from "../words";
import { NoHit, Stale } from "./basis";
import { useKept } from "./kept";
import { QueueList } from "./queue_list";
import { type Fault, fileDesk, fileQueue, putFile, run, sendable, skipBatch, stop } from "./run";
import type { Screening } from "./shape";
import { FileError, guessSubject, readTable, type Table } from "./table";

interface ViewProps {
  screening: Screening;
  dossiers: boolean;
}

export function FileView({ screening, dossiers }: ViewProps) {
  const desk = useKept(fileDesk);
  const { hits, decided } = useKept(fileQueue);
  const found = useRef<HTMLDivElement>(null);
  const before = useRef(desk.state);
  useLayoutEffect(() => {
    const ended = before.current === "running" && desk.state === "done";
    before.current = desk.state;
    // The button that had the focus is gone; whoever is reading a hit already stays there.
    if (ended && document.activeElement === document.body) found.current?.querySelector<HTMLElement>(".alert-head")?.focus();
  }, [desk.state]);
  useWarning(hits.length > 0);
  const isAsked = desk.state !== "chosen";
  return (
    <div class="screen-file">
      <Chooser />
      {desk.refusal !== null && (
        <p class="refused" role="alert">
          {desk.refusal}
        </p>
      )}
      {desk.table !== null && <FileLine table={desk.table} screening={screening} />}
      {isAsked && desk.table !== null && <Progress table={desk.table} screening={screening} />}
      <Faults faults={desk.faults} />
      {desk.stale && screening.stale !== true && <Stale lists={screening.lists} />}
      <div ref={found}>
        {desk.state === "done" && hits.length + decided.length === 0 && <NoHit screening={screening} />}
        {hits.length + decided.length > 0 && (
          <QueueList queue={fileQueue} title="Queue" screening={screening} dossiers={dossiers} />
        )}
      </div>
    </div>
  );
}

/** Ask before a page with an undecided queue is closed: the queue stands in this tab alone. */
function useWarning(needed: boolean): void {
  useLayoutEffect(() => {
    if (!needed) return undefined;
    const warn = (event: BeforeUnloadEvent): void => event.preventDefault();
    window.addEventListener("beforeunload", warn);
    return () => window.removeEventListener("beforeunload", warn);
  }, [needed]);
}

async function choose(file: File | undefined): Promise<void> {
  if (file === undefined) return;
  try {
    const table = await readTable(file);
    putFile({ table, subjectColumn: guessSubject(table.columns) });
  } catch (error) {
    const refusal = error instanceof FileError ? error.message : `The file cannot be read: ${String(error)}`;
    putFile({ refusal: `${file.name}: ${refusal}` });
  }
}

function Chooser() {
  const [over, setOver] = useState(false);
  return (
    <div
      class={over ? "drop drop-over" : "drop"}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        void choose(event.dataTransfer?.files[0]);
      }}
    >
      <label for="screen-file">Choose a CSV or JSONL file, or drop it here</label>
      <input
        id="screen-file"
        type="file"
        accept=".csv,.tsv,.txt,.tab,.jsonl,.ndjson,.json"
        aria-describedby="screen-file-note"
        onChange={(event) => {
          const { currentTarget } = event;
          // Emptied, so that the same file chosen again, mended, is read again.
          void choose(currentTarget.files?.[0]).then(() => (currentTarget.value = ""));
        }}
      />
      <p id="screen-file-note" class="note">
        One party a line, columns such as name, date_of_birth, country, passport, imo. Up to 10,000 records; they are
        sent to this server only, and the queue stands in this tab only.
      </p>
    </div>
  );
}

function FileLine({ table, screening }: { table: Table; screening: Screening }) {
  const { subjectColumn, below, state } = useKept(fileDesk);
  const number = sendable(table).length;
  const isFixed = state !== "chosen";
  return (
    <div class="file-line">
      <p>
        <strong>
          <bdi>{table.name}</bdi>
        </strong>
        : {count(table.records.length, "record")}, {count(table.columns.length, "column")}:{" "}
        <bdi>{table.columns.slice(0, 12).join(", ")}</bdi>
        {table.columns.length > 12 && " …"}
      </p>
      <p class="field-line">
        <label for="screen-column">Column that names the customer in decisions</label>
        <select
          id="screen-column"
          disabled={isFixed}
          value={subjectColumn ?? ""}
          onChange={(event) => fileDesk.set({ subjectColumn: event.currentTarget.value || null })}
        >
          <option value="">None: file and line</option>
          {table.columns.map((column) => (
            <option key={column} value={column}>
              {column}
            </option>
          ))}
        </select>
      </p>
      <p>
        <label class="check">
          <input
            type="checkbox"
            checked={below}
            disabled={isFixed}
            onChange={(event) => fileDesk.set({ below: event.currentTarget.checked })}
          />{" "}
          Also results below the threshold, from 10 %
        </label>
      </p>
      {!isFixed && (
        <p class="actions">
          <button type="button" class="first" disabled={number === 0} onClick={() => void run(screening)}>
            Screen {count(number, "record")}
          </button>
        </p>
      )}
    </div>
  );
}

function Progress({ table, screening }: { table: Table; screening: Screening }) {
  const { state, done, noHit, failure } = useKept(fileDesk);
  const total = sendable(table).length;
  const words = { running: "Screening", stopped: "Stopped", failed: "Stopped by a failure", done: "Done", chosen: "" }[state];
  return (
    <div class="progress">
      <progress max={total} value={done} aria-label="Records screened" />
      <p role="status">
        {words}: {figure(done)} of {count(total, "record")} screened, {figure(noHit)} without a hit.
      </p>
      <p class="actions">
        {state === "running" && (
          <button type="button" onClick={stop}>
            Cancel
          </button>
        )}
        {state === "stopped" && (
          <button type="button" onClick={() => void run(screening)}>
            Go on
          </button>
        )}
        {state === "failed" && (
          <button type="button" onClick={() => skipBatch(screening)}>
            Leave out the next {figure(Math.min(screening.most_queries, total - done))} and go on
          </button>
        )}
      </p>
      {failure !== null && <Failed failure={failure} retry={() => void run(screening)} part />}
    </div>
  );
}

function Faults({ faults }: { faults: readonly Fault[] }) {
  if (faults.length === 0) return null;
  const ordered = [...faults].sort((a, b) => a.line - b.line);
  return (
    <details class="faults" open>
      <summary>{count(faults.length, "record was", "records were")} not screened</summary>
      <ul>
        {ordered.slice(0, MOST_FAULTS).map(({ line, what }) => (
          <li key={line}>
            Line {line}: <bdi>{what}</bdi>
          </li>
        ))}
      </ul>
      {ordered.length > MOST_FAULTS && <p class="note">The first {MOST_FAULTS} are shown.</p>}
    </details>
  );
}

const MOST_FAULTS = 200;
