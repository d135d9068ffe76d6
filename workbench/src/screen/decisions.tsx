/** The record of decisions: what waits for a second person, what stays cleared, and the history of a customer or a party. */

import { useState } from "preact/hooks";

import { focusQuietly } from "../arrival";
import { Failed } from "../states";
import { AllowList } from "./allow_list";
import { type EntryList, filter, useEntries } from "./entries";
import { EntryItem } from "./entry_item";
import { useKept } from "./kept";
import type { Entry, Screening } from "./shape";
import { WaitingItem } from "./waiting_item";

export function DecisionsView({ screening }: { screening: Screening }) {
  const [round, setRound] = useState(0);
  if (screening.decider === null) return <p class="nothing">This server keeps no record of decisions.</p>;
  return (
    <div class="decisions">
      {screening.four_eyes.length > 0 && (
        <Pending decider={screening.decider} onAnswered={() => setRound(round + 1)} />
      )}
      <AllowList />
      <History key={round} />
    </div>
  );
}

function Pending({ decider, onAnswered }: { decider: string; onAnswered: () => void }) {
  const record = useEntries("", "", "pending");
  const [said, setSaid] = useState("");
  const pending = record.entries.filter(({ state }) => state === "pending");
  const answered = (entry: Entry, words: string): void => {
    record.put(entry);
    setSaid(words);
    // The form that had the focus goes with its decision.
    focusQuietly(document.getElementById("waiting-title"));
    onAnswered();
  };
  return (
    <section aria-labelledby="waiting-title">
      <h2 id="waiting-title" class="section-heading" tabIndex={-1}>
        Waiting for a second person <span class="tally">
          {pending.length}
          {record.more !== null && "+"}
        </span>
      </h2>
      <p class="status" role="status">
        {said}
      </p>
      {!record.waiting && pending.length === 0 && record.failure === null && (
        <p class="nothing">None.</p>
      )}
      <ul class="entries pending">
        {pending.map((entry) => (
          <WaitingItem key={entry.hash} entry={entry} own={entry.entered_by === decider} onAnswered={answered} />
        ))}
      </ul>
      <More record={record} />
    </section>
  );
}

function History() {
  const { subject, party } = useKept(filter);
  const record = useEntries(subject, party);
  const isFiltered = subject !== "" || party !== "";
  return (
    <section aria-labelledby="history-title">
      <h2 id="history-title" class="section-heading">
        History
      </h2>
      <FilterForm key={`${subject}\n${party}`} />
      {!record.waiting && record.failure === null && record.entries.length === 0 && (
        <p class="nothing">
          {isFiltered
            ? "No decision on this customer and party. The number or name must be as it was entered."
            : "No decision has been entered yet."}
        </p>
      )}
      <ol class="entries history">
        {record.entries.map((entry) => (
          <EntryItem key={entry.hash} entry={entry} />
        ))}
      </ol>
      <More record={record} />
    </section>
  );
}

function FilterForm() {
  const { subject, party } = filter.get();
  return (
    <form
      class="filter-form"
      role="search"
      aria-label="History of a customer or a party"
      onSubmit={(event) => {
        event.preventDefault();
        const data = new FormData(event.currentTarget);
        const read = (name: string): string => data.get(name)?.toString().trim() ?? "";
        filter.set({ subject: read("subject"), party: read("party") });
      }}
    >
      <p class="field-line">
        <label for="filter-subject">Customer’s number or name</label>
        <input id="filter-subject" name="subject" autocomplete="off" dir="auto" defaultValue={subject} />
      </p>
      <p class="field-line">
        <label for="filter-party">Id of the party</label>
        <input id="filter-party" name="party" autocomplete="off" spellcheck={false} defaultValue={party} />
      </p>
      <p class="actions">
        <button type="submit" class="first">
          Show
        </button>
        {(subject !== "" || party !== "") && (
          <button type="button" onClick={() => filter.set({ subject: "", party: "" })}>
            Show all
          </button>
        )}
      </p>
    </form>
  );
}

function More({ record }: { record: EntryList }) {
  if (record.failure !== null) return <Failed failure={record.failure} retry={record.retry} part />;
  if (record.more === null) return null;
  return (
    <button type="button" class="more" disabled={record.waiting} onClick={record.more}>
      Look further back
    </button>
  );
}
