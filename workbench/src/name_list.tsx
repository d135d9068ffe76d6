/** Names of a party, one row a script. */

import type { NameValue } from "./api";
import { EvidenceList } from "./evidence";
import { Gone, lastStood } from "./gone";
import { groupBy } from "./group";
import { Some } from "./pieces";
import type { Origin } from "./route";
import { Row, Rows } from "./rows";
import { Nothing } from "./states";
import { nameKindWords } from "./words";

/** Names that differ in capitals alone as one: lists print names in capitals, which makes no other name of them. */
export function mergeNames(values: readonly NameValue[]): NameValue[] {
  const groups = groupBy(values, ({ kind, value }) => `${kind} ${value.toLowerCase()}`);
  return [...groups.values()].map((group) => ({
    ...(group.find(({ value }) => value !== value.toUpperCase()) ?? group[0]),
    evidence: group.flatMap(({ evidence }) => evidence),
  }));
}

export function NameList({ names, origin }: { names: { script: string; values: NameValue[] }[]; origin: Origin }) {
  if (names.length === 0) return <Nothing>No name is recorded.</Nothing>;
  return (
    <Rows>
      {names.map(({ script, values }, row) => (
        <Row key={script} id={`script-${row}`} label={script}>
          <Some
            items={mergeNames(values)}
            first={20}
            noun="name"
            render={(name, index) => (
              <li key={index} class={lastStood(name.evidence) === null ? "value" : "value value-gone"}>
                <p class="value-line">
                  <span class="value-text" dir="auto">
                    {name.value}
                  </span>
                  <span class="value-kind">{nameKindWords(name.kind)}</span>
                  <Gone evidence={name.evidence} />
                </p>
                <EvidenceList
                  evidence={name.evidence}
                  value={name.value}
                  origin={origin}
                  id={`name-${row}-${index}`}
                />
              </li>
            )}
          />
        </Row>
      ))}
    </Rows>
  );
}
