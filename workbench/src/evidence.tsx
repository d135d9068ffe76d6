/** Evidence: one source line a piece, the words as they stand in the source, and on request the original. */

import { useId, useState } from "preact/hooks";

import type { Evidence } from "./api";
import { Parts, Some } from "./pieces";
import { documentPath, Go, type Origin } from "./route";
import { hedgeWords, polarityWords, splitMarking } from "./words";

const FIRST = 3;

interface ListProps {
  evidence: readonly Evidence[];
  /** The value that stands above: words that only repeat it are shown on request. */
  value: string;
  origin: Origin;
  /** Unique on the page; names the links so that the way back finds them. */
  id: string;
}

export function EvidenceList({ evidence, value, origin, id }: ListProps) {
  return (
    <ul class="evidence">
      <Some
        items={evidence}
        first={FIRST}
        noun="source"
        render={(piece, index) => (
          <EvidenceItem key={index} piece={piece} value={value} origin={origin} id={`${id}-${index}`} />
        )}
      />
    </ul>
  );
}

function EvidenceItem({ piece, value, origin, id }: { piece: Evidence; value: string; origin: Origin; id: string }) {
  const [open, setOpen] = useState(false);
  const details = useId();
  const repeats = foldCase(piece.text) === foldCase(value);
  const doubt = [polarityWords(piece.polarity), hedgeWords(piece.hedge)].filter((word) => word !== null);
  const escape = (event: KeyboardEvent): void => {
    if (event.key !== "Escape" || !open) return;
    event.preventDefault();
    setOpen(false);
  };
  return (
    <li class={piece.polarity === "affirmed" ? "source" : "source source-against"} onKeyDown={escape}>
      <div class="source-line">
        <button type="button" class="disclose" aria-expanded={open} aria-controls={details} onClick={() => setOpen(!open)}>
          <Parts parts={[piece.dataset_title, piece.resource.published ?? "no date", place(piece)]} />
        </button>
        {piece.document_id !== null && (
          <Go id={id} class="open" to={documentPath(piece.document_id, piece.start, piece.end)} from={origin}>
            Open passage
          </Go>
        )}
      </div>
      {(doubt.length > 0 || piece.attribution.length > 0) && (
        <p class="doubt">
          {doubt.map((word) => (
            <strong key={word}>{word}</strong>
          ))}
          {piece.attribution.length > 0 && <span>according to {piece.attribution.join(", citing ")}</span>}
        </p>
      )}
      {(!repeats || open) && (
        <blockquote class="quoted" dir="auto">
          {piece.text}
        </blockquote>
      )}
      <div id={details} hidden={!open}>
        {open && <Original piece={piece} />}
      </div>
    </li>
  );
}

/** Lists print names in capitals; that alone is no reason to show a name twice. */
const foldCase = (text: string): string => text.trim().toLowerCase();

/** Record and field of a list, or the span of a document. */
function place(piece: Evidence): string | null {
  if (piece.document_id !== null && piece.start !== null) return `characters ${piece.start}–${piece.end}`;
  const parts = [
    piece.record === null ? null : `record ${piece.record}`,
    piece.field === null ? null : `field ${piece.field}`,
  ];
  return parts.filter((part) => part !== null).join(", ");
}

function Original({ piece }: { piece: Evidence }) {
  const { label, rest } = splitMarking(piece.handling);
  const rows: [string, string][] = [
    ["File", piece.resource.path],
    ["Format", piece.resource.format],
    ["SHA-256", piece.resource.sha256],
    ["Statement", piece.statement_id],
    ["Entity", `${piece.entity_id} in ${piece.dataset}`],
    ["Handling", rest === "" ? label : `${label} · ${rest}`],
  ];
  return (
    <dl class="original">
      {rows.map(([term, text]) => (
        <div key={term}>
          <dt>{term}</dt>
          <dd>{text}</dd>
        </div>
      ))}
    </dl>
  );
}
