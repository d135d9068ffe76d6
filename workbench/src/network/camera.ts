/** Which part of the picture is seen, and how large. The picture's y grows upwards, the screen's downwards. */

export interface Size {
  width: number;
  height: number;
}

export interface Point {
  x: number;
  y: number;
}

export interface Camera {
  /** Place of the picture that stands in the middle of the screen. */
  x: number;
  y: number;
  /** Pixels a unit of the picture, of which two tied parties are about ten apart. */
  scale: number;
  /** The scale at which all is seen: zooming is bounded by it. */
  whole: number;
  /** Units of the picture from one party to the next, were they spread evenly. */
  spacing: number;
}

/** Room at each side, where names and circles reach out. */
const PADDING_PX = 36;
/** How far out and in one may go, against the whole. */
const [FARTHEST, NEAREST] = [0.5, 50];
/** Between two tied parties, in the unit of the picture. */
const TIE_LENGTH = 10;
/** Of one party, or two on one place: not as large as the screen. */
const LARGEST_SCALE = 12;

/** See all of some places. */
export function fit(places: Iterable<Point>, { width, height }: Size): Camera {
  let [left, right, bottom, top, number] = [Infinity, -Infinity, Infinity, -Infinity, 0];
  for (const { x, y } of places) {
    number += 1;
    left = Math.min(left, x);
    right = Math.max(right, x);
    bottom = Math.min(bottom, y);
    top = Math.max(top, y);
  }
  if (left > right) return { x: 0, y: 0, scale: 1, whole: 1, spacing: TIE_LENGTH };
  const room = (all: number): number => Math.max(all - 2 * PADDING_PX, all / 2);
  const scale = Math.min(room(width) / Math.max(right - left, 1e-9), room(height) / Math.max(top - bottom, 1e-9), LARGEST_SCALE);
  const [wide, high] = [right - left, top - bottom];
  const spacing = number === 1 ? TIE_LENGTH : Math.max(Math.sqrt((wide * high) / number), Math.max(wide, high) / number);
  return { x: (left + right) / 2, y: (bottom + top) / 2, scale, whole: scale, spacing };
}

export const toScreen = ({ x, y, scale }: Camera, { width, height }: Size, point: Point): Point => ({
  x: width / 2 + (point.x - x) * scale,
  y: height / 2 - (point.y - y) * scale,
});

export const toPicture = ({ x, y, scale }: Camera, { width, height }: Size, point: Point): Point => ({
  x: x + (point.x - width / 2) / scale,
  y: y - (point.y - height / 2) / scale,
});

/** Closer by a factor, or farther; what is at a point of the screen stays there. */
export function zoom(camera: Camera, size: Size, factor: number, at: Point = { x: size.width / 2, y: size.height / 2 }): Camera {
  const scale = Math.min(Math.max(camera.scale * factor, camera.whole * FARTHEST), camera.whole * NEAREST);
  const held = toPicture(camera, size, at);
  const share = 1 - camera.scale / scale;
  return { ...camera, x: camera.x + (held.x - camera.x) * share, y: camera.y + (held.y - camera.y) * share, scale };
}

/** Move what is seen by pixels of the screen. */
export const pan = (camera: Camera, right: number, down: number): Camera => ({
  ...camera,
  x: camera.x - right / camera.scale,
  y: camera.y + down / camera.scale,
});
