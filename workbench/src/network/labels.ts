/** What stands above the graph: who is listed, who is selected, and names that never cover each other. */

import { type Camera, type Point, type Size, toScreen } from "./camera";
import { prepare, shrink } from "./draw";
import type { Party } from "./picture";
import type { Ink, Scene } from "./scene";

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

interface Placed {
  party: Party;
  at: Point;
  radius: number;
}

const meet = (one: Box, other: Box): boolean =>
  one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;

export const shorten = (caption: string): string =>
  caption.length > MOST_CHARS ? `${caption.slice(0, MOST_CHARS - 1).trimEnd()}…` : caption;

/** Who is on the screen and may bear a name, in order; who is under the pointer first, named or not. */
function place(scene: Scene, camera: Camera, size: Size, hovered: Party | null): Placed[] {
  const factor = shrink(camera);
  const radii = new Map(scene.dots.map(({ party, radius }) => [party, radius * factor]));
  const order = hovered === null ? scene.named : [hovered, ...scene.named.filter((party) => party !== hovered)];
  return order
    .map((party) => ({ party, at: toScreen(camera, size, party), radius: radii.get(party) ?? 3 }))
    .filter(({ at: { x, y } }) => x > -10 && y > -10 && x < size.width + 10 && y < size.height + 10);
}

export function drawAbove(canvas: HTMLCanvasElement, size: Size, camera: Camera, scene: Scene, ink: Ink, hovered: Party | null): void {
  const context = prepare(canvas, size);
  if (context === null) return;
  context.font = `${FONT_PX}px ${ink.font}`;
  context.textBaseline = "middle";
  context.lineJoin = "round";
  const taken: Box[] = [];
  const labels: { text: string; x: number; y: number; strong: boolean }[] = [];
  const factor = shrink(camera);
  const placed = place(scene, camera, size, hovered);
  const circles = placed.map(({ at: { x, y }, radius }) => ({ left: x - radius - 1, top: y - radius - 1, right: x + radius + 1, bottom: y + radius + 1 }));
  for (const [number, { party, at, radius }] of placed.entries()) {
    const chosen = scene.selected.has(party.id);
    if (party.listed) mark(context, at, radius + 1.5 * factor, ink.alert, Math.max(0.75, 1.5 * factor));
    if (chosen) mark(context, at, radius + 4, ink.text, 2);
    if (labels.length >= MOST_LABELS || number > MOST_TRIED) continue;
    const text = shorten(party.caption);
    const wide = context.measureText(text).width;
    const box = fit(at, radius, wide, number < MOST_OVER ? [taken] : [taken, circles], size.width);
    if (box === null) continue;
    taken.push(box);
    labels.push({ text, x: box.left + 2, y: (box.top + box.bottom) / 2, strong: chosen || party === hovered });
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
function fit({ x, y }: Point, radius: number, wide: number, full: readonly Box[][], width: number): Box | null {
  for (const left of [x + radius + 3, x - radius - wide - 7]) {
    const box = { left, top: y - FONT_PX * 0.65, right: left + wide + 4, bottom: y + FONT_PX * 0.65 };
    if (box.left < 0 || box.right > width) continue;
    if (!full.some((boxes) => boxes.some((one) => meet(one, box)))) return box;
  }
  return null;
}

function mark(context: CanvasRenderingContext2D, { x, y }: Point, radius: number, colour: string, line: number): void {
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.strokeStyle = colour;
  context.lineWidth = line;
  context.stroke();
}
