/** The frame around every page: marking, way back, search field, keys that work everywhere. */

import { useEffect } from "preact/hooks";

import { useAnswer } from "./answer";
import type { Case, Served } from "./api";
import { Boundary } from "./boundary";
import { CaseContext } from "./case";
import { DocumentPage } from "./document";
import { DossierPage } from "./dossier";
import { keyDesk, putKey } from "./key";
import { KeyPage } from "./key_page";
import { isEditable, isPlain } from "./keys";
import { Marking, MarkingContext, usePageMarking } from "./marking";
import { makePart } from "./part";
import { NetworkLoader } from "./network_loader";
import { QueuePage } from "./queue/page";
import { Go, goBack, MONEY_PATH, navigate, NETWORK_PATH, parseRoute, type Place, PLAN_PATH, QUEUE_PATH, replaceAddress, screenPath, searchPath, usePlace } from "./route";
import { useKept } from "./screen/kept";
import { ScreenPage } from "./screen/page";
import { SearchPage } from "./search";
import { SearchField } from "./search_field";
import { UnknownPage } from "./states";

const MoneyLoader = makePart("the estimate", async () => (await import("./money/page")).MoneyPage);
const PlanLoader = makePart("the plan", async () => (await import("./plan/page")).PlanPage);

/** Another key may see more, or less: everything is asked for anew. */
export function App() {
  const { round } = useKept(keyDesk);
  return (
    <Boundary key={round}>
      <Frame />
    </Boundary>
  );
}

function Frame() {
  const place = usePlace();
  const { asked } = useKept(keyDesk);
  const served = useAnswer<Served>("/api/served");
  const hasCase = served.data?.case ?? true;
  const theCase = useAnswer<Case>((served.data !== null || served.failure !== null) && hasCase ? "/api/case" : null);
  const page = usePageMarking(place.visit);
  useKeys();
  useEffect(() => {
    // Without a case there is nothing to search in: screening is what this server is for.
    if (!hasCase && place.route.page === "search") replaceAddress(screenPath("party"));
  }, [hasCase, place.route.page]);
  return (
    <CaseContext.Provider value={theCase.data}>
      <MarkingContext.Provider value={page.set}>
        <button type="button" class="skip" onClick={skipToContent}>
          Skip to content
        </button>
        <Banner
          place={place}
          name={theCase.data?.name ?? null}
          marking={page.marking ?? theCase.data?.handling ?? null}
          searches={hasCase && asked === null}
        />
        <main id="content" tabIndex={-1}>
          {asked === null ? (
            <Boundary key={place.visit}>
              <Page place={place} theCase={theCase} />
            </Boundary>
          ) : (
            <KeyPage why={asked} />
          )}
        </main>
        <Foot
          marking={page.marking ?? theCase.data?.handling ?? null}
          build={theCase.data?.build ?? null}
          keys={!["screen", "queue", "network", "money", "plan"].includes(place.route.page)}
        />
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
    case "queue":
      return <QueuePage key={place.visit} place={place} />;
    case "network":
      return <NetworkLoader key={place.visit} place={place} party={route.party} to={route.to} />;
    case "money":
      return <MoneyLoader key={place.visit} place={place} />;
    case "plan":
      return <PlanLoader key={place.visit} place={place} budget={route.budget} unit={route.unit} />;
    case "screen":
      return <ScreenPage key={place.visit} place={place} view={route.view} dossiers={theCase.data !== null} />;
    case "unknown":
      return <UnknownPage path={route.path} place={place} />;
  }
}

interface BannerProps {
  place: Place;
  name: string | null;
  marking: string | null;
  /** Whether there is a case to search in. */
  searches: boolean;
}

function Banner({ place, name, marking, searches }: BannerProps) {
  const searching = place.route.page === "search";
  const { key } = useKept(keyDesk);
  return (
    <header class="banner">
      <div class="banner-inner">
        <div class="banner-row">
          <Go class="wordmark" to="/" from={null}>
            Counterflow
          </Go>
          <nav class="pages" aria-label="Pages">
            <Go to={screenPath("party")} from={null} current={place.route.page === "screen"}>
              Screening
            </Go>
            {searches && (
              <Go to={QUEUE_PATH} from={null} current={place.route.page === "queue"}>
                Queue
              </Go>
            )}
            {searches && (
              <Go to={NETWORK_PATH} from={null} current={place.route.page === "network"}>
                Network
              </Go>
            )}
            {searches && (
              <Go to={MONEY_PATH} from={null} current={place.route.page === "money"}>
                Money
              </Go>
            )}
            {searches && (
              <Go to={PLAN_PATH} from={null} current={place.route.page === "plan"}>
                Plan
              </Go>
            )}
          </nav>
          {name !== null && <span class="case-name">{name}</span>}
          {key !== null && (
            <button type="button" class="forget-key" onClick={() => putKey(null)}>
              Forget the key
            </button>
          )}
          <Marking marking={marking} />
        </div>
        {!searching && searches && <SearchField compact onSubmit={(text) => navigate(searchPath(text), null)} />}
      </div>
    </header>
  );
}

interface FootProps {
  marking: string | null;
  build: string | null;
  /** Whether the keys that work on most pages stand there; the screening page has its own. */
  keys: boolean;
}

function Foot({ marking, build, keys }: FootProps) {
  return (
    <footer class="foot">
      {keys && <Keys />}
      {build !== null && <p class="build">Build {build}</p>}
      <Marking marking={marking} licences />
    </footer>
  );
}

function Keys() {
  return (
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
  );
}

/** Asked of the address when a key is pressed: what was rendered last may still be the page before. */
const isFirstPage = (): boolean => ["search", "screen", "queue", "network", "money", "plan"].includes(parseRoute(location.pathname, location.search).page);

/**
 * "/" goes to the search field from anywhere; Escape goes back to where the page was opened from. Not from the
 * screening page: Escape leaves a reason there, and pressed once too often must not leave the queue.
 */
function useKeys(): void {
  useEffect(() => {
    const pressed = (event: KeyboardEvent): void => {
      if (!isPlain(event)) return;
      if (event.key === "/" && !isEditable(event.target)) {
        event.preventDefault();
        const field = document.getElementById("search-field") as HTMLInputElement | null;
        field?.focus();
        field?.select();
      } else if (event.key === "Escape" && !isFirstPage()) {
        event.preventDefault();
        goBack();
      }
    };
    window.addEventListener("keydown", pressed);
    return () => window.removeEventListener("keydown", pressed);
  }, []);
}
