/** One hit of the queue: closed, a line with its sentence; open, why, what was decided before, and the decision. */

import { entityPath, Go } from "../route";
import { useDataset } from "../case";
import { capital, plainWords } from "../words";
import { DecideForm } from "./decide_form";
import { Earlier } from "./earlier";
import type { Hit } from "./queue";
import { Reasons } from "./reasons";
import { Record } from "./record";
import { DECISIONS, type Decision, type Entry, type Screening } from "./shape";
import { nameOf } from "./table";
import { Told } from "./told";
import { percentWords } from "./words";

interface ItemProps {
  hit: Hit;
  /** Whether the keys act on it; it is then the list's one Tab stop. */
  active: boolean;
  open: boolean;
  /** Decision whose reason is being written. */
  choice: Decision | null;
  screening: Screening;
  dossiers: boolean;
  onFocus: () => void;
  onToggle: () => void;
  onChoose: (decision: Decision) => void;
  onLeave: () => void;
  onSaved: (decision: Decision, entry: Entry, typedOn: boolean) => void;
}

export function HitItem(props: ItemProps) {
  const { hit, active, open } = props;
  return (
    <li class={`alert${active ? " alert-active" : ""}${open ? " alert-open" : ""}`}>
      <button
        type="button"
        class="alert-head"
        id={`alert-${hit.key}`}
        aria-expanded={open}
        tabIndex={active ? 0 : -1}
        onFocus={props.onFocus}
        onClick={props.onToggle}
      >
        <Head hit={hit} />
      </button>
      {open && <Detail {...props} />}
    </li>
  );
}

function Head({ hit }: { hit: Hit }) {
  const { result, line, subject, query, cleared } = hit;
  const asked = nameOf(query);
  const dataset = useDataset();
  return (
    <>
      <Probability score={result.score} match={result.match} />
      <span class="alert-party">
        <span class="alert-caption">
          <Told text={result.caption} />
        </span>{" "}
        <span class="parts">
          {capital(plainWords(result.schema))} <code>{result.id}</code>
        </span>
        {result.status === "OWNED" && <strong class="unverified"> OWNED by listed parties, on no list</strong>}
        {result.status === "UNVERIFIED" && <strong class="unverified"> UNVERIFIED: on no list</strong>}
        {cleared === null && <span class="cleared"> Cleared before, and nothing that it rests on has changed</span>}
        {cleared !== undefined && cleared !== null && (
          <strong class="cleared cleared-lapsed">
            {" "}
            Cleared before, but that does not hold: <Told text={cleared} />
          </strong>
        )}
        {line !== null && (
          <span class="alert-for">
            {" "}
            for <Told text={subject} />
            {asked !== "" && asked !== subject && (
              <>
                {" "}
                (<Told text={asked} />)
              </>
            )}{" "}
            · line {line}
          </span>
        )}
      </span>
      <span class="chips">
        {result.datasets.map((name) => (
          <span key={name} class="chip">
            {dataset(name).title}
          </span>
        ))}
      </span>
      <span class="alert-sentence" dir="auto">
        {result.explanation}
      </span>
    </>
  );
}

/** A probability as a number, with a bar beside it for the eye. */
function Probability({ score, match }: { score: number; match: boolean }) {
  return (
    <span class={match ? "probability" : "probability probability-below"}>
      <span class="probability-number">{percentWords(score)}</span>
      <span class="probability-track" aria-hidden="true">
        <span style={{ width: `${Math.max(0, Math.min(score, 1)) * 100}%` }} />
      </span>
      {!match && <span class="below">below the threshold</span>}
    </span>
  );
}

function Detail({ hit, choice, screening, dossiers, onChoose, onLeave, onSaved }: ItemProps) {
  const { result, line, query } = hit;
  return (
    <div class="alert-detail">
      {dossiers && (
        <p class="parts alert-ids">
          <Go id="alert-dossier" to={entityPath(result.id)} from={{ href: location.pathname + location.search, label: "Screening" }}>
            Dossier
          </Go>
        </p>
      )}
      {line !== null && <Record query={query} />}
      <Reasons reasons={result.reasons} />
      {screening.decider !== null && (
        <>
          <Earlier subject={hit.subject} party={result.id} />
          <p class="decide-buttons">
            {DECISIONS.map((decision) => (
              <button
                key={decision}
                type="button"
                class={decision}
                aria-pressed={choice === decision}
                onClick={() => onChoose(decision)}
              >
                {capital(decision)} <kbd aria-hidden="true">{decision.charAt(0)}</kbd>
              </button>
            ))}
          </p>
          {choice !== null && (
            <DecideForm
              key={choice}
              hit={hit}
              decision={choice}
              needsSecond={screening.four_eyes.includes(choice)}
              onLeave={onLeave}
              onSaved={(entry, typedOn) => onSaved(choice, entry, typedOn)}
            />
          )}
        </>
      )}
    </div>
  );
}
