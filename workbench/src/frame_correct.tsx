/** What a frame says when it is right: type, arguments, time, polarity, hedge. */

import { useState } from "preact/hooks";

import type { Correction, DocumentText, Frame, Place, Review, Reviews } from "./api";
import { changesOf, stateOf } from "./frame";
import { ReasonForm } from "./frame_reason";
import { selectedSpan } from "./selected";
import { codePoints, type Span } from "./text";
import { plainWords } from "./words";

interface FormProps {
  frame: Frame;
  document: DocumentText;
  said: Reviews;
  onLeave: () => void;
  onSaved: (review: Review) => void;
}

/** Names a span in a list of choices; the implied subject has none. */
const keyOf = ({ start, end }: Place): string => (start === null || end === null ? "subject" : `${start}-${end}`);

/** What was read in the sentence: words that an argument may be, besides those that the reader selects. */
function wordsIn(frame: Frame, { mentions, quantities }: DocumentText): Span[] {
  const inside = [...mentions, ...quantities].filter(({ start, end }) => frame.start <= start && end <= frame.end);
  return inside.map(({ start, end }) => ({ start, end })).sort((a, b) => a.start - b.start || a.end - b.end);
}

export function CorrectForm({ frame, document: theDocument, said, onLeave, onSaved }: FormProps) {
  const [right, setRight] = useState<Correction>(stateOf(frame));
  const points = codePoints(theDocument.text);
  const change = (changes: Partial<Correction>): void => setRight({ ...right, ...changes });
  const subject = frame.args.find(({ start }) => start === null)?.text ?? null;
  const textOf = (place: Place): string =>
    place.start === null || place.end === null ? (subject ?? "") : points.slice(place.start, place.end);
  const [picked, setPicked] = useState<Span[]>([]);
  const known = [...wordsIn(frame, theDocument), ...frame.args, ...picked];
  const spans = [...new Map(known.map((place) => [keyOf(place), place])).values()];
  const roles = [...new Set([...(said.roles[right.type] ?? []), ...right.args.map(({ role }) => role)])];

  const setArg = (index: number, changes: Partial<Correction["args"][number]>): void =>
    change({ args: right.args.map((one, at) => (at === index ? { ...one, ...changes } : one)) });
  const addArg = (): void => {
    const found = selectedSpan();
    if (found !== null) setPicked([...picked, found]);
    const { start, end } = found ?? spans[0] ?? { start: frame.trigger_start, end: frame.trigger_end };
    change({ args: [...right.args, { role: roles[0] ?? "agent", start, end }] });
  };
  const takeTime = (): void => {
    const found = selectedSpan();
    if (found !== null) change({ time: { ...found, edtf: right.time?.edtf ?? null } });
  };
  return (
    <ReasonForm
      frame={frame}
      documentId={theDocument.id}
      correction={() => changesOf(frame, right)}
      onLeave={onLeave}
      onSaved={onSaved}
    >
      <div class="frame-fields">
        <Choice label="Type" value={right.type} values={Object.keys(said.roles)} onChange={(type) => change({ type })} />
        <Choice label="Hedge" value={right.hedge} values={said.hedges} onChange={(hedge) => change({ hedge })} />
        <Choice
          label="Polarity"
          value={right.polarity}
          values={said.polarities}
          onChange={(polarity) => change({ polarity })}
        />
      </div>
      <fieldset>
        <legend>Arguments</legend>
        {right.args.map((argument, index) => (
          <p key={index} class="frame-argument">
            <select
              aria-label={`Role ${index + 1}`}
              value={argument.role}
              onChange={(event) => setArg(index, { role: event.currentTarget.value })}
            >
              {roles.map((role) => (
                <option key={role} value={role}>
                  {plainWords(role)}
                </option>
              ))}
            </select>
            <select
              aria-label={`Words ${index + 1}`}
              value={keyOf(argument)}
              onChange={(event) => {
                const { start, end } = spans.find((place) => keyOf(place) === event.currentTarget.value) ?? argument;
                setArg(index, { start, end });
              }}
            >
              {spans.map((place) => (
                <option key={keyOf(place)} value={keyOf(place)}>
                  {textOf(place)}
                </option>
              ))}
            </select>
            <button
              type="button"
              aria-label={`Remove argument ${index + 1}`}
              onClick={() => change({ args: right.args.filter((_, at) => at !== index) })}
            >
              ×
            </button>
          </p>
        ))}
        <button type="button" onClick={addArg}>
          Add the selected words
        </button>
      </fieldset>
      <fieldset>
        <legend>Time</legend>
        {right.time === null ? (
          <p class="note">none</p>
        ) : (
          <p class="frame-argument">
            <span dir="auto">{textOf(right.time) || "no words"}</span>
            <input
              aria-label="Date, EDTF"
              size={10}
              value={right.time.edtf ?? ""}
              placeholder="2003-05"
              onInput={({ currentTarget: { value } }) =>
                right.time !== null && change({ time: { ...right.time, edtf: value.trim() === "" ? null : value.trim() } })
              }
            />
            <button type="button" aria-label="Remove the time" onClick={() => change({ time: null })}>
              ×
            </button>
          </p>
        )}
        <button type="button" onClick={takeTime}>
          Take the selected words
        </button>
      </fieldset>
    </ReasonForm>
  );
}

interface ChoiceProps {
  label: string;
  value: string;
  values: readonly string[];
  onChange: (value: string) => void;
}

function Choice({ label, value, values, onChange }: ChoiceProps) {
  return (
    <label>
      {label}
      <select value={value} onChange={(event) => onChange(event.currentTarget.value)}>
        {values.map((one) => (
          <option key={one} value={one}>
            {plainWords(one)}
          </option>
        ))}
      </select>
    </label>
  );
}
