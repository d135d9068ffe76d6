/** The words that screening has for codes: features, decisions, probabilities, times. */

import { capital, count, plainWords } from "../words";
import type { List } from "./shape";

/** What a feature looks at, by the beginning of its name; the longest that fits counts. */
const THINGS: Record<string, string> = {
  birth_date: "date of birth",
  birth_year: "year of birth",
  birth_years: "years of birth",
  birth_range: "years of birth",
  birth_country: "country of birth",
  birth_place: "place of birth",
  death: "date of death",
  incorporation: "date of founding",
  build: "year built",
  nationality: "nationality",
  residence: "country of residence or activity",
  jurisdiction: "country of incorporation",
  flag: "flag",
  country: "country, in any role",
  gender: "gender",
  schema: "sort of party",
  imo: "IMO number",
  lei: "LEI",
  mmsi: "MMSI",
  call_sign: "call sign",
  swift: "SWIFT code",
  register_code: "number in a register",
  serial: "serial number",
  registration: "registration number",
  tax: "tax number",
  passport: "passport",
  national_id: "identity number",
  number_other_kind: "number filed under another kind",
  wallet: "wallet",
  phone: "phone number",
  email: "e-mail address",
  domain: "internet domain",
  vessel_type: "type of vessel",
  tonnage: "tonnage",
  address: "address",
};

const RELATIONS: Record<string, string> = {
  equal: "the same",
  same: "the same",
  shared: "one in common",
  differs: "different",
  contradicts: "cannot be one",
  similar: "much alike",
  overlaps: "fits the range",
  apart: "far apart",
  day_equal: "the same day",
  month_equal: "the same month, no day given",
  year_equal: "the same year",
  day_differs: "another day of the month",
  year_differs: "other years",
  day_month_swapped: "day and month swapped",
  year_typo: "the year mistyped",
  other_day: "the same year, another day",
  off_by_one: "one year apart",
  town_shared: "a town or region in common",
};

const WHOLE: Record<string, string> = {
  name: "Name",
  review_cap: "Held down: a number contradicts",
  names_differ: "The names differ: facts count for less",
  born_after_death: "Born after the other had died",
};

/** A feature of the scorer in words; one that has none here is spelt out. */
export function featureWords(feature: string): string {
  const whole = WHOLE[feature];
  if (whole !== undefined) return whole;
  for (let end = feature.lastIndexOf("_"); end > 0; end = feature.lastIndexOf("_", end - 1)) {
    const thing = THINGS[feature.slice(0, end)];
    const relation = RELATIONS[feature.slice(end + 1)];
    if (thing !== undefined && relation !== undefined) return `${capital(thing)}: ${relation}`;
  }
  return capital(plainWords(feature));
}

const DONE: Record<string, string> = { clear: "Cleared", escalate: "Escalated", block: "Blocked" };

/** A decision as something done. */
export const decidedWords = (decision: string): string => DONE[decision] ?? capital(plainWords(decision));

/** A probability in per cent, never rounded up to certainty or down to none. */
export function percentWords(score: number): string {
  if (score >= 1 || score <= 0) return `${Math.round(score * 100)} %`;
  if (score >= 0.999) return "> 99.9 %";
  if (score < 0.01) return "< 1 %";
  return score >= 0.99 ? `${(Math.floor(score * 1000) / 10).toFixed(1)} %` : `${Math.round(score * 100)} %`;
}

/** "2026-11-22 17:04 UTC" of a time as the server writes it. */
export function timeWords(at: string): string {
  const time = new Date(at);
  return Number.isNaN(time.getTime()) ? at : `${time.toISOString().slice(0, 16).replace("T", " ")} UTC`;
}

/** The dates of lists: "2026-11-20", "2022-01-14 to 2026-11-20", "no known date". */
export function datesWords(lists: readonly List[]): string {
  const dates = lists.flatMap(({ published }) => (published === null ? [] : [published.slice(0, 10)])).sort();
  const first = dates[0];
  const last = dates[dates.length - 1];
  if (first === undefined || last === undefined) return "no known date";
  return first === last ? first : `${first} to ${last}`;
}

/** "3 lists of 2026-11-18 to 2026-11-20"; parties may also come from lists that nothing names. */
export function listsWords(lists: readonly List[]): string {
  return lists.length === 0 ? "lists without a name" : `${count(lists.length, "list")} of ${datesWords(lists)}`;
}

/** How strongly a reason speaks: "+3.2" or "−1.1", with a true minus sign. */
export function signedWords(contribution: number): string {
  const size = Math.abs(contribution).toFixed(1);
  if (size === "0.0") return "0.0";
  return `${contribution < 0 ? "−" : "+"}${size}`;
}
