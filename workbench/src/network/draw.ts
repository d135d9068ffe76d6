/** Draws circles and lines on a canvas, and finds what is under the pointer. */

import { type Camera, type Point, type Size, toPicture, toScreen } from "./camera";
import type { Party } from "./picture";
import type { Ink, Line, Scene } from "./scene";

/** Pixels from one party to the next from which circles have their full size, and how small they become below it. */
const ROOMY_PX = 18;
const SMALLEST = 0.35;
/** Pixels of line and gap of a lead. */
const DASHES = [5, 4];
const SOLID: number[] = [];
/** How opaque a line is at least. */
const FAINTEST = 0.4;
/** How near the pointer must be, in pixels. */
const REACH_PX = 3;

/** Circles become smaller where all are seen from afar, or they would cover each other and the lines. */
export const shrink = ({ scale, spacing }: Camera): number => Math.min(1, Math.max(SMALLEST, (spacing * scale) / ROOMY_PX));

/** Make a canvas as fine as the screen; gives what draws in pixels of the page. */
export function prepare(canvas: HTMLCanvasElement, { width, height }: Size): CanvasRenderingContext2D | null {
  const fine = window.devicePixelRatio || 1;
  const [wide, high] = [Math.round(width * fine), Math.round(height * fine)];
  if (canvas.width !== wide || canvas.height !== high) {
    canvas.width = wide;
    canvas.height = high;
  }
  const context = canvas.getContext("2d");
  context?.setTransform(fine, 0, 0, fine, 0, 0);
  context?.clearRect(0, 0, width, height);
  return context;
}

export function drawScene(canvas: HTMLCanvasElement, size: Size, camera: Camera, scene: Scene, ink: Ink): void {
  const context = prepare(canvas, size);
  if (context === null) return;
  const { width, height } = size;
  const factor = shrink(camera);
  // In a crowd lines are faint: where many cross, the crossing must not be the darkest thing.
  const faint = Math.max(FAINTEST, factor);
  for (const line of scene.lines) {
    const [from, to] = [toScreen(camera, size, line.from), toScreen(camera, size, line.to)];
    if (Math.max(from.x, to.x) < 0 || Math.min(from.x, to.x) > width || Math.max(from.y, to.y) < 0 || Math.min(from.y, to.y) > height) continue;
    context.strokeStyle = line.colour;
    context.globalAlpha = line.isLit ? 1 : faint;
    context.lineWidth = Math.max(0.5, line.width * factor);
    context.setLineDash(line.isDashed ? DASHES : SOLID);
    context.beginPath();
    context.moveTo(from.x, from.y);
    context.lineTo(to.x, to.y);
    context.stroke();
  }
  context.globalAlpha = 1;
  context.setLineDash(SOLID);
  // A thin rim of paper keeps circles apart that touch.
  const rim = factor > 0.7;
  context.strokeStyle = ink.paper;
  context.lineWidth = 1;
  for (const dot of scene.dots) {
    const { x, y } = toScreen(camera, size, dot.party);
    const radius = dot.radius * factor;
    if (x < -radius || y < -radius || x > width + radius || y > height + radius) continue;
    context.fillStyle = dot.colour;
    context.beginPath();
    context.arc(x, y, radius, 0, 2 * Math.PI);
    context.fill();
    if (rim) context.stroke();
  }
}

/** The party at a point of the screen: of several the one that lies on top. */
export function partyAt(scene: Scene, camera: Camera, size: Size, point: Point): Party | null {
  const at = toPicture(camera, size, point);
  const factor = shrink(camera);
  for (let place = scene.dots.length - 1; place >= 0; place -= 1) {
    const dot = scene.dots[place];
    if (dot === undefined) continue;
    const reach = (dot.radius * factor + REACH_PX) / camera.scale;
    if (Math.hypot(dot.party.x - at.x, dot.party.y - at.y) <= reach) return dot.party;
  }
  return null;
}

/** The pair whose line is nearest to a point of the screen, if it is near. */
export function pairAt(scene: Scene, camera: Camera, size: Size, point: Point): Line["pair"] | null {
  const at = toPicture(camera, size, point);
  let [nearest, found] = [Infinity, null as Line["pair"] | null];
  for (const line of scene.lines) {
    const away = distance(at, line.from, line.to) * camera.scale - line.width / 2;
    // Of equals the last: it lies on top.
    if (away <= REACH_PX && away <= nearest) [nearest, found] = [away, line.pair];
  }
  return found;
}

/** From a point to a line between two. */
function distance({ x, y }: Point, from: Point, to: Point): number {
  const [alongX, alongY] = [to.x - from.x, to.y - from.y];
  const length = alongX ** 2 + alongY ** 2;
  const share = length === 0 ? 0 : Math.min(1, Math.max(0, ((x - from.x) * alongX + (y - from.y) * alongY) / length));
  return Math.hypot(x - from.x - share * alongX, y - from.y - share * alongY);
}
