/** Where the nodes of a flow stand: sources on the left, each tie to the right where it can be. */

import type { FlowArc, FlowNode, Plan } from "./shape";

export interface Spot extends FlowNode {
  x: number;
  y: number;
  /** Which way its name runs from it. */
  anchor: "start" | "middle" | "end";
  /** Whether its name stands under it: those of neighbouring columns do not meet. */
  under: boolean;
}

export interface Drawing {
  spots: ReadonlyMap<string, Spot>;
  arcs: FlowArc[];
  /** Ties that are left out: the smallest that the plan does not touch. */
  more: number;
  height: number;
  largest: number;
}

export const WIDTH = 560;
const ROW = 58;
const MARGIN = 34;
const MOST_ARCS = 24;

export function layOut(plan: Plan): Drawing {
  const borne = new Set(plan.measures.flatMap(({ ties }) => ties.map(({ arc }) => arc)));
  const weight = (arc: FlowArc): number => (arc.opened > 0 ? 2e300 : borne.has(arc.id) ? 1e300 : 0) + arc.flow;
  const able = plan.arcs.filter((arc) => !arc.is_latent || arc.opened > 0);
  const arcs = [...able].sort((a, b) => weight(b) - weight(a)).slice(0, MOST_ARCS);
  const depth = depths(arcs);
  const layers = Math.max(1, ...depth.values());
  const columns = new Map<number, string[]>();
  for (const [id, layer] of depth) columns.set(layer, [...(columns.get(layer) ?? []), id]);
  const rows = Math.max(...[...columns.values()].map(({ length }) => length), 1);
  const names = new Map(plan.nodes.map((node) => [node.id, node]));
  const spots = new Map<string, Spot>();
  for (const layer of [...columns.keys()].sort((a, b) => a - b)) {
    // Each beside the middle of those that lead to it, so that ties cross little.
    const above = (id: string): number => {
      const before = arcs.filter(({ target }) => target === id).flatMap(({ source }) => spots.get(source)?.y ?? []);
      return before.length === 0 ? 0 : before.reduce((sum, y) => sum + y, 0) / before.length;
    };
    const column = [...(columns.get(layer) ?? [])].sort((a, b) => above(a) - above(b));
    column.forEach((id, index) => {
      const node = names.get(id) ?? { id, name: id, kind: "party" };
      spots.set(id, {
        ...node,
        x: MARGIN + (layer / layers) * (WIDTH - 2 * MARGIN),
        y: MARGIN + (index + Math.floor((rows - column.length) / 2)) * ROW,
        anchor: layer === layers ? "end" : layer === 0 ? "start" : "middle",
        under: layer % 2 === 1,
      });
    });
  }
  const largest = Math.max(...arcs.map(({ flow }) => flow), Number.MIN_VALUE);
  return { spots, arcs, more: able.length - arcs.length, height: (rows - 1) * ROW + 2 * MARGIN, largest };
}

/** How many ties lie before each node on the longest way without a circle that known ties make. */
function depths(arcs: readonly FlowArc[]): Map<string, number> {
  const ids = [...new Set(arcs.flatMap(({ source, target }) => [source, target]))];
  const depth = new Map(ids.map((id) => [id, 0]));
  const used = arcs.filter(({ is_latent }) => !is_latent);
  const inUse = new Set(used.flatMap(({ source, target }) => [source, target]));
  // A latent tie places only those whom no known tie does.
  const known = [...used, ...arcs.filter(({ is_latent, target }) => is_latent && !inUse.has(target))];
  for (let round = 0; round < Math.min(ids.length, 6); round += 1) {
    for (const { source, target } of known) {
      const next = (depth.get(source) ?? 0) + 1;
      if (next > (depth.get(target) ?? 0) && next <= 6) depth.set(target, next);
    }
  }
  // In circles depths grow with each round: what is left empty between them is closed up.
  const layers = [...new Set(depth.values())].sort((a, b) => a - b);
  return new Map([...depth].map(([id, layer]) => [id, layers.indexOf(layer)]));
}
