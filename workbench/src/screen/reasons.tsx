/** Why a party was found, field by field: the analyst's table. */

import type { Reason } from "./shape";
import { Told } from "./told";
import { featureWords, signedWords } from "./words";

export function Reasons({ reasons }: { reasons: readonly Reason[] }) {
  const most = Math.max(1, ...reasons.map(({ contribution }) => Math.abs(contribution)));
  return (
    <table class="reason-table">
      <caption>Why, field by field</caption>
      <thead>
        <tr>
          <th scope="col">What was compared</th>
          <th scope="col">Asked</th>
          <th scope="col">Listed</th>
          <th scope="col">Speaks for or against</th>
        </tr>
      </thead>
      <tbody>
        {reasons.map((reason) => (
          <ReasonRow key={reason.feature} reason={reason} most={most} />
        ))}
      </tbody>
      <tfoot>
        <tr>
          <td colSpan={4}>The numbers add up: +0.7 doubles the odds that it is the same party, −0.7 halves them.</td>
        </tr>
      </tfoot>
    </table>
  );
}

function ReasonRow({ reason, most }: { reason: Reason; most: number }) {
  const { feature, query, candidate, contribution } = reason;
  // A reason that rests on no one field, such as what a contradiction takes off.
  const isWhole = query === "" && candidate === "";
  return (
    <tr>
      <th scope="row">{featureWords(feature)}</th>
      <td data-label="Asked">
        {isWhole ? "–" : <Told text={query} />}
      </td>
      <td data-label="Listed">
        {isWhole ? "–" : <Told text={candidate} />}
      </td>
      <td class="speaks">
        <Bar contribution={contribution} most={most} />
        <span class="signed">{signedWords(contribution)}</span> {contribution < 0 ? "against" : "for"}
      </td>
    </tr>
  );
}

/** To the right of the middle, filled: for; to the left, hatched: against. The word and the sign say it too. */
function Bar({ contribution, most }: { contribution: number; most: number }) {
  const width = `${(Math.abs(contribution) / most) * 50}%`;
  const side = contribution < 0 ? "against" : "for";
  return (
    <span class="signed-track" aria-hidden="true">
      <span class={`signed-bar signed-${side}`} style={{ width }} />
    </span>
  );
}
