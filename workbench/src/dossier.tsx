/** The dossier: everything the case holds on one party, each line with its source. */

import type { ComponentChildren } from "preact";

import { useAnswer } from "./answer";
import type { Dossier, Problem } from "./api";
import { useArrival, useTitle } from "./arrival";
import { useDataset } from "./case";
import { Contents, type Section } from "./contents";
import { FactList } from "./fact_list";
import { LinkList } from "./link_list";
import { useMarking } from "./marking";
import { NameList } from "./name_list";
import { PassageList } from "./passage_list";
import { Listed, Parts, Some } from "./pieces";
import { entityPath, type Origin, type Place } from "./route";
import { Back, Failed, Nothing, Waiting } from "./states";
import { capital, countryWords, plainWords, topicWords } from "./words";

export function DossierPage({ place, id }: { place: Place; id: string }) {
  const answer = useAnswer<Dossier>(`/api/entities/${encodeURIComponent(id)}`);
  const { data, failure, retry } = answer;
  useTitle(data?.caption ?? null);
  useMarking(data?.handling ?? null);
  useArrival(place, data !== null || failure !== null);
  return (
    <div class="page">
      <Back place={place} />
      {failure !== null && <Failed failure={failure} retry={retry} />}
      {failure === null && data === null && <Waiting what="the dossier" />}
      {data !== null && <DossierView dossier={data} />}
    </div>
  );
}

function DossierView({ dossier }: { dossier: Dossier }) {
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
        <DossierSection id="links" title="Links to other parties">
          <LinkList links={dossier.links} origin={origin} />
        </DossierSection>
        <DossierSection id="passages" title="Passages in documents">
          <PassageList passages={dossier.passages} origin={origin} />
        </DossierSection>
        <DossierSection id="records" title="Records held as this party">
          <MemberList members={dossier.members} />
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
    { id: "names", title: "Names", number: dossier.names.reduce((sum, group) => sum + group.values.length, 0) },
    {
      id: "facts",
      title: "Facts",
      number: dossier.facts.reduce((sum, fact) => sum + fact.values.length, 0),
      parts: dossier.facts.map((fact) => ({ id: `fact-${fact.prop}`, title: fact.label })),
    },
    { id: "links", title: "Links", number: dossier.links.length },
    {
      id: "passages",
      title: "Passages",
      number: dossier.passages.length,
      ...(candidates > 0 ? { parts: [{ id: "candidates", title: `Candidates, not confirmed (${candidates})` }] } : {}),
    },
    { id: "records", title: "Records", number: dossier.members.length },
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
        <Listed now={dossier.listed_now} />
        <Parts
          parts={[
            capital(plainWords(dossier.schema)),
            ...dossier.countries.map(countryWords),
            ...dossier.topics.map(topicWords),
            <code>{dossier.id}</code>,
          ]}
        />
      </p>
      <ul class="head-datasets" aria-label="Datasets">
        {dossier.datasets.map(({ name, title }) => (
          <li key={name}>
            {title} <time class="vintage">{dataset(name).published ?? ""}</time>
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
                member.basis === null ? null : `held as this party: ${member.basis}`,
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
            <Parts
              parts={[
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
