/** The queue on the page: most probable first, one open at a time, worked through by keyboard. */

import { type RefObject } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";

import { isEditable, isPlain } from "../keys";
import { count } from "../words";
import { HitItem } from "./hit_item";
import { type Kept, useKept } from "./kept";
import { FIRST_SHOWN, type Hit, type Queue, settle } from "./queue";
import { DECISIONS, type Decision, type Entry, type Screening } from "./shape";
import { decidedWords } from "./words";

interface ListProps {
  queue: Kept<Queue>;
  title: string;
  screening: Screening;
  dossiers: boolean;
}

const NO_UNDO =
  "Nothing is undone here: the record only grows. To change a decision, screen the customer again and decide anew; both stay in the record.";

export function QueueList({ queue, title, screening, dossiers }: ListProps) {
  const { hits, decided, active, open, shown } = useKept(queue);
  const section = useRef<HTMLElement>(null);
  const [choice, setChoice] = useState<{ key: string; decision: Decision } | null>(null);
  const [said, setSaid] = useState("");
  const [keys, setKeys] = useState(false);
  const aim = useFocus(section);
  const deaf = useRef(0);
  const decides = screening.decider !== null;

  const move = (step: number): void => {
    // The End key stays within what is shown: a queue may be longer than a page can hold.
    const last = Math.min(hits.length, step > hits.length ? shown : hits.length) - 1;
    const place = Math.max(0, Math.min(hits.findIndex((hit) => hit.key === active) + step, last));
    queue.set({ active: hits[place]?.key ?? null, shown: Math.max(shown, place + 1) });
    aim();
  };
  const toggle = (key: string): void => {
    setChoice(null);
    queue.set({ active: key, open: open === key ? null : key });
  };
  const choose = (key: string, decision: Decision): void => {
    if (!decides) return setSaid("This server takes no decisions.");
    queue.set({ active: key, open: key });
    setChoice({ key, decision });
  };
  const leave = (): void => {
    setChoice(null);
    aim();
  };
  const saved = (hit: Hit, decision: Decision, entry: Entry, typedOn: boolean): void => {
    if (typedOn) deaf.current = Date.now();
    const pending = entry.state === "pending";
    settle(queue, hit.key, decision, pending);
    setChoice(null);
    setSaid(`${decidedWords(decision)}: ${hit.result.caption}, for ${hit.subject}.${pending ? " It waits for a second person." : ""}`);
    aim();
  };
  const pressed = (event: KeyboardEvent): void => {
    if (!isPlain(event) || isEditable(event.target)) return;
    const letter = event.key.toLowerCase();
    const step = STEPS[event.key] ?? STEPS[letter];
    const decision = DECISIONS.find((one) => one.startsWith(letter));
    if (Date.now() - deaf.current < DEAF_MS) {
      deaf.current = Date.now();
      event.preventDefault();
      return;
    }
    if (step !== undefined) move(step);
    else if (decision !== undefined && active !== null) choose(active, decision);
    else if (letter === "u") setSaid(NO_UNDO);
    else if (letter === "?") setKeys(!keys);
    else if (letter === "enter" && event.target === section.current && active !== null) toggle(active);
    else if (letter === "escape" && open !== null) toggle(open);
    else return;
    event.preventDefault();
    if (letter === "escape") aim();
  };
  return (
    <section ref={section} class="queue" tabIndex={-1} aria-labelledby="queue-title" onKeyDown={pressed}>
      <div class="queue-head">
        <h2 id="queue-title" class="section-heading">
          {title} <span class="tally">{tallyWords(hits.length, decided)}</span>
        </h2>
        <button type="button" class="keys-button" aria-expanded={keys} onClick={() => setKeys(!keys)}>
          Keys <kbd aria-hidden="true">?</kbd>
        </button>
      </div>
      {keys && <Keys decides={decides} />}
      <p class="status said" role="status" dir="auto">
        {said}
      </p>
      {hits.length === 0 && decided.length > 0 && <p class="nothing">All of them are decided.</p>}
      <ol class="alerts">
        {hits.slice(0, shown).map((hit) => (
          <HitItem
            key={hit.key}
            hit={hit}
            active={hit.key === active}
            open={hit.key === open}
            choice={choice?.key === hit.key ? choice.decision : null}
            screening={screening}
            dossiers={dossiers}
            onFocus={() => hit.key !== active && queue.set({ active: hit.key })}
            onToggle={() => toggle(hit.key)}
            onChoose={(decision) => choose(hit.key, decision)}
            onLeave={leave}
            onSaved={(decision, entry, typedOn) => saved(hit, decision, entry, typedOn)}
          />
        ))}
      </ol>
      {shown < hits.length && (
        <button type="button" class="more" onClick={() => queue.set({ shown: shown + FIRST_SHOWN })}>
          Show {Math.min(FIRST_SHOWN, hits.length - shown)} more of {count(hits.length - shown, "that follows", "that follow")}
        </button>
      )}
    </section>
  );
}

/**
 * Who types on while a decision is saved has the rest of those words taken for keys, and one of them could decide the
 * next hit for good. No key is taken until there was a pause this long.
 */
const DEAF_MS = 500;

const STEPS: Record<string, number> = {
  j: 1,
  ArrowDown: 1,
  k: -1,
  ArrowUp: -1,
  Home: Number.NEGATIVE_INFINITY,
  End: Number.POSITIVE_INFINITY,
};

function tallyWords(left: number, decided: Queue["decided"]): string {
  if (decided.length === 0) return String(left);
  const parts = DECISIONS.flatMap((decision) => {
    const number = decided.filter((one) => one.decision === decision).length;
    return number === 0 ? [] : [`${number} ${decidedWords(decision).toLowerCase()}`];
  });
  const waiting = decided.filter(({ pending }) => pending).length;
  const tail = waiting === 0 ? "" : `; ${waiting} of them ${waiting === 1 ? "waits" : "wait"} for a second person`;
  return `${left} to decide · ${decided.length} decided: ${parts.join(", ")}${tail}`;
}

/** Give the focus to the active hit after the next rendering, each time that what is returned is called. */
function useFocus(section: RefObject<HTMLElement | null>): () => void {
  const wished = useRef(false);
  const [, render] = useState(0);
  useLayoutEffect(() => {
    if (!wished.current) return;
    wished.current = false;
    const head = section.current?.querySelector<HTMLElement>(".alert-active .alert-head") ?? section.current;
    head?.focus({ preventScroll: true });
    head?.scrollIntoView({ block: "nearest" });
  });
  return () => {
    wished.current = true;
    render((number) => number + 1);
  };
}

function Keys({ decides }: { decides: boolean }) {
  return (
    <dl class="key-list">
      <KeyLine keys={["j", "k", "↓", "↑"]} what="move through the queue" />
      <KeyLine keys={["Enter"]} what="open and close" />
      {decides && (
        <>
          <KeyLine keys={["c", "e", "b"]} what="clear, escalate, block: then write why, Enter saves, Esc leaves" />
          <KeyLine keys={["u"]} what="no undo: the record only grows; decide anew instead" />
        </>
      )}
      <KeyLine keys={["?"]} what="show and hide these keys" />
    </dl>
  );
}

function KeyLine({ keys, what }: { keys: string[]; what: string }) {
  return (
    <div>
      <dt>
        {keys.map((key) => (
          <kbd key={key}>{key}</kbd>
        ))}
      </dt>
      <dd>{what}</dd>
    </div>
  );
}
