/** The list of what was found; arrow keys move through parties and documents as one list. */

import { useEffect, useRef, useState } from "preact/hooks";

import type { DocumentHit, PartyHit, SearchAnswer } from "./api";
import { useDataset } from "./case";
import { documentPath, entityPath, Go, type Origin } from "./route";
import { Listed, Parts, Quote } from "./pieces";
import { capital, count, countryWords, figure, plainWords, publishedWords } from "./words";

interface HitsProps {
  answer: SearchAnswer;
  origin: Origin;
  /** Called when the list is left upwards. */
  onLeave: () => void;
}

export function Hits({ answer, origin, onLeave }: HitsProps) {
  const list = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState(0);
  useEffect(() => setActive(0), [answer.query]);

  const links = (): HTMLElement[] => [...(list.current?.querySelectorAll<HTMLElement>("a.hit") ?? [])];
  const pressed = (event: KeyboardEvent): void => {
    const target = nextIndex(event.key, active, links().length);
    if (target === null && event.key !== "Escape") return;
    event.preventDefault();
    if (target === null || target < 0) onLeave();
    else links()[target]?.focus();
  };
  const focused = (event: FocusEvent): void => {
    const index = links().indexOf(event.target as HTMLElement);
    if (index >= 0) setActive(index);
  };
  const { parties, documents } = answer;
  return (
    <div ref={list} onKeyDown={pressed} onFocusIn={focused}>
      {parties.length > 0 && (
        <section aria-labelledby="hits-parties">
          <HitsHeading id="hits-parties" title="Parties" shown={parties.length} total={answer.total_parties} />
          <ul class="hits">
            {parties.map((party, index) => (
              <PartyItem key={party.id} party={party} origin={origin} reachable={active === index} />
            ))}
          </ul>
        </section>
      )}
      {documents.length > 0 && (
        <section aria-labelledby="hits-documents">
          <HitsHeading id="hits-documents" title="Documents" shown={documents.length} total={answer.total_documents} />
          <ul class="hits">
            {documents.map((document, index) => (
              <DocumentItem
                key={document.id}
                document={document}
                origin={origin}
                reachable={active === parties.length + index}
              />
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}

/** Where an arrow key goes from `active`; -1 is above the list, null is no movement. */
function nextIndex(key: string, active: number, length: number): number | null {
  if (key === "ArrowDown") return Math.min(active + 1, length - 1);
  if (key === "ArrowUp") return active - 1;
  if (key === "Home") return 0;
  return key === "End" ? length - 1 : null;
}

function HitsHeading({ id, title, shown, total }: { id: string; title: string; shown: number; total: number }) {
  return (
    <h2 id={id} class="section-heading">
      {title} <span class="tally">{shown < total ? `${figure(shown)} of ${figure(total)}` : figure(total)}</span>
    </h2>
  );
}

interface ItemProps {
  origin: Origin;
  /** Whether the Tab key stops here: one item of the list does. */
  reachable: boolean;
}

function PartyItem({ party, origin, reachable }: ItemProps & { party: PartyHit }) {
  const dataset = useDataset();
  return (
    <li>
      <Go id={`hit-${party.id}`} class="hit" tabIndex={reachable ? 0 : -1} to={entityPath(party.id)} from={origin}>
        <span class="hit-title">
          <span class="hit-caption" dir="auto">
            {party.caption}
          </span>
          {party.matched !== null && (
            <span class="hit-matched">
              also <bdi>{party.matched}</bdi>
            </span>
          )}
          <Listed now={party.listed_now} />
        </span>
        <Parts
          parts={[
            capital(plainWords(party.schema)),
            ...party.countries.map(countryWords),
            ...party.datasets.map((name) => dataset(name).title),
            party.mentions === 0 ? null : `named in ${count(party.mentions, "passage")}`,
          ]}
        />
      </Go>
    </li>
  );
}

function DocumentItem({ document, origin, reachable }: ItemProps & { document: DocumentHit }) {
  const { snippet } = document;
  return (
    <li>
      <Go
        id={`hit-${document.id}`}
        class="hit"
        tabIndex={reachable ? 0 : -1}
        to={documentPath(document.id, snippet?.start ?? null, snippet?.end ?? null)}
        from={origin}
      >
        <span class="hit-title">
          <span class="hit-caption" dir="auto">
            {document.title ?? "Untitled"}
          </span>
        </span>
        <Parts
          parts={[
            document.publisher,
            publishedWords(document.published),
            document.subject === null ? capital(plainWords(document.kind)) : `in the list entry of ${document.subject.caption}`,
          ]}
        />
        {snippet !== null && (
          <span class="quoted snippet" dir="auto">
            <Quote text={snippet.text} highlights={snippet.highlights} />
          </span>
        )}
      </Go>
    </li>
  );
}
