/** Designations, passports and the like: each says several things at once, and stays apart from the others. */

import type { Interval } from "./api";
import { FactList } from "./fact_list";
import { Gone } from "./gone";
import { Parts, Some } from "./pieces";
import type { Origin } from "./route";

export function IntervalList({ intervals, origin }: { intervals: Interval[]; origin: Origin }) {
  return (
    <ul>
      <Some
        items={intervals}
        first={6}
        noun="entry"
        plural="entries"
        render={(interval, index) => (
          <li key={interval.id} class="interval">
            <h3 class="interval-heading">
              {interval.label} <Parts parts={[interval.dataset_title]} />{" "}
              <Gone evidence={interval.facts.flatMap(({ values }) => values.flatMap(({ evidence }) => evidence))} />
            </h3>
            <FactList facts={interval.facts} origin={origin} prefix={`interval-${index}`} />
          </li>
        )}
      />
    </ul>
  );
}
