/** The shapes of the screening routes, `/api/screening`. */

export interface List {
  name: string;
  published: string | null;
  stale: boolean | null;
}

/** What this server screens against, and what it allows. */
export interface Screening {
  build: string;
  scope: string;
  algorithm: string;
  threshold: number;
  lists: List[];
  /** Null: the age of a list is not known. */
  stale: boolean | null;
  /** Who decides here; null: this server takes no decisions. */
  decider: string | null;
  /** Decisions that count only once a second person has approved them. */
  four_eyes: string[];
  /** Most queries of one request. */
  most_queries: number;
}

/** A query as it is sent: an FtM entity, or columns as a file has them. */
export type Query = Record<string, unknown>;

/** One line of the analyst's table. */
export interface Reason {
  feature: string;
  query: string;
  candidate: string;
  /** What it adds to the natural logarithm of the odds. */
  contribution: number;
}

export interface Result {
  id: string;
  caption: string;
  schema: string;
  datasets: string[];
  /** Probability from 0 to 1. */
  score: number;
  /** Whether it reaches the threshold. */
  match: boolean;
  status: string;
  explanation: string;
  reasons: Reason[];
}

export interface Answer {
  query: Query;
  results: Result[];
  index: { build: string; lists: List[] };
  stale: boolean | null;
  algorithm: string;
  /** Why the query could not be searched. */
  error: string | null;
  /** SHA-256 of the answer, given back with a decision. */
  seen: string;
  /** Of results that were cleared before: null while that holds, or why it does not. */
  allowed?: Record<string, string | null>;
}

export const DECISIONS = ["clear", "escalate", "block"] as const;
export type Decision = (typeof DECISIONS)[number];

export interface Approval {
  by: string;
  at: string;
  approval: string;
  reason: string;
}

/** One decision of the record, with what was approved of it. */
export interface Entry {
  hash: string;
  entered_at: string;
  entered_by: string;
  subject: string;
  party: { id: string; caption: string };
  decision: string;
  reason: string;
  state: string;
  score: number;
  algorithm: string;
  build: string;
  approvals: Approval[];
}

export interface Entries {
  decisions: Entry[];
  /** Where the older ones begin; null: there are none. */
  next: number | null;
}

/** What a decision was made on, as its decider saw it. */
export interface Seen {
  hash: string;
  /** Whether what was seen still has the digest that the ledger names; if not, it cannot be approved. */
  document: "whole" | "forgotten" | "changed";
  why: string | null;
  seen: string;
  /** Null: what was seen is not there as it was. */
  query: Query | null;
  result: Result | null;
  /** Further hits of the same answer. */
  others: number | null;
  score: number;
  match: boolean;
  status: string;
  lists: List[];
  build: string;
  scope: string;
  algorithm: string;
  threshold: number;
  asked_at: string;
}

/** A pair that was cleared, and whether that holds by the lists in use. */
export interface Allowance {
  hash: string;
  sequence: number;
  entered_at: string;
  entered_by: string;
  subject: string;
  party: string[];
  /** Null: what was seen is not there as it was, or the subject was asked for without a name. */
  subject_caption: string | null;
  party_caption: string | null;
  decision: string;
  state: string;
  /** Why it does not hold, e.g. which fact changed. */
  why: string | null;
}

export interface AllowPage {
  allowed: Allowance[];
  next: number | null;
}
