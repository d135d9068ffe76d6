/** The measures of a plan: who acts, what it takes, what is left if it fails, and the evidence on each tie. */

import { Fragment } from "preact";
import { useState } from "preact/hooks";

import { EvidenceList } from "../evidence";
import { Some } from "../pieces";
import { entityPath, Go, type Origin } from "../route";
import { count, probabilityWords } from "../words";
import type { Measure, Plan, Tie, TieEvidence } from "./shape";
import { costWords, cutWords, daysWords } from "./words";

export interface Behind {
  evidence: ReadonlyMap<string, TieEvidence>;
  /** Ids of those who have a dossier. */
  parties: ReadonlySet<string>;
  origin: Origin;
}

export function Measures({ plan, ...behind }: Behind & { plan: Plan }) {
  return (
    <table class="plan-table plan-measures">
      <thead>
        <tr>
          <th scope="col">Measure</th>
          <th scope="col">Who must act</th>
          <th scope="col" class="number">
            Cost
          </th>
          <th scope="col" class="number">
            Bites after
          </th>
          <th scope="col" class="number">
            Probability that it bites
          </th>
          <th scope="col" class="number">
            If it fails, stays cut
          </th>
        </tr>
      </thead>
      <tbody>
        {plan.measures.map((one) => (
          <Row key={one.id} one={one} surviving={plan.surviving_cut} {...behind} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ one, surviving, ...behind }: Behind & { one: Measure; surviving: number }) {
  const [open, setOpen] = useState(false);
  const id = `plan-${one.id}`;
  return (
    <Fragment>
      <tr>
        <th scope="row">
          <button type="button" class="disclose" aria-expanded={open} aria-controls={id} onClick={() => setOpen(!open)}>
            {one.name}
          </button>
          <span class="plan-firm note">{firmWords(one.ties, behind.evidence)}</span>
        </th>
        <td data-label="Who must act">{one.actor}</td>
        <td class="number" data-label="Cost">
          {costWords(one.cost_usd)}
        </td>
        <td class="number" data-label="Bites after">
          {daysWords(one.delay_days)}
        </td>
        <td class="number" data-label="Probability that it bites">
          {probabilityWords(one.probability)}
        </td>
        <td class="number" data-label="If it fails, stays cut">
          <strong>{cutWords(one.surviving_cut_without)}</strong>
          <span class="note"> of {cutWords(surviving)}</span>
        </td>
      </tr>
      <tr id={id} class="plan-detail" hidden={!open}>
        <td colSpan={6}>
          {open && (
            <>
              <p>
                <strong>Legal basis:</strong> {one.legal_basis}
              </p>
              <p>
                <strong>Beside the target it hits:</strong> {one.collateral}
              </p>
              {behind.parties.has(one.target) && (
                <p>
                  <Go id={`${id}-party`} to={entityPath(one.target)} from={behind.origin}>
                    Dossier of the target
                  </Go>
                </p>
              )}
              <Ties ties={one.ties} id={id} {...behind} />
            </>
          )}
        </td>
      </tr>
    </Fragment>
  );
}

/** How firm the weakest tie is: a measure is no firmer. */
function firmWords(ties: readonly Tie[], evidence: Behind["evidence"]): string {
  const known = ties.flatMap(({ probability }) => probability ?? []);
  const roots = ties.flatMap(({ arc }) => evidence.get(arc)?.roots ?? []);
  const parts = [
    count(ties.length, "tie"),
    known.length === 0 ? "nobody says how sure" : `${ties.length === 1 ? "sure" : "the least sure"} ${probabilityWords(Math.min(...known))}`,
    roots.length === 0 ? null : count(Math.min(...roots), "independent root") + (ties.length === 1 ? "" : " at least"),
  ];
  return parts.filter((part) => part !== null).join(", ");
}

export function Ties({ ties, id, evidence, origin }: Behind & { ties: readonly Tie[]; id: string }) {
  return (
    <ul class="plan-tie-list">
      <Some
        items={ties}
        first={6}
        noun="tie"
        render={(tie) => {
          const behind = evidence.get(tie.arc);
          return (
            <li key={tie.arc}>
              <strong>{tie.name}</strong>{" "}
              <span class="note">
                stops {cutWords(tie.share)} of it;{" "}
                {tie.probability === null ? "nobody says how sure the tie is" : `the tie is there with probability ${probabilityWords(tie.probability)}`}
                {behind?.roots != null && `, ${count(behind.roots, "independent root")}`}
              </span>
              {behind === undefined || behind.evidence.length === 0 ? (
                <p class="note">{tie.statements.length === 0 ? "No source states it: a lead, not a finding." : "Its passages are not on this page."}</p>
              ) : (
                <EvidenceList evidence={behind.evidence} value={tie.name} origin={origin} id={`${id}-${tie.arc}`} />
              )}
            </li>
          );
        }}
      />
    </ul>
  );
}
