/** Evidence: one source line a piece, the words as they stand in the source, and on request the original. */

import { useId, useState } from "preact/hooks";

import type { Evidence } from "./api";
import { vintageWords } from "./gone";
import { groupBy } from "./group";
import { Parts, Some } from "./pieces";
import { documentPath, Go, type Origin } from "./route";
import { dateWords, hedgeWords, polarityWords } from "./words";

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
        items={gather(evidence)}
        first={FIRST}
        noun="source"
        render={(pieces, index) => (
          <EvidenceItem key={index} pieces={pieces} value={value} origin={origin} id={`${id}-${index}`} />
        )}
      />
    </ul>
  );
}

type Pieces = [Evidence, ...Evidence[]];

/** What stands in several fields of one record is one source; each passage of a document is one of its own. */
function gather(evidence: readonly Evidence[]): Pieces[] {
  const placeOf = ({ resource, record, document_id, start, polarity, hedge, last_seen, gone_on }: Evidence): string =>
    JSON.stringify([resource.id, record, document_id, start, polarity, hedge, last_seen, gone_on]);
  return [...groupBy(evidence, placeOf).values()];
}

interface ItemProps {
  pieces: Pieces;
  value: string;
  origin: Origin;
  id: string;
}

function EvidenceItem({ pieces, value, origin, id }: ItemProps) {
  const [piece] = pieces;
  const [open, setOpen] = useState(false);
  const details = useId();
  const repeats = pieces.length > 1 || foldCase(piece.text) === foldCase(value);
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
          <Parts
            parts={[
              piece.dataset_title,
              vintageWords(piece),
              piece.gone_on === null ? null : <span class="gone">gone {dateWords(piece.gone_on)}</span>,
              place(pieces),
              piece.given_by == null ? null : `given by ${piece.given_by}`,
            ]}
          />
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
          {pieces.map(({ field, text }) => (
            <p key={field}>
              {pieces.length > 1 && <span class="field">{field}</span>}
              {text}
            </p>
          ))}
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
function place(pieces: Pieces): string | null {
  const [piece] = pieces;
  const fields = [...new Set(pieces.map(({ field }) => field).filter((field) => field !== null))];
  if (piece.document_id !== null && piece.start !== null) return `characters ${piece.start}–${piece.end}`;
  const parts = [
    piece.record === null ? null : `record ${piece.record}`,
    fields.length === 0 ? null : `${fields.length === 1 ? "field" : "fields"} ${fields.join(", ")}`,
  ];
  return parts.filter((part) => part !== null).join(", ");
}

function Original({ piece }: { piece: Evidence }) {
  const rows: [string, string][] = [
    ["Dataset", piece.dataset_title],
    ["File", piece.resource.path],
    ["Format", piece.resource.format],
    ["SHA-256", piece.resource.sha256],
    ["Statement", piece.statement_id],
    ["Entity", `${piece.entity_id} in ${piece.dataset}`],
    ["Handling", piece.handling.split("//").join(" · ")],
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
