/** The heading over what lies between two parties: each name leads to its own panel. */

import type { Select } from "./selection";
import type { PartyRef } from "./shape";

export function TwoNames({ one, other, select }: { one: PartyRef; other: PartyRef; select: Select }) {
  const name = ({ id, caption }: PartyRef) => (
    <button type="button" class="network-name" dir="auto" onClick={() => select({ kind: "party", id })}>
      {caption}
    </button>
  );
  return (
    <h2 id="network-selected" class="network-two">
      {name(one)} <span class="note">and</span> {name(other)}
    </h2>
  );
}
