/** The search page: results as one types; the case itself while nothing is asked. */

import { useEffect, useRef, useState } from "preact/hooks";

import { type Answer, useAnswer } from "./answer";
import type { Case, SearchAnswer } from "./api";
import { useArrival, useTitle } from "./arrival";
import { CaseOverview } from "./case_overview";
import { Hits } from "./hits";
import { type Place, replaceAddress, searchPath } from "./route";
import { SearchField } from "./search_field";
import { Failed, Nothing } from "./states";
import { count } from "./words";

/** Long enough not to ask for each letter, short enough to feel at once. */
const PAUSE_MS = 140;
const FIRST_LIMIT = 20;
const MORE = 40;
/** What the API gives at most; a search that finds more needs more words. */
const MOST = 100;

export function SearchPage({ place, query, theCase }: { place: Place; query: string; theCase: Answer<Case> }) {
  const [text, setText] = useState(query);
  const [limit, setLimit] = useState(FIRST_LIMIT);
  const field = useRef<HTMLInputElement>(null);
  const results = useRef<HTMLDivElement>(null);
  const url = query === "" ? null : `/api/search?q=${encodeURIComponent(query)}&limit=${limit}`;
  const answer = useAnswer<SearchAnswer>(url);
  useTitle(query === "" ? null : `“${query}”`);
  useArrival(place, query === "" || answer.data !== null, () => focusField(field.current));

  useEffect(() => {
    const asked = text.trim();
    if (asked === query) return undefined;
    const timer = setTimeout(() => {
      setLimit(FIRST_LIMIT);
      replaceAddress(searchPath(asked));
    }, PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text, query]);

  // Before the first answer of a page opened with a question: typing must be possible at once.
  useEffect(() => void (place.restore === null && focusField(field.current)), []);

  const searching = text.trim() !== query || answer.waiting;
  const firstHit = (): void => results.current?.querySelector<HTMLElement>("a.hit")?.focus();
  return (
    <div class="page page-search">
      <h1 class="unseen" tabIndex={-1}>
        Search the case
      </h1>
      <SearchField value={text} field={field} onText={setText} onDown={firstHit} onSubmit={firstHit} />
      <p class="status">
        <span role="status" aria-live="polite">
          {searching ? "" : foundWords(query, answer.data)}
        </span>
        {searching && <span aria-hidden="true">Searching …</span>}
      </p>
      <div ref={results} class={answer.waiting ? "results results-old" : "results"} aria-busy={answer.waiting}>
        {query === "" && <CaseOverview theCase={theCase} />}
        {answer.failure !== null && <Failed failure={answer.failure} retry={answer.retry} part />}
        {query !== "" && answer.data !== null && answer.failure === null && (
          <Found answer={answer.data} query={query} field={field} onMore={() => setLimit(Math.min(limit + MORE, MOST))} limit={limit} />
        )}
      </div>
    </div>
  );
}

function focusField(input: HTMLInputElement | null): boolean {
  input?.focus({ preventScroll: true });
  window.scrollTo(0, 0);
  return input !== null;
}

function foundWords(query: string, answer: SearchAnswer | null): string {
  if (query === "" || answer === null) return "";
  const { total_parties: parties, total_documents: documents } = answer;
  return `${count(parties, "party", "parties")}, ${count(documents, "document")} for “${query}”`;
}

interface FoundProps {
  answer: SearchAnswer;
  query: string;
  field: { current: HTMLInputElement | null };
  limit: number;
  onMore: () => void;
}

function Found({ answer, query, field, limit, onMore }: FoundProps) {
  if (answer.parties.length === 0 && answer.documents.length === 0) {
    return (
      <Nothing>
        No party and no document of this case answers to “{answer.query}”. Try fewer words, another spelling or script, or
        the number that the list gives.
      </Nothing>
    );
  }
  const more = answer.total_parties > limit || answer.total_documents > limit;
  return (
    <>
      <Hits
        answer={answer}
        origin={{ href: searchPath(query), label: `Results for “${query}”` }}
        onLeave={() => field.current?.focus()}
      />
      {more && limit < MOST && (
        <button type="button" class="more" onClick={onMore}>
          Show more results
        </button>
      )}
      {more && limit >= MOST && <Nothing>More was found than is shown. Add a word to narrow the search.</Nothing>}
    </>
  );
}
