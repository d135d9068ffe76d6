/** Links of a party to others, by role; each opens the other party's dossier. */

import type { Link } from "./api";
import { EvidenceList } from "./evidence";
import { Gone, lastStood } from "./gone";
import { groupBy } from "./group";
import { Parts, Some } from "./pieces";
import { entityPath, Go, type Origin } from "./route";
import { Row, Rows } from "./rows";
import { Nothing } from "./states";
import { capital, periodWords, plainWords } from "./words";

const DIRECTIONS: Record<Link["direction"], { sign: string; words: string }> = {
  out: { sign: "→", words: "from this party to the other" },
  in: { sign: "←", words: "from the other party to this one" },
  none: { sign: "–", words: "without a direction" },
};

/** What several lists say of one tie to one party as one link with all the evidence. */
export function mergeLinks(links: readonly Link[]): Link[] {
  const groups = groupBy(links, (link) =>
    JSON.stringify([link.direction, link.role, link.schema, link.other.id, link.start_date, link.end_date]),
  );
  return [...groups.values()].map((group) => ({
    ...group[0],
    evidence: group.flatMap(({ evidence }) => evidence),
  }));
}

export function LinkList({ links, origin }: { links: Link[]; origin: Origin }) {
  if (links.length === 0) return <Nothing>No list and no document links this party to another.</Nothing>;
  const groups = groupBy(mergeLinks(links), (link) => `${link.direction}-${link.role}`);
  return (
    <Rows>
      {[...groups].map(([key, group], index) => (
        <Row key={key} id={`links-${index}`} label={<RoleLabel link={group[0]} />}>
          <Some
            items={group}
            first={20}
            noun="link"
            render={(link) => <LinkItem key={link.id} link={link} origin={origin} />}
          />
        </Row>
      ))}
    </Rows>
  );
}

function RoleLabel({ link }: { link: Link }) {
  const { sign, words } = DIRECTIONS[link.direction];
  return (
    <>
      {capital(plainWords(link.role))}{" "}
      <span class="direction" aria-hidden="true">
        {sign}
      </span>
      <span class="unseen">, {words}</span>
    </>
  );
}

function LinkItem({ link, origin }: { link: Link; origin: Origin }) {
  return (
    <li class={lastStood(link.evidence) === null ? "value" : "value value-gone"}>
      <p class="value-line">
        <Go id={`other-${link.id}`} class="value-text" to={entityPath(link.other.id)} from={origin} dir="auto">
          {link.other.caption}
        </Go>
        <Parts
          parts={[
            capital(plainWords(link.other.schema)),
            plainWords(link.schema),
            periodWords(link.start_date, link.end_date) ?? "no dates given",
          ]}
        />
        <Gone evidence={link.evidence} />
      </p>
      <EvidenceList evidence={link.evidence} value="" origin={origin} id={`link-${link.id}`} />
    </li>
  );
}
