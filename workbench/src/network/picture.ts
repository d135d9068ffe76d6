/** The parties and ties that the page holds, and which of them the reader lets be seen; what is hidden is counted. */

import type { Lead, PartyColumns, PathAnswer, TieColumns } from "./shape";

export interface Party {
  id: string;
  caption: string;
  schema: string;
  listed: boolean;
  countries: string[];
  /** To how many parties it is tied in the whole network. */
  neighbours: number;
  x: number;
  y: number;
}

export interface Tie {
  id: string;
  source: string;
  target: string;
  role: string;
  schema: string;
  directed: boolean;
  probability: number | null;
  roots: number;
  start: string | null;
  end: string | null;
  firstDay: number | null;
  lastDay: number | null;
}

/** All ties between two parties: one line. */
export interface Pair {
  key: string;
  one: string;
  other: string;
  ties: Tie[];
}

/** Immutable: bringing parties in gives another picture. */
export interface Picture {
  parties: ReadonlyMap<string, Party>;
  pairs: ReadonlyMap<string, Pair>;
  /** Pairs of each party. */
  pairsOf: ReadonlyMap<string, Pair[]>;
}

/** What the reader hides. */
export interface Sieve {
  /** First and last day of the brush, in days since 1970; null: all of time. */
  days: [number, number] | null;
  /** Whether ties without any date are seen while a brush is set. */
  undated: boolean;
  /** Kinds of party that are not seen. */
  kinds: ReadonlySet<Kind>;
}

export const NO_SIEVE: Sieve = { days: null, undated: true, kinds: new Set() };

export interface Seen {
  parties: ReadonlySet<string>;
  pairs: ReadonlySet<string>;
  ties: number;
  /** Parties hidden by their kind, and by the brush: none of their ties holds in it. */
  byKind: number;
  byTime: number;
}

export const KINDS = ["person", "organization", "vehicle", "account", "event", "good", "other"] as const;
export type Kind = (typeof KINDS)[number];

const KIND_OF: Record<string, Kind> = {
  Person: "person",
  Organization: "organization",
  Company: "organization",
  PublicBody: "organization",
  LegalEntity: "organization",
  Vessel: "vehicle",
  Airplane: "vehicle",
  Vehicle: "vehicle",
  BankAccount: "account",
  CryptoWallet: "account",
  Security: "account",
  Commodity: "good",
  Stockpile: "good",
  Asset: "other",
  RealEstate: "other",
  Facility: "other",
  Position: "other",
  Project: "other",
  Thing: "other",
};

/** What is no party of the schemata above is an event: a seizure, a sale, a trial. */
export const kindOf = (schema: string): Kind => KIND_OF[schema] ?? "event";

export const pairKey = (one: string, other: string): string => (one < other ? `${one}\n${other}` : `${other}\n${one}`);

export function readParties(columns: PartyColumns): Party[] {
  return columns.id.map((id, row) => ({
    id,
    caption: columns.caption[row] ?? id,
    schema: columns.schema[row] ?? "Thing",
    listed: columns.listed_now[row] ?? false,
    countries: columns.countries[row] ?? [],
    neighbours: columns.neighbours[row] ?? 0,
    x: columns.x[row] ?? 0,
    y: columns.y[row] ?? 0,
  }));
}

function readTies(columns: TieColumns): Tie[] {
  return columns.id.map((id, row) => ({
    id,
    source: columns.source[row] ?? "",
    target: columns.target[row] ?? "",
    role: columns.role[row] ?? "",
    schema: columns.schema[row] ?? "",
    directed: columns.is_directed[row] ?? false,
    probability: columns.probability[row] ?? null,
    roots: columns.roots[row] ?? 0,
    start: columns.start_date[row] ?? null,
    end: columns.end_date[row] ?? null,
    firstDay: columns.first_day[row] ?? null,
    lastDay: columns.last_day[row] ?? null,
  }));
}

export const EMPTY: Picture = { parties: new Map(), pairs: new Map(), pairsOf: new Map() };

/** A picture with more parties and ties; who is there already stays where he stands. */
export function withMore(picture: Picture, parties: readonly Party[], columns: TieColumns): Picture {
  const all = new Map(picture.parties);
  for (const party of parties) if (!all.has(party.id)) all.set(party.id, party);
  const pairs = new Map(picture.pairs);
  for (const tie of readTies(columns)) {
    const key = pairKey(tie.source, tie.target);
    const pair = pairs.get(key) ?? { key, one: tie.source, other: tie.target, ties: [] };
    if (pair.ties.some(({ id }) => id === tie.id)) continue;
    pairs.set(key, { ...pair, ties: [...pair.ties, tie] });
  }
  const pairsOf = new Map<string, Pair[]>();
  for (const pair of pairs.values()) {
    for (const end of [pair.one, pair.other]) {
      const list = pairsOf.get(end);
      if (list === undefined) pairsOf.set(end, [pair]);
      else list.push(pair);
    }
  }
  return { parties: all, pairs, pairsOf };
}

/** The parties of a path that are not in the picture, each put between the two beside it, or beside the one. */
export function partiesOfPath(picture: Picture, path: PathAnswer): Party[] {
  const order = [path.source.id, ...path.steps.map(({ party }) => party.id)];
  const known = order.map((id) => picture.parties.get(id));
  const beside = (from: number, step: number): Party | undefined => {
    for (let at = from + step; at >= 0 && at < order.length; at += step) if (known[at] !== undefined) return known[at];
    return undefined;
  };
  return readParties(path.parties).map((party) => {
    const at = order.indexOf(party.id);
    const [before, after] = [beside(at, -1), beside(at, 1)];
    const near = [before, after].filter((one) => one !== undefined);
    if (near.length === 0) return { ...party, x: at * 10, y: 0 };
    const middle = (of: (one: Party) => number): number => near.reduce((sum, one) => sum + of(one), 0) / near.length;
    // Aside of the line by a little, so that two in a row do not stand on each other.
    return { ...party, x: middle(({ x }) => x) + 3 * at, y: middle(({ y }) => y) + 4 };
  });
}

/** Whether a tie may hold on a day of the brush; one without dates, if the reader lets it. */
export function holds(tie: Tie, { days, undated }: Sieve): boolean {
  if (days === null) return true;
  if (tie.firstDay === null && tie.lastDay === null) return undated;
  return (tie.firstDay ?? -Infinity) <= days[1] && (tie.lastDay ?? Infinity) >= days[0];
}

/** How sure the surest tie is: the width of the line. A tie of which nothing is said counts as even. */
export const beliefOf = (ties: readonly Tie[]): number => Math.max(0, ...ties.map(({ probability }) => probability ?? 0.5));

export function look(picture: Picture, sieve: Sieve): Seen {
  const parties = new Set<string>();
  const pairs = new Set<string>();
  let [ties, byKind] = [0, 0];
  const isKind = (id: string): boolean => !sieve.kinds.has(kindOf(picture.parties.get(id)?.schema ?? "Thing"));
  const holding = new Set<string>();
  for (const pair of picture.pairs.values()) {
    const seen = pair.ties.filter((tie) => holds(tie, sieve)).length;
    if (seen === 0) continue;
    holding.add(pair.one);
    holding.add(pair.other);
    if (!isKind(pair.one) || !isKind(pair.other)) continue;
    pairs.add(pair.key);
    ties += seen;
  }
  for (const { id } of picture.parties.values()) {
    if (!isKind(id)) byKind += 1;
    else if (sieve.days === null || holding.has(id)) parties.add(id);
  }
  return { parties, pairs, ties, byKind, byTime: picture.parties.size - byKind - parties.size };
}

/** Leads by the pair that they name: a hidden tie, or the goods that one could sell the other. */
export type Leads = ReadonlyMap<string, readonly Lead[]>;

export const NO_LEADS: Leads = new Map();

export const readLeads = (leads: readonly Lead[]): Leads => {
  const found = new Map<string, Lead[]>();
  for (const lead of leads) {
    const key = pairKey(lead.one.id, lead.other.id);
    found.set(key, [...(found.get(key) ?? []), lead]);
  }
  return found;
};

export const otherOf = (pair: Pair, id: string): string => (pair.one === id ? pair.other : pair.one);
