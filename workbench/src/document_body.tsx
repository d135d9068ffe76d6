/** The text of a document, block by block, as text nodes only: what it holds is never read as markup. */

import type { DocumentText, Mention } from "./api";
import { kindOf, type MentionKind } from "./mention_kind";
import { entityPath, Go, type Origin } from "./route";
import { blocks, type CodePoints, codePoints, cut, type Span, untangle } from "./text";
import { capital, dateWords, plainWords } from "./words";

/** One underlined span: a mention, or a quantity where no mention lies. */
interface Marked extends Span {
  id: string;
  kind: MentionKind;
  title: string;
  party: Mention["party"];
}

interface BodyProps {
  document: DocumentText;
  passage: Span | null;
  origin: Origin;
}

/** Blocks laid out together; a long text is laid out only where it is looked at. */
const CHUNK_BLOCKS = 40;

interface Chunk {
  page: number | null;
  blocks: Span[];
}

export function DocumentBody({ document, passage, origin }: BodyProps) {
  const points = codePoints(document.text);
  const marked = untangle(markedSpans(document), points.length);
  let next = 0;
  const within = (block: Span): Marked[] => {
    const first = next;
    while (next < marked.length && (marked[next] as Marked).start < block.end) next += 1;
    return marked.slice(first, next);
  };
  return (
    <>
      {chunksOf(document).map((chunk, index) => (
        <div key={index} class="chunk">
          {chunk.page !== null && <PageNumber number={chunk.page} />}
          {chunk.blocks.map((block) => (
            <p key={block.start} dir="auto">
              {cut(block.start, block.end, within(block)).map((piece) => (
                <Piece key={piece.start} piece={piece} points={points} passage={passage} origin={origin} />
              ))}
            </p>
          ))}
        </div>
      ))}
    </>
  );
}

function markedSpans({ mentions, quantities }: DocumentText): Marked[] {
  return [
    ...mentions.map((mention) => ({ ...mention, kind: kindOf(mention.type), title: mentionTitle(mention) })),
    ...quantities.map((quantity) => ({
      ...quantity,
      kind: "quantity" as const,
      title: capital(plainWords(quantity.kind)),
      party: null,
    })),
  ];
}

function mentionTitle({ type, edtf, party }: Mention): string {
  const what = capital(plainWords(type));
  if (party !== null) return `${what}: open the dossier of ${party.caption}`;
  return edtf === null ? what : `${what}: ${dateWords(edtf)}`;
}

/** Group the blocks: by page where the original has pages, by number elsewhere. */
function chunksOf({ text, pages }: DocumentText): Chunk[] {
  const starts = pages.map((page) => page.start);
  const chunks: Chunk[] = [];
  let page = -1;
  for (const block of blocks(text, starts)) {
    const pageBefore = page;
    while (page + 1 < pages.length && (starts[page + 1] ?? Infinity) < block.end) page += 1;
    const last = chunks.at(-1);
    if (last === undefined || page !== pageBefore || (pages.length === 0 && last.blocks.length >= CHUNK_BLOCKS)) {
      chunks.push({ page: pages[page]?.number ?? null, blocks: [block] });
    } else {
      last.blocks.push(block);
    }
  }
  return chunks;
}

function PageNumber({ number }: { number: number }) {
  return (
    <h2 class="page-number" id={`page-${number}`}>
      Page {number}
    </h2>
  );
}

interface PieceProps {
  piece: Span & { span: Marked | null };
  points: CodePoints;
  passage: Span | null;
  origin: Origin;
}

function Piece({ piece, points, passage, origin }: PieceProps) {
  const { span } = piece;
  const content = cut(piece.start, piece.end, passage === null ? [] : [passage]).map((part) => {
    const text = points.slice(part.start, part.end);
    if (part.span === null || passage === null) return text;
    const first = part.start === passage.start;
    return (
      <mark key={part.start} class="asked" {...(first ? { id: "passage", tabIndex: -1 } : {})}>
        {text}
      </mark>
    );
  });
  if (span === null) return <>{content}</>;
  const { party, kind, title } = span;
  if (party === null) {
    return (
      <span class={`mention mention-${kind}`} title={title}>
        {content}
      </span>
    );
  }
  return (
    <Go
      id={`mention-${piece.start}`}
      class={`mention mention-${kind}`}
      title={title}
      to={entityPath(party.id)}
      from={origin}
    >
      {content}
    </Go>
  );
}
