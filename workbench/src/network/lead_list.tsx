/** Leads on the network page: asked for by a switch, drawn dashed, and never among what is found. */

import { type Answer, failureLine } from "../answer";
import { EvidenceList } from "../evidence";
import { Some } from "../pieces";
import { networkPath, type Origin } from "../route";
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
          (dashed: likely, stated by no source; TLP:AMBER+STRICT{on && `; drawn: the ${MOST_LEADS_SEEN} likeliest of each kind, or all of who is selected`})
        </span>
      </label>
      {on && answer.waiting && answer.failure === null && <span class="note"> reading …</span>}
      {on && answer.failure !== null && <span role="alert"> {failureLine(answer.failure)}</span>}
      {on && answer.data !== null && <span class="note"> {foundWords(answer.data.leads)}</span>}
    </p>
  );
}

/** What there is, by kind, and why a kind has none. */
function foundWords(leads: readonly Lead[]): string {
  const market = leads.filter(isMarket).length;
  const ties = leads.length - market;
  const tieWords = ties === 0 ? "no likely ties: too few to learn from" : count(ties, "likely tie");
  const marketWords = market === 0 ? "nobody is known to sell what another is known to buy" : `${count(market, "lead")} of sellers and buyers who could meet`;
  return `${tieWords}; ${marketWords}.`;
}

const isMarket = ({ kind }: Lead): boolean => kind === "market";

const share = ({ precision }: Lead): string => (precision === null ? "not measured" : `${Math.round(precision * 100)} %`);

/** Leads, of all or of one party, with how many of such were true. */
export function LeadList({ leads, of, select }: { leads: Lead[]; of: string | null; select: Select }) {
  const market = leads.filter(isMarket);
  return (
    <>
      <LeadSection
        id="network-lead-list"
        title="Leads, not findings"
        note="Ties that no source states. Beside each: how many of the pairs up to its rank were ties, when a fifth of the known ties was hidden to measure it."
        leads={leads.filter((lead) => !isMarket(lead))}
        of={of}
        select={select}
      />
      <LeadSection
        id="network-market-list"
        title="Sellers and buyers who could meet: leads, not findings"
        note={
          market[0]?.precision === null
            ? "No source states a deal of the two in these goods. Too few deals are known here to measure how many of such leads are true."
            : "No source states a deal of the two in these goods. Beside each: how many of the pairs up to its rank had dealt, when a fifth of the known deals was hidden to measure it."
        }
        leads={market}
        of={of}
        select={select}
      />
    </>
  );
}

function LeadSection({ id, title, note, leads, of, select }: { id: string; title: string; note: string; leads: Lead[]; of: string | null; select: Select }) {
  if (leads.length === 0) return null;
  return (
    <section aria-labelledby={id}>
      <h3 id={id}>{title}</h3>
      <p class="note">{note}</p>
      <ul class="network-list">
        <Some
          items={leads}
          first={12}
          noun="lead"
          render={(lead) => (
            <li key={`${pairKey(lead.one.id, lead.other.id)} ${lead.commodity ?? ""}`}>
              <button
                type="button"
                class="network-name"
                dir="auto"
                onClick={() => select({ kind: "pair", key: pairKey(lead.one.id, lead.other.id), one: lead.one.id, other: lead.other.id })}
              >
                {namesOf(lead, of)}
              </button>{" "}
              <span class="note">
                LEAD · {lead.commodity !== null && `${lead.commodity} · `}
                {share(lead)}
              </span>
            </li>
          )}
        />
      </ul>
    </section>
  );
}

function namesOf(lead: Lead, of: string | null): string {
  if (isMarket(lead)) return `${lead.one.caption} → ${lead.other.caption}`;
  return of === lead.one.id ? lead.other.caption : of === lead.other.id ? lead.one.caption : `${lead.one.caption} – ${lead.other.caption}`;
}

export function LeadPanel({ leads, isTied, select }: { leads: readonly Lead[]; isTied: boolean; select: Select }) {
  const [first] = leads;
  if (first === undefined) return null;
  return (
    <section aria-labelledby={isTied ? "network-selected-lead" : "network-selected"}>
      {isTied ? <h2 id="network-selected-lead">Leads of the two</h2> : <TwoNames one={first.one} other={first.other} select={select} />}
      {leads.map((lead) => (isMarket(lead) ? <MarketLead key={lead.commodity} lead={lead} /> : <HiddenTie key="tie" lead={lead} />))}
      {!isTied && (
        <p class="network-actions">
          <button type="button" onClick={() => select(null)}>
            Clear
          </button>
        </p>
      )}
    </section>
  );
}

function HiddenTie({ lead }: { lead: Lead }) {
  return (
    <>
      <p>
        <strong>A lead, not a finding.</strong> No source ties the two. There is no evidence to open.
      </p>
      <p>
        {share(lead)} of the pairs up to this rank were ties, when a fifth of the known ties of this network was hidden; the others
        were not. {count(lead.reasons.length, "measure")} of the network speak for it: {lead.reasons.join(", ")} ({lead.algorithm}).
      </p>
    </>
  );
}

const SIDES = { seller: "Sells", buyer: "Buys", shared: "Shared" };

function MarketLead({ lead }: { lead: Lead }) {
  const origin: Origin = { href: networkPath(lead.one.id, null), label: "Network" };
  return (
    <>
      <p>
        <strong>A lead, not a finding.</strong>{" "}
        <span dir="auto">
          {lead.one.caption} could sell {lead.commodity} to {lead.other.caption}.
        </span>{" "}
        No source states a deal of the two in it. What follows is evidence of each side, not of a deal.
      </p>
      <p>
        {lead.precision === null
          ? "Too few deals are known here to measure how many of such leads are true"
          : `${share(lead)} of the pairs up to this rank had dealt, when a fifth of the known deals was hidden`}
        . What speaks most for it: {lead.reasons.join(", ")} ({lead.algorithm}).
      </p>
      <ul class="network-ties">
        {lead.grounds.map((ground, index) => (
          <li key={index}>
            <p dir="auto">
              <strong>{SIDES[ground.side]}:</strong> {ground.says}
              {ground.party !== null && `: ${ground.party.caption}`}
            </p>
            {ground.evidence.length > 0 && (
              <EvidenceList evidence={ground.evidence} value="" origin={origin} id={`lead-${lead.commodity}-${index}`} />
            )}
            {ground.hidden > 0 && <p class="note">{count(ground.hidden, "row")} of evidence more.</p>}
          </li>
        ))}
      </ul>
    </>
  );
}
