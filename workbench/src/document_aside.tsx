/** Beside the text: legend, parties named, and where the original lies. */

import type { ComponentChildren } from "preact";

import type { Caption, DocumentText } from "./api";
import { groupBy } from "./group";
import { kindOf, KINDS, type MentionKind } from "./mention_kind";
import { Some } from "./pieces";
import { entityPath, Go, type Origin } from "./route";
import { figure, languageWords, plainWords } from "./words";

interface AsideProps {
  document: DocumentText;
  origin: Origin;
  hidden: ReadonlySet<MentionKind>;
  onToggle: (kind: MentionKind) => void;
  /** What stands above all. */
  children: ComponentChildren;
}

export function DocumentAside({ document, origin, hidden, onToggle, children }: AsideProps) {
  return (
    <aside class="aside" aria-label="About this document">
      {children}
      <Legend document={document} hidden={hidden} onToggle={onToggle} />
      <PartiesNamed document={document} origin={origin} />
      <Original document={document} />
    </aside>
  );
}

function Legend({ document, hidden, onToggle }: Omit<AsideProps, "origin" | "children">) {
  const tally = groupBy(document.mentions, (mention) => kindOf(mention.type));
  const number = (kind: MentionKind): number =>
    kind === "quantity" ? document.quantities.length : (tally.get(kind)?.length ?? 0);
  const present = KINDS.filter(({ kind }) => number(kind) > 0);
  if (present.length === 0) return null;
  return (
    <section aria-labelledby="legend">
      <h2 id="legend" class="aside-heading">
        Underlined
      </h2>
      <ul class="legend">
        {present.map(({ kind, label }) => (
          <li key={kind}>
            <button type="button" aria-pressed={!hidden.has(kind)} onClick={() => onToggle(kind)}>
              <span class={`mention mention-${kind}`}>{label}</span> <span class="tally">{figure(number(kind))}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function PartiesNamed({ document, origin }: { document: DocumentText; origin: Origin }) {
  const parties = new Map<string, { party: Caption; number: number }>();
  for (const { party } of document.mentions) {
    if (party === null) continue;
    const entry = parties.get(party.id) ?? { party, number: 0 };
    parties.set(party.id, { party, number: entry.number + 1 });
  }
  if (parties.size === 0) return null;
  const ordered = [...parties.values()].sort((a, b) => b.number - a.number);
  return (
    <section aria-labelledby="parties">
      <h2 id="parties" class="aside-heading">
        Parties named
      </h2>
      <ul class="parties">
        <Some
          items={ordered}
          first={12}
          noun="party"
          plural="parties"
          render={({ party, number }) => (
            <li key={party.id}>
              <Go id={`party-${party.id}`} to={entityPath(party.id)} from={origin}>
                {party.caption}
              </Go>{" "}
              <span class="tally">{figure(number)}</span>
            </li>
          )}
        />
      </ul>
    </section>
  );
}

function Original({ document }: { document: DocumentText }) {
  const { resource } = document;
  const rows: [string, string | null][] = [
    ["Published", document.published],
    ["Publisher", document.publisher],
    ["Author", document.author],
    ["Language", document.language === null ? null : languageWords(document.language)],
    ["Kind", plainWords(document.kind)],
    ["Pages", document.pages.length === 0 ? "none" : figure(document.pages.length)],
    ["File", resource.path],
    ["Format", resource.format],
    ["SHA-256", resource.sha256],
    ["Handling", document.handling.split("//").join(" · ")],
  ];
  return (
    <details class="about" open={window.matchMedia("(min-width: 60rem)").matches}>
      <summary>Original</summary>
      <dl class="original">
        {rows.map(([term, text]) => (
          <div key={term}>
            <dt>{term}</dt>
            <dd>{text ?? "not stated"}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
