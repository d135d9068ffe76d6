/** What the graph draws of a picture: circles and lines with their colours, in the order in which they lie on each other. */

import { beliefOf, holds, type Kind, kindOf, type Leads, type Party, type Picture, type Seen, type Sieve } from "./picture";
import type { Selection } from "./selection";

export interface Shown {
  picture: Picture;
  seen: Seen;
  sieve: Sieve;
  selection: Selection | null;
  /** Pairs of the path that is shown, in the picture. */
  path: ReadonlySet<string>;
  /** Parties of it. */
  onPath: ReadonlySet<string>;
  /** What is likely and stated by nobody; none unless the reader asks. */
  leads: Leads;
}

export interface Ink {
  text: string;
  paper: string;
  muted: string;
  line: string;
  strong: string;
  alert: string;
  font: string;
  kinds: Record<Kind, string>;
}

/** The colours of the page's style, for canvases. */
export function readInk(): Ink {
  const style = getComputedStyle(document.documentElement);
  const of = (name: string): string => style.getPropertyValue(name).trim();
  return {
    text: of("--ink"),
    paper: of("--paper"),
    muted: of("--muted"),
    line: of("--rule"),
    strong: of("--accent"),
    alert: of("--alert"),
    font: of("--sans"),
    kinds: {
      person: of("--person"),
      organization: of("--organization"),
      vehicle: of("--vessel"),
      account: of("--place"),
      event: of("--plain"),
      good: of("--good"),
      other: of("--muted"),
    },
  };
}

export interface Dot {
  party: Party;
  /** Pixels, where there is room for it. */
  radius: number;
  colour: string;
}

export interface Line {
  pair: { key: string; one: string; other: string };
  from: Party;
  to: Party;
  /** Pixels: half of one for what is hardly believed, four for what is certain; a lead has no belief. */
  width: number;
  colour: string;
  /** Whether it is what the reader chose to see. */
  isLit: boolean;
  /** A lead, which must look unlike every tie. */
  isDashed: boolean;
}

export interface Scene {
  /** What lies lowest first. */
  dots: Dot[];
  lines: Line[];
  /** Who may bear a name, the most important first. */
  named: Party[];
  selected: ReadonlySet<string>;
}

const radiusOf = (neighbours: number): number => Math.min(2.5 + 1.3 * Math.sqrt(neighbours), 14);
const widthOf = (belief: number): number => 0.5 + 3.5 * belief;
const LEAD_PX = 1.25;
/** Leads of each kind drawn while nothing is selected, the likeliest; all of them would cover what is known. */
export const MOST_LEADS_SEEN = 20;

/** What has the focus of the reader: the selected party and its neighbours, a pair, a path. Null: everything. */
function lit({ selection, picture, path, onPath, seen }: Shown): { parties: Set<string>; pairs: Set<string> } | null {
  if (selection === null && path.size === 0) return null;
  const parties = new Set<string>(onPath);
  const pairs = new Set<string>(path);
  if (selection?.kind === "party") {
    parties.add(selection.id);
    for (const pair of picture.pairsOf.get(selection.id) ?? []) {
      if (!seen.pairs.has(pair.key)) continue;
      pairs.add(pair.key);
      parties.add(pair.one);
      parties.add(pair.other);
    }
  } else if (selection !== null) {
    pairs.add(selection.key);
    parties.add(selection.one);
    parties.add(selection.other);
  }
  return { parties, pairs };
}

export function makeScene(shown: Shown, ink: Ink): Scene {
  const { picture, seen, sieve, path, onPath, selection } = shown;
  const focus = lit(shown);
  const selected = new Set(selection === null ? [] : selection.kind === "party" ? [selection.id] : [selection.one, selection.other]);
  // Three layers: what is dimmed, what is not, what the path leads over.
  const lines: [Line[], Line[], Line[]] = [[], [], []];
  for (const pair of picture.pairs.values()) {
    const [from, to] = [picture.parties.get(pair.one), picture.parties.get(pair.other)];
    if (!seen.pairs.has(pair.key) || from === undefined || to === undefined) continue;
    const width = widthOf(beliefOf(sieve.days === null ? pair.ties : pair.ties.filter((tie) => holds(tie, sieve))));
    if (path.has(pair.key)) lines[2].push({ pair, from, to, width, colour: ink.alert, isLit: true, isDashed: false });
    else if (focus === null) lines[0].push({ pair, from, to, width, colour: ink.muted, isLit: false, isDashed: false });
    else if (focus.pairs.has(pair.key)) lines[1].push({ pair, from, to, width, colour: ink.strong, isLit: true, isDashed: false });
    else lines[0].push({ pair, from, to, width, colour: ink.line, isLit: false, isDashed: false });
  }
  const leadsSeen = { "hidden-tie": 0, market: 0 };
  for (const [key, leads] of shown.leads) {
    const [first] = leads;
    if (first === undefined) continue;
    const { one, other, kind } = first;
    const isChosen = selected.has(one.id) || selected.has(other.id);
    if (!isChosen && (focus !== null || leadsSeen[kind] >= MOST_LEADS_SEEN)) continue;
    const [from, to] = [picture.parties.get(one.id), picture.parties.get(other.id)];
    if (from === undefined || to === undefined || !seen.parties.has(one.id) || !seen.parties.has(other.id)) continue;
    leadsSeen[kind] += 1;
    const pair = { key, one: one.id, other: other.id };
    lines[isChosen ? 1 : 0].push({ pair, from, to, width: LEAD_PX, colour: ink.text, isLit: true, isDashed: true });
  }
  const dots: [Dot[], Dot[]] = [[], []];
  const named: Party[] = [];
  for (const party of picture.parties.values()) {
    if (!seen.parties.has(party.id)) continue;
    const radius = radiusOf(party.neighbours);
    const isLit = focus === null || focus.parties.has(party.id);
    dots[isLit ? 1 : 0].push({ party, radius, colour: isLit ? ink.kinds[kindOf(party.schema)] : ink.line });
    // Who is dimmed has no name: it would be read as part of what is shown.
    if (isLit) named.push(party);
  }
  const rank = ({ id }: Party): number => (selected.has(id) ? 2 : onPath.has(id) ? 1 : 0);
  // Equals by id, so that no name flickers.
  named.sort((a, b) => rank(b) - rank(a) || b.neighbours - a.neighbours || (a.id < b.id ? -1 : 1));
  return { dots: dots.flat(), lines: lines.flat(), named, selected };
}
