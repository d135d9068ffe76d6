/** What makes up what: channels on the left, the totals that contain them on the right, as wide as their middle values. */

import { useMemo } from "preact/hooks";

import type { Interval } from "./shape";
import { amountWords, modelWords, rangeWords } from "./words";

interface Props {
  parts: readonly { whole: string; part: string }[];
  /** Of one period and one setting, by name. */
  intervals: ReadonlyMap<string, Interval>;
}

interface Box {
  name: string;
  x: number;
  y: number;
  height: number;
  interval: Interval;
}

const WIDTH = 1000;
const BAR = 14;
const SPAN = 260;
const GAP = 36;
const LEAST = 3;

export function Sankey({ parts, intervals }: Props) {
  const drawn = useMemo(() => arrange(parts, intervals), [parts, intervals]);
  if (drawn === null) return null;
  const { channels, totals, ribbons, height } = drawn;
  return (
    <svg class="sankey" viewBox={`0 0 ${WIDTH} ${height}`} role="img" aria-label="Channels and the totals that contain them">
      {ribbons.map(({ key, path }) => (
        <path key={key} class="sankey-ribbon" d={path} />
      ))}
      {[...channels, ...totals].map((box) => {
        const right = box.x < WIDTH / 2;
        return (
          <g key={box.name}>
            <rect class={right ? "sankey-channel" : "sankey-total"} x={box.x} y={box.y} width={BAR} height={box.height} />
            <text class="sankey-label" x={right ? box.x + BAR + 8 : box.x - 8} y={box.y + box.height / 2 - 2} text-anchor={right ? "start" : "end"}>
              {modelWords(box.name)}
            </text>
            <text class="sankey-range" x={right ? box.x + BAR + 8 : box.x - 8} y={box.y + box.height / 2 + 13} text-anchor={right ? "start" : "end"}>
              {amountWords(box.interval.median)} ({rangeWords(box.interval.low_90, box.interval.high_90)}) {box.interval.unit}
            </text>
          </g>
        );
      })}
    </svg>
  );
}

function arrange(parts: Props["parts"], intervals: Props["intervals"]) {
  const known = parts.filter(({ whole, part }) => intervals.has(whole) && intervals.has(part));
  const names = (side: "whole" | "part"): string[] => [...new Set(known.map((one) => one[side]))];
  const median = (name: string): number => intervals.get(name)?.median ?? 0;
  if (known.length === 0) return null;
  const sum = (list: string[]): number => list.reduce((total, name) => total + median(name), 0);
  const scale = SPAN / Math.max(sum(names("part")), sum(names("whole")), Number.MIN_VALUE);
  const stack = (list: string[], x: number): Box[] => {
    let y = 12;
    return [...list]
      .sort((a, b) => median(b) - median(a))
      .flatMap((name) => {
        const interval = intervals.get(name);
        if (interval === undefined) return [];
        const height = Math.max(interval.median * scale, LEAST);
        const box = { name, x, y, height, interval };
        y += Math.max(height, 8) + GAP;
        return [box];
      });
  };
  const channels = stack(names("part"), 0);
  const totals = stack(names("whole"), WIDTH - BAR);
  const used = new Map<string, number>();
  const ribbons = channels.flatMap((channel) =>
    known
      .filter(({ part }) => part === channel.name)
      .flatMap(({ whole }) => {
        const total = totals.find(({ name }) => name === whole);
        if (total === undefined) return [];
        const from = used.get(whole) ?? 0;
        const height = Math.min(channel.height, Math.max(total.height - from, LEAST));
        used.set(whole, from + height);
        return [{ key: `${channel.name}>${whole}`, path: ribbon(channel, total.x, total.y + from, height) }];
      }),
  );
  const lowest = Math.max(...[...channels, ...totals].map(({ y, height }) => y + height));
  return { channels, totals, ribbons, height: lowest + GAP };
}

function ribbon(channel: Box, x: number, y: number, height: number): string {
  const [left, middle] = [channel.x + BAR, (channel.x + BAR + x) / 2];
  const [top, bottom] = [channel.y, channel.y + channel.height];
  return `M${left},${top} C${middle},${top} ${middle},${y} ${x},${y} L${x},${y + height} C${middle},${y + height} ${middle},${bottom} ${left},${bottom} Z`;
}
