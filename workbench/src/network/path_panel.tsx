/** The strongest evidenced path between two parties, step by step. */

import { useState } from "preact/hooks";

import type { Answer } from "../answer";
import { networkPath } from "../route";
import { Failed, Waiting } from "../states";
import { count } from "../words";
import type { Picture } from "./picture";
import type { Selection } from "./selection";
import type { PathAnswer } from "./shape";
import type { Ends } from "./side_panel";
import { TieView } from "./tie_panel";
import { beliefWords, roleWords } from "./words";

interface Props {
  picture: Picture;
  ends: Ends;
  answer: Answer<PathAnswer>;
  select: (selection: Selection) => void;
  clear: () => void;
}

export function PathPanel({ picture, ends, answer, select, clear }: Props) {
  const { data, failure, waiting, retry } = answer;
  const from = picture.parties.get(ends.from ?? "")?.caption ?? ends.from;
  return (
    <section class="network-path" aria-labelledby="network-path">
      <h2 id="network-path">Path</h2>
      {ends.to === null ? (
        <p>
          From <strong dir="auto">{from}</strong>. Now select another party, and press “Path to here”.
        </p>
      ) : failure !== null ? (
        <Failed failure={failure} retry={retry} part />
      ) : data === null || waiting ? (
        <Waiting what="the path" />
      ) : (
        <PathView path={data} select={select} />
      )}
      <p class="network-actions">
        <button type="button" onClick={clear}>
          Clear the path
        </button>
      </p>
    </section>
  );
}

function PathView({ path, select }: { path: PathAnswer; select: (selection: Selection) => void }) {
  if (path.probability === null) {
    return (
      <p role="status">
        No evidenced path leads from <strong dir="auto">{path.source.caption}</strong> to{" "}
        <strong dir="auto">{path.target.caption}</strong>: nothing in the sources joins them by ties that are together more
        probable than {Math.round(path.least * 100)} %. That is no evidence that they are strangers.
      </p>
    );
  }
  return (
    <>
      <p role="status">
        {count(path.steps.length, "tie")}; all true with {Math.round(path.probability * 100)} %, if they are independent.
      </p>
      <ol class="network-steps">
        <li>
          <button type="button" class="network-name" dir="auto" onClick={() => select({ kind: "party", id: path.source.id })}>
            {path.source.caption}
          </button>
        </li>
        {path.steps.map((step) => (
          <Step key={step.tie.id} step={step} select={select} from={path.source.id} to={path.target.id} />
        ))}
      </ol>
    </>
  );
}

const SIGNS = { on: "↓", back: "↑", none: "|" } as const;

interface StepProps {
  step: PathAnswer["steps"][number];
  select: (selection: Selection) => void;
  from: string;
  to: string;
}

function Step({ step, select, from, to }: StepProps) {
  const [open, setOpen] = useState(false);
  const { tie, party } = step;
  return (
    <li>
      <button type="button" class="network-tie" aria-expanded={open} onClick={() => setOpen(!open)}>
        <span aria-hidden="true">{SIGNS[step.points]} </span>
        {roleWords(tie.role)} · {beliefWords(tie.probability)}
        {step.is_weakest && " · weakest tie"}
        {step.others > 0 && ` · ${count(step.others, "more tie")}`}
      </button>
      {open && (
        <div class="network-ties">
          <TieView tie={tie} origin={{ href: networkPath(from, to), label: "Network" }} />
        </div>
      )}
      <button type="button" class="network-name" dir="auto" onClick={() => select({ kind: "party", id: party.id })}>
        {party.caption}
      </button>
    </li>
  );
}
