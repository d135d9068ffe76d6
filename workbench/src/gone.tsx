/** What a list said once and says no more. */

import type { Evidence } from "./api";
import { dateWords, publishedWords } from "./words";

/** The vintages in which a piece of evidence stood: "2021-04 to 2022-01", or the one. */
export function vintageWords({ first_seen, last_seen, resource }: Evidence): string {
  const first = first_seen ?? resource.published;
  if (first === null || last_seen === null || first === last_seen) return publishedWords(first);
  return `${dateWords(first)} to ${dateWords(last_seen)}`;
}

/** Last vintage that said so, where no source says it any more; null: it stands, or stood in no list with dates. */
export function lastStood(evidence: readonly Evidence[]): string | null {
  if (evidence.length === 0 || evidence.some(({ gone_on }) => gone_on === null)) return null;
  const last = evidence.map(({ last_seen, gone_on }) => last_seen ?? gone_on ?? "").sort();
  return last[last.length - 1] ?? null;
}

/** Beside a value: until when a source said so, in words and not by its colour alone. */
export function Gone({ evidence }: { evidence: readonly Evidence[] }) {
  const last = lastStood(evidence);
  return last === null ? null : <span class="gone">until {dateWords(last)}</span>;
}
