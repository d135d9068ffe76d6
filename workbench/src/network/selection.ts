/** What the reader looks at; graph, map, timeline and panel share it. */

export type Selection = { kind: "party"; id: string } | { kind: "pair"; key: string; one: string; other: string };

/** Called with what the reader chose; null: nothing any more. */
export type Select = (selection: Selection | null) => void;
