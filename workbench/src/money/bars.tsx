/** Intervals side by side on one logarithmic scale: a thin bar for 90 %, a thick one for 50 %, a line for the middle. */

import { amountWords, rangeWords } from "./words";

export interface Bar {
  key: string;
  label: string;
  note: string;
  low_90: number;
  low_50: number | null;
  median: number | null;
  high_50: number | null;
  high_90: number;
  emphasis: boolean;
}

interface Props {
  bars: readonly Bar[];
  unit: string;
  caption: string;
}

const WIDTH = 1000;
const HEIGHT = 22;

export function Bars({ bars, unit, caption }: Props) {
  const positive = bars.flatMap(({ low_90, high_90 }) => [low_90, high_90]).filter((value) => value > 0);
  const low = Math.floor(Math.log10(Math.min(...positive)));
  const high = Math.max(Math.ceil(Math.log10(Math.max(...positive))), low + 1);
  const place = (value: number): number => ((Math.log10(Math.max(value, 10 ** low)) - low) / (high - low)) * WIDTH;
  const decades = Array.from({ length: high - low + 1 }, (_, index) => 10 ** (low + index));
  return (
    <table class="bars">
      <caption>{caption}</caption>
      <thead>
        <tr>
          <th scope="col">
            <span class="unseen">What</span>
          </th>
          <th scope="col" class="bars-scale">
            <span class="unseen">Interval, </span>
            {decades
              .filter((_, index) => index % Math.ceil(decades.length / 6) === 0)
              .map((value) => (
                <span key={value} class="bars-tick" style={{ left: `${place(value) / (WIDTH / 100)}%` }}>
                  {amountWords(value)}
                </span>
              ))}
          </th>
          <th scope="col" class="number">
            {unit}
          </th>
        </tr>
      </thead>
      <tbody>
        {bars.map((bar) => (
          <tr key={bar.key} class={bar.emphasis ? "bars-first" : undefined}>
            <th scope="row">
              {bar.label}
              {bar.note !== "" && <span class="bars-note">{bar.note}</span>}
            </th>
            <td>
              <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
                {decades.map((value) => (
                  <line key={value} class="bars-grid" x1={place(value)} x2={place(value)} y1="0" y2={HEIGHT} />
                ))}
                <rect class="bars-90" x={place(bar.low_90)} y="9" height="4" width={Math.max(place(bar.high_90) - place(bar.low_90), 2)} />
                {bar.low_50 !== null && bar.high_50 !== null && (
                  <rect class="bars-50" x={place(bar.low_50)} y="5" height="12" width={Math.max(place(bar.high_50) - place(bar.low_50), 2)} />
                )}
                {bar.median !== null && <rect class="bars-middle" x={place(bar.median) - 1.5} y="2" width="3" height="18" />}
              </svg>
            </td>
            <td class="number">
              {bar.median !== null && <strong>{amountWords(bar.median)}</strong>}
              <span class="bars-range">{rangeWords(bar.low_90, bar.high_90)}</span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
