/** The words of the network page. */

import { plainWords } from "../words";
import type { Kind } from "./picture";

export const KIND_WORDS: Record<Kind, string> = {
  person: "Persons",
  organization: "Organizations",
  vehicle: "Ships and aircraft",
  account: "Accounts and wallets",
  event: "Events",
  good: "Goods",
  other: "Other",
};

/** "97 %": how sure a tie is. */
export const beliefWords = (probability: number | null): string =>
  probability === null ? "belief not stated" : `belief ${Math.round(probability * 100)} %`;

/** A role as a source states it keeps its capitals; a property's name becomes words. */
export const roleWords = (role: string): string => (/^[a-z]+([A-Z][a-z]+)*$/.test(role) ? plainWords(role) : role);

const LABELS = ["TLP:CLEAR", "TLP:GREEN", "TLP:AMBER", "TLP:AMBER+STRICT", "TLP:RED"];
const rank = (label: string): number => (LABELS.includes(label) ? LABELS.indexOf(label) : LABELS.length);

/** The marking of several things together: the highest label, every limit of any of them, all licences. */
export function strictest(markings: readonly string[]): string {
  const parts = markings.map((marking) => marking.split("//"));
  const label = parts.map(([one = "TLP:RED"]) => one).sort((a, b) => rank(b) - rank(a))[0] ?? "TLP:CLEAR";
  const rest = parts.flatMap(([, ...others]) => others);
  const limits = [...new Set(rest.filter((part) => !part.startsWith("LIC ")))];
  const licences = new Set(rest.filter((part) => part.startsWith("LIC ")).flatMap((part) => part.slice(4).split(",")));
  return [label, ...limits, ...(licences.size === 0 ? [] : [`LIC ${[...licences].sort().join(",")}`])].join("//");
}
