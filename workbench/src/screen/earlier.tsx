/** What was decided before on the same customer and party. */

import { failureLine } from "../answer";
import { navigate, screenPath } from "../route";
import { EntryItem } from "./entry_item";
import { filter, useEntries } from "./entries";

const SHOWN = 3;

export function Earlier({ subject, party }: { subject: string; party: string }) {
  const { entries, failure, waiting } = useEntries(subject, party);
  const look = (wanted: { subject: string; party: string }): void => {
    filter.set(wanted);
    navigate(screenPath("decisions"), { href: location.pathname + location.search, label: "Screening" });
  };
  return (
    <section class="earlier" aria-label="Earlier decisions">
      <h3>Earlier decisions</h3>
      {failure !== null && <p class="refused">{failureLine(failure)}</p>}
      {!waiting && failure === null && entries.length === 0 && (
        <p class="note">None on this customer and this party.</p>
      )}
      <ul>
        {entries.slice(0, SHOWN).map((entry) => (
          <EntryItem key={entry.hash} entry={entry} />
        ))}
      </ul>
      <p class="actions">
        <button id="earlier-subject" type="button" class="more" onClick={() => look({ subject, party: "" })}>
          All on this customer
        </button>
        <button id="earlier-party" type="button" class="more" onClick={() => look({ subject: "", party })}>
          All on this party
        </button>
      </p>
    </section>
  );
}
