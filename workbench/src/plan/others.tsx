/** Beside the plan: what they would open, what is in force, and what waits for evidence, with its dossier. */

import { useState } from "preact/hooks";

import { Some } from "../pieces";
import { entityPath, Go } from "../route";
import { type Behind, Ties } from "./measures";
import type { Blocked, Plan } from "./shape";
import { cutWords } from "./words";

export function Others({ plan, ...behind }: Behind & { plan: Plan }) {
  return (
    <>
      {plan.opened.length > 0 && (
        <section aria-labelledby="plan-opened">
          <h2 id="plan-opened" class="section-heading">
            What they would open
          </h2>
          <p class="note">Likely ties that nobody has seen in use: leads, not findings.</p>
          <ul class="money-flows">
            <Some
              items={plan.opened}
              first={8}
              noun="tie"
              render={(one) => (
                <li key={one.arc}>
                  {one.name} <span class="note">in {cutWords(one.share)} of draws</span>
                </li>
              )}
            />
          </ul>
        </section>
      )}
      {plan.blocked.length > 0 && (
        <section aria-labelledby="plan-blocked">
          <h2 id="plan-blocked" class="section-heading">
            Not before evidence is found
          </h2>
          <ul class="money-flows">
            <Some items={plan.blocked} first={8} noun="measure" render={(one) => <Gap key={one.id} one={one} surviving={plan.surviving_cut} {...behind} />} />
          </ul>
        </section>
      )}
      {plan.in_force.length > 0 && (
        <section aria-labelledby="plan-force">
          <h2 id="plan-force" class="section-heading">
            In force already
          </h2>
          <ul class="money-flows">
            <Some
              items={plan.in_force}
              first={8}
              noun="measure"
              render={(one) => (
                <li key={one.id}>
                  {behind.parties.has(one.target) ? (
                    <Go id={`force-${one.id}`} to={entityPath(one.target)} from={behind.origin}>
                      {one.name}
                    </Go>
                  ) : (
                    one.name
                  )}
                </li>
              )}
            />
          </ul>
        </section>
      )}
    </>
  );
}

function Gap({ one, surviving, ...behind }: Behind & { one: Blocked; surviving: number }) {
  const [open, setOpen] = useState(false);
  const id = `gap-${one.id}`;
  const cut = one.surviving_cut_with;
  return (
    <li>
      <button type="button" class="disclose" aria-expanded={open} aria-controls={id} onClick={() => setOpen(!open)}>
        {one.name}
      </button>{" "}
      <span class="note">
        missing: {one.missing.join(", ")}
        {cut !== null && `; ${addedWords(cut, surviving)}`}
      </span>
      <div id={id} hidden={!open}>
        {open && (
          <>
            <p>
              <strong>Legal basis:</strong> {one.legal_basis}
            </p>
            <p>
              <strong>Stated so far:</strong>
            </p>
            <Ties ties={one.ties} id={id} {...behind} />
            <p>
              <strong>To be found:</strong> {one.missing.join("; ")}
            </p>
          </>
        )}
      </div>
    </li>
  );
}

function addedWords(cut: number, surviving: number): string {
  if (cut <= surviving) return "it would add nothing to this plan";
  const said = cutWords(cut);
  return said === cutWords(surviving) ? "it would add under 1 %" : `with it ${said} would stay cut`;
}
