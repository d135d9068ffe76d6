/** Facts of a party by property. How many say it, the source and the information stay three separate things. */

import type { ComponentChildren } from "preact";

import type { Fact, FactValue } from "./api";
import { EvidenceList } from "./evidence";
import { Gone, lastStood } from "./gone";
import { Parts, Some } from "./pieces";
import { entityPath, Go, type Origin } from "./route";
import { Row, Rows } from "./rows";
import { Nothing } from "./states";
import { countryWords, credibilityWords, dateWords, probabilityWords, reliabilityWords, supportWords } from "./words";

interface FactListProps {
  facts: Fact[];
  origin: Origin;
  /** Begins the ids of the rows, where one page has several lists. */
  prefix?: string;
}

export function FactList({ facts, origin, prefix = "fact" }: FactListProps) {
  if (facts.length === 0) return <Nothing>Nothing is recorded besides the names.</Nothing>;
  return (
    <Rows>
      {facts.map((fact) => (
        <Row key={fact.prop} id={`${prefix}-${fact.prop}`} label={fact.label}>
          <Some
            items={fact.values}
            first={10}
            noun="value"
            render={(value, index) => (
              <FactItem key={index} fact={fact} value={value} origin={origin} id={`${prefix}-${fact.prop}-${index}`} />
            )}
          />
        </Row>
      ))}
    </Rows>
  );
}

function FactItem({ fact, value, origin, id }: { fact: Fact; value: FactValue; origin: Origin; id: string }) {
  return (
    <li class={lastStood(value.evidence) === null ? "value" : "value value-gone"}>
      <p class="value-line">
        <span class="value-text" dir="auto">
          {shownValue(fact, value, origin, id)}
        </span>
        {value.edtf !== null && value.edtf !== value.value && <code class="edtf">{value.edtf}</code>}
        <Gone evidence={value.evidence} />
      </p>
      <p class="assessment">
        <Parts
          parts={[
            value.probability === null ? null : `probability ${probabilityWords(value.probability)}`,
            supportWords(value.reports, value.roots),
            value.reliability === null ? null : `source ${value.reliability}: ${reliabilityWords(value.reliability)}`,
            value.credibility === null
              ? null
              : `information ${value.credibility}: ${credibilityWords(value.credibility)}`,
          ]}
        />
      </p>
      <EvidenceList evidence={value.evidence} value={value.value} origin={origin} id={id} />
    </li>
  );
}

/** Only entities become links: an address out of a list is text, wherever it would lead. */
function shownValue(fact: Fact, value: FactValue, origin: Origin, id: string): ComponentChildren {
  const caption = value.caption ?? value.value;
  if (fact.type === "entity") {
    return (
      <Go id={`value-${id}`} to={entityPath(value.value)} from={origin}>
        {caption}
      </Go>
    );
  }
  if (fact.type === "country" && caption === value.value) return countryWords(value.value);
  return fact.type === "date" ? dateWords(value.edtf ?? caption) : caption;
}
