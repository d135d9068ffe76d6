/** The queue: what is unsure, one item at a time, what matters most first; worked through by keyboard. */

import { useLayoutEffect, useRef, useState } from "preact/hooks";

import { failureLine } from "../answer";
import { useArrival, useTitle } from "../arrival";
import { isEditable, isPlain } from "../keys";
import type { Place } from "../route";
import { useKept } from "../screen/kept";
import { Failed, Waiting } from "../states";
import { count } from "../words";
import { firstOf, type QueueDesk, skipped, useQueue } from "./desk";
import { type Answer, type Answered, type Item, type Kind, KINDS, type Queue } from "./shape";
import { SideView } from "./side_view";
import { ANSWER_KEYS, ANSWER_WORDS, changeWords, featureWords, KIND_WORDS } from "./words";

export function QueuePage({ place }: { place: Place }) {
  const [kind, setKind] = useState<Kind | null>(null);
  const desk = useQueue(kind);
  useTitle("Queue");
  useArrival(place, desk.queue !== null || desk.failure !== null);
  if (desk.queue === null) {
    return (
      <div class="page page-queue">
        {desk.failure === null ? <Waiting what="the queue" /> : <Failed failure={desk.failure} retry={desk.read} />}
      </div>
    );
  }
  return (
    <div class="page page-queue">
      <h1 tabIndex={-1}>Queue</h1>
      <p class="note">
        {count(desk.queue.total, "question")} that the build leaves open, what matters most first. Answers go to the ledger
        {desk.queue.answerer === null ? "; from here none are taken." : ` in the name of ${desk.queue.answerer}; the next run obeys.`}
      </p>
      <Kinds queue={desk.queue} kind={kind} choose={setKind} />
      <Current desk={desk} queue={desk.queue} />
      <AnsweredList desk={desk} answered={desk.queue.answered} />
    </div>
  );
}

function Kinds({ queue, kind, choose }: { queue: Queue; kind: Kind | null; choose: (kind: Kind | null) => void }) {
  return (
    <p class="queue-kinds" role="group" aria-label="Kinds of questions">
      {[null, ...KINDS].map((one) => (
        <button key={one ?? "all"} type="button" aria-pressed={one === kind} onClick={() => choose(one)}>
          {one === null ? "All" : KIND_WORDS[one]}
          {(one === null ? kind === null : kind === null || kind === one) && (
            <span class="tally"> {one === null ? queue.total : (queue.kinds[one] ?? 0)}</span>
          )}
        </button>
      ))}
    </p>
  );
}

function Current({ desk, queue }: { desk: QueueDesk; queue: Queue }) {
  const { ids } = useKept(skipped);
  const item = firstOf(queue, ids);
  const [said, setSaid] = useState("");
  const field = useRef<HTMLInputElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const shown = useRef<string | null>(null);
  useLayoutEffect(() => {
    if (item === null || shown.current === item.id) return;
    // Not on arrival: the page's own heading has the focus then.
    if (shown.current !== null) heading.current?.focus();
    shown.current = item.id;
    if (field.current !== null) field.current.value = "";
  }, [item?.id]);

  const answer = async (answer: Answer): Promise<void> => {
    if (item === null || queue.answerer === null) return;
    // As it stands in the field: fast fingers are ahead of what was rendered last.
    const reason = field.current?.value ?? "";
    if (answer === "wrong" && reason.trim() === "") {
      setSaid("Write first what the sentence says instead, or not.");
      field.current?.focus();
      return;
    }
    if (await desk.answer(item, answer, reason)) {
      setSaid(`${ANSWER_WORDS[answer]}: ${titleOf(item)}. z takes it back.`);
      if (answer === "unsure") skipped.set({ ids: [...ids, item.id] });
    }
  };
  const skip = (): void => {
    if (item === null) return;
    setSaid(`Skipped: ${titleOf(item)}.`);
    skipped.set({ ids: [...ids, item.id] });
    desk.read();
  };
  const undo = async (): Promise<void> => {
    const last = queue.answered[0];
    if (last === undefined) return setSaid("Nothing was answered yet.");
    if (await desk.undo(last)) setSaid(`Taken back: ${last.captions.join(" / ")}.`);
  };
  useLayoutEffect(() => {
    const pressed = (event: KeyboardEvent): void => {
      if (!isPlain(event) || event.repeat || event.isComposing) return;
      if (isEditable(event.target)) {
        if (event.target === field.current && ["Escape", "Enter"].includes(event.key)) {
          event.preventDefault();
          heading.current?.focus();
        }
        return;
      }
      const key = event.key.toLowerCase();
      const chosen = item?.answers.find((one) => ANSWER_KEYS[one] === key);
      if (chosen !== undefined) void answer(chosen);
      else if (key === "k") skip();
      else if (key === "z") void undo();
      else if (key === "r") field.current?.focus();
      else return;
      event.preventDefault();
    };
    window.addEventListener("keydown", pressed);
    return () => window.removeEventListener("keydown", pressed);
  });
  return (
    <section class="queue-item" aria-labelledby="queue-question">
      <p class="status" role="status">
        {said}
      </p>
      {desk.failure !== null && (
        <p class="refused" role="alert">
          {failureLine(desk.failure)}
        </p>
      )}
      {item === null ? (
        <Empty skipped={ids.length} read={desk.read} />
      ) : (
        <>
          <ItemView item={item} heading={heading} />
          {queue.answerer !== null && (
            <div class="queue-answer">
              <label for="queue-reason">
                Reason <kbd aria-hidden="true">r</kbd>
              </label>
              <input
                ref={field}
                id="queue-reason"
                autocomplete="off"
                maxLength={2000}
              />
              <p class="actions">
                {item.answers.map((one) => (
                  <button key={one} type="button" disabled={desk.saving} onClick={() => void answer(one)}>
                    {ANSWER_WORDS[one]} <kbd aria-hidden="true">{ANSWER_KEYS[one]}</kbd>
                  </button>
                ))}
                <button type="button" onClick={skip}>
                  Skip <kbd aria-hidden="true">k</kbd>
                </button>
                <button type="button" disabled={desk.saving || queue.answered.length === 0} onClick={() => void undo()}>
                  Undo <kbd aria-hidden="true">z</kbd>
                </button>
              </p>
            </div>
          )}
        </>
      )}
    </section>
  );
}

function Empty({ skipped: number, read }: { skipped: number; read: () => void }) {
  const again = (): void => {
    skipped.set({ ids: [] });
    read();
  };
  return (
    <>
      <h2 id="queue-question" class="section-heading">
        Nothing is left to look at
      </h2>
      {number > 0 && (
        <button type="button" class="more" onClick={again}>
          Look at the {number} skipped or unsure again
        </button>
      )}
    </>
  );
}

function ItemView({ item, heading }: { item: Item; heading: { current: HTMLHeadingElement | null } }) {
  return (
    <>
      <h2 id="queue-question" ref={heading} tabIndex={-1} dir="auto">
        {item.question}
      </h2>
      <p class="note">
        {item.stands} {item.probability !== null && `Probability that they are one: ${item.probability.toFixed(2)}. `}
        {changeWords(item)}
      </p>
      {item.unsure !== null && <p class="queue-unsure">{item.unsure} was unsure about it.</p>}
      <div class="queue-sides">
        <SideView side={item.left} label={item.right === null ? "What was read" : "One side"} />
        {item.right !== null && <SideView side={item.right} label="The other side" />}
      </div>
      {item.reasons.length > 0 && (
        <table class="queue-reasons">
          <caption>Reasons</caption>
          <tbody>
            {item.reasons.map((reason, number) => (
              <tr key={number}>
                <td class="queue-weight">
                  {reason.contribution === null ? "" : `${reason.contribution > 0 ? "+" : "−"}${Math.abs(reason.contribution).toFixed(2)}`}
                </td>
                <th scope="row">{featureWords(reason.feature)}</th>
                <td dir="auto">
                  {reason.left === reason.right ? reason.left : [reason.left, reason.right].filter((part) => part !== "").join(" / ")}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {item.others.length > 0 && <p>It may also mean: {item.others.map(({ caption }) => caption).join("; ")}.</p>}
      {item.falls_apart.length > 0 && (
        <div class="queue-parts">
          <h3>If they are different, the party falls apart into</h3>
          <ul>
            {item.falls_apart.map((part) => (
              <li key={part.entity_ids.join()}>
                {[...new Set(part.captions)].join("; ")} <span class="note">{count(part.entity_ids.length, "record")}</span>
              </li>
            ))}
          </ul>
        </div>
      )}
    </>
  );
}

function AnsweredList({ desk, answered }: { desk: QueueDesk; answered: Answered[] }) {
  if (answered.length === 0) return null;
  return (
    <section aria-labelledby="queue-answered">
      <h2 id="queue-answered" class="section-heading">
        Answered last
      </h2>
      <ul class="queue-answered">
        {answered.map((one) => (
          <li key={one.hash}>
            <span>
              <strong>{ANSWER_WORDS[one.answer]}</strong>: {one.captions.join(" / ")}
              <span class="note">
                {" "}
                {one.entered_by}, {one.entered_at.slice(0, 16).replace("T", " ")}
                {one.reason !== null && ` · ${one.reason}`}
              </span>
            </span>
            <button type="button" disabled={desk.saving} onClick={() => void desk.undo(one)}>
              Take back
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

const titleOf = (item: Item): string =>
  item.right === null ? item.left.caption : `${item.left.caption} / ${item.right.caption}`;
