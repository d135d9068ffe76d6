/** What an answer rests on: lists and their dates, scope, algorithm; loudly, where lists are out of date. */

import { useDataset } from "../case";
import type { List, Screening } from "./shape";
import { listsWords, percentWords } from "./words";

const UNDATED = "The age of a list is not known here: look at its date before you rely on it.";
const UNNAMED = "The parties here do not say which list they are from, so nothing says how old the lists are.";

export function Basis({ screening }: { screening: Screening }) {
  const { lists, scope, algorithm, threshold, stale, decider } = screening;
  return (
    <>
      {stale === true && <Stale lists={lists} />}
      <details class="basis">
        <summary>
          {listsWords(lists)} · scope: {scope} · threshold {percentWords(threshold)} ·{" "}
          {algorithm}
        </summary>
        <ul>
          {lists.map((list) => (
            <ListItem key={list.name} list={list} />
          ))}
        </ul>
      </details>
      {stale === null && <p class="note">{lists.length === 0 ? UNNAMED : UNDATED}</p>}
      {decider === null && (
        <p class="note">This server takes no decisions. Results are shown; nothing that you do here is recorded.</p>
      )}
    </>
  );
}

/** The banner of lists out of date; it stays as long as they are. */
export function Stale({ lists }: { lists: readonly List[] }) {
  const dataset = useDataset();
  const old = lists.filter((list) => list.stale === true);
  return (
    <div class="stale" role="alert">
      <strong>Lists are out of date.</strong> Who was listed since then is not found.{" "}
      {old.map((list) => `${dataset(list.name).title}: ${list.published ?? "no known date"}`).join(" · ")}
    </div>
  );
}

function ListItem({ list }: { list: List }) {
  const dataset = useDataset();
  const { title } = dataset(list.name);
  return (
    <li>
      {title} {title !== list.name && <code>{list.name}</code>} · {list.published ?? "no known date"}
      {list.stale === true && <strong class="old"> · out of date</strong>}
      {list.stale === null && " · age not known"}
    </li>
  );
}

/** Said where nothing was found: of how much it is true, so that nobody takes it for more. */
export function NoHit({ screening }: { screening: Screening }) {
  return (
    <p class="nothing no-hit">
      No party reaches the threshold in {listsWords(screening.lists)}; scope:{" "}
      {screening.scope}.{screening.scope === "listed" && " Owned parties are not computed yet."}
    </p>
  );
}
