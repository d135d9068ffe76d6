/** One side of an item: what it says, and where that stands. */

import { documentPath, entityPath, Go } from "../route";
import { capital, plainWords, publishedWords } from "../words";
import type { Passage, Side } from "./shape";

const FROM = { href: "/queue", label: "Queue" };

export function SideView({ side, label }: { side: Side; label: string }) {
  return (
    <section class="queue-side" aria-label={label}>
      <h3 dir="auto">
        {side.party === null || side.sources.length === 0 ? (
          side.caption
        ) : (
          <Go to={entityPath(side.party.id)} from={FROM}>
            {side.caption}
          </Go>
        )}
      </h3>
      <p class="note">
        {[
          side.schema === null ? null : capital(plainWords(side.schema)),
          side.listed_now ? "listed now" : null,
          side.members > 1 ? `one of ${side.members} in this party` : null,
        ]
          .filter((part) => part !== null)
          .join(" · ")}
      </p>
      {side.sources.map((source) => (
        <p key={`${source.path} ${source.record}`} class="note">
          {source.title}
          {source.record !== null && `, record ${source.record}`}
        </p>
      ))}
      <dl class="queue-facts">
        {side.facts.map((fact) => (
          <div key={fact.label}>
            <dt>{fact.label}</dt>
            <dd dir="auto">
              {fact.values.join("; ")}
              {fact.more > 0 && <span class="note"> and {fact.more} more</span>}
            </dd>
          </div>
        ))}
      </dl>
      {side.passages.map((passage) => (
        <PassageView key={passage.start} passage={passage} />
      ))}
    </section>
  );
}

function PassageView({ passage }: { passage: Passage }) {
  const { document, page, start, end } = passage;
  // Places are code points, and a text of JavaScript counts in halves of some.
  const points = Array.from(passage.text);
  const [from, to] = passage.highlight ?? [0, 0];
  return (
    <figure class="queue-passage">
      <blockquote dir="auto">
        {points.slice(0, from).join("")}
        {to > from && <mark>{points.slice(from, to).join("")}</mark>}
        {points.slice(to).join("")}
      </blockquote>
      <figcaption>
        <Go to={documentPath(document.id, start, end)} from={FROM}>
          {document.title ?? document.field ?? "Document"}
        </Go>
        {`, ${[document.publisher, publishedWords(document.published), page === null ? null : `page ${page}`]
          .filter((part) => part !== null)
          .join(", ")}`}
      </figcaption>
    </figure>
  );
}
