/** The frame around every page: marking, way back, search field, keys that work everywhere. */

import { useEffect } from "preact/hooks";

import { useAnswer } from "./answer";
import type { Case } from "./api";
import { CaseContext } from "./case";
import { DocumentPage } from "./document";
import { DossierPage } from "./dossier";
import { Marking, MarkingContext, usePageMarking } from "./marking";
import { Go, goBack, navigate, parseRoute, type Place, searchPath, usePlace } from "./route";
import { SearchPage } from "./search";
import { SearchField } from "./search_field";
import { UnknownPage } from "./states";

export function App() {
  const place = usePlace();
  const theCase = useAnswer<Case>("/api/case");
  const page = usePageMarking(place.visit);
  useKeys();
  return (
    <CaseContext.Provider value={theCase.data}>
      <MarkingContext.Provider value={page.set}>
        <button type="button" class="skip" onClick={skipToContent}>
          Skip to content
        </button>
        <Banner place={place} name={theCase.data?.name ?? null} marking={page.marking ?? theCase.data?.handling ?? null} />
        <main id="content" tabIndex={-1}>
          <Page place={place} theCase={theCase} />
        </main>
        <Foot marking={page.marking ?? theCase.data?.handling ?? null} build={theCase.data?.build ?? null} />
      </MarkingContext.Provider>
    </CaseContext.Provider>
  );
}

function skipToContent(): void {
  const content = document.getElementById("content");
  content?.focus();
  content?.scrollIntoView();
}

function Page({ place, theCase }: { place: Place; theCase: ReturnType<typeof useAnswer<Case>> }) {
  const { route } = place;
  switch (route.page) {
    case "search":
      return <SearchPage key={place.visit} place={place} query={route.query} theCase={theCase} />;
    case "entity":
      return <DossierPage key={place.visit} place={place} id={route.id} />;
    case "document":
      return <DocumentPage key={place.visit} place={place} {...route} />;
    case "unknown":
      return <UnknownPage path={route.path} place={place} />;
  }
}

function Banner({ place, name, marking }: { place: Place; name: string | null; marking: string | null }) {
  const searching = place.route.page === "search";
  return (
    <header class="banner">
      <div class="banner-inner">
        <div class="banner-row">
          <Go class="wordmark" to="/" from={null}>
            Counterflow
          </Go>
          {name !== null && <span class="case-name">{name}</span>}
          <Marking marking={marking} />
        </div>
        {!searching && <SearchField compact onSubmit={(text) => navigate(searchPath(text), null)} />}
      </div>
    </header>
  );
}

function Foot({ marking, build }: { marking: string | null; build: string | null }) {
  return (
    <footer class="foot">
      <p class="keys">
        <span>
          <kbd>/</kbd> search
        </span>
        <span>
          <kbd>↓</kbd> <kbd>↑</kbd> move through results
        </span>
        <span>
          <kbd>Enter</kbd> open
        </span>
        <span>
          <kbd>Esc</kbd> back
        </span>
      </p>
      {build !== null && <p class="build">Build {build}</p>}
      <Marking marking={marking} licences />
    </footer>
  );
}

const isEditable = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.matches("input, textarea, select, [contenteditable]");

/** Asked of the address when a key is pressed: what was rendered last may still be the page before. */
const isSearchPage = (): boolean => parseRoute(location.pathname, location.search).page === "search";

/** "/" goes to the search field from anywhere; Escape goes back to where the page was opened from. */
function useKeys(): void {
  useEffect(() => {
    const pressed = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key === "/" && !isEditable(event.target)) {
        event.preventDefault();
        const field = document.getElementById("search-field") as HTMLInputElement | null;
        field?.focus();
        field?.select();
      } else if (event.key === "Escape" && !isSearchPage()) {
        event.preventDefault();
        goBack();
      }
    };
    window.addEventListener("keydown", pressed);
    return () => window.removeEventListener("keydown", pressed);
  }, []);
}
