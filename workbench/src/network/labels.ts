/** What stands above the graph: who is listed, who is selected, and names that never cover each other. */

import type Sigma from "sigma";

import type { Ink, Shown } from "./graph_view";
import type { Party } from "./picture";

const FONT_PX = 12;
const MOST_LABELS = 140;
const MOST_CHARS = 34;
/** Names tried: more have no room. */
const MOST_TRIED = 400;
/** Names of the most tied, which may lie over circles: a hub is ringed by them. */
const MOST_OVER = 14;

interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

const meet = (one: Box, other: Box): boolean =>
  one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;

export const shorten = (caption: string): string =>
  caption.length > MOST_CHARS ? `${caption.slice(0, MOST_CHARS - 1).trimEnd()}…` : caption;

/** Selected ones first, then those on the path, then by how many they are tied to; equals by id, so that none flickers. */
function ranked(shown: Shown, hovered: string | null): Party[] {
  const { picture, seen, selection, onPath } = shown;
  const chosen = new Set(selection === null ? [] : selection.kind === "party" ? [selection.id] : [selection.one, selection.other]);
  const beside = new Set(
    selection?.kind === "party"
      ? (picture.pairsOf.get(selection.id) ?? []).flatMap(({ one, other }) => [one, other])
      : [],
  );
  const rank = ({ id }: Party): number =>
    id === hovered ? 4 : chosen.has(id) ? 3 : onPath.has(id) ? 2 : beside.has(id) ? 1 : 0;
  // Who is dimmed has no name: it would be read as part of what is shown.
  const dims = selection !== null || onPath.size > 0;
  return [...picture.parties.values()]
    .filter((party) => seen.parties.has(party.id) && (!dims || rank(party) > 0))
    .sort((a, b) => rank(b) - rank(a) || b.neighbours - a.neighbours || (a.id < b.id ? -1 : 1));
}

export function drawAbove(canvas: HTMLCanvasElement, sigma: Sigma, shown: Shown, ink: Ink, hovered: string | null): void {
  const { width, height } = sigma.getDimensions();
  const scale = window.devicePixelRatio || 1;
  if (canvas.width !== Math.round(width * scale) || canvas.height !== Math.round(height * scale)) {
    canvas.width = Math.round(width * scale);
    canvas.height = Math.round(height * scale);
  }
  const context = canvas.getContext("2d");
  if (context === null) return;
  context.setTransform(scale, 0, 0, scale, 0, 0);
  context.clearRect(0, 0, width, height);
  context.font = `${FONT_PX}px ${ink.font}`;
  context.textBaseline = "middle";
  context.lineJoin = "round";
  const taken: Box[] = [];
  const labels: { text: string; x: number; y: number; strong: boolean }[] = [];
  const parties = ranked(shown, hovered);
  const circles = parties.map((party) => {
    const { x, y } = sigma.graphToViewport(party);
    const radius = sigma.scaleSize(sigma.getNodeDisplayData(party.id)?.size ?? 3) + 1;
    return { left: x - radius, top: y - radius, right: x + radius, bottom: y + radius };
  });
  for (const [number, party] of parties.entries()) {
    const { x, y } = sigma.graphToViewport(party);
    if (x < -10 || y < -10 || x > width + 10 || y > height + 10) continue;
    const radius = sigma.scaleSize(sigma.getNodeDisplayData(party.id)?.size ?? 3);
    const { selection } = shown;
    const chosen = selection?.kind === "party" ? selection.id === party.id : selection?.one === party.id || selection?.other === party.id;
    if (party.listed) mark(context, x, y, radius + 1.5, ink.alert, 1.5);
    if (chosen) mark(context, x, y, radius + 4, ink.text, 2);
    if (labels.length >= MOST_LABELS || number > MOST_TRIED) continue;
    const text = shorten(party.caption);
    const wide = context.measureText(text).width;
    const box = fit(x, y, radius, wide, number < MOST_OVER ? [taken] : [taken, circles], width);
    if (box === null) continue;
    taken.push(box);
    labels.push({ text, x: box.left + 2, y: (box.top + box.bottom) / 2, strong: chosen || party.id === hovered });
  }
  // Drawn last, on a halo of the ground: a line or a circle under a name must not be read as part of it.
  context.strokeStyle = ink.paper;
  context.lineWidth = 4;
  for (const { text, x, y } of labels) context.strokeText(text, x, y);
  for (const { text, x, y, strong } of labels) {
    context.font = `${strong ? "600 " : ""}${FONT_PX}px ${ink.font}`;
    context.fillStyle = ink.text;
    context.fillText(text, x, y);
  }
  canvas.dataset["labels"] = String(labels.length);
}

/** Right of the circle if there is room, else left of it, else nowhere. */
function fit(x: number, y: number, radius: number, wide: number, full: readonly Box[][], width: number): Box | null {
  for (const left of [x + radius + 3, x - radius - wide - 7]) {
    const box = { left, top: y - FONT_PX * 0.65, right: left + wide + 4, bottom: y + FONT_PX * 0.65 };
    if (box.left < 0 || box.right > width) continue;
    if (!full.some((boxes) => boxes.some((one) => meet(one, box)))) return box;
  }
  return null;
}

function mark(context: CanvasRenderingContext2D, x: number, y: number, radius: number, colour: string, line: number): void {
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.strokeStyle = colour;
  context.lineWidth = line;
  context.stroke();
}
