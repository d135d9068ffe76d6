/** A plan of a case as the API gives it: docs/schema/plan_page.json. */

import type { Caption, Evidence } from "../api";
import type { PlanUnit } from "../route";

export type Unit = PlanUnit;

export interface Tie {
  arc: string;
  name: string;
  share: number;
  probability: number | null;
  statements: string[];
}

interface Named {
  id: string;
  name: string;
  kind: string;
  target: string;
}

export interface Measure extends Named {
  actor: string;
  cost_usd: number;
  delay_days: number;
  probability: number;
  legal_basis: string;
  collateral: string;
  ties: Tie[];
  surviving_cut_without: number;
}

export interface Blocked extends Named {
  legal_basis: string;
  missing: string[];
  ties: Tie[];
  surviving_cut_with: number | null;
}

export interface CurvePoint {
  budget: number;
  claimed_cut: number;
  surviving_cut: number;
  bound: number;
  cost_usd: number;
  measures: string[];
}

export interface Year {
  year: number;
  at_once: number;
  after_a_year: number;
  biting: string[];
}

export interface FlowNode {
  id: string;
  name: string;
  kind: string;
}

export interface FlowArc {
  id: string;
  source: string;
  target: string;
  flow: number;
  left: number;
  is_latent: boolean;
  opened: number;
  probability: number | null;
}

export interface Plan {
  budget: number;
  budget_unit: Unit;
  flow: number;
  unit: string;
  claimed_cut: number;
  surviving_cut: number;
  surviving_cut_bad: number;
  bound: number;
  gap: number;
  cost_usd: number;
  measures: Measure[];
  opened: { arc: string; name: string; share: number }[];
  curve: CurvePoint[];
  years: Year[];
  in_force: Named[];
  blocked: Blocked[];
  able: { measures: number; cheapest_usd: number; all_usd: number };
  nodes: FlowNode[];
  arcs: FlowArc[];
  draws: number;
  seed: number;
  is_stopped: boolean;
}

export interface TieEvidence {
  arc: string;
  roots: number | null;
  evidence: Evidence[];
}

export interface PlanAnswer {
  plan: Plan;
  ties: TieEvidence[];
  parties: (Caption & { schema: string })[];
  handling: string;
}
