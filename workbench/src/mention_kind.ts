/** The kinds of mention that the text tells apart: few enough for one line style each. */

import { useState } from "preact/hooks";

export type MentionKind = "person" | "organization" | "place" | "vessel" | "good" | "date" | "quantity" | "other";

/** In the order of the legend. */
export const KINDS: readonly { kind: MentionKind; label: string }[] = [
  { kind: "person", label: "People" },
  { kind: "organization", label: "Organisations" },
  { kind: "vessel", label: "Vessels" },
  { kind: "place", label: "Places" },
  { kind: "good", label: "Goods" },
  { kind: "quantity", label: "Quantities" },
  { kind: "date", label: "Dates" },
  { kind: "other", label: "Other" },
];

const KIND_OF_TYPE: Record<string, MentionKind> = {
  person: "person",
  organization: "organization",
  company: "organization",
  public_body: "organization",
  group: "organization",
  vessel: "vessel",
  place: "place",
  facility: "place",
  commodity: "good",
  date: "date",
};

/** Kind of a mention's type; a type that is not known here is shown all the same. */
export const kindOf = (type: string): MentionKind => KIND_OF_TYPE[type] ?? "other";

/** Kinds whose underline the reader has switched off. */
export function useHiddenKinds(): { hidden: ReadonlySet<MentionKind>; toggle: (kind: MentionKind) => void } {
  const [hidden, setHidden] = useState<ReadonlySet<MentionKind>>(new Set());
  const toggle = (kind: MentionKind): void => {
    const next = new Set(hidden);
    if (!next.delete(kind)) next.add(kind);
    setHidden(next);
  };
  return { hidden, toggle };
}
