/** One party to be screened: what is filled in, and the query made of it. */

import { ask, describe, type Failure } from "../answer";
import { Kept } from "./kept";
import { fill, hitsOf, newQueue } from "./queue";
import { LOWEST } from "./run";
import type { Answer, Query, Screening } from "./shape";

export interface Form {
  sort: string;
  name: string;
  moreNames: string;
  date: string;
  country: string;
  numberKind: string;
  number: string;
  subject: string;
}

interface Sort {
  label: string;
  /** FtM property and label of the date that the form asks for. */
  date: readonly [string, string];
  country: readonly [string, string];
  numbers: readonly (readonly [string, string])[];
}

const TAX = ["taxNumber", "Tax"] as const;
const PASSPORT = ["passportNumber", "Passport"] as const;
const IDENTITY = ["idNumber", "Identity card"] as const;
const REGISTRATION = ["registrationNumber", "Registration"] as const;
const IMO = ["imoNumber", "IMO"] as const;

/** Sorts of party by FtM schema; without one, the server reads a query as each sort that its facts allow. */
export const SORTS: Record<string, Sort> = {
  "": {
    label: "Any",
    date: ["birthDate", "Date of birth (searches persons)"],
    country: ["country", "Country"],
    numbers: [IDENTITY, PASSPORT, TAX, REGISTRATION, IMO],
  },
  Person: {
    label: "Person",
    date: ["birthDate", "Date of birth"],
    country: ["nationality", "Nationality"],
    numbers: [PASSPORT, IDENTITY, TAX],
  },
  Organization: {
    label: "Organisation",
    date: ["incorporationDate", "Date of founding"],
    country: ["country", "Country"],
    numbers: [REGISTRATION, TAX, ["leiCode", "LEI"], ["swiftBic", "SWIFT"]],
  },
  Vessel: {
    label: "Vessel",
    date: ["buildDate", "Year built"],
    country: ["flag", "Flag"],
    numbers: [IMO, ["mmsi", "MMSI"], ["callSign", "Call sign"]],
  },
};

export const sortOf = (form: Form): Sort => SORTS[form.sort] ?? (SORTS[""] as Sort);

export interface PartyDesk {
  form: Form;
  waiting: boolean;
  answer: Answer | null;
  failure: Failure | null;
}

const BLANK: Form = {
  sort: "",
  name: "",
  moreNames: "",
  date: "",
  country: "",
  numberKind: "",
  number: "",
  subject: "",
};

export const partyDesk = new Kept<PartyDesk>({ form: BLANK, waiting: false, answer: null, failure: null });
export const partyQueue = newQueue();

let asking: AbortController | null = null;

export function clearForm(): void {
  asking?.abort();
  fill(partyQueue, []);
  partyDesk.set({ form: BLANK, waiting: false, answer: null, failure: null });
}

/** What a decision calls the customer: the number where one is given, else the name. */
const subjectOf = (form: Form): string => form.subject.trim() || form.name.trim() || form.number.trim();

/** The query that a form makes: an FtM entity with what was filled in. */
export function queryOf(form: Form): Query {
  const sort = sortOf(form);
  const number = sort.numbers.find(([property]) => property === form.numberKind) ?? sort.numbers[0];
  const given: [string, string[]][] = [
    ["name", [form.name, ...form.moreNames.split("\n")]],
    [sort.date[0], [form.date]],
    [sort.country[0], form.country.split(/[;,]/)],
    [number?.[0] ?? "", [form.number]],
  ];
  const trimmed = given.map(([property, values]) => [property, values.map((value) => value.trim()).filter(Boolean)] as const);
  const properties = Object.fromEntries(trimmed.filter(([, values]) => values.length > 0));
  return form.sort === "" ? { properties } : { schema: form.sort, properties };
}

/** Screen what is filled in; the last one asked wins. */
export async function screenParty(screening: Screening): Promise<void> {
  asking?.abort();
  const controller = new AbortController();
  asking = controller;
  const { form } = partyDesk.get();
  fill(partyQueue, []);
  partyDesk.set({ waiting: true, answer: null, failure: null });
  try {
    // The id by which a decision names the customer: what was cleared before is found by it.
    const query = { id: subjectOf(form), ...queryOf(form) };
    const body = { queries: [query], cutoff: Math.min(LOWEST, screening.threshold) };
    const { answers } = (await ask("/api/screening/answers", controller.signal, body)) as { answers: Answer[] };
    const answer = answers[0];
    if (controller.signal.aborted) return;
    if (answer === undefined) throw new Error("no answer to the query");
    fill(partyQueue, hitsOf(answer, subjectOf(form), null));
    partyDesk.set({ waiting: false, answer });
  } catch (error) {
    if (!controller.signal.aborted) partyDesk.set({ waiting: false, failure: describe(error) });
  }
}
