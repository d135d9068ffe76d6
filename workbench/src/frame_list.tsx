/** What a document tells, sentence by sentence: each frame can be looked at in the text, rejected and corrected. */

import { useRef, useState } from "preact/hooks";

import { ask, describe, type Failure, failureLine } from "./answer";
import type { DocumentText, Frame, FrameArgument, Review, Reviews } from "./api";
import { doubtOf, type ReviewDesk, waitingOf } from "./frame";
import { isEditable, isPlain } from "./keys";
import { CorrectForm } from "./frame_correct";
import { ReasonForm } from "./frame_reason";
import { Some } from "./pieces";
import { entityPath, Go, type Origin } from "./route";
import { capital, count, dateWords, plainWords } from "./words";

/** More than these are shown on demand: a long report tells thousands of things. */
const SHOWN = 200;

interface ListProps {
  document: DocumentText;
  origin: Origin;
  desk: ReviewDesk;
  /** The frame that is marked in the text, unless another is pointed at. */
  selected: string | null;
  /** `seek`: bring it into view. */
  onSelect: (id: string, seek: boolean) => void;
  /** Null: none is pointed at. */
  onPoint: (id: string | null) => void;
}

export function FrameList({ document, origin, desk, selected, onSelect, onPoint }: ListProps) {
  const frames = document.frames ?? [];
  const list = useRef<HTMLUListElement>(null);
  const [form, setForm] = useState<{ id: string; review: Review["review"] } | null>(null);
  const { said } = desk;
  if (frames.length === 0 && (said?.reviews.length ?? 0) === 0) return null;
  const waiting = waitingOf(frames, said?.reviews ?? []);
  const mayReview = said !== null && said.reviewer !== null;
  const open = (id: string, review: Review["review"]): void => {
    if (!mayReview) return;
    onSelect(id, true);
    setForm({ id, review });
  };
  const leave = (id: string): void => {
    setForm(null);
    list.current?.querySelector<HTMLElement>(`#frame-${id}`)?.focus();
  };
  const pressed = (event: KeyboardEvent): void => {
    if (!isPlain(event) || isEditable(event.target) || event.isComposing) return;
    const heads = [...(list.current?.querySelectorAll<HTMLElement>(".frame-head") ?? [])];
    const at = heads.findIndex((head) => head.closest("li")?.contains(event.target as Node) === true);
    const id = heads[at]?.id.replace("frame-", "");
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) heads[at + step]?.focus();
    else if (event.key === "r" && id !== undefined && !waiting.has(id)) open(id, "reject");
    else if (event.key === "c" && id !== undefined && !waiting.has(id)) open(id, "correct");
    else return;
    event.preventDefault();
  };
  const absent = (said?.reviews ?? []).filter(({ frame_id }) => frames.every(({ id }) => id !== frame_id));
  return (
    <section class="frames" aria-labelledby="frames">
      <h2 id="frames" class="aside-heading">
        What it tells ({frames.length})
      </h2>
      {mayReview && frames.length > 0 && (
        <p class="note frame-keys">
          <kbd>↑</kbd> <kbd>↓</kbd> move · <kbd>r</kbd> reject · <kbd>c</kbd> correct
        </p>
      )}
      <ul ref={list} onKeyDown={pressed} onMouseLeave={() => onPoint(null)}>
        <Some
          items={frames}
          first={SHOWN}
          noun="frame"
          render={(frame) => (
            <FrameItem
              key={frame.id}
              frame={frame}
              document={document}
              origin={origin}
              desk={desk}
              isSelected={frame.id === selected}
              waiting={waiting.get(frame.id) ?? null}
              form={form?.id === frame.id ? form.review : null}
              onSelect={(seek) => (form === null || form.id === frame.id) && onSelect(frame.id, seek)}
              onPoint={() => onPoint(form === null ? frame.id : null)}
              onOpen={(review) => open(frame.id, review)}
              onLeave={() => leave(frame.id)}
            />
          )}
        />
      </ul>
      {absent.length > 0 && (
        <details class="about">
          <summary>{count(absent.length, "review of what is not read here now", "reviews of what is not read here now")}</summary>
          <ul>
            {absent.map((review) => (
              <li key={review.hash} class="frame">
                <p class="frame-passage quoted" dir="auto">
                  {review.passage}
                </p>
                <ReviewLine review={review} documentId={document.id} desk={desk} />
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}

interface ItemProps {
  frame: Frame;
  document: DocumentText;
  origin: Origin;
  desk: ReviewDesk;
  isSelected: boolean;
  waiting: Review | null;
  form: Review["review"] | null;
  onSelect: (seek: boolean) => void;
  onPoint: () => void;
  onOpen: (review: Review["review"]) => void;
  onLeave: () => void;
}

function FrameItem({
  frame,
  document,
  origin,
  desk,
  isSelected,
  waiting,
  form,
  onSelect,
  onPoint,
  onOpen,
  onLeave,
}: ItemProps) {
  const doubt = doubtOf(frame);
  const saved = (review: Review): void => {
    desk.add(review);
    onLeave();
  };
  const mayReview = desk.said !== null && desk.said.reviewer !== null && waiting === null;
  const state = waiting === null ? "" : ` frame-${waiting.review}ed`;
  return (
    <li class={`frame${isSelected ? " frame-selected" : ""}${state}`} onMouseEnter={onPoint}>
      <button
        type="button"
        id={`frame-${frame.id}`}
        class="frame-head"
        aria-pressed={isSelected}
        onFocus={() => onSelect(false)}
        onClick={() => onSelect(true)}
      >
        <span class="frame-type">{capital(plainWords(frame.type))}</span>
        {doubt !== null && <strong class="frame-doubt">{doubt}</strong>}
      </button>
      <dl class="frame-args">
        {frame.args.map((argument, index) => (
          <div key={index}>
            <dt>{plainWords(argument.role)}</dt>
            <dd dir="auto">
              <Argument argument={argument} origin={origin} />
            </dd>
          </div>
        ))}
        {(frame.time_text !== null || frame.edtf !== null) && (
          <div>
            <dt>time</dt>
            <dd dir="auto">
              {frame.time_text}
              {frame.edtf !== null && <span class="tally"> {dateWords(frame.edtf)}</span>}
            </dd>
          </div>
        )}
        <div>
          <dt>says so</dt>
          <dd dir="auto">
            {frame.attribution.length === 0
              ? frame.hedge === "reported"
                ? "by whom is not said"
                : "the document"
              : frame.attribution.map(({ text }) => text).reverse().join(" ← ")}
          </dd>
        </div>
      </dl>
      {frame.extractor.startsWith("review:") && (
        <p class="note">Corrected by {frame.extractor.slice("review:".length)}</p>
      )}
      {waiting !== null && <ReviewLine review={waiting} documentId={document.id} desk={desk} waits />}
      {mayReview && isSelected && form === null && (
        <p class="actions">
          <button type="button" onClick={() => onOpen("reject")}>
            Reject <kbd aria-hidden="true">r</kbd>
          </button>
          <button type="button" onClick={() => onOpen("correct")}>
            Correct <kbd aria-hidden="true">c</kbd>
          </button>
        </p>
      )}
      {form === "reject" && <ReasonForm frame={frame} documentId={document.id} onLeave={onLeave} onSaved={saved} />}
      {form === "correct" && desk.said !== null && (
        <CorrectForm frame={frame} document={document} said={desk.said as Reviews} onLeave={onLeave} onSaved={saved} />
      )}
    </li>
  );
}

function Argument({ argument: { text, name, party }, origin }: { argument: FrameArgument; origin: Origin }) {
  if (party === null) return <>{name === null ? text : `${text} (= ${name})`}</>;
  return (
    <>
      {text}{" "}
      <Go to={entityPath(party.id)} from={origin}>
        {party.caption}
      </Go>
    </>
  );
}

interface LineProps {
  review: Review;
  documentId: string;
  desk: ReviewDesk;
  /** Whether the build in use does not obey it yet. */
  waits?: boolean;
}

const REVIEWED: Record<Review["review"], string> = {
  reject: "Rejected",
  correct: "Corrected",
  confirm: "Found right",
  unsure: "Looked at, and left open",
};

/** Who said what of a frame, and the way to take it back. */
function ReviewLine({ review, documentId, desk, waits = false }: LineProps) {
  const [failure, setFailure] = useState<Failure | null>(null);
  const undo = async (): Promise<void> => {
    try {
      const place = `/api/documents/${encodeURIComponent(documentId)}/reviews/${review.hash}/undo`;
      await ask(place, new AbortController().signal, {});
      desk.remove(review);
    } catch (error) {
      setFailure(describe(error));
    }
  };
  return (
    <div class="frame-review">
      <p class="note">
        {REVIEWED[review.review]} by <bdi>{review.entered_by}</bdi>, {review.entered_at.slice(0, 10)}
        : <q dir="auto">{review.reason}</q>
        {waits && <> The next build obeys.</>}
      </p>
      {desk.said?.reviewer != null && (
        <button type="button" onClick={() => void undo()}>
          Take back
        </button>
      )}
      {failure !== null && (
        <p class="refused" role="alert">
          {failureLine(failure)} {failure.nextStep}
        </p>
      )}
    </div>
  );
}
