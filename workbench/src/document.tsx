/** A document: its text with the asked passage, what is named in it, and where the original lies. */

import { useMemo, useState } from "preact/hooks";

import { useAnswer } from "./answer";
import type { DocumentText } from "./api";
import { focusQuietly, scrollAfterLayout, useArrival, useTitle } from "./arrival";
import { DocumentAside } from "./document_aside";
import { DocumentBody } from "./document_body";
import { spansOf, useReviews } from "./frame";
import { FrameList } from "./frame_list";
import { useMarking } from "./marking";
import { useHiddenKinds } from "./mention_kind";
import { Parts } from "./pieces";
import { documentPath, entityPath, Go, type Origin, type Place } from "./route";
import { Back, Failed, Waiting } from "./states";
import { codePoints, type Span } from "./text";
import { capital, languageWords, plainWords, publishedWords } from "./words";

interface PageProps {
  place: Place;
  id: string;
  start: number | null;
  end: number | null;
}

export function DocumentPage({ place, id, start, end }: PageProps) {
  const { data, failure, retry } = useAnswer<DocumentText>(`/api/documents/${encodeURIComponent(id)}`);
  const passage = start === null || end === null || start >= end ? null : { start, end };
  useTitle(data === null ? null : (data.title ?? "Untitled document"));
  useMarking(data?.handling ?? null);
  useArrival(place, data !== null || failure !== null, showPassage);
  return (
    <div class="page">
      <Back place={place} />
      {failure !== null && <Failed failure={failure} retry={retry} />}
      {failure === null && data === null && <Waiting what="the document" />}
      {data !== null && <DocumentView document={data} passage={passage} />}
    </div>
  );
}

/** Bring the passage into view and give it the focus, so that Tab goes on from there; false when there is none. */
function showPassage(): boolean {
  const mark = document.getElementById("passage");
  if (mark === null) return false;
  focusQuietly(mark);
  scrollAfterLayout(() => mark.scrollIntoView({ block: "center" }));
  return true;
}

/** Bring the frame that is looked at into view; the focus stays in the list. */
function showTold(): void {
  document.querySelector(".text mark.told")?.scrollIntoView({ block: "nearest" });
}

function DocumentView({ document: theDocument, passage }: { document: DocumentText; passage: Span | null }) {
  const { hidden, toggle } = useHiddenKinds();
  const origin: Origin = {
    href: documentPath(theDocument.id, passage?.start ?? null, passage?.end ?? null),
    label: theDocument.title ?? "Untitled document",
  };
  const outside = passage !== null && passage.end > codePoints(theDocument.text).length;
  const desk = useReviews(theDocument.id);
  const [selected, setSelected] = useState<string | null>(null);
  const [pointed, setPointed] = useState<string | null>(null);
  const told = useMemo(() => {
    const frame = theDocument.frames?.find(({ id }) => id === (pointed ?? selected));
    return frame === undefined ? [] : spansOf(frame);
  }, [theDocument, pointed ?? selected]);
  // The text stays as it is while the reader switches underlines on and off.
  const body = useMemo(
    () => <DocumentBody document={theDocument} passage={outside ? null : passage} told={told} origin={origin} />,
    [theDocument, passage?.start, passage?.end, told],
  );
  const select = (id: string, seek: boolean): void => {
    setSelected(id);
    if (seek) requestAnimationFrame(showTold);
  };
  return (
    <article class="document">
      <header class="document-head">
        <h1 tabIndex={-1} dir="auto">
          {theDocument.title ?? "Untitled document"}
        </h1>
        <DocumentLine document={theDocument} origin={origin} />
        {passage !== null && !outside && (
          <p class="passage-bar">
            <button type="button" onClick={showPassage}>
              Go to the passage
            </button>
            <Parts parts={[`characters ${passage.start}–${passage.end}`, pageOf(theDocument, passage)]} />
          </p>
        )}
        {outside && <p class="note">The asked passage lies outside this text; it belongs to another build.</p>}
      </header>
      <DocumentAside document={theDocument} origin={origin} hidden={hidden} onToggle={toggle}>
        <FrameList
          document={theDocument}
          origin={origin}
          desk={desk}
          selected={selected}
          onSelect={select}
          onPoint={setPointed}
        />
      </DocumentAside>
      <div class={`text quoted ${[...hidden].map((kind) => `hide-${kind}`).join(" ")}`}>
        {body}
      </div>
    </article>
  );
}

function pageOf({ pages }: DocumentText, passage: Span): string | null {
  const page = pages.find(({ start, end }) => start <= passage.start && passage.start < end);
  return page === undefined ? null : `page ${page.number}`;
}

function DocumentLine({ document, origin }: { document: DocumentText; origin: Origin }) {
  const { subject } = document;
  return (
    <p class="head-line">
      <Parts
        parts={[
          document.author,
          document.publisher,
          publishedWords(document.published),
          capital(plainWords(document.kind)),
          document.language === null ? null : languageWords(document.language),
          subject === null ? null : (
            <>
              stands in the list entry of{" "}
              <Go id="subject" to={entityPath(subject.id)} from={origin}>
                {subject.caption}
              </Go>
            </>
          ),
        ]}
      />
    </p>
  );
}
