/** The queue of a case as the API gives it: docs/schema/queue.json. */

import type { Caption, DocumentRef } from "../api";

export const KINDS = ["pair", "mention", "event", "frame"] as const;
export type Kind = (typeof KINDS)[number];
export type Answer = "same" | "different" | "right" | "wrong" | "unsure";

export interface Passage {
  document: DocumentRef;
  page: number | null;
  start: number;
  end: number;
  text: string;
  /** Code points of the passage. */
  highlight: [number, number] | null;
}

export interface Side {
  entity_id: string;
  caption: string;
  schema: string | null;
  party: Caption | null;
  listed_now: boolean;
  members: number;
  sources: { dataset: string; title: string; path: string; record: string | null }[];
  facts: { label: string; values: string[]; more: number }[];
  passages: Passage[];
}

export interface Part {
  entity_ids: string[];
  captions: string[];
}

export interface Item {
  id: string;
  kind: Kind;
  question: string;
  answers: Answer[];
  /** What the build does while nobody answers. */
  stands: string;
  left: Side;
  right: Side | null;
  probability: number | null;
  chance: number;
  change: { assertions: number; edges: number; usd: number; listing: boolean; size: number };
  weight: number;
  reasons: { feature: string; left: string; right: string; contribution: number | null }[];
  others: Caption[];
  falls_apart: Part[];
  unsure: string | null;
  /** Documents that have this name for what may be this party; one answer answers for all. */
  documents: number;
}

export interface Answered {
  hash: string;
  kind: Kind;
  answer: Answer;
  reason: string | null;
  entered_by: string;
  entered_at: string;
  captions: string[];
  /** Documents whose mentions it answers; taken back together. */
  documents: number;
}

export interface Queue {
  build: string;
  /** In whose name answers are entered; null: none from here. */
  answerer: string | null;
  total: number;
  kinds: Partial<Record<Kind, number>>;
  items: Item[];
  answered: Answered[];
}
