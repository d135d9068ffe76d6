/** Beside the picture: the selected party with its neighbours, a pair with the evidence of its ties, or who is there. */

import { useState } from "preact/hooks";

import { ask, describe, type Failure, failureLine } from "../answer";
import { Listed, Parts, Some } from "../pieces";
import { entityPath, Go, networkPath } from "../route";
import { capital, count, countryWords, figure, plainWords } from "../words";
import { LeadList, LeadPanel } from "./lead_list";
import { beliefOf, holds, type Leads, otherOf, type Pair, type Party, type Picture, type Seen, type Sieve, type Tie } from "./picture";
import type { Select, Selection } from "./selection";
import type { Lead, NeighbourAnswer } from "./shape";
import { TiePanel } from "./tie_panel";
import { beliefWords, roleWords } from "./words";

export interface Ends {
  from: string | null;
  to: string | null;
}

interface Props {
  picture: Picture;
  seen: Seen;
  sieve: Sieve;
  leads: Leads;
  selection: Selection | null;
  select: Select;
  bring: (more: NeighbourAnswer) => void;
  ends: Ends;
  setEnds: (ends: Ends) => void;
  /** Says that something of this marking is on the page. */
  mark: (marking: string) => void;
}

export function SidePanel(props: Props) {
  const { selection, picture } = props;
  if (selection === null) return <Overview {...props} />;
  if (selection.kind === "pair") {
    const leads = props.leads.get(selection.key) ?? [];
    const isTied = picture.pairs.has(selection.key) || leads.length === 0;
    // Parties that are tied may be leads of a market too: what is known comes first.
    return (
      <>
        {isTied && <TiePanel {...props} selection={selection} />}
        {leads.length > 0 && <LeadPanel leads={leads} isTied={isTied} select={props.select} />}
      </>
    );
  }
  const party = picture.parties.get(selection.id);
  return party === undefined ? <NotTied id={selection.id} /> : <PartyPanel key={party.id} {...props} party={party} />;
}

function NotTied({ id }: { id: string }) {
  return (
    <section aria-labelledby="network-selected">
      <h2 id="network-selected">Not in the network</h2>
      <p>
        No list and no document ties <code>{id}</code> to another party.
      </p>
      <p>
        <Go to={entityPath(id)} from={{ href: "/network", label: "Network" }}>
          Open its dossier
        </Go>
      </p>
    </section>
  );
}

function Overview({ picture, seen, leads, select }: Props) {
  const parties = [...seen.parties]
    .map((id) => picture.parties.get(id))
    .filter((party) => party !== undefined)
    .sort((a, b) => b.neighbours - a.neighbours || (a.id < b.id ? -1 : 1));
  return (
    <>
      {leads.size > 0 && <LeadList leads={[...leads.values()].flat()} of={null} select={select} />}
      <section aria-labelledby="network-selected">
        <h2 id="network-selected">Parties with the most ties</h2>
        <p class="note">Select one here or in the graph; a line opens the evidence of its ties.</p>
        <ol class="network-list">
          {parties.slice(0, 40).map((party) => (
            <li key={party.id}>
              <button type="button" class="network-name" dir="auto" onClick={() => select({ kind: "party", id: party.id })}>
                {party.caption}
              </button>
              <span class="note">
                {" "}
                {capital(plainWords(party.schema))} · {count(party.neighbours, "party", "parties")}
              </span>
            </li>
          ))}
        </ol>
        {parties.length > 40 && <p class="note">And {figure(parties.length - 40)} more: find them by name.</p>}
      </section>
    </>
  );
}

function PartyPanel(props: Props & { party: Party }) {
  const { party, picture, seen, sieve, select, ends, setEnds } = props;
  const pairs = (picture.pairsOf.get(party.id) ?? []).filter(({ key }) => seen.pairs.has(key));
  const loaded = picture.pairsOf.get(party.id)?.length ?? 0;
  const origin = { href: networkPath(party.id, null), label: "Network" };
  return (
    <section aria-labelledby="network-selected">
      <h2 id="network-selected" dir="auto">
        {party.caption}
      </h2>
      <p class="head-line">
        {party.listed && <Listed now />}
        <Parts parts={[capital(plainWords(party.schema)), ...party.countries.map(countryWords)]} />
      </p>
      <p class="network-actions">
        <Go id="network-dossier" to={entityPath(party.id)} from={origin}>
          Open the dossier
        </Go>
        {ends.from === null || ends.to !== null ? (
          <button type="button" onClick={() => setEnds({ from: party.id, to: null })}>
            Path from here
          </button>
        ) : (
          ends.from !== party.id && (
            <button type="button" onClick={() => setEnds({ ...ends, to: party.id })}>
              Path to here
            </button>
          )
        )}
        <button type="button" onClick={() => select(null)}>
          Clear
        </button>
      </p>
      <p class="note">
        Tied to {count(party.neighbours, "party", "parties")}
        {pairs.length < party.neighbours && `, ${figure(pairs.length)} shown`}
        {loaded < party.neighbours && `, ${figure(party.neighbours - loaded)} not in the picture`}.
      </p>
      {loaded < party.neighbours && <Expand {...props} />}
      <NeighbourList party={party} pairs={pairs} picture={picture} sieve={sieve} select={select} />
      <LeadList leads={leadsOf(props.leads, party.id)} of={party.id} select={select} />
    </section>
  );
}

const leadsOf = (leads: Leads, id: string): Lead[] => [...leads.values()].flat().filter(({ one, other }) => one.id === id || other.id === id);

/** What would come, before it comes. */
function Expand({ party, picture, bring }: Props & { party: Party }) {
  const [preview, setPreview] = useState<NeighbourAnswer | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [waiting, setWaiting] = useState(false);
  const look = (): void => {
    setWaiting(true);
    setFailure(null);
    ask("/api/network/neighbours", new AbortController().signal, { party: party.id, shown: [...picture.parties.keys()] }).then(
      (answer) => {
        setPreview(answer as NeighbourAnswer);
        setWaiting(false);
      },
      (error: unknown) => {
        setFailure(describe(error));
        setWaiting(false);
      },
    );
  };
  if (preview === null) {
    return (
      <p>
        <button type="button" disabled={waiting} onClick={look}>
          Who would come?
        </button>
        {failure !== null && <span role="alert"> {failureLine(failure)}</span>}
      </p>
    );
  }
  const coming = preview.parties.id.length;
  return (
    <div class="network-preview">
      <h3>Would come</h3>
      <ul>
        {preview.groups
          .filter((group) => group.new > 0)
          .slice(0, 8)
          .map((group) => (
            <li key={`${group.role} ${group.points} ${group.schema}`}>
              {figure(group.new)} × {plainWords(group.schema)} <span class="note">{roleWords(group.role)}</span>
            </li>
          ))}
      </ul>
      {preview.hidden > 0 && <p class="note">{count(preview.hidden, "party", "parties")} beyond the limit would not come.</p>}
      <button
        type="button"
        onClick={() => {
          bring(preview);
          setPreview(null);
        }}
      >
        Bring in {count(coming, "party", "parties")} and {count(preview.ties.id.length, "tie")}
      </button>
    </div>
  );
}

interface ListProps {
  party: Party;
  pairs: Pair[];
  picture: Picture;
  sieve: Sieve;
  select: Select;
}

function NeighbourList({ party, pairs, picture, sieve, select }: ListProps) {
  const rows = pairs
    .map((pair) => ({
      pair,
      other: picture.parties.get(otherOf(pair, party.id)),
      ties: pair.ties.filter((tie) => holds(tie, sieve)),
    }))
    .sort((a, b) => beliefOf(b.ties) - beliefOf(a.ties) || ((a.other?.caption ?? "") < (b.other?.caption ?? "") ? -1 : 1));
  return (
    <ul class="network-list">
      <Some
        items={rows}
        first={30}
        noun="party"
        plural="parties"
        render={({ pair, other, ties }) => (
          <li key={pair.key}>
            <button
              type="button"
              class="network-name"
              dir="auto"
              onClick={() => select({ kind: "party", id: otherOf(pair, party.id) })}
            >
              {other?.caption ?? otherOf(pair, party.id)}
            </button>
            <button
              type="button"
              class="network-tie"
              onClick={() => select({ kind: "pair", key: pair.key, one: pair.one, other: pair.other })}
            >
              {rolesOf(ties, party.id)} · {beliefWords(beliefOf(ties))}
              <span class="unseen">, open the evidence</span>
            </button>
          </li>
        )}
      />
    </ul>
  );
}

/** "→ owner, linked to and 2 more": what the ties are, seen from a party. */
function rolesOf(ties: readonly Tie[], from: string): string {
  const words = [...new Set(ties.map((tie) => `${tie.directed ? (tie.source === from ? "→ " : "← ") : ""}${roleWords(tie.role)}`))];
  const [first = "tie", second, ...rest] = words;
  if (second === undefined) return first;
  return rest.length === 0 ? `${first}, ${second}` : `${first}, ${second} and ${rest.length} more`;
}
