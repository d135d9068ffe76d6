/** The handling marking of what is on the page. */

import { createContext } from "preact";
import { useCallback, useContext, useEffect, useState } from "preact/hooks";

import { splitMarking } from "./words";

/** Lets a page state its own marking, which then stands in the banner instead of the case's. */
export const MarkingContext = createContext<(marking: string) => void>(() => undefined);

/** Marking of the present page, forgotten when the page changes. */
export function usePageMarking(visit: number): { marking: string | null; set: (marking: string) => void } {
  const [stated, setStated] = useState<{ visit: number; marking: string } | null>(null);
  const set = useCallback((marking: string) => setStated({ visit, marking }), [visit]);
  return { marking: stated?.visit === visit ? stated.marking : null, set };
}

/** State the marking of this page once it is known. */
export function useMarking(marking: string | null): void {
  const set = useContext(MarkingContext);
  useEffect(() => {
    if (marking !== null) set(marking);
  }, [marking, set]);
}

const TLP_CLASSES: Record<string, string> = {
  "TLP:CLEAR": "tlp-clear",
  "TLP:GREEN": "tlp-green",
  "TLP:AMBER": "tlp-amber",
  "TLP:AMBER+STRICT": "tlp-amber",
  "TLP:RED": "tlp-red",
};

interface MarkingProps {
  marking: string | null;
  /** Whether the licences stand there as well; in the banner there is no room for them. */
  licences?: boolean;
}

/** One marking: the TLP label in its standard's own colours (FIRST, TLP 2.0), the other parts beside it. */
export function Marking({ marking, licences = false }: MarkingProps) {
  if (marking === null) return <span class="marking" />;
  const { label, audience, licence } = splitMarking(marking);
  return (
    <span class="marking">
      <span class="unseen">Handling: </span>
      <span class={`tlp ${TLP_CLASSES[label] ?? "tlp-red"}`}>{label}</span>
      {audience !== "" && <span class="marking-rest">{audience}</span>}
      {licences && licence !== "" && <span class="marking-rest">{licence.replaceAll(",", ", ")}</span>}
    </span>
  );
}
