/** The screening page: one party, a file, the record of decisions. */

import { useArrival, useTitle } from "../arrival";
import { Go, type Place, screenPath, type ScreenView } from "../route";
import { Back, Failed, Waiting } from "../states";
import { Basis } from "./basis";
import { DecisionsView } from "./decisions";
import { FileView } from "./file_view";
import { PartyView } from "./party_view";
import { type Asked, useScreening } from "./screening";
import type { Screening } from "./shape";

const VIEWS: Record<ScreenView, string> = { party: "One party", file: "A file", decisions: "Decisions" };

interface PageProps {
  place: Place;
  view: ScreenView;
  /** Whether this server has dossiers to link to. */
  dossiers: boolean;
}

export function ScreenPage({ place, view, dossiers }: PageProps) {
  const asked = useScreening();
  useTitle(`Screening: ${VIEWS[view].toLowerCase()}`);
  useArrival(place, asked.data !== null || asked.failure !== null);
  return (
    <div class="page page-screen">
      {place.origin !== null && <Back place={place} />}
      <h1 tabIndex={-1}>Screening</h1>
      <nav class="views" aria-label="Screening">
        {Object.entries(VIEWS).map(([name, label]) => (
          <Go key={name} to={screenPath(name as ScreenView)} from={null} current={name === view}>
            {label}
          </Go>
        ))}
      </nav>
      {asked.data === null ? (
        <NotYet asked={asked} />
      ) : (
        <>
          <Basis screening={asked.data} />
          <View view={view} screening={asked.data} dossiers={dossiers} />
        </>
      )}
    </div>
  );
}

function View({ view, screening, dossiers }: { view: ScreenView; screening: Screening; dossiers: boolean }) {
  if (view === "file") return <FileView screening={screening} dossiers={dossiers} />;
  if (view === "decisions") return <DecisionsView screening={screening} />;
  return <PartyView screening={screening} dossiers={dossiers} />;
}

function NotYet({ asked }: { asked: Asked }) {
  if (asked.failure === null) return <Waiting what="the lists" />;
  if (asked.failure.status !== 503) return <Failed failure={asked.failure} retry={asked.retry} part />;
  return (
    <div class="notice" role="status">
      <h2>The lists are being opened</h2>
      <p>{asked.failure.what}</p>
      <p>Nothing can be screened until then. This page asks again every few seconds.</p>
    </div>
  );
}
