/** One decision of the record: what, on whom, by whom, when, why, on which lists; and who approved it. */

import { Parts } from "../pieces";
import { plainWords } from "../words";
import type { ComponentChildren } from "preact";
import type { Approval, Entry } from "./shape";
import { Told } from "./told";
import { decidedWords, percentWords, timeWords } from "./words";

export function EntryItem({ entry, children = null }: { entry: Entry; children?: ComponentChildren }) {
  return (
    <li class="entry">
      <p class="entry-line">
        <strong class={`entry-decision ${entry.decision}`}>{decisionWords(entry)}</strong>{" "}
        <Told text={entry.party.caption} /> for <Told text={entry.subject} />
        <span class="entry-state">{stateWords(entry)}</span>
      </p>
      <p class="entry-reason" dir="auto">
        {entry.reason}
      </p>
      <Parts
        parts={[
          timeWords(entry.entered_at),
          <>
            by <Told text={entry.entered_by} />
          </>,
          percentWords(entry.score),
          entry.algorithm,
          `lists ${entry.build}`,
          <code>{entry.hash.slice(0, 12)}</code>,
        ]}
      />
      {entry.approvals.map((approval) => (
        <ApprovalLine key={`${approval.by} ${approval.at}`} approval={approval} />
      ))}
      {children}
    </li>
  );
}

const isRejected = ({ approvals }: Entry): boolean => approvals.some(({ approval }) => approval === "reject");

/** What a decision says; one that does not count, or not yet, must not read like one that does. */
function decisionWords(entry: Entry): string {
  if (isRejected(entry)) return `Rejected: ${entry.decision}`;
  return entry.state === "pending" ? `Proposed: ${entry.decision}` : decidedWords(entry.decision);
}

function stateWords(entry: Entry): string {
  if (isRejected(entry)) return "";
  if (entry.state === "pending") return "waits for a second person";
  return entry.state === "final" ? "" : plainWords(entry.state);
}

function ApprovalLine({ approval }: { approval: Approval }) {
  const done = { approve: "Approved", reject: "Rejected" }[approval.approval] ?? plainWords(approval.approval);
  return (
    <p class="approval">
      {done} by <Told text={approval.by} />, {timeWords(approval.at)}: <bdi>{approval.reason}</bdi>
    </p>
  );
}
