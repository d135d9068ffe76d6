/** Small pieces that several pages are made of. */

import { type ComponentChildren, Fragment } from "preact";
import { useState } from "preact/hooks";

import { codePoints, cut, untangle } from "./text";
import { count } from "./words";

/** Short facts on one line, parted by middle dots; parts that are null are left out. */
export function Parts({ parts }: { parts: (ComponentChildren | null)[] }) {
  const present = parts.filter((part) => part !== null && part !== "");
  return (
    <span class="parts">
      {present.map((part, index) => (
        <Fragment key={index}>
          {index > 0 && <span class="dot"> · </span>}
          <span class="part">{part}</span>
        </Fragment>
      ))}
    </span>
  );
}

export function Listed({ now, delistedOn = null }: { now: boolean; delistedOn?: string | null }) {
  if (now) return <span class="listed">Listed now</span>;
  return <span class="unlisted">{delistedOn === null ? "Not listed now" : `Delisted by ${delistedOn}`}</span>;
}

/** A passage word for word, its highlights marked; offsets count from the start of the passage. */
export function Quote({ text, highlights }: { text: string; highlights: readonly (readonly [number, number])[] }) {
  const points = codePoints(text);
  const spans = untangle(
    highlights.map(([start, end]) => ({ start, end })),
    points.length,
  );
  return (
    <>
      {cut(0, points.length, spans).map(({ start, end, span }) => {
        const piece = points.slice(start, end);
        return span === null ? piece : <mark key={start}>{piece}</mark>;
      })}
    </>
  );
}

interface SomeProps<T> {
  items: readonly T[];
  /** How many stand there at first; one more than that is shown as well, rather than a button for it. */
  first: number;
  noun: string;
  plural?: string;
  render: (item: T, index: number) => ComponentChildren;
}

/** The first items of a long list, and a button for the rest. */
export function Some<T>({ items, first, noun, plural, render }: SomeProps<T>) {
  const [all, setAll] = useState(false);
  const shown = all || items.length <= first + 1 ? items : items.slice(0, first);
  return (
    <>
      {shown.map(render)}
      {shown.length < items.length && (
        <li class="rest">
          <button type="button" class="more" onClick={() => setAll(true)}>
            Show {count(items.length - shown.length, `more ${noun}`, `more ${plural ?? `${noun}s`}`)}
          </button>
        </li>
      )}
    </>
  );
}
