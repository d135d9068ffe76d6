/** All ties between two parties, each with the evidence that it stands on. */

import { useEffect } from "preact/hooks";

import { useAnswer } from "../answer";
import { EvidenceList } from "../evidence";
import { Parts } from "../pieces";
import { networkPath, type Origin } from "../route";
import { Failed, Waiting } from "../states";
import { capital, count, periodWords } from "../words";
import type { Select, Selection } from "./selection";
import type { TieAnswer, TieDetail } from "./shape";
import { TwoNames } from "./two_names";
import { beliefWords, roleWords } from "./words";

interface Props {
  selection: Selection & { kind: "pair" };
  select: Select;
  mark: (marking: string) => void;
}

export function TiePanel({ selection, select, mark }: Props) {
  const { one, other } = selection;
  const { data, failure, retry, waiting } = useAnswer<TieAnswer>(
    `/api/network/ties?one=${encodeURIComponent(one)}&other=${encodeURIComponent(other)}`,
  );
  useEffect(() => {
    if (data !== null) mark(data.handling);
  }, [data]);
  if (failure !== null) return <Failed failure={failure} retry={retry} part />;
  if (data === null || waiting) return <Waiting what="the ties" />;
  const origin: Origin = { href: networkPath(data.one.id, null), label: "Network" };
  return (
    <section aria-labelledby="network-selected">
      <TwoNames one={data.one} other={data.other} select={select} />
      <p class="note">
        {count(data.ties.length + data.hidden, "tie")}
        {data.hidden > 0 && `, the ${data.ties.length} most believed shown`}
      </p>
      <ul class="network-ties">
        {data.ties.map((tie) => (
          <li key={tie.id}>
            <TieView tie={tie} origin={origin} />
          </li>
        ))}
      </ul>
      <p class="network-actions">
        <button type="button" onClick={() => select(null)}>
          Clear
        </button>
      </p>
    </section>
  );
}

export function TieView({ tie, origin }: { tie: TieDetail; origin: Origin }) {
  return (
    <>
      <h3>{capital(roleWords(tie.role))}</h3>
      <p dir="auto">
        {tie.source.caption} {tie.is_directed ? "→" : "–"} {tie.target.caption}
      </p>
      <Parts
        parts={[
          beliefWords(tie.probability),
          count(tie.roots, "independent root"),
          periodWords(tie.start_date, tie.end_date) ?? "no dates given",
        ]}
      />
      <EvidenceList evidence={tie.evidence} value="" origin={origin} id={`tie-${tie.id}`} />
    </>
  );
}
