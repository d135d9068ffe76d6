/** Leads on the network page: asked for by a switch, drawn dashed, and never among what is found. */

import { type Answer, failureLine } from "../answer";
import { Some } from "../pieces";
import { count } from "../words";
import { pairKey } from "./picture";
import { MOST_LEADS_SEEN } from "./scene";
import type { Select } from "./selection";
import type { Lead, LeadAnswer } from "./shape";
import { TwoNames } from "./two_names";

/** Off until the reader asks: what it shows names parties whom no source ties. */
export function LeadSwitch({ on, change, answer }: { on: boolean; change: (on: boolean) => void; answer: Answer<LeadAnswer> }) {
  return (
    <p class="network-leads">
      <label>
        <input type="checkbox" checked={on} onChange={(event) => change(event.currentTarget.checked)} /> Leads{" "}
        <span class="note">
          (dashed: likely, stated by no source; TLP:AMBER+STRICT{on && `; drawn: the ${MOST_LEADS_SEEN} likeliest, or all of who is selected`})
        </span>
      </label>
      {on && answer.waiting && answer.failure === null && <span class="note"> reading …</span>}
      {on && answer.failure !== null && <span role="alert"> {failureLine(answer.failure)}</span>}
      {on && answer.data !== null && answer.data.leads.length === 0 && <span class="note"> none: too few ties to learn from.</span>}
    </p>
  );
}

const share = ({ precision }: Lead): string => `${Math.round(precision * 100)} %`;

/** Leads, of all or of one party, with how many of such were true. */
export function LeadList({ leads, of, select }: { leads: Lead[]; of: string | null; select: Select }) {
  if (leads.length === 0) return null;
  return (
    <section aria-labelledby="network-lead-list">
      <h3 id="network-lead-list">Leads, not findings</h3>
      <p class="note">
        Ties that no source states. Beside each: how many of the pairs up to its rank were ties, when a fifth of the known ties was
        hidden to measure it.
      </p>
      <ul class="network-list">
        <Some
          items={leads}
          first={12}
          noun="lead"
          render={(lead) => (
            <li key={pairKey(lead.one.id, lead.other.id)}>
              <button
                type="button"
                class="network-name"
                dir="auto"
                onClick={() => select({ kind: "pair", key: pairKey(lead.one.id, lead.other.id), one: lead.one.id, other: lead.other.id })}
              >
                {of === lead.one.id ? lead.other.caption : of === lead.other.id ? lead.one.caption : `${lead.one.caption} – ${lead.other.caption}`}
              </button>{" "}
              <span class="note">LEAD · {share(lead)}</span>
            </li>
          )}
        />
      </ul>
    </section>
  );
}

export function LeadPanel({ lead, select }: { lead: Lead; select: Select }) {
  return (
    <section aria-labelledby="network-selected">
      <TwoNames one={lead.one} other={lead.other} select={select} />
      <p>
        <strong>A lead, not a finding.</strong> No source ties the two. There is no evidence to open.
      </p>
      <p>
        {share(lead)} of the pairs up to this rank were ties, when a fifth of the known ties of this network was hidden; the others
        were not. {count(lead.reasons.length, "measure")} of the network speak for it: {lead.reasons.join(", ")} ({lead.algorithm}).
      </p>
      <p class="network-actions">
        <button type="button" onClick={() => select(null)}>
          Clear
        </button>
      </p>
    </section>
  );
}
