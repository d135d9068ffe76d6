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
