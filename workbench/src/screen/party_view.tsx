/** Screening one party: a form, and what it finds. */

import { useLayoutEffect, useRef } from "preact/hooks";

import { Failed } from "../states";
import { count } from "../words";
import { NoHit, Stale } from "./basis";
import { useKept } from "./kept";
import { clearForm, type Form, partyDesk, partyQueue, screenParty, sortOf, SORTS } from "./party_desk";
import { QueueList } from "./queue_list";
import type { Answer, Screening } from "./shape";

interface ViewProps {
  screening: Screening;
  dossiers: boolean;
}

export function PartyView({ screening, dossiers }: ViewProps) {
  const { answer, failure, waiting } = useKept(partyDesk);
  const found = useRef<HTMLDivElement>(null);
  const said = useRef(answer);
  useLayoutEffect(() => {
    // Only when an answer arrives: whoever comes back to the page stays where they were.
    if (answer !== null && answer !== said.current) found.current?.querySelector<HTMLElement>(".alert-head")?.focus();
    said.current = answer;
  }, [answer]);
  const send = (): void => void screenParty(screening);
  return (
    <div class="screen-party">
      <PartyForm onSend={send} waiting={waiting} decides={screening.decider !== null} />
      <div ref={found} aria-busy={waiting}>
        <p class="status" role="status">
          {waiting ? "Searching the lists …" : answer === null ? "" : foundWords(answer)}
        </p>
        {failure !== null && <Failed failure={failure} retry={send} part />}
        {answer !== null && <Found answer={answer} screening={screening} dossiers={dossiers} />}
      </div>
    </div>
  );
}

function foundWords({ results, error }: Answer): string {
  const number = results.filter(({ match }) => match).length;
  if (error !== null) return "";
  return number === 0 ? "No hit" : `${count(number, "party reaches", "parties reach")} the threshold`;
}

function Found({ answer, screening, dossiers }: ViewProps & { answer: Answer }) {
  if (answer.error !== null) {
    return (
      <div class="failed" role="alert">
        <h2>This cannot be screened</h2>
        <p>{answer.error}</p>
      </div>
    );
  }
  return (
    <>
      {answer.stale === true && screening.stale !== true && <Stale lists={answer.index.lists} />}
      {!answer.results.some(({ match }) => match) && <NoHit screening={{ ...screening, lists: answer.index.lists }} />}
      {answer.results.length > 0 && (
        <QueueList queue={partyQueue} title="Found" screening={screening} dossiers={dossiers} />
      )}
    </>
  );
}

function PartyForm({ onSend, waiting, decides }: { onSend: () => void; waiting: boolean; decides: boolean }) {
  const { form } = useKept(partyDesk);
  const sort = sortOf(form);
  const put = (change: Partial<Form>): void => partyDesk.set({ form: { ...partyDesk.get().form, ...change } });
  const field = (name: keyof Form, label: string, more: { required?: boolean; placeholder?: string } = {}) => (
    <p class="field-line">
      <label for={`screen-${name}`}>{label}</label>
      <input
        id={`screen-${name}`}
        autocomplete="off"
        spellcheck={false}
        dir="auto"
        maxLength={500}
        value={form[name]}
        onInput={(event) => put({ [name]: event.currentTarget.value })}
        {...more}
      />
    </p>
  );
  return (
    <form
      class="screen-form"
      aria-label="Screen one party"
      onSubmit={(event) => {
        event.preventDefault();
        onSend();
      }}
    >
      {field("name", "Name", { required: form.number.trim() === "" })}
      <p class="field-line">
        <label for="screen-sort">Sort</label>
        <select id="screen-sort" value={form.sort} onChange={(event) => put({ sort: event.currentTarget.value })}>
          {Object.entries(SORTS).map(([schema, { label }]) => (
            <option key={schema} value={schema}>
              {label}
            </option>
          ))}
        </select>
      </p>
      {field("date", sort.date[1], { placeholder: "1984-01-08 or 1984" })}
      {field("country", sort.country[1], { placeholder: "Iran or IR" })}
      <NumberLine form={form} put={put} />
      <p class="field-line">
        <label for="screen-moreNames">More names, one a line</label>
        <textarea
          id="screen-moreNames"
          rows={2}
          dir="auto"
          spellcheck={false}
          maxLength={5000}
          value={form.moreNames}
          onInput={(event) => put({ moreNames: event.currentTarget.value })}
        />
      </p>
      {decides && field("subject", "Your number of the customer", { placeholder: "else the name stands in the record" })}
      <p class="actions">
        <button type="submit" class="first" disabled={waiting}>
          Screen
        </button>
        <button type="button" onClick={clearForm}>
          Clear the form
        </button>
      </p>
    </form>
  );
}

function NumberLine({ form, put }: { form: Form; put: (change: Partial<Form>) => void }) {
  const { numbers } = sortOf(form);
  const kind = numbers.some(([property]) => property === form.numberKind) ? form.numberKind : (numbers[0]?.[0] ?? "");
  return (
    <p class="field-line number-line">
      <label for="screen-number">Number</label>
      <select
        aria-label="Kind of number"
        value={kind}
        onChange={(event) => put({ numberKind: event.currentTarget.value })}
      >
        {numbers.map(([property, label]) => (
          <option key={property} value={property}>
            {label}
          </option>
        ))}
      </select>
      <input
        id="screen-number"
        autocomplete="off"
        spellcheck={false}
        maxLength={200}
        value={form.number}
        onInput={(event) => put({ number: event.currentTarget.value })}
      />
    </p>
  );
}
