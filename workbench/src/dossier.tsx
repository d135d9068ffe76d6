/** The dossier: everything the case holds on one party, each line with its source. */

import type { ComponentChildren } from "preact";

import { type Answer, useAnswer } from "./answer";
import type { Dossier, Exposure, Problem } from "./api";
import { useArrival, useTitle } from "./arrival";
import { useDataset } from "./case";
import { Contents, type Section } from "./contents";
import { EventList } from "./event_list";
import { ExposureView } from "./exposure_view";
import { FactList } from "./fact_list";
import { IdentityList } from "./identity_list";
import { IntervalList } from "./interval_list";
import { LinkList, mergeLinks } from "./link_list";
import { useMarking } from "./marking";
import { strictest } from "./network/words";
import { mergeNames, NameList } from "./name_list";
import { NarrativeList } from "./narrative_list";
import { PassageList } from "./passage_list";
import { Listed, Parts, Some } from "./pieces";
import { RoleList, StockpileList } from "./role_list";
import { entityPath, Go, networkPath, type Origin, type Place } from "./route";
import { Back, Failed, Nothing, Waiting } from "./states";
import { capital, countryWords, plainWords, publishedWords, topicWords } from "./words";

export function DossierPage({ place, id }: { place: Place; id: string }) {
  const answer = useAnswer<Dossier>(`/api/entities/${encodeURIComponent(id)}`);
  const { data, failure, retry } = answer;
  useTitle(data?.caption ?? null);
  const exposure = useAnswer<Exposure>(data === null ? null : `/api/exposure/${encodeURIComponent(id)}`);
  const markings = [data?.handling, exposure.data?.handling].filter((marking) => marking !== undefined);
  useMarking(markings.length === 0 ? null : strictest(markings));
  useArrival(place, data !== null || failure !== null);
  return (
    <div class="page">
      <Back place={place} />
      {failure !== null && <Failed failure={failure} retry={retry} />}
      {failure === null && data === null && <Waiting what="the dossier" />}
      {data !== null && <DossierView dossier={data} exposure={exposure} />}
    </div>
  );
}

function DossierView({ dossier, exposure }: { dossier: Dossier; exposure: Answer<Exposure> }) {
  const origin: Origin = { href: entityPath(dossier.id), label: dossier.caption };
  return (
    <article class="dossier">
      <DossierHead dossier={dossier} />
      <Contents sections={sectionsOf(dossier)} />
      <div class="dossier-body">
        <DossierSection id="names" title="Names">
          <NameList names={dossier.names} origin={origin} />
        </DossierSection>
        <DossierSection id="facts" title="Facts">
          <FactList facts={dossier.facts} origin={origin} />
        </DossierSection>
        {dossier.intervals.length > 0 && (
          <DossierSection id="designations" title="Designations and papers">
            <IntervalList intervals={dossier.intervals} origin={origin} />
          </DossierSection>
        )}
        <DossierSection id="links" title="Links to other parties">
          <LinkList links={dossier.links} origin={origin} />
        </DossierSection>
        {dossier.roles.length > 0 && (
          <DossierSection id="roles" title="Roles in the network">
            <RoleList roles={dossier.roles} origin={origin} />
          </DossierSection>
        )}
        {dossier.identity.length > 0 && (
          <DossierSection id="identity" title="Identity over time">
            <IdentityList identity={dossier.identity} origin={origin} of={dossier.id} />
          </DossierSection>
        )}
        <DossierSection id="exposure" title="Exposure to the listed">
          <ExposureView id={dossier.id} answer={exposure} origin={origin} />
        </DossierSection>
        {dossier.stockpiles.length > 0 && (
          <DossierSection id="stockpiles" title="Goods that could come to market">
            <StockpileList stockpiles={dossier.stockpiles} origin={origin} />
          </DossierSection>
        )}
        {dossier.narratives.length > 0 && (
          <DossierSection id="narratives" title="What the lists say of it">
            <NarrativeList narratives={dossier.narratives} origin={origin} />
          </DossierSection>
        )}
        <DossierSection id="passages" title="Passages in documents">
          <PassageList passages={dossier.passages} origin={origin} />
        </DossierSection>
        {dossier.events.length > 0 && (
          <DossierSection id="events" title="Events told more than once">
            <EventList events={dossier.events} origin={origin} />
          </DossierSection>
        )}
        <DossierSection id="records" title="Records held as this party">
          <MemberList members={recordsOf(dossier)} />
        </DossierSection>
        <DossierSection id="problems" title="Problems in the sources">
          <ProblemList problems={dossier.problems} />
        </DossierSection>
      </div>
    </article>
  );
}

function sectionsOf(dossier: Dossier): Section[] {
  const candidates = dossier.passages.filter((passage) => passage.decision === "candidate").length;
  return [
    { id: "names", title: "Names", number: dossier.names.reduce((sum, group) => sum + mergeNames(group.values).length, 0) },
    {
      id: "facts",
      title: "Facts",
      number: dossier.facts.reduce((sum, fact) => sum + fact.values.length, 0),
      parts: dossier.facts.map((fact) => ({ id: `fact-${fact.prop}`, title: fact.label })),
    },
    ...(dossier.intervals.length > 0
      ? [{ id: "designations", title: "Designations", number: dossier.intervals.length }]
      : []),
    { id: "links", title: "Links", number: mergeLinks(dossier.links).length },
    ...(dossier.roles.length > 0 ? [{ id: "roles", title: "Roles", number: dossier.roles.length }] : []),
    ...(dossier.identity.length > 0 ? [{ id: "identity", title: "Identity", number: dossier.identity.length }] : []),
    { id: "exposure", title: "Exposure" },
    ...(dossier.stockpiles.length > 0
      ? [{ id: "stockpiles", title: "Goods held", number: dossier.stockpiles.length }]
      : []),
    ...(dossier.narratives.length > 0
      ? [{ id: "narratives", title: "What the lists say", number: dossier.narratives.length }]
      : []),
    {
      id: "passages",
      title: "Passages",
      number: dossier.passages.length,
      ...(candidates > 0 ? { parts: [{ id: "candidates", title: `Candidates, not confirmed (${candidates})` }] } : {}),
    },
    ...(dossier.events.length > 0 ? [{ id: "events", title: "Events", number: dossier.events.length }] : []),
    { id: "records", title: "Records", number: recordsOf(dossier).length },
    { id: "problems", title: "Problems", number: dossier.problems.length },
  ];
}

function DossierHead({ dossier }: { dossier: Dossier }) {
  const dataset = useDataset();
  return (
    <header class="dossier-head">
      <h1 tabIndex={-1} dir="auto">
        {dossier.caption}
      </h1>
      <p class="head-line">
        <Listed now={dossier.listed_now} delistedOn={dossier.delisted_on} />
        <Parts
          parts={[
            capital(plainWords(dossier.schema)),
            ...dossier.countries.map(countryWords),
            ...dossier.topics.map(topicWords),
            <code>{dossier.id}</code>,
          ]}
        />
        <Go id="dossier-network" to={networkPath(dossier.id, null)} from={{ href: entityPath(dossier.id), label: dossier.caption }}>
          Show in the network
        </Go>
      </p>
      <ul class="head-datasets" aria-label="Datasets">
        {dossier.datasets.map(({ name, title }) => (
          <li key={name}>
            {title} <time class="vintage">{publishedWords(dataset(name).published)}</time>
          </li>
        ))}
      </ul>
    </header>
  );
}

function DossierSection({ id, title, children }: { id: string; title: string; children: ComponentChildren }) {
  return (
    <section aria-labelledby={id}>
      <h2 id={id} class="section-heading" tabIndex={-1}>
        {title}
      </h2>
      {children}
    </section>
  );
}

/** The records of lists; what a document names stands with its passages. */
function recordsOf(dossier: Dossier): Dossier["members"] {
  return dossier.members.filter((member) => !member.is_told);
}

function MemberList({ members }: { members: Dossier["members"] }) {
  const dataset = useDataset();
  if (members.length === 0) return <Nothing>No record of a list: the party is known from documents only.</Nothing>;
  return (
    <ul class="members">
      <Some
        items={members}
        first={12}
        noun="record"
        render={(member) => (
          <li key={member.entity_id}>
            <span class="member-caption" dir="auto">
              {member.caption}
            </span>
            <Parts
              parts={[
                dataset(member.dataset).title,
                <code>{member.entity_id}</code>,
                member.basis,
              ]}
            />
          </li>
        )}
      />
    </ul>
  );
}

function ProblemList({ problems }: { problems: Problem[] }) {
  if (problems.length === 0) return <Nothing>Every record of this party was read without a problem.</Nothing>;
  return (
    <ul class="problems">
      <Some
        items={problems}
        first={12}
        noun="problem"
        render={(problem, index) => (
          <li key={index}>
            <p>{problem.message}</p>
            {problem.expected !== null && <p>Expected: {problem.expected}</p>}
            {problem.next_step !== null && <p>Next step: {problem.next_step}</p>}
            <Parts
              parts={[
                problem.severity,
                <code>{problem.path}</code>,
                problem.record === null ? null : `record ${problem.record}`,
                problem.field === null ? null : `field ${problem.field}`,
                problem.value === null ? null : <span class="quoted">“{problem.value}”</span>,
              ]}
            />
          </li>
        )}
      />
    </ul>
  );
}
