/** The kinds of party: their colours, how many there are, and a press to hide or show them. */

import { figure } from "../words";
import { type Kind, kindOf, KINDS, type Picture, type Sieve } from "./picture";
import { KIND_WORDS } from "./words";

export function Legend({ picture, sieve, change }: { picture: Picture; sieve: Sieve; change: (sieve: Sieve) => void }) {
  const numbers = new Map<Kind, number>();
  for (const { schema } of picture.parties.values()) numbers.set(kindOf(schema), (numbers.get(kindOf(schema)) ?? 0) + 1);
  const toggle = (kind: Kind): void => {
    const kinds = new Set(sieve.kinds);
    if (!kinds.delete(kind)) kinds.add(kind);
    change({ ...sieve, kinds });
  };
  return (
    <div class="network-legend" role="group" aria-label="Kinds of party shown">
      {KINDS.filter((kind) => numbers.has(kind)).map((kind) => (
        <button key={kind} type="button" aria-pressed={!sieve.kinds.has(kind)} onClick={() => toggle(kind)}>
          <span class={`network-dot kind-${kind}`} aria-hidden="true" />
          {KIND_WORDS[kind]} <span class="note">{figure(numbers.get(kind) ?? 0)}</span>
        </button>
      ))}
      <span class="network-key note">
        <span class="network-ring" aria-hidden="true" /> listed now · a wider line is more believed
      </span>
    </div>
  );
}
