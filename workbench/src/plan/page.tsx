/** The plan page: what to restrict first under a budget, what stays cut, and the passage behind each tie. */

import { useEffect, useMemo, useState } from "preact/hooks";

import { useAnswer } from "../answer";
import { useArrival, useTitle } from "../arrival";
import { useMarking } from "../marking";
import { amountWords } from "../money/words";
import { MONEY_PATH, Go, type Origin, type Place, planPath, replaceAddress } from "../route";
import { Failed, Nothing, Waiting } from "../states";
import { count } from "../words";
import { BudgetForm } from "./budget";
import { Curve } from "./curve";
import { Flow } from "./flow";
import { Measures } from "./measures";
import { Others } from "./others";
import type { PlanAnswer, Unit } from "./shape";
import { budgetWords, costWords, cutWords } from "./words";

interface Props {
  place: Place;
  budget: number;
  unit: Unit;
}

export function PlanPage({ place, budget, unit }: Props) {
  const { data, failure, waiting, retry } = useAnswer<PlanAnswer>(`/api/plan?budget=${budget}&unit=${unit}`);
  // The last plan stays while the next one is made, and after one that cannot be.
  const [last, setLast] = useState<PlanAnswer | null>(null);
  useEffect(() => {
    if (data !== null) setLast(data);
  }, [data]);
  const known = data ?? last;
  useTitle("Plan");
  useArrival(place, data !== null || failure !== null);
  useMarking(known?.handling ?? null);
  const choose = (next: number, of: Unit): void => replaceAddress(planPath(next, of));
  if (failure !== null && known === null && failure.status !== 400) {
    return (
      <div class="page page-plan">
        <Failed failure={failure} retry={retry} />
      </div>
    );
  }
  return (
    <div class="page page-plan">
      <h1 tabIndex={-1}>Plan</h1>
      <BudgetForm budget={budget} unit={unit} plan={known?.plan ?? null} choose={choose} />
      <p class="plan-status note" role="status">
        {waiting && known !== null && "Planning …"}
      </p>
      {failure !== null && <Failed failure={failure} retry={retry} part />}
      {failure === null && known === null && <Waiting what="the plan" />}
      {failure === null && known !== null && (
        <div class={waiting ? "plan-stale" : undefined} aria-busy={waiting}>
          <Shown answer={known} origin={{ href: planPath(budget, unit), label: "Plan" }} choose={(next) => choose(next, unit)} />
        </div>
      )}
    </div>
  );
}

function Shown({ answer, origin, choose }: { answer: PlanAnswer; origin: Origin; choose: (budget: number) => void }) {
  const { plan } = answer;
  const evidence = useMemo(() => new Map(answer.ties.map((tie) => [tie.arc, tie])), [answer]);
  const parties = useMemo(() => new Set(answer.parties.map(({ id }) => id)), [answer]);
  return (
    <>
      <p class="plan-sentence">
        {count(plan.measures.length, "measure")} for {costWords(plan.cost_usd)} {plan.measures.length === 1 ? "is" : "are"} said to cut{" "}
        {cutWords(plan.claimed_cut)} of {amountWords(plan.flow)} {plan.unit}; once they have re-routed, <strong>{cutWords(plan.surviving_cut)} stays cut</strong>.
      </p>
      <dl class="plan-figures">
        <Figure label="Claimed cut" value={cutWords(plan.claimed_cut)} note="if nobody adapts" />
        <Figure label="Surviving cut" value={cutWords(plan.surviving_cut)} note={`after they re-routed; ${cutWords(plan.surviving_cut_bad)} in the worst tenth of draws`} />
        <Figure label="At most" value={cutWords(plan.bound)} note={`proven: no other choice keeps more; gap ${cutWords(plan.gap)}`} />
        <Figure label="Cost" value={costWords(plan.cost_usd)} note={`of a budget of ${budgetWords(plan.budget, plan.budget_unit)}`} />
      </dl>
      {plan.is_stopped && <p class="note">Time ended before all was tried: this is the best plan until then, and its bound holds.</p>}
      <p class="note">
        {count(plan.draws, "draw")} of the flows of <Go to={MONEY_PATH} from={origin}>the estimate</Go>. Costs, delays and how surely a measure bites are assumed where the case
        states none.
      </p>
      <section aria-labelledby="plan-measures">
        <h2 id="plan-measures" class="section-heading">
          What to take
        </h2>
        {plan.measures.length === 0 ? (
          <Nothing>No measure within this budget cuts anything that stays cut.</Nothing>
        ) : (
          <Measures plan={plan} evidence={evidence} parties={parties} origin={origin} />
        )}
      </section>
      <section aria-labelledby="plan-network">
        <h2 id="plan-network" class="section-heading">
          Before and after
        </h2>
        <Flow plan={plan} />
      </section>
      <section aria-labelledby="plan-budgets">
        <h2 id="plan-budgets" class="section-heading">
          What another budget cuts
        </h2>
        <Curve plan={plan} choose={choose} />
      </section>
      <section aria-labelledby="plan-years">
        <h2 id="plan-years" class="section-heading">
          Year by year
        </h2>
        <table class="plan-table">
          <thead>
            <tr>
              <th scope="col">After the decision</th>
              <th scope="col" class="number">
                If they adapt at once
              </th>
              <th scope="col" class="number">
                If a year later
              </th>
              <th scope="col" class="number">
                Measures that bite by its end
              </th>
            </tr>
          </thead>
          <tbody>
            {plan.years.map((one) => (
              <tr key={one.year}>
                <th scope="row">Year {one.year}</th>
                <td class="number">{cutWords(one.at_once)}</td>
                <td class="number">{cutWords(one.after_a_year)}</td>
                <td class="number">{one.biting.length}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <Others plan={plan} evidence={evidence} parties={parties} origin={origin} />
    </>
  );
}

function Figure({ label, value, note }: { label: string; value: string; note: string }) {
  return (
    <div class="plan-figure">
      <dt>{label}</dt>
      <dd>
        <strong>{value}</strong>
        <span class="note">{note}</span>
      </dd>
    </div>
  );
}
