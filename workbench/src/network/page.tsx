/** The network page: who is tied to whom, as a graph, on a map and in time; one selection for all. */

import { useEffect, useMemo, useState } from "preact/hooks";

import { type Answer, useAnswer } from "../answer";
import { useArrival, useTitle } from "../arrival";
import { isEditable, isPlain } from "../keys";
import { useMarking } from "../marking";
import { makePart } from "../part";
import { networkPath, type Place, replaceAddress } from "../route";
import { Failed, Nothing, Waiting } from "../states";
import { count, figure } from "../words";
import { FindParty } from "./find";
import { GraphView } from "./graph_view";
import { LeadSwitch } from "./lead_list";
import { Legend } from "./legend";
import { PathPanel } from "./path_panel";
import { EMPTY, look, NO_LEADS, NO_SIEVE, pairKey, partiesOfPath, type Picture, readLeads, readParties, type Seen, type Sieve, withMore } from "./picture";
import type { Selection } from "./selection";
import type { LeadAnswer, NeighbourAnswer, NetworkAnswer, PathAnswer } from "./shape";
import { SidePanel } from "./side_panel";
import { Timeline } from "./timeline";
import { strictest } from "./words";

interface Props {
  place: Place;
  answer: Answer<NetworkAnswer>;
  /** Other end of the path that is shown when the page opens. */
  to: string | null;
}

// With the coastlines, as large as the rest of the page.
const MapView = makePart("the map", async () => (await import("./map_view")).MapView);

export function NetworkPage({ place, answer, to }: Props) {
  const { data, failure, retry } = answer;
  useTitle("Network");
  useArrival(place, data !== null || failure !== null);
  return (
    <div class="page page-network">
      {failure !== null && <Failed failure={failure} retry={retry} />}
      {failure === null && data === null && <Waiting what="the network" />}
      {data !== null && (data.total.ties === 0 ? <NoTies /> : <NetworkView answer={data} to={to} />)}
    </div>
  );
}

function NoTies() {
  return (
    <>
      <h1 tabIndex={-1}>Network</h1>
      <Nothing>
        This build has no ties between parties: no list and no document states one, or an older version made it. Run the case
        again: counterflow run CASE.
      </Nothing>
    </>
  );
}

function NetworkView({ answer, to }: { answer: NetworkAnswer; to: string | null }) {
  const [picture, setPicture] = useState<Picture>(() => withMore(EMPTY, readParties(answer.parties), answer.ties));
  const [sieve, setSieve] = useState<Sieve>(NO_SIEVE);
  const first = answer.around?.id ?? null;
  const [selection, setSelection] = useState<Selection | null>(first === null ? null : { kind: "party", id: first });
  const [ends, setEnds] = useState<{ from: string | null; to: string | null }>({ from: to === null ? null : first, to });
  const [view, setView] = useState<"graph" | "map">("graph");
  const seen = useMemo(() => look(picture, sieve), [picture, sieve]);
  const asksPath = ends.from !== null && ends.to !== null;
  const path = useAnswer<PathAnswer>(
    asksPath ? `/api/network/path?source=${encodeURIComponent(ends.from ?? "")}&target=${encodeURIComponent(ends.to ?? "")}` : null,
  );
  const found = asksPath && !path.waiting ? path.data : null;
  const [markings, setMarkings] = useState<readonly string[]>([answer.handling]);
  // What came once stays marked: nobody is to remember which part was the strict one.
  const mark = (marking: string): void => setMarkings((before) => (before.includes(marking) ? before : [...before, marking]));
  useMarking(useMemo(() => strictest(markings), [markings]));

  const [showsLeads, setShowsLeads] = useState(false);
  const leadAnswer = useAnswer<LeadAnswer>(showsLeads ? "/api/network/leads" : null);
  const leads = useMemo(() => (leadAnswer.data === null ? NO_LEADS : readLeads(leadAnswer.data.leads)), [leadAnswer.data]);
  useEffect(() => {
    if (leadAnswer.data !== null) mark(leadAnswer.data.handling);
  }, [leadAnswer.data]);
  const switchLeads = (on: boolean): void => {
    setShowsLeads(on);
    // A lead that was selected is no tie: nothing of it stays.
    if (!on && selection?.kind === "pair" && !picture.pairs.has(selection.key)) setSelection(null);
  };

  useEffect(() => {
    // A path may lead through parties that are not in the picture.
    if (found === null) return;
    setPicture((before) => withMore(before, partiesOfPath(before, found), found.ties));
    mark(found.handling);
  }, [found]);
  const onPath = useMemo(() => new Set(found === null ? [] : found.parties.id), [found]);
  const pathPairs = useMemo(
    () => new Set(found === null ? [] : found.steps.map(({ tie }) => pairKey(tie.source.id, tie.target.id))),
    [found],
  );
  useEffect(() => {
    const party = asksPath ? ends.from : selection?.kind === "party" ? selection.id : null;
    replaceAddress(networkPath(party, asksPath ? ends.to : null));
  }, [selection, ends]);
  useEffect(() => {
    const pressed = (event: KeyboardEvent): void => {
      if (event.key !== "Escape" || !isPlain(event) || isEditable(event.target)) return;
      setSelection(null);
    };
    window.addEventListener("keydown", pressed);
    return () => window.removeEventListener("keydown", pressed);
  }, []);

  const bring = (more: NeighbourAnswer): void => {
    const middle = picture.parties.get(more.party.id);
    const parties = readParties(more.parties).map((one) => ({ ...one, x: one.x + (middle?.x ?? 0), y: one.y + (middle?.y ?? 0) }));
    setPicture(withMore(picture, parties, more.ties));
    mark(more.handling);
  };

  return (
    <>
      <header class="network-head">
        <h1 tabIndex={-1}>Network</h1>
        <Tallies answer={answer} picture={picture} seen={seen} sieve={sieve} />
      </header>
      <div class="network-tools">
        <div class="network-views" role="group" aria-label="View">
          <button type="button" aria-pressed={view === "graph"} onClick={() => setView("graph")}>
            Graph
          </button>
          <button type="button" aria-pressed={view === "map"} onClick={() => setView("map")}>
            Map
          </button>
        </div>
        <FindParty picture={picture} select={(id) => setSelection({ kind: "party", id })} />
        <Legend picture={picture} sieve={sieve} change={setSieve} />
        <LeadSwitch on={showsLeads} change={switchLeads} answer={leadAnswer} />
      </div>
      <div class="network-body">
        <div class="network-main">
          {view === "map" ? (
            <MapView picture={picture} seen={seen} sieve={sieve} selection={selection} select={setSelection} mark={mark} />
          ) : (
            <GraphView
              picture={picture}
              seen={seen}
              sieve={sieve}
              selection={selection}
              path={pathPairs}
              onPath={onPath}
              leads={leads}
              select={setSelection}
            />
          )}
          <Timeline picture={picture} sieve={sieve} selection={selection} change={setSieve} />
        </div>
        <aside class="network-side" aria-label="What is selected">
          {(ends.from !== null || ends.to !== null) && (
            <PathPanel
              picture={picture}
              ends={ends}
              answer={path}
              select={setSelection}
              clear={() => setEnds({ from: null, to: null })}
            />
          )}
          <SidePanel
            picture={picture}
            seen={seen}
            sieve={sieve}
            leads={leads}
            selection={selection}
            select={setSelection}
            bring={bring}
            ends={ends}
            setEnds={setEnds}
            mark={mark}
          />
        </aside>
      </div>
    </>
  );
}

/** How much is seen, and why the rest is not: nothing is left out in silence. */
function Tallies({ answer, picture, seen, sieve }: { answer: NetworkAnswer; picture: Picture; seen: Seen; sieve: Sieve }) {
  const away = answer.total.parties - picture.parties.size;
  const reasons = [
    seen.byKind > 0 ? `${figure(seen.byKind)} by their kind` : null,
    sieve.days !== null && seen.byTime > 0 ? `${figure(seen.byTime)} by time` : null,
    away > 0 ? `${figure(away)} not in the picture` : null,
  ].filter((reason) => reason !== null);
  return (
    <p class="note network-tally" role="status">
      {`${figure(seen.parties.size)} of ${count(answer.total.parties, "party", "parties")} and ${figure(seen.ties)} of ${count(answer.total.ties, "tie")} shown. `}
      {reasons.length === 0 ? "No party is hidden." : `Parties hidden: ${reasons.join(", ")}.`}
    </p>
  );
}
