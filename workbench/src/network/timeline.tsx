/** When ties began, year by year, and a brush: ties that cannot have held in it are hidden from graph and map. */

import { useMemo, useRef, useState } from "preact/hooks";

import { count, figure } from "../words";
import type { Picture, Sieve, Tie } from "./picture";
import type { Selection } from "./selection";

const HEIGHT = 44;

const yearOf = (day: number): number => new Date(day * 86_400_000).getUTCFullYear();
const dayOf = (year: number): number => Math.floor(Date.UTC(year, 0, 1) / 86_400_000);

interface Years {
  first: number;
  last: number;
  /** Ties that begin, or else end, in each year. */
  all: number[];
  /** Of these: of what is selected. */
  chosen: number[];
  undated: number;
}

function readYears(picture: Picture, selection: Selection | null): Years | null {
  const found: [number, boolean][] = [];
  let undated = 0;
  const isChosen = (tie: Tie): boolean => {
    if (selection === null) return false;
    if (selection.kind === "party") return tie.source === selection.id || tie.target === selection.id;
    return [tie.source, tie.target].every((end) => end === selection.one || end === selection.other);
  };
  for (const pair of picture.pairs.values()) {
    for (const tie of pair.ties) {
      const day = tie.firstDay ?? tie.lastDay;
      if (day === null) undated += 1;
      else found.push([yearOf(day), isChosen(tie)]);
    }
  }
  if (found.length === 0) return null;
  const first = found.reduce((least, [year]) => Math.min(least, year), Infinity);
  const last = found.reduce((most, [year]) => Math.max(most, year), -Infinity);
  const all = new Array<number>(last - first + 1).fill(0);
  const chosen = [...all];
  for (const [year, is] of found) {
    all[year - first] = (all[year - first] ?? 0) + 1;
    if (is) chosen[year - first] = (chosen[year - first] ?? 0) + 1;
  }
  return { first, last, all, chosen, undated };
}

interface Props {
  picture: Picture;
  sieve: Sieve;
  selection: Selection | null;
  change: (sieve: Sieve) => void;
}

export function Timeline({ picture, sieve, selection, change }: Props) {
  const years = useMemo(() => readYears(picture, selection), [picture, selection]);
  const from = useRef<number | null>(null);
  if (years === null) return <p class="note network-timeline">No tie of this picture has a date.</p>;
  const { first, last, all, chosen, undated } = years;
  const [low, high] = sieve.days === null ? [first, last] : [yearOf(sieve.days[0]), yearOf(sieve.days[1])];
  const most = Math.max(...all);
  const brush = (one: number, other: number): void => {
    const [begin, end] = [Math.max(first, Math.min(one, other)), Math.min(last, Math.max(one, other))];
    const days: Sieve["days"] = begin === first && end === last ? null : [dayOf(begin), dayOf(end + 1) - 1];
    change({ ...sieve, days });
  };
  const yearAt = (event: PointerEvent): number => {
    const box = (event.currentTarget as Element).getBoundingClientRect();
    return first + Math.min(all.length - 1, Math.max(0, Math.floor(((event.clientX - box.left) / box.width) * all.length)));
  };
  const bar = (number: number): number => (number === 0 ? 0 : Math.max(2, (number / most) * HEIGHT));
  return (
    <section class="network-timeline" aria-labelledby="network-time">
      <h2 id="network-time">When ties began</h2>
      <svg
        viewBox={`0 0 ${all.length} ${HEIGHT}`}
        preserveAspectRatio="none"
        aria-hidden="true"
        onPointerDown={(event) => {
          from.current = yearAt(event);
          event.currentTarget.setPointerCapture(event.pointerId);
        }}
        onPointerMove={(event) => {
          if (from.current !== null) brush(from.current, yearAt(event));
        }}
        onPointerUp={(event) => {
          if (from.current !== null) brush(from.current, yearAt(event));
          from.current = null;
        }}
      >
        <rect class="network-brush" x={low - first} y={0} width={high - low + 1} height={HEIGHT} />
        {all.map((number, at) => (
          <g key={at} class={at + first >= low && at + first <= high ? "" : "network-out"}>
            <rect class="network-bar" x={at + 0.1} y={HEIGHT - bar(number)} width={0.8} height={bar(number)} />
            <rect
              class="network-bar-chosen"
              x={at + 0.1}
              y={HEIGHT - bar(chosen[at] ?? 0)}
              width={0.8}
              height={bar(chosen[at] ?? 0)}
            />
          </g>
        ))}
      </svg>
      <div class="network-years">
        <YearField label="From" least={first} most={high} year={low} choose={(year) => brush(year ?? first, high)} />
        <YearField label="to" least={low} most={last} year={high} choose={(year) => brush(low, year ?? last)} />
        {sieve.days !== null && (
          <button type="button" onClick={() => change({ ...sieve, days: null })}>
            All years
          </button>
        )}
        <label class="network-undated">
          <input
            type="checkbox"
            checked={sieve.undated}
            onChange={(event) => change({ ...sieve, undated: event.currentTarget.checked })}
          />{" "}
          {count(undated, "tie")} without a date
        </label>
        <span class="note">{figure(all.reduce((sum, one) => sum + one, 0))} dated</span>
      </div>
    </section>
  );
}

interface YearProps {
  label: string;
  least: number;
  most: number;
  year: number;
  /** Takes null where nothing, or no number, is typed. */
  choose: (year: number | null) => void;
}

/** A year. What is half typed stays when the page is drawn anew, which it is whenever something of it arrives. */
function YearField({ label, least, most, year, choose }: YearProps) {
  const [typed, setTyped] = useState<string | null>(null);
  return (
    <label>
      {label}{" "}
      <input
        type="number"
        min={least}
        max={most}
        value={typed ?? year}
        onInput={(event) => setTyped(event.currentTarget.value)}
        onChange={(event) => {
          setTyped(null);
          choose(Number(event.currentTarget.value) || null);
        }}
      />
    </label>
  );
}
