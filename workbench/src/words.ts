/** The words that the workbench has for codes: scales, dates, countries, schemata. */

const RELIABILITY: Record<string, string> = {
  A: "completely reliable",
  B: "usually reliable",
  C: "fairly reliable",
  D: "not usually reliable",
  E: "unreliable",
  F: "reliability cannot be judged",
};

const CREDIBILITY: Record<number, string> = {
  1: "confirmed by other sources",
  2: "probably true",
  3: "possibly true",
  4: "doubtful",
  5: "improbable",
  6: "truth cannot be judged",
};

/** Admiralty letter of a source, in words (NATO AJP-2.1). */
export const reliabilityWords = (letter: string): string => RELIABILITY[letter] ?? "not rated";

/** Admiralty digit of information, in words (NATO AJP-2.1). */
export const credibilityWords = (digit: number): string => CREDIBILITY[digit] ?? "not rated";

const NAME_KINDS: Record<string, string> = {
  name: "name",
  alias: "alias",
  weakAlias: "weak alias",
  previousName: "previous name",
};

export const nameKindWords = (kind: string): string => NAME_KINDS[kind] ?? kind;

const HEDGES: Record<string, string> = {
  reported: "reported",
  estimated: "an estimate",
  planned: "planned",
  possible: "possible only",
  opinion: "an opinion",
  former: "formerly",
};

/** How firmly a passage commits; null for a plain fact, which needs no word. */
export const hedgeWords = (hedge: string): string | null => (hedge === "fact" ? null : (HEDGES[hedge] ?? hedge));

/** Whether a passage speaks against the value; null when it affirms it. */
export function polarityWords(polarity: string): string | null {
  if (polarity === "affirmed") return null;
  if (polarity === "denied") return "denied";
  return polarity === "negated" ? "says it is not so" : polarity;
}

/** "0.94"; what is not certain never reads as 1. */
export const probabilityWords = (value: number): string => (value >= 0.995 ? "over 0.99" : value.toFixed(2));

/** "2 reports from 1 root": how many say it, and how many of them are independent. */
export function supportWords(reports: number, roots: number): string {
  if (reports === 1 && roots === 1) return "1 report";
  return `${count(reports, "report")} from ${count(roots, "root")}`;
}

/** A number with its noun, "1 party", "2,401 parties". */
export function count(number: number, singular: string, plural = `${singular}s`): string {
  return `${figure(number)} ${number === 1 ? singular : plural}`;
}

export const figure = (number: number): string => number.toLocaleString("en-GB");

const REGIONS = new Intl.DisplayNames("en", { type: "region" });
const LANGUAGES = new Intl.DisplayNames("en", { type: "language" });

/** Country code in words; FtM's codes that are no ISO 3166 codes stay as they are. */
export function countryWords(code: string): string {
  try {
    return /^[a-z]{2}$/i.test(code) ? (REGIONS.of(code.toUpperCase()) ?? code) : code;
  } catch {
    return code;
  }
}

export function languageWords(code: string): string {
  try {
    return LANGUAGES.of(code) ?? code;
  } catch {
    return code;
  }
}

const TOPICS: Record<string, string> = {
  sanction: "sanctioned",
  "sanction.linked": "linked to a sanctioned party",
  "sanction.counter": "under counter-sanctions",
  debarment: "debarred",
  wanted: "wanted",
  crime: "crime",
  "crime.traffick": "trafficking",
  "crime.traffick.drug": "drug trafficking",
  "crime.fin": "financial crime",
  "crime.cyber": "cybercrime",
  "export.control": "export controlled",
  "export.risk": "trade risk",
  gov: "government",
  "gov.soe": "state-owned enterprise",
  mil: "military",
  "fin.bank": "bank",
  "role.pep": "politically exposed",
  "role.rca": "close to a politically exposed person",
};

/** FtM topic in words. */
export const topicWords = (topic: string): string => TOPICS[topic] ?? plainWords(topic);

/** "PublicBody" and "crime.traffick.drug" in small letters with spaces. */
export function plainWords(code: string): string {
  return code
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .replace(/[._-]+/g, " ")
    .trim()
    .toLowerCase();
}

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

const MONTHS = "January February March April May June July August September October November December".split(" ");

function plainDate(date: string): string {
  const noYear = /^XXXX-(\d\d)-(\d\d)$/.exec(date);
  if (noYear === null) return date;
  return `${Number(noYear[2])} ${MONTHS[Number(noYear[1]) - 1] ?? "?"}, year not given`;
}

/** An EDTF date in words: `1941~` is "about 1941". What has no words here stays as written. */
export function dateWords(edtf: string): string {
  const interval = /^([^/[\]{}]*)\/([^/[\]{}]*)$/.exec(edtf);
  if (interval !== null) return intervalWords(interval[1] ?? "", interval[2] ?? "");
  if (edtf.endsWith("~")) return `about ${plainDate(edtf.slice(0, -1))}`;
  if (edtf.endsWith("?")) return `perhaps ${plainDate(edtf.slice(0, -1))}`;
  if (edtf.endsWith("%")) return `perhaps about ${plainDate(edtf.slice(0, -1))}`;
  return plainDate(edtf);
}

/** A publisher's date in words. */
export const publishedWords = (date: string | null): string => (date === null ? "no date" : dateWords(date));

function intervalWords(start: string, end: string): string {
  const open = ["", ".."];
  if (open.includes(start) && open.includes(end)) return "at no known time";
  if (open.includes(start)) return `until ${dateWords(end)}`;
  if (open.includes(end)) return `since ${dateWords(start)}`;
  return `${dateWords(start)} to ${dateWords(end)}`;
}

/** Start and end of a link as one phrase; null when neither is known. */
export function periodWords(start: string | null, end: string | null): string | null {
  if (start === null && end === null) return null;
  if (start !== null && start === end) return dateWords(start);
  return intervalWords(start ?? "", end ?? "");
}

/** The TLP label of a marking, who else may see it, and the licences, which limit use but not the audience. */
export function splitMarking(marking: string): { label: string; audience: string; licence: string } {
  const [label = "", ...rest] = marking.split("//");
  const isLicence = (part: string): boolean => part.startsWith("LIC ");
  return {
    label,
    audience: rest.filter((part) => !isLicence(part)).join(" · "),
    licence: rest.filter(isLicence).join(" · "),
  };
}
