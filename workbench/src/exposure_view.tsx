/** How a party is exposed to the listed: one sentence, then its parts; no one number stands for them. */

import type { Answer } from "./answer";
import type { Caption, Exposure, ExposureHop, OwnershipAnswer } from "./api";
import { EvidenceList } from "./evidence";
import { Listed, Parts, Some } from "./pieces";
import { entityPath, Go, networkPath, type Origin } from "./route";
import { Row, Rows } from "./rows";
import { Failed, Waiting } from "./states";
import { capital, count, dateWords, plainWords } from "./words";

const RULES: Record<string, string> = {
  "ofac-50": "OFAC, 50 % rule",
  "eu-control": "EU, ownership and control",
  "uk-control": "UK, ownership and control",
};

/** Its answer comes after the dossier's: paths are found when they are asked for. */
export function ExposureView({ id, answer, origin }: { id: string; answer: Answer<Exposure>; origin: Origin }) {
  const { data, failure, retry } = answer;
  if (failure !== null) return <Failed failure={failure} retry={retry} part />;
  if (data === null) return <Waiting what="the exposure" />;
  return (
    <>
      <p class="exposure-sentence">{data.sentence}</p>
      <Rows>
        {data.ownership.map((one, index) => (
          <Row key={index} id={`exposure-rule-${index}`} label={RULES[one.rule] ?? one.rule}>
            <Ownership one={one} origin={origin} id={`exposure-rule-${index}`} />
          </Row>
        ))}
        {data.paths.length > 0 && (
          <Row id="exposure-paths" label="Strongest evidenced paths">
            {data.paths.map((path) => (
              <li key={path.to.id} class="value">
                <p class="value-line">
                  <Party party={path.to} origin={origin} id={`exposure-to-${path.to.id}`} />{" "}
                  {path.is_listed && <Listed now />}
                  <Parts
                    parts={[
                      count(path.hops.length, "tie"),
                      `all true with ${path.probability.toFixed(2)}`,
                      <Go id={`exposure-path-${path.to.id}`} to={networkPath(id, path.to.id)} from={origin}>
                        Show in the network
                      </Go>,
                    ]}
                  />
                </p>
                <ol class="exposure-hops">
                  {path.hops.map((hop) => (
                    <li key={hop.edge}>
                      <Hop hop={hop} origin={origin} />
                    </li>
                  ))}
                </ol>
              </li>
            ))}
          </Row>
        )}
        {data.shared.length > 0 && (
          <Row id="exposure-shared" label="Shared identifiers">
            <Some
              items={data.shared}
              first={8}
              noun="identifier"
              render={({ kind, value, other, is_listed, holders }, index) => (
                <li key={index} class="value">
                  <p class="value-line">
                    <span dir="auto">{value}</span>
                    <Parts
                      parts={[
                        plainWords(kind),
                        <Party party={other} origin={origin} id={`exposure-shared-${index}`} />,
                        is_listed ? <Listed now /> : null,
                        holders === 2 ? null : `${count(holders, "party", "parties")} in all`,
                      ]}
                    />
                  </p>
                </li>
              )}
            />
          </Row>
        )}
        {data.proximity.length > 0 && (
          <Row id="exposure-near" label="Listed parties by proximity">
            {data.proximity.map(({ party, proximity }) => (
              <li key={party.id} class="value">
                <p class="value-line">
                  <Party party={party} origin={origin} id={`exposure-near-${party.id}`} />
                  <Parts parts={[proximity.toFixed(4)]} />
                </p>
              </li>
            ))}
            <li class="note">Proximity ranks, and says nothing of why.</li>
          </Row>
        )}
      </Rows>
    </>
  );
}

function Party({ party, origin, id }: { party: Caption; origin: Origin; id: string }) {
  return (
    <Go id={id} to={entityPath(party.id)} from={origin} dir="auto">
      {party.caption}
    </Go>
  );
}

/** "60 %", "0 to 100 %". */
const percent = (low: number, high: number): string => (low === high ? `${low} %` : `${low} to ${high} %`);

function Ownership({ one, origin, id }: { one: OwnershipAnswer; origin: Origin; id: string }) {
  return (
    <li class="value">
      <div>
        <p class="value-line">
          <span class="value-text">{capital(one.answer)}</span>
          <Parts
            parts={[
              one.kind === "stake" ? percent(one.low, one.high) : plainWords(one.kind),
              one.since === null ? null : `since ${dateWords(one.since)}${one.is_since_sure ? "" : " or later"}`,
              one.probability === null ? null : `proof ${one.probability.toFixed(2)}`,
            ]}
          />
        </p>
        {one.contradictions.map((words) => (
          <p key={words}>
            <strong class="contradiction">contradiction</strong> {words}
          </p>
        ))}
      </div>
      <ol class="exposure-hops">
        {one.steps.map((step, index) => (
          <li key={index}>
            <Party party={step.owner} origin={origin} id={`${id}-${index}-owner`} /> →{" "}
            <Party party={step.owned} origin={origin} id={`${id}-${index}-owned`} />{" "}
            <Parts parts={[step.kind === "stake" ? percent(step.low, step.high) : plainWords(step.kind), step.start_date === null ? null : `since ${dateWords(step.start_date)}`]} />
            <EvidenceList evidence={step.evidence} value="" origin={origin} id={`${id}-${index}`} />
          </li>
        ))}
      </ol>
    </li>
  );
}

/** When a tie held, as far as its sources say. */
function datesOf({ start_date, end_date }: ExposureHop) {
  if (start_date !== null && end_date !== null) return `${dateWords(start_date)} to ${dateWords(end_date)}`;
  return start_date !== null ? `since ${dateWords(start_date)}` : end_date !== null ? `until ${dateWords(end_date)}` : null;
}

function Hop({ hop, origin }: { hop: ExposureHop; origin: Origin }) {
  return (
    <>
      <span dir="auto">{hop.words}</span>{" "}
      <Parts
        parts={[
          datesOf(hop),
          hop.probability === null ? null : `probability ${hop.probability.toFixed(2)}`,
          hop.is_weakest ? <strong>the weakest</strong> : null,
        ]}
      />
      <EvidenceList evidence={hop.evidence} value="" origin={origin} id={`exposure-hop-${hop.edge}`} />
    </>
  );
}
