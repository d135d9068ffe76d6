/** The text of a document, block by block, as text nodes only: what it holds is never read as markup. */

import { Component } from "preact";
import { useMemo } from "preact/hooks";

import type { DocumentText, Mention } from "./api";
import type { ToldSpan } from "./frame";
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
  /** The frame that is looked at. */
  told: readonly ToldSpan[];
  origin: Origin;
}

type Pieces = (Span & { span: Marked | null })[];

/** Blocks laid out together; a long text is laid out only where it is looked at. */
const CHUNK_BLOCKS = 40;

interface Chunk {
  page: number | null;
  blocks: Span[];
}

const NOTHING_TOLD: readonly ToldSpan[] = [];

export function DocumentBody({ document, passage, told, origin }: BodyProps) {
  const points = useMemo(() => codePoints(document.text), [document]);
  const chunks = useMemo(() => piecesOf(document, points), [document, points]);
  const marks = untangle(told, points.length);
  return (
    <>
      {chunks.map((chunk, index) => (
        <div key={index} class="chunk">
          {chunk.page !== null && <PageNumber number={chunk.page} />}
          {chunk.blocks.map(({ block, pieces }) => {
            const within = marks.filter(({ start, end }) => start < block.end && end > block.start);
            return (
              <Block
                key={block.start}
                block={block}
                pieces={pieces}
                points={points}
                passage={passage}
                told={within.length === 0 ? NOTHING_TOLD : within}
                origin={origin}
              />
            );
          })}
        </div>
      ))}
    </>
  );
}

/** Cut each block at what is named in it, once for a document. */
function piecesOf(document: DocumentText, points: CodePoints): { page: number | null; blocks: { block: Span; pieces: Pieces }[] }[] {
  const marked = untangle(markedSpans(document), points.length);
  let next = 0;
  const within = (block: Span): Marked[] => {
    const first = next;
    while (next < marked.length && (marked[next] as Marked).start < block.end) next += 1;
    return marked.slice(first, next);
  };
  return chunksOf(document).map(({ page, blocks }) => ({
    page,
    blocks: blocks.map((block) => ({ block, pieces: cut(block.start, block.end, within(block)) })),
  }));
}

interface BlockProps {
  block: Span;
  pieces: Pieces;
  points: CodePoints;
  passage: Span | null;
  told: readonly ToldSpan[];
  origin: Origin;
}

/** One paragraph. A report has thousands, and looking at a frame changes one or two. */
class Block extends Component<BlockProps> {
  override shouldComponentUpdate(next: BlockProps): boolean {
    const { pieces, passage, told } = this.props;
    return next.pieces !== pieces || next.passage !== passage || next.told !== told;
  }

  override render({ block, pieces, points, passage, told, origin }: BlockProps) {
    return (
      <p dir="auto" data-start={block.start}>
        {pieces.map((piece) => (
          <Piece key={piece.start} piece={piece} points={points} passage={passage} told={told} origin={origin} />
        ))}
      </p>
    );
  }
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

/** A piece of text with the words of the frame that is looked at marked in it. */
function Told({ part, points, told }: { part: Span; points: CodePoints; told: readonly ToldSpan[] }) {
  if (told.length === 0) return <>{points.slice(part.start, part.end)}</>;
  return (
    <>
      {cut(part.start, part.end, told).map(({ start, end, span }) => {
        const text = points.slice(start, end);
        if (span === null) return text;
        return (
          <mark key={start} class={`told told-${span.part}`} title={span.title}>
            {text}
          </mark>
        );
      })}
    </>
  );
}

interface PieceProps {
  piece: Span & { span: Marked | null };
  points: CodePoints;
  passage: Span | null;
  told: readonly ToldSpan[];
  origin: Origin;
}

function Piece({ piece, points, passage, told, origin }: PieceProps) {
  const { span } = piece;
  const content = cut(piece.start, piece.end, passage === null ? [] : [passage]).map((part) => {
    const text = <Told part={part} points={points} told={told} />;
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
