/** The network of a case as the API gives it: docs/schema/network*.json. */

import type { Caption, Evidence } from "../api";

export interface PartyRef extends Caption {
  schema: string;
}

/** Parties in columns: one place of each a party. */
export interface PartyColumns {
  id: string[];
  caption: string[];
  schema: string[];
  listed_now: boolean[];
  countries: string[][];
  neighbours: number[];
  x: number[];
  y: number[];
}

export interface TieColumns {
  id: string[];
  source: string[];
  target: string[];
  role: string[];
  schema: string[];
  is_directed: boolean[];
  probability: (number | null)[];
  roots: number[];
  start_date: (string | null)[];
  end_date: (string | null)[];
  /** Days since 1970; null: not stated. */
  first_day: (number | null)[];
  last_day: (number | null)[];
}

export interface Tally {
  parties: number;
  ties: number;
}

export interface NetworkAnswer {
  build: string;
  handling: string;
  around: PartyRef | null;
  total: Tally;
  hidden: Tally;
  parties: PartyColumns;
  ties: TieColumns;
}

export interface NeighbourAnswer {
  party: PartyRef;
  handling: string;
  groups: { role: string; points: "out" | "in" | "none"; schema: string; parties: number; new: number }[];
  hidden: number;
  parties: PartyColumns;
  ties: TieColumns;
}

export interface TieDetail {
  id: string;
  source: PartyRef;
  target: PartyRef;
  role: string;
  schema: string;
  is_directed: boolean;
  probability: number | null;
  roots: number;
  start_date: string | null;
  end_date: string | null;
  handling: string;
  evidence: Evidence[];
}

export interface TieAnswer {
  one: PartyRef;
  other: PartyRef;
  handling: string;
  hidden: number;
  ties: TieDetail[];
}

export interface PathAnswer {
  source: PartyRef;
  target: PartyRef;
  handling: string;
  probability: number | null;
  least: number;
  steps: { party: PartyRef; tie: TieDetail; points: "on" | "back" | "none"; is_weakest: boolean; others: number }[];
  parties: PartyColumns;
  ties: TieColumns;
}

/** One thing that speaks for a seller and a buyer who could meet. */
export interface LeadGround {
  side: "seller" | "buyer" | "shared";
  says: string;
  party: PartyRef | null;
  evidence: Evidence[];
  /** Further rows of evidence. */
  hidden: number;
}

/** A tie that is likely and that no source states, or a seller (one) and a buyer (other) who could meet. */
export interface Lead {
  one: PartyRef;
  other: PartyRef;
  kind: "hidden-tie" | "market";
  /** Of a market: what is sold. */
  commodity: string | null;
  /** Share of true ties, or deals, among pairs of up to this rank, when a fifth of those known was hidden; null: too few are known. */
  precision: number | null;
  reasons: string[];
  /** Of a market. */
  grounds: LeadGround[];
  algorithm: string;
}

export interface LeadAnswer {
  handling: string;
  status: string;
  leads: Lead[];
}

export interface MapPlace {
  caption: string;
  country: string | null;
  /** Null: the place is not known. */
  latitude: number | null;
  longitude: number | null;
}

export interface Route {
  id: string;
  commodity: string;
  from_place: string | null;
  via: string[];
  to_place: string | null;
  period: string;
  standing: "recorded" | "told" | "intended";
  low: number | null;
  high: number | null;
  unit: string | null;
  events: number;
  probability: number | null;
  handling: string;
}

export interface MapAnswer {
  handling: string;
  attribution: string;
  countries: Record<string, MapPlace>;
  places: Record<string, MapPlace>;
  routes: Route[];
  hidden: number;
}
