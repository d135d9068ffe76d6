/** Passages that name the party, newest first; candidates stand apart and say that nobody has confirmed them. */

import type { Passage } from "./api";
import { Parts, Quote, Some } from "./pieces";
import { documentPath, entityPath, Go, type Origin } from "./route";
import { Nothing } from "./states";
import { pointCount } from "./text";
import { figure, plainWords, publishedWords } from "./words";

export function PassageList({ passages, origin }: { passages: Passage[]; origin: Origin }) {
  if (passages.length === 0) return <Nothing>No document of this case names this party.</Nothing>;
  const ordered = [...passages].sort(newestFirst);
  const same = ordered.filter((passage) => passage.decision === "same");
  const candidates = ordered.filter((passage) => passage.decision !== "same");
  return (
    <>
      {same.length > 0 && <PassageItems passages={same} origin={origin} prefix="passage" />}
      {candidates.length > 0 && (
        <section aria-labelledby="candidates" class="candidates">
          <h3 id="candidates" class="candidates-heading" tabIndex={-1}>
            Candidates, not confirmed <span class="tally">{figure(candidates.length)}</span>
          </h3>
          <p class="note">These passages may name another party. They count for nothing until someone decides.</p>
          <PassageItems passages={candidates} origin={origin} prefix="candidate" />
        </section>
      )}
    </>
  );
}

/** A date without its year is none to sort by. */
const dateKey = ({ document }: Passage): string => (/^\d{4}/.test(document.published ?? "") ? (document.published ?? "") : "");

/** Passages without a date come last; of one document, the earlier passage first. */
function newestFirst(a: Passage, b: Passage): number {
  const [left, right] = [dateKey(a), dateKey(b)];
  if (left !== right) return left < right ? 1 : -1;
  return a.document.id === b.document.id ? a.start - b.start : 0;
}

/** Address of the whole sentence: it is what the reader wants to see marked, not the name alone. */
function sentencePath({ document, start, highlight, text }: Passage): string {
  const first = start - highlight[0];
  return documentPath(document.id, first, first + pointCount(text));
}

interface ItemsProps {
  passages: Passage[];
  origin: Origin;
  /** Begins the ids of the links, by which the way back finds them. */
  prefix: string;
}

function PassageItems({ passages, origin, prefix }: ItemsProps) {
  return (
    <ol class="passages">
      <Some
        items={passages}
        first={30}
        noun="passage"
        render={(passage, index) => (
          <PassageItem key={index} passage={passage} origin={origin} id={`${prefix}-${index}`} />
        )}
      />
    </ol>
  );
}

function PassageItem({ passage, origin, id }: { passage: Passage; origin: Origin; id: string }) {
  const { document, subject } = passage;
  return (
    <li class={passage.decision === "same" ? "passage" : "passage passage-candidate"}>
      <p class="passage-line">
        <Go id={id} class="passage-open" to={sentencePath(passage)} from={origin}>
          {document.title ?? "Untitled document"}
        </Go>
        <Parts parts={[document.publisher, publishedWords(document.published)]} />
        {passage.decision === "candidate" && <span class="candidate">candidate, not confirmed</span>}
      </p>
      {subject !== null && (
        <p class="implied">
          In the list entry of{" "}
          {entityPath(subject.id) === origin.href ? (
            <span>this party</span>
          ) : (
            <Go id={`${id}-subject`} to={entityPath(subject.id)} from={origin}>
              {subject.caption}
            </Go>
          )}
          {document.field !== null && <>, field {document.field}</>}
        </p>
      )}
      <blockquote class="quoted" dir="auto">
        <Quote text={passage.text} highlights={[passage.highlight]} />
      </blockquote>
      {passage.reasons.length > 0 && <Reasons reasons={passage.reasons} />}
    </li>
  );
}

function Reasons({ reasons }: { reasons: Passage["reasons"] }) {
  return (
    <p class="reasons">
      Matched by{" "}
      {reasons.map(({ feature, source, target }, index) => (
        <span key={index}>
          {index > 0 && "; "}
          {plainWords(feature)}
          {source !== null && source !== "" && (
            <>
              {" "}
              “<bdi>{source}</bdi>”
            </>
          )}
          {target !== null && target !== "" && target !== source && (
            <>
              {" "}
              with “<bdi>{target}</bdi>”
            </>
          )}
        </span>
      ))}
    </p>
  );
}
