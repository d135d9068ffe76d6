/** The map: how many of the parties seen stand in each country, ties across borders, and the ways of goods. */

import { useEffect, useMemo, useRef, useState } from "preact/hooks";

import { useAnswer } from "../answer";
import { Failed, Waiting } from "../states";
import { capital, count, dateWords, figure } from "../words";
import { coastlines, HEIGHT, project, WIDTH } from "./coastline";
import { beliefOf, holds, type Pair, type Party, type Picture, type Seen, type Sieve } from "./picture";
import type { Select, Selection } from "./selection";
import type { MapAnswer, MapPlace, Route } from "./shape";

interface Props {
  picture: Picture;
  seen: Seen;
  sieve: Sieve;
  selection: Selection | null;
  select: Select;
  /** Says that something of this marking is on the page. */
  mark: (marking: string) => void;
}

interface Spot {
  code: string;
  caption: string;
  x: number;
  y: number;
  parties: Party[];
  chosen: boolean;
}

interface Lane {
  key: string;
  one: Spot;
  other: Spot;
  pairs: Pair[];
  chosen: boolean;
}

export function MapView(props: Props) {
  const { data, failure, retry } = useAnswer<MapAnswer>("/api/network/map");
  useEffect(() => {
    if (data !== null) props.mark(data.handling);
  }, [data]);
  if (failure !== null) return <Failed failure={failure} retry={retry} part />;
  if (data === null) return <Waiting what="the map" />;
  return <World {...props} data={data} />;
}

/** Whether goods may have gone a way in a year of the brush; a way without a year follows the ties without a date. */
function goes({ period }: Route, { days, undated }: Sieve): boolean {
  if (days === null) return true;
  if (!/^\d{4}$/.test(period)) return undated;
  const [first, last] = [Date.UTC(+period, 0, 1), Date.UTC(+period, 11, 31)].map((time) => time / 86_400_000) as [number, number];
  return first <= days[1] && last >= days[0];
}

const isChosen = (selection: Selection | null, id: string): boolean =>
  selection !== null && (selection.kind === "party" ? selection.id === id : selection.one === id || selection.other === id);

/** The parties of each country; one that has several stands in each. */
function spotsOf({ picture, seen, selection }: Props, countries: MapAnswer["countries"]): Map<string, Spot> {
  const spots = new Map<string, Spot>();
  for (const id of seen.parties) {
    const party = picture.parties.get(id);
    for (const code of party?.countries ?? []) {
      const place = countries[code];
      if (party === undefined || place === undefined || place.latitude === null || place.longitude === null) continue;
      const [x, y] = project(place.longitude, place.latitude);
      const spot = spots.get(code) ?? { code, caption: place.caption, x, y, parties: [], chosen: false };
      spot.parties.push(party);
      spot.chosen ||= isChosen(selection, id);
      spots.set(code, spot);
    }
  }
  return spots;
}

/** Ties between parties of which no country is common: these cross a border for sure. */
function lanesOf({ picture, seen, selection }: Props, spots: Map<string, Spot>): Lane[] {
  const lanes = new Map<string, Lane>();
  for (const key of seen.pairs) {
    const pair = picture.pairs.get(key);
    if (pair === undefined) continue;
    const [ours, theirs] = [pair.one, pair.other].map((id) => picture.parties.get(id)?.countries ?? []);
    if (ours === undefined || theirs === undefined || ours.some((code) => theirs.includes(code))) continue;
    const chosen = selection?.kind === "pair" ? selection.key === key : isChosen(selection, pair.one) || isChosen(selection, pair.other);
    for (const from of ours) {
      for (const to of theirs) {
        const [one, other] = [spots.get(from < to ? from : to), spots.get(from < to ? to : from)];
        if (one === undefined || other === undefined) continue;
        const lane = lanes.get(`${one.code} ${other.code}`) ?? { key: `${one.code} ${other.code}`, one, other, pairs: [], chosen: false };
        lane.pairs.push(pair);
        lane.chosen ||= chosen;
        lanes.set(lane.key, lane);
      }
    }
  }
  return [...lanes.values()];
}

/** A bow from one place to another: lines between the same places in both directions do not lie on each other. */
function bow(x1: number, y1: number, x2: number, y2: number): string {
  const [middleX, middleY] = [(x1 + x2) / 2, (y1 + y2) / 2];
  const bend = 0.15;
  return `M${x1.toFixed(1)},${y1.toFixed(1)}Q${(middleX + (y2 - y1) * bend).toFixed(1)},${(middleY - (x2 - x1) * bend).toFixed(1)} ${x2.toFixed(1)},${y2.toFixed(1)}`;
}

/** Circles by area, so that twice as many look like twice as much. */
const radiusOf = (parties: number): number => Math.min(2 + 1.3 * Math.sqrt(parties), 22);

interface Window {
  x: number;
  y: number;
  width: number;
}

const WHOLE: Window = { x: 0, y: 0, width: WIDTH };

const within = ({ x, y, width }: Window): Window => {
  const wide = Math.min(WIDTH, Math.max(60, width));
  const high = (wide * HEIGHT) / WIDTH;
  return { x: Math.min(Math.max(0, x), WIDTH - wide), y: Math.min(Math.max(0, y), HEIGHT - high), width: wide };
};

function World(props: Props & { data: MapAnswer }) {
  const { data, picture, seen, sieve, select } = props;
  const [view, setView] = useState<Window>(WHOLE);
  const [country, setCountry] = useState<string | null>(null);
  const [route, setRoute] = useState<string | null>(null);
  const drag = useRef<{ x: number; y: number; view: Window } | null>(null);
  const spots = useMemo(() => spotsOf(props, data.countries), [picture, seen, props.selection, data]);
  const lanes = useMemo(() => lanesOf(props, spots), [picture, seen, props.selection, spots]);
  const nowhere = [...seen.parties].filter((id) => !(picture.parties.get(id)?.countries ?? []).some((code) => spots.has(code)));
  const routes = useMemo(() => data.routes.filter((one) => goes(one, sieve)), [data, sieve]);
  const outside = data.routes.length - routes.length;
  const scale = view.width / WIDTH;
  const zoom = (factor: number, atX = 0.5, atY = 0.5): void => {
    setView((now) => {
      const width = Math.min(WIDTH, Math.max(60, now.width * factor));
      return within({ width, x: now.x + (now.width - width) * atX, y: now.y + ((now.width - width) * HEIGHT * atY) / WIDTH });
    });
  };
  const step = view.width * 0.1;
  const pressed = (event: KeyboardEvent): void => {
    const moves: Record<string, () => void> = {
      ArrowLeft: () => setView(within({ ...view, x: view.x - step })),
      ArrowRight: () => setView(within({ ...view, x: view.x + step })),
      ArrowUp: () => setView(within({ ...view, y: view.y - step })),
      ArrowDown: () => setView(within({ ...view, y: view.y + step })),
      "+": () => zoom(1 / 1.5),
      "-": () => zoom(1.5),
      "0": () => setView(WHOLE),
    };
    const move = moves[event.key];
    if (move === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    move();
  };
  const ordered = [...spots.values()].sort((a, b) => b.parties.length - a.parties.length || (a.code < b.code ? -1 : 1));
  const open = country === null ? undefined : spots.get(country);
  return (
    <div class="network-map">
      <svg
        viewBox={`${view.x} ${view.y} ${view.width} ${(view.width * HEIGHT) / WIDTH}`}
        tabIndex={0}
        role="application"
        aria-label="Map. Arrow keys move it, plus and minus zoom, 0 shows all. The lists below it say the same."
        onKeyDown={pressed}
        onWheel={(event) => {
          event.preventDefault();
          const box = event.currentTarget.getBoundingClientRect();
          zoom(event.deltaY > 0 ? 1.2 : 1 / 1.2, (event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height);
        }}
        onPointerDown={(event) => {
          drag.current = { x: event.clientX, y: event.clientY, view };
        }}
        onPointerMove={(event) => {
          if (drag.current === null || event.buttons === 0) return;
          const unit = view.width / event.currentTarget.getBoundingClientRect().width;
          const { x, y, view: start } = drag.current;
          setView(within({ ...start, x: start.x - (event.clientX - x) * unit, y: start.y - (event.clientY - y) * unit }));
        }}
        onPointerUp={() => (drag.current = null)}
      >
        <path class="network-coast" d={coastlines()} />
        {lanes.map((lane) => (
          <path
            key={lane.key}
            class={lane.chosen ? "network-lane network-lane-chosen" : "network-lane"}
            style={{ strokeWidth: `${(0.4 + 1.6 * beliefOf(lane.pairs.flatMap(({ ties }) => ties.filter((tie) => holds(tie, sieve))))).toFixed(1)}px` }}
            d={bow(lane.one.x, lane.one.y, lane.other.x, lane.other.y)}
          >
            <title>{`${lane.one.caption} – ${lane.other.caption}: ${count(lane.pairs.length, "pair")} of parties`}</title>
          </path>
        ))}
        {routes.map((one) => (
          <path
            key={one.id}
            class={`network-way network-way-${one.standing}${one.id === route ? " network-way-chosen" : ""}`}
            d={wayOf(one, data.places)}
          >
            <title>{`${wayWords(one, data.places)}: ${one.commodity}`}</title>
          </path>
        ))}
        {ordered.map((spot) => (
          <circle
            key={spot.code}
            class={`network-spot${spot.chosen ? " network-spot-chosen" : ""}${spot.code === country ? " network-spot-open" : ""}`}
            cx={spot.x}
            cy={spot.y}
            r={radiusOf(spot.parties.length) * scale ** 0.8}
            onClick={() => setCountry(spot.code)}
          >
            <title>{`${spot.caption}: ${count(spot.parties.length, "party", "parties")}`}</title>
          </circle>
        ))}
        {named(ordered, view).map((spot) => (
          <text key={spot.code} x={spot.x + (radiusOf(spot.parties.length) + 2) * scale ** 0.8} y={spot.y + 3.5 * scale} style={{ fontSize: `${11 * scale}px`, strokeWidth: `${3 * scale}px` }}>
            {spot.caption}
          </text>
        ))}
      </svg>
      <div class="network-zoom">
        <button type="button" aria-label="Closer" onClick={() => zoom(1 / 1.5)}>
          +
        </button>
        <button type="button" aria-label="Farther" onClick={() => zoom(1.5)}>
          −
        </button>
        <button type="button" onClick={() => setView(WHOLE)}>
          All
        </button>
      </div>
      <p class="note">
        Each party stands in every country that a source states of it, and nowhere more exactly.{" "}
        {nowhere.length > 0 && `${count(nowhere.length, "party", "parties")} without a known country ${nowhere.length === 1 ? "is" : "are"} not on the map. `}
        Lines: ties between parties that have no country in common. {data.attribution}.
      </p>
      <div class="network-lists">
        <section aria-labelledby="network-countries">
          <h3 id="network-countries">Countries</h3>
          <ul class="network-list">
            {ordered.map((spot) => (
              <li key={spot.code}>
                <button type="button" class="network-name" aria-expanded={spot.code === country} onClick={() => setCountry(spot.code === country ? null : spot.code)}>
                  {spot.caption}
                </button>{" "}
                <span class="note">{count(spot.parties.length, "party", "parties")}</span>
                {open?.code === spot.code && <Parties parties={open.parties} select={select} />}
              </li>
            ))}
          </ul>
        </section>
        {data.routes.length > 0 && (
          <section aria-labelledby="network-ways">
            <h3 id="network-ways">Ways of goods</h3>
            <ul class="network-list">
              {routes.slice(0, 60).map((one) => (
                <li key={one.id}>
                  <button type="button" class="network-name" aria-pressed={one.id === route} onClick={() => setRoute(one.id === route ? null : one.id)}>
                    {wayWords(one, data.places)}
                  </button>
                  <span class="note">
                    {" "}
                    {[one.commodity, one.period.startsWith("XXXX") ? "no year" : dateWords(one.period), volumeWords(one), one.standing].filter((part) => part !== null).join(" · ")}
                  </span>
                </li>
              ))}
            </ul>
            {outside > 0 && <p class="note">{count(outside, "way")} of other years hidden.</p>}
            {Math.max(0, routes.length - 60) + data.hidden > 0 && (
              <p class="note">{count(Math.max(0, routes.length - 60) + data.hidden, "more route")} without a place or beyond this list: counterflow routes CASE.</p>
            )}
          </section>
        )}
      </div>
    </div>
  );
}

function Parties({ parties, select }: { parties: Party[]; select: Props["select"] }) {
  const ordered = [...parties].sort((a, b) => b.neighbours - a.neighbours || (a.id < b.id ? -1 : 1));
  return (
    <ul class="network-in">
      {ordered.slice(0, 30).map((party) => (
        <li key={party.id}>
          <button type="button" class="network-name" dir="auto" onClick={() => select({ kind: "party", id: party.id })}>
            {party.caption}
          </button>
        </li>
      ))}
      {ordered.length > 30 && <li class="note">and {figure(ordered.length - 30)} more</li>}
    </ul>
  );
}

const stopsOf = ({ from_place, via, to_place }: Route): string[] => [from_place, ...via, to_place].filter((stop) => stop !== null);

const wayWords = (route: Route, places: Record<string, MapPlace>): string => {
  const words = stopsOf(route).map((stop) => places[stop]?.caption ?? stop);
  if (route.from_place === null) words.unshift("…");
  if (route.to_place === null) words.push("…");
  return words.map(capital).join(" → ");
};

function volumeWords({ low, high, unit }: Route): string | null {
  if (unit === null || (low === null && high === null)) return null;
  if (low === high) return `${figure(low ?? 0)} ${unit}`;
  return `${low === null ? "up to " : figure(low)}${low !== null && high !== null ? " to " : ""}${high === null ? " or more" : figure(high)} ${unit}`;
}

/** Through the places that are known. */
function wayOf(route: Route, places: Record<string, MapPlace>): string {
  const points = stopsOf(route)
    .map((stop) => places[stop])
    .filter((place) => place !== undefined && place.latitude !== null && place.longitude !== null)
    .map((place) => project(place?.longitude ?? 0, place?.latitude ?? 0));
  return points
    .slice(1)
    .map(([x, y], at) => bow(points[at]?.[0] ?? x, points[at]?.[1] ?? y, x, y))
    .join("");
}

/** Names of countries that do not cover each other, those with the most parties first. */
function named(spots: Spot[], view: Window): Spot[] {
  const scale = view.width / WIDTH;
  const taken: { left: number; top: number; right: number; bottom: number }[] = [];
  return spots.filter(({ x, y, parties, caption }) => {
    const left = x + (radiusOf(parties.length) + 2) * scale ** 0.8;
    const box = { left, top: y - 7 * scale, right: left + caption.length * 6.5 * scale, bottom: y + 7 * scale };
    if (taken.some((one) => one.left < box.right && box.left < one.right && one.top < box.bottom && box.top < one.bottom)) return false;
    taken.push(box);
    return true;
  });
}
