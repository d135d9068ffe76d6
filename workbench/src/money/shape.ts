/** The estimate of a case as the API gives it: docs/schema/money.json. */

import type { Caption, Evidence } from "../api";

export interface Interval {
  name: string;
  kind: "channel" | "stock" | "total" | "sum" | "quantity" | "share";
  description: string;
  period: string;
  setting: string;
  unit: string;
  low_90: number;
  low_50: number;
  median: number;
  high_50: number;
  high_90: number;
  beliefs: string[];
}

export interface Driver {
  name: string;
  first: number;
  total: number;
}

export interface Flip {
  root: string;
  label: string;
  low_90: number | null;
  high_90: number | null;
  shift: number | null;
  beliefs: string[];
}

export interface Asking {
  name: string;
  narrower: number;
  partners: string[];
}

export interface Conflict {
  one: string;
  other: string;
  relation: string;
  probability: number;
  beliefs: string[];
}

export interface Check {
  name: string;
  unit: string;
  low: number;
  high: number;
  taken_low_90: number;
  taken_high_90: number;
  one: string;
  other: string;
  probability: number;
  beliefs: string[];
}

export interface Estimate {
  is_proposed: boolean;
  headline: string;
  of: string;
  draws: number;
  price_year: number | null;
  intervals: Interval[];
  drivers: Driver[];
  flips: Flip[];
  askings: Asking[];
  conflicts: Conflict[];
  checks: Check[];
  unused: { belief: string; says: string; schema: string; unit: string }[];
  notes: string[];
  sentence: string;
}

export interface Figure {
  belief: string;
  words: string;
  probability: number | null;
  roots: number;
  evidence: Evidence[];
}

export interface FlowEnd {
  id: string;
  name: string;
  kind: "party" | "person" | "vessel" | "group" | "country" | "place" | "market";
  party: (Caption & { schema: string }) | null;
}

export interface Flow {
  leg: string;
  what: "goods" | "money";
  source: FlowEnd;
  target: FlowEnd;
  channel: string;
  period: string;
  unit: string;
  low_90: number;
  median: number;
  high_90: number;
}

export interface MoneyAnswer {
  estimate: Estimate;
  figures: Figure[];
  parts: { whole: string; part: string }[];
  flows: Flow[];
  handling: string;
}
