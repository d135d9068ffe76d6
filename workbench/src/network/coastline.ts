/** Countries of Natural Earth (public domain) as lines for the map, read from TopoJSON; nothing is asked of a stranger. */

import atlas from "world-atlas/countries-110m.json";

export const WIDTH = 1000;
export const HEIGHT = 500;

/** Longitude and latitude to the map: equirectangular, so that a place can be read off. */
export const project = (longitude: number, latitude: number): [number, number] => [
  ((longitude + 180) / 360) * WIDTH,
  ((90 - latitude) / 180) * HEIGHT,
];

/** The arcs of the file hold differences in a grid: each border once, whoever shares it. */
function readArcs(): string[] {
  const { scale, translate } = atlas.transform;
  const [scaleX = 1, scaleY = 1] = scale;
  const [startX = 0, startY = 0] = translate;
  return atlas.arcs.map((arc) => {
    let [x, y, before] = [0, 0, 0];
    return arc
      .map(([dx = 0, dy = 0], step) => {
        x += dx;
        y += dy;
        const [left, top] = project(x * scaleX + startX, y * scaleY + startY);
        // A line around the antimeridian is no line across the map.
        const jump = step === 0 || Math.abs(left - before) > WIDTH / 2;
        before = left;
        return `${jump ? "M" : "L"}${left.toFixed(1)},${top.toFixed(1)}`;
      })
      .join("");
  });
}

let lines: string | null = null;

/** Coasts and borders as one path of SVG. */
export function coastlines(): string {
  lines ??= readArcs().join("");
  return lines;
}
