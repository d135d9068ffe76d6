/** How the identity of a ship or company changed, and what in it cannot be; which side is false is not said. */

import type { IdentityItem } from "./api";
import { EvidenceList } from "./evidence";
import { Parts } from "./pieces";
import { entityPath, Go, type Origin } from "./route";
import { capital, dateWords } from "./words";

export function IdentityList({ identity, origin, of }: { identity: IdentityItem[]; origin: Origin; of: string }) {
  return (
    <ul>
      {identity.map((item, index) => {
        const others = [item.party, item.other].filter((party) => party !== null && party.id !== of);
        return (
          <li key={index} class="value">
            <p class="value-line">
              <span class="value-text" dir="auto">
                {capital(item.sentence)}
              </span>{" "}
              {item.is_contradiction && <strong class="contradiction">cannot be</strong>}
              <Parts
                parts={[
                  item.since === null ? null : `since ${dateWords(item.since)}`,
                  ...others.map((party) => (
                    <Go id={`identity-${index}`} to={entityPath(party?.id ?? "")} from={origin} dir="auto">
                      {party?.caption}
                    </Go>
                  )),
                ]}
              />
            </p>
            <EvidenceList evidence={item.evidence} value="" origin={origin} id={`identity-${index}`} />
          </li>
        );
      })}
    </ul>
  );
}
