/** What each budget cuts: claimed, surviving and at most, as a picture, and as a table whose rows plan anew. */

import type { CurvePoint, Plan } from "./shape";
import { budgetWords, costWords, cutWords } from "./words";

const WIDTH = 640;
const HEIGHT = 240;
const LEFT = 76;
const BOTTOM = 26;
const TOP = 10;
const RIGHT = 14;

interface Props {
  plan: Plan;
  choose: (budget: number) => void;
}

export function Curve({ plan, choose }: Props) {
  const { curve, budget_unit: unit } = plan;
  const most = Math.max(...curve.map(({ budget }) => budget));
  const highest = scale(curve);
  const x = (budget: number): number => LEFT + (budget / most) * (WIDTH - LEFT - RIGHT);
  const y = (cut: number): number => TOP + (1 - cut / highest) * (HEIGHT - TOP - BOTTOM);
  const line = (read: (point: CurvePoint) => number): string =>
    [[LEFT, y(0)] as const, ...curve.map((point) => [x(point.budget), y(read(point))] as const)].map(([a, b]) => `${a},${b}`).join(" ");
  const ticks = [0, highest / 2, highest];
  return (
    <div class="plan-curve">
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={`Cut by budget, up to ${budgetWords(most, unit)}; the table below has the figures`}>
        {ticks.map((cut) => (
          <g key={cut}>
            <line class="plan-grid" x1={LEFT} x2={WIDTH - RIGHT} y1={y(cut)} y2={y(cut)} />
            <text class="plan-tick" x={LEFT - 6} y={y(cut) + 4} text-anchor="end">
              {cutWords(cut)}
            </text>
          </g>
        ))}
        <line class="plan-asked" x1={x(plan.budget)} x2={x(plan.budget)} y1={TOP} y2={HEIGHT - BOTTOM} />
        <polyline class="plan-bound" points={line((point) => Math.min(point.bound, highest))} />
        <polyline class="plan-claimed" points={line((point) => point.claimed_cut)} />
        <polyline class="plan-surviving" points={line((point) => point.surviving_cut)} />
        {curve.map((point) => (
          <g key={point.budget} class="plan-point" onClick={() => choose(point.budget)}>
            <rect x={x(point.budget) - 14} y={TOP} width="28" height={HEIGHT - TOP} />
            <circle cx={x(point.budget)} cy={y(point.surviving_cut)} r={point.budget === plan.budget ? 6 : 4} />
            <text class="plan-tick" x={x(point.budget)} y={HEIGHT - 8} text-anchor={point.budget === most ? "end" : "middle"}>
              {tickWords(point.budget, unit)}
            </text>
          </g>
        ))}
      </svg>
      <p class="plan-key" aria-hidden="true">
        <span class="plan-key-surviving">surviving</span> <span class="plan-key-claimed">claimed</span> <span class="plan-key-bound">at most, proven</span>
      </p>
      <table class="plan-table">
        <caption class="unseen">Cut by budget</caption>
        <thead>
          <tr>
            <th scope="col">Budget</th>
            <th scope="col" class="number">
              Claimed
            </th>
            <th scope="col" class="number">
              Surviving
            </th>
            <th scope="col" class="number">
              At most
            </th>
            <th scope="col" class="number">
              Costs
            </th>
          </tr>
        </thead>
        <tbody>
          {curve.map((point) => (
            <tr key={point.budget} class={point.budget === plan.budget ? "plan-here" : undefined}>
              <th scope="row">
                {point.budget === plan.budget ? (
                  <span aria-current="true">{budgetWords(point.budget, unit)}</span>
                ) : (
                  <button type="button" class="plan-choose" onClick={() => choose(point.budget)}>
                    <span class="unseen">Plan for </span>
                    {budgetWords(point.budget, unit)}
                  </button>
                )}
              </th>
              <td class="number">{cutWords(point.claimed_cut)}</td>
              <td class="number">{cutWords(point.surviving_cut)}</td>
              <td class="number">{cutWords(point.bound)}</td>
              <td class="number">{costWords(point.cost_usd)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** A bound that is still far off would press the curve flat: it leaves the picture, and stands in the table. */
function scale(curve: readonly CurvePoint[]): number {
  const claimed = Math.max(...curve.map((point) => point.claimed_cut));
  const bound = Math.max(...curve.map((point) => point.bound));
  return Math.min(1, Math.max(0.1, Math.ceil(Math.min(bound, 1.5 * claimed) * 10) / 10));
}

function tickWords(budget: number, unit: Plan["budget_unit"]): string {
  if (unit === "measures") return String(budget);
  if (budget >= 1e6) return `${Number((budget / 1e6).toPrecision(2))} m`;
  return budget >= 1e3 ? `${Number((budget / 1e3).toPrecision(2))} k` : String(Math.round(budget));
}
