/** The shapes that Counterflow's read-only API answers with. Offsets are Unicode code points, ends exclusive. */

export interface Caption {
  id: string;
  caption: string;
}

/** What a server serves at all. */
export interface Served {
  case: boolean;
  screening: boolean;
}

export interface Case {
  name: string;
  question: string | null;
  build: string;
  counts: Record<string, number>;
  datasets: { name: string; title: string; parties: number; published: string | null }[];
  handling: string;
}

export interface PartyHit extends Caption {
  schema: string;
  countries: string[];
  datasets: string[];
  listed_now: boolean;
  matched: string | null;
  mentions: number;
}

export interface DocumentHit {
  id: string;
  title: string | null;
  publisher: string | null;
  published: string | null;
  kind: string;
  /** Highlights count from the start of the snippet's text; `start` and `end` are its place in the document. */
  snippet: { text: string; highlights: [number, number][]; start?: number | null; end?: number | null } | null;
  subject: Caption | null;
}

export interface SearchAnswer {
  query: string;
  parties: PartyHit[];
  documents: DocumentHit[];
  total_parties: number;
  total_documents: number;
}

export interface Resource {
  id: string;
  path: string;
  format: string;
  published: string | null;
  sha256: string;
}

export interface Evidence {
  statement_id: string;
  dataset: string;
  dataset_title: string;
  entity_id: string;
  resource: Resource;
  record: string | null;
  field: string | null;
  text: string;
  document_id: string | null;
  start: number | null;
  end: number | null;
  hedge: string;
  polarity: string;
  attribution: string[];
  /** Publisher's dates of the first and the last vintage with it; null where no vintage has a date. */
  first_seen: string | null;
  last_seen: string | null;
  /** Publisher's date of the first vintage after it without this; null: it still stands. */
  gone_on: string | null;
  handling: string;
  /** Who gave it, where a partner did. */
  given_by?: string | null;
}

export interface NameValue {
  value: string;
  kind: string;
  evidence: Evidence[];
}

export interface FactValue {
  value: string;
  caption: string | null;
  edtf: string | null;
  reports: number;
  roots: number;
  reliability: string | null;
  credibility: number | null;
  probability: number | null;
  evidence: Evidence[];
}

export interface Fact {
  prop: string;
  label: string;
  type: string;
  values: FactValue[];
}

/** What one designation, passport or the like says of the party. */
export interface Interval {
  id: string;
  schema: string;
  label: string;
  dataset: string;
  dataset_title: string;
  facts: Fact[];
}

export interface Link {
  id: string;
  role: string;
  schema: string;
  direction: "out" | "in" | "none";
  other: Caption & { schema: string };
  start_date: string | null;
  end_date: string | null;
  evidence: Evidence[];
}

export interface DocumentRef {
  id: string;
  title: string | null;
  publisher: string | null;
  published: string | null;
  kind: string;
  field: string | null;
}

/** What a list says of the party in prose. */
export interface Narrative {
  document: DocumentRef;
  text: string;
}

export interface Passage {
  document: DocumentRef;
  /** Whose list entry a narrative stands in. */
  subject: Caption | null;
  /** Where the name stands in the document. */
  start: number;
  end: number;
  /** The sentence around the name. */
  text: string;
  /** Where the name stands in the sentence. */
  highlight: [number, number];
  decision: "same" | "candidate";
  reasons: { feature: string; source: string | null; target: string | null }[];
}

export interface Problem {
  path: string;
  record: string | null;
  field: string | null;
  value: string | null;
  severity: string;
  message: string;
  expected: string | null;
  next_step: string | null;
}

/** One role that the party plays: stated by a tie or an event, or concluded from several. */
export interface RoleItem {
  role: string;
  basis: string;
  reason: string;
  is_former: boolean;
  start_date: string | null;
  end_date: string | null;
  probability: number | null;
  edges: string[];
  evidence: Evidence[];
  handling: string;
}

/** Goods that someone holds and could bring to market. */
export interface StockpileItem {
  id: string;
  commodity: string;
  holders: Caption[];
  controllers: Caption[];
  place: string | null;
  period: string;
  standing: string;
  low: number | null;
  high: number | null;
  unit: string | null;
  is_ambiguous: boolean;
  offers: number;
  probability: number | null;
  handling: string;
  evidence: Evidence[];
}

/** One change of an identity, or one thing in it that cannot be. */
export interface IdentityItem {
  kind: string;
  party: Caption;
  other: Caption | null;
  since: string | null;
  /** Whether both sides cannot be true; a new name or flag can. */
  is_contradiction: boolean;
  sentence: string;
  evidence: Evidence[];
}

/** One account of an event that is told more than once. */
export interface EventAccount {
  document: DocumentRef;
  /** The sentence. */
  text: string;
  /** The words that tell it. */
  words: string;
  frame: { start: number; end: number };
}

export interface EventItem {
  id: string;
  type: string;
  roots: number;
  accounts: EventAccount[];
  /** What they say in each role, one value an account in their order; `stance` null: one alone says something. */
  roles: { role: string; stance: "same" | "within" | "conflicts" | null; values: (string | null)[] }[];
}

/** How a party is exposed to the listed: docs/schema/exposure.json. */
export interface Exposure {
  sentence: string;
  handling: string;
  ownership: OwnershipAnswer[];
  paths: { to: Caption; is_listed: boolean; probability: number; hops: ExposureHop[] }[];
  shared: { kind: string; value: string; other: Caption; is_listed: boolean; holders: number }[];
  proximity: { party: Caption; proximity: number }[];
}

export interface OwnershipAnswer {
  rule: string;
  answer: "certainly" | "possibly" | "not";
  kind: string;
  low: number;
  high: number;
  probability: number | null;
  since: string | null;
  is_since_sure: boolean;
  contradictions: string[];
  steps: { owner: Caption; owned: Caption; kind: string; low: number; high: number; start_date: string | null; evidence: Evidence[] }[];
}

export interface ExposureHop {
  edge: string;
  source: Caption;
  target: Caption;
  /** The tie as its source states it: who is what to whom. */
  words: string;
  role: string;
  points: "on" | "back" | "none";
  probability: number | null;
  start_date: string | null;
  end_date: string | null;
  is_weakest: boolean;
  evidence: Evidence[];
}

export interface Dossier extends Caption {
  schema: string;
  handling: string;
  listed_now: boolean;
  delisted_on: string | null;
  countries: string[];
  topics: string[];
  /** `last_listed`: newest vintage in which the dataset designates the party; `evidence`: what it says to that end. */
  datasets: { name: string; title: string; last_listed?: string | null; evidence?: Evidence[] }[];
  members: { entity_id: string; dataset: string; caption: string; basis: string | null; is_told: boolean }[];
  names: { script: string; values: NameValue[] }[];
  facts: Fact[];
  intervals: Interval[];
  links: Link[];
  roles: RoleItem[];
  stockpiles: StockpileItem[];
  identity: IdentityItem[];
  narratives: Narrative[];
  passages: Passage[];
  /** Those that several passages tell. */
  events: EventItem[];
  problems: Problem[];
}

export interface Mention {
  id: string;
  start: number;
  end: number;
  text: string;
  type: string;
  edtf: string | null;
  party: Caption | null;
}

/** Who or what in a frame; without a place: the implied subject of a narrative. */
export interface FrameArgument {
  role: string;
  start: number | null;
  end: number | null;
  text: string;
  entity: string | null;
  /** Of a pronoun or a noun: what the document elsewhere calls it. */
  name: string | null;
  party: Caption | null;
}

/** One event or relation as one sentence tells it. */
export interface Frame {
  id: string;
  type: string;
  start: number;
  end: number;
  trigger_start: number;
  trigger_end: number;
  args: FrameArgument[];
  time_start: number | null;
  time_end: number | null;
  time_text: string | null;
  edtf: string | null;
  polarity: string;
  hedge: string;
  /** Who says so, outermost first; empty: the document itself. */
  attribution: FrameArgument[];
  extractor: string;
}

export interface Place {
  start: number | null;
  end: number | null;
}

/** All that a frame says when it is right. */
export interface Correction {
  type: string;
  args: (Place & { role: string })[];
  time: (Place & { edtf: string | null }) | null;
  polarity: string;
  hedge: string;
}

export interface Review {
  hash: string;
  frame_id: string;
  /** The last two change nothing: somebody looked. */
  review: "reject" | "correct" | "confirm" | "unsure";
  reason: string;
  entered_by: string;
  entered_at: string;
  type: string;
  passage: string;
  correction: Correction | null;
}

/** What people said of the frames of a document, and what may be said. */
export interface Reviews {
  /** In whose name reviews are entered; null: none from here. */
  reviewer: string | null;
  reviews: Review[];
  /** Roles of the arguments of each frame type. */
  roles: Record<string, string[]>;
  hedges: string[];
  polarities: string[];
}

export interface DocumentText {
  id: string;
  title: string | null;
  author: string | null;
  publisher: string | null;
  published: string | null;
  language: string | null;
  kind: string;
  text: string;
  pages: { number: number; start: number; end: number }[];
  mentions: Mention[];
  quantities: { id: string; start: number; end: number; text: string; kind: string }[];
  frames?: Frame[];
  subject: Caption | null;
  resource: Resource;
  handling: string;
}
