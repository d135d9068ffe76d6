/** The budget: a slider and a field that say one thing, in measures or in USD. */

import { useEffect, useState } from "preact/hooks";

import type { Plan, Unit } from "./shape";
import { costWords } from "./words";

interface Props {
  budget: number;
  unit: Unit;
  /** The last plan, which knows what there is to choose from; null before the first. */
  plan: Plan | null;
  choose: (budget: number, unit: Unit) => void;
}

const MOST_MEASURES = 20;

export function BudgetForm({ budget, unit, plan, choose }: Props) {
  const [shown, setShown] = useState(String(budget));
  // Not a new form for a new budget: Enter both changes the field and sends the form, which has to be there still.
  useEffect(() => setShown(String(budget)), [budget]);
  const range = limits(unit, plan, budget);
  const take = (text: string): void => {
    const value = Number(text);
    if (text.trim() !== "" && value > 0 && value !== budget) choose(value, unit);
  };
  return (
    <form
      class="plan-budget"
      onSubmit={(event) => {
        event.preventDefault();
        take(shown);
      }}
    >
      <label class="money-choice">
        Budget
        <input
          type="number"
          class="plan-amount"
          inputMode="numeric"
          min={range.step}
          step="any"
          value={shown}
          onInput={(event) => setShown(event.currentTarget.value)}
          onChange={(event) => take(event.currentTarget.value)}
        />
      </label>
      <label class="money-choice">
        <span class="unseen">Unit of the budget</span>
        <select value={unit} onChange={(event) => choose(...changed(event.currentTarget.value as Unit, plan))}>
          <option value="measures">measures</option>
          <option value="usd">USD</option>
        </select>
      </label>
      <input
        type="range"
        class="plan-slider"
        aria-label="Budget, by slider"
        min={range.least}
        max={range.most}
        step={range.step}
        value={Number(shown) || budget}
        onInput={(event) => setShown(event.currentTarget.value)}
        onChange={(event) => take(event.currentTarget.value)}
      />
      {plan !== null && (
        <p class="note">
          {plan.able.measures} measures can be taken; the cheapest costs {costWords(plan.able.cheapest_usd)}, all {costWords(plan.able.all_usd)}.
        </p>
      )}
    </form>
  );
}

function limits(unit: Unit, plan: Plan | null, budget: number) {
  if (unit === "measures") return { least: 1, most: Math.max(budget, Math.min(plan?.able.measures ?? 10, MOST_MEASURES)), step: 1 };
  const [least, most] = [plan?.able.cheapest_usd ?? 10_000, plan?.able.all_usd ?? 10_000_000];
  return { least: Math.min(least, budget), most: Math.max(most, budget), step: 10_000 };
}

/** The same plan in the other unit, as near as there is one. */
function changed(unit: Unit, plan: Plan | null): [number, Unit] {
  if (unit === "usd") return [Math.max(plan?.cost_usd ?? 0, plan?.able.cheapest_usd ?? 1_000_000), unit];
  return [Math.max(plan?.measures.length ?? 0, 1), unit];
}
