/** The words of the queue. */

import { count, figure, plainWords } from "../words";
import type { Answer, Item, Kind } from "./shape";

export const KIND_WORDS: Record<Kind, string> = { pair: "Parties", mention: "Names", event: "Events", frame: "Readings" };

export const ANSWER_WORDS: Record<Answer, string> = {
  same: "Same",
  different: "Different",
  right: "Right",
  wrong: "Wrong",
  unsure: "Unsure",
};

/** The key of each answer. */
export const ANSWER_KEYS: Record<Answer, string> = { same: "s", different: "d", right: "y", wrong: "n", unsure: "u" };

const FEATURES: Record<string, string> = {
  schema_same: "kind of party",
  prior: "how pairs are found",
  rivals: "others fit as well",
  "several parties": "several parties have this name",
  "weak alias": "a weak alias alone",
};

export const featureWords = (feature: string): string => FEATURES[feature] ?? plainWords(feature);

/** What an answer touches, "3 values, 1 tie, 4,000,000 USD, whether it is listed". */
export function changeWords({ change }: Item): string {
  const parts = [count(change.assertions, "value"), count(change.edges, "tie")];
  if (change.usd > 0) parts.push(`${figure(Math.round(change.usd))} USD`);
  if (change.listing) parts.push("whether it is listed");
  return `The answer touches ${parts.join(", ")}.`;
}
