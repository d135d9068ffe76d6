/** What a page shows while it waits, when it fails, and when there is nothing. */

import type { ComponentChildren } from "preact";

import type { Failure } from "./answer";
import { useArrival, useTitle } from "./arrival";
import { askForKey, keyDesk } from "./key";
import { entityPath, Go, type Place } from "./route";
import { useKept } from "./screen/kept";

/** The way back: to the page that this one was opened from, or to the search. */
export function Back({ place }: { place: Place }) {
  const { href, label } = place.origin ?? { href: "/", label: "Search" };
  const back = (event: MouseEvent): void => {
    // Real history, so that the page before stands where it was left.
    event.preventDefault();
    event.stopPropagation();
    history.back();
  };
  return (
    <nav class="back" aria-label="Way back">
      {place.origin === null ? (
        <Go to={href} from={null}>
          ← {label}
        </Go>
      ) : (
        <>
          <a href={href} onClick={back}>
            ← {label}
          </a>
          <Go to="/" from={null} class="back-search">
            New search
          </Go>
        </>
      )}
    </nav>
  );
}

/** Grey lines in the shape of the page to come; appears only when the answer takes a moment. */
export function Waiting({ what }: { what: string }) {
  return (
    <div class="waiting" role="status">
      <p>Reading {what} …</p>
      <div class="bar bar-title" />
      <div class="bar" />
      <div class="bar bar-short" />
      <div class="bar" />
      <div class="bar bar-short" />
    </div>
  );
}

const TITLES: Record<number, string> = { 403: "Not allowed", 404: "Not in this build" };

/** A failure in the place of what was asked for; `part` of a page that has its own heading. */
export function Failed({ failure, retry, part = false }: { failure: Failure; retry: () => void; part?: boolean }) {
  const title = TITLES[failure.status ?? 0] ?? "This did not work";
  const { key } = useKept(keyDesk);
  return (
    <div class="failed" role="alert">
      {part ? <h2>{title}</h2> : <h1 tabIndex={-1}>{title}</h1>}
      <p>{failure.what}</p>
      {failure.expected !== null && <p>Expected: {failure.expected}</p>}
      {failure.nextStep !== null && <p>Next step: {failure.nextStep}</p>}
      {failure.candidates.length > 0 && (
        <ul>
          {failure.candidates.map((party) => (
            <li key={party.id}>
              <Go to={entityPath(party.id)} from={null}>
                {party.caption}
              </Go>
            </li>
          ))}
        </ul>
      )}
      <p class="actions">
        <button type="button" onClick={retry}>
          Try again
        </button>
        {failure.status === 403 && key !== null && (
          <button type="button" onClick={() => askForKey(key, failure.what)}>
            Use another key
          </button>
        )}
        <Go to="/" from={null}>
          Search the case
        </Go>
      </p>
    </div>
  );
}

export function Nothing({ children }: { children: ComponentChildren }) {
  return <p class="nothing">{children}</p>;
}

export function UnknownPage({ path, place }: { path: string; place: Place }) {
  useTitle("No such page");
  useArrival(place, true);
  return (
    <div class="page">
      <Back place={place} />
      <div class="failed">
        <h1 tabIndex={-1}>No such page</h1>
        <p>
          The workbench has no page at <code>{path}</code>.
        </p>
        <p>Next step: search for the party or the document.</p>
        <p class="actions">
          <Go to="/" from={null}>
            Search the case
          </Go>
        </p>
      </div>
    </div>
  );
}
