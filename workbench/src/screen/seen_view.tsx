/** What a decider saw: the question, the hit with its sentence and reasons, the lists with the dates they had. */

import { useDataset } from "../case";
import { Parts } from "../pieces";
import { capital, count, plainWords } from "../words";
import { Reasons } from "./reasons";
import { Record as Cells } from "./record";
import type { Result, Seen } from "./shape";
import { Told } from "./told";
import { percentWords, timeWords } from "./words";

const GONE: Record<string, string> = {
  forgotten: "What the decider saw was erased. It can be rejected, and decided anew; it cannot be approved.",
  changed: "What the decider saw is not what was kept. It can be rejected, and decided anew; it cannot be approved.",
};

export function SeenView({ seen, subject }: { seen: Seen; subject: string }) {
  return (
    <section class="seen" aria-label="What the decider saw">
      {seen.document !== "whole" && (
        <p class="refused" role="alert">
          {GONE[seen.document]} <bdi>{seen.why}</bdi>
        </p>
      )}
      {seen.query === null ? (
        <p>
          For <Told text={subject} />
        </p>
      ) : (
        <Cells query={seen.query} />
      )}
      {seen.result !== null && <Hit result={seen.result} />}
      <Parts
        parts={[
          `${percentWords(seen.score)}${seen.match ? "" : ", below the threshold"}`,
          `threshold ${percentWords(seen.threshold)}`,
          seen.algorithm,
          `scope: ${seen.scope}`,
          `asked ${timeWords(seen.asked_at)}`,
          seen.others !== null && seen.others > 0 ? count(seen.others, "further hit") : "no further hit",
          seen.document === "whole" ? "as the ledger names it" : "not as the ledger names it",
        ]}
      />
      <ul class="seen-lists">
        {seen.lists.map((list) => (
          <ListLine key={list.name} list={list} />
        ))}
      </ul>
    </section>
  );
}

function Hit({ result }: { result: Result }) {
  const dataset = useDataset();
  return (
    <>
      <p>
        <strong>
          <Told text={result.caption} />
        </strong>{" "}
        {capital(plainWords(result.schema))} <code>{result.id}</code>{" "}
        {result.status === "OWNED" && <strong class="unverified">OWNED by listed parties, on no list</strong>}
        {result.status === "UNVERIFIED" && <strong class="unverified">UNVERIFIED: on no list</strong>}
        {result.datasets.map((name) => (
          <span key={name} class="chip">
            {dataset(name).title}
          </span>
        ))}
      </p>
      <p dir="auto">{result.explanation}</p>
      <Reasons reasons={result.reasons} />
    </>
  );
}

function ListLine({ list }: { list: Seen["lists"][number] }) {
  const { title } = useDataset()(list.name);
  return (
    <li>
      {title} · {list.published ?? "no known date"}
      {list.stale === true && <strong class="old"> · was out of date</strong>}
    </li>
  );
}
