/** Names of a party, one row a script. */

import type { NameValue } from "./api";
import { EvidenceList } from "./evidence";
import { Some } from "./pieces";
import type { Origin } from "./route";
import { Row, Rows } from "./rows";
import { Nothing } from "./states";
import { nameKindWords } from "./words";

export function NameList({ names, origin }: { names: { script: string; values: NameValue[] }[]; origin: Origin }) {
  if (names.length === 0) return <Nothing>No name is recorded.</Nothing>;
  return (
    <Rows class="name-rows">
      {names.map(({ script, values }, row) => (
        <Row key={script} id={`script-${row}`} label={script}>
          <Some
            items={values}
            first={20}
            noun="name"
            render={(name, index) => (
              <li key={index} class="value">
                <p class="value-line">
                  <span class="value-text" dir="auto">
                    {name.value}
                  </span>
                  <span class="value-kind">{nameKindWords(name.kind)}</span>
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
