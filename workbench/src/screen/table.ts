/** A file chosen in the browser, as records to be screened. Nothing is sent while it is read. */

import { guessDelimiter, readCsv, type CsvRecord } from "./csv";
import type { Query } from "./shape";

export interface FileRecord {
  /** Line of the file it begins in, from 1. */
  line: number;
  values: Query;
  /** Why it is not sent; null: it is. */
  error: string | null;
}

export interface Table {
  name: string;
  columns: string[];
  records: FileRecord[];
}

/** Why a file cannot be screened, in words for its user. */
export class FileError extends Error {}

const MOST_RECORDS = 10_000;
/** More would be read for minutes; 10,000 records with every column stay far below. */
const MOST_BYTES = 64 * 1024 * 1024;
const INSTEAD = "For a larger file use: counterflow screen CASE --input FILE --output ANSWERS";

/** Read a CSV or JSONL file. */
export async function readTable(file: File): Promise<Table> {
  if (file.size > MOST_BYTES) throw new FileError(`The file is larger than 64 MB. ${INSTEAD}`);
  const text = decode(await file.arrayBuffer());
  if (text.trim() === "") throw new FileError("The file is empty.");
  const isJson = /\.(jsonl|ndjson|json|ijson)$/i.test(file.name) || /^\s*\{/.test(text);
  const { columns, records } = isJson ? readJsonLines(text) : readColumns(text);
  if (records.length > MOST_RECORDS) {
    const found = records.length.toLocaleString("en-GB");
    throw new FileError(`The file holds ${found} records; this page takes 10,000 at most. ${INSTEAD}`);
  }
  if (records.length === 0) throw new FileError("The file has a heading and no record.");
  return { name: file.name, columns, records };
}

function decode(bytes: ArrayBuffer): string {
  const [first, second] = new Uint8Array(bytes);
  const encoding = first === 0xff && second === 0xfe ? "utf-16le" : first === 0xfe && second === 0xff ? "utf-16be" : "utf-8";
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    throw new FileError("The file is no text in UTF-8. From a spreadsheet, save it as “CSV UTF-8”, then choose it again.");
  }
}

type Content = Omit<Table, "name">;

function readColumns(text: string): Content {
  const { records, openQuote } = readCsv(text, guessDelimiter(text));
  if (openQuote !== null) throw new FileError(`A quotation mark opened in line ${openQuote} does not end.`);
  const [heading, ...rest] = records;
  const columns = (heading?.cells ?? []).map((column) => column.trim());
  const twice = columns.find((column, index) => columns.indexOf(column) !== index);
  if (twice !== undefined) throw new FileError(`Two columns are called “${twice}”. Rename one of them.`);
  return { columns, records: rest.map((record) => readCells(record, columns)) };
}

/** Missing cells at the end are empty; cells too many shift all that follow, so such a record is not sent. */
function readCells({ line, cells }: CsvRecord, columns: string[]): FileRecord {
  const pairs = columns.map((column, index) => [column, cells[index] ?? ""] as const);
  const values = Object.fromEntries(pairs.filter(([column, cell]) => column !== "" && cell.trim() !== ""));
  const many = `${cells.length} cells under ${columns.length} columns: is a sign that parts cells not in quotes?`;
  return { line, values, error: cells.length > columns.length ? many : null };
}

function readJsonLines(text: string): Content {
  const lines = text.split(/\r\n|\n/).map((content, index) => ({ content, line: index + 1 }));
  const records = lines.filter(({ content }) => content.trim() !== "").map(({ content, line }) => readJson(content, line));
  const columns = new Set(records.slice(0, 100).flatMap(({ values }) => Object.keys(values)));
  return { columns: [...columns].filter((column) => column !== "properties"), records };
}

function readJson(content: string, line: number): FileRecord {
  let values: unknown;
  try {
    values = JSON.parse(content);
  } catch {
    return { line, values: {}, error: "no JSON: each line is one object" };
  }
  if (values === null || typeof values !== "object" || Array.isArray(values)) {
    return { line, values: {}, error: "no object: each line is one object" };
  }
  return { line, values: values as Query, error: isExact(values) ? null : LONG_NUMBER };
}

const LONG_NUMBER = "a number of 16 digits or more cannot be read exactly: put it in quotation marks";

/** Whether all numbers are those that the file says: longer ones come out of JSON.parse with other digits. */
function isExact(value: unknown): boolean {
  if (typeof value === "number") return !Number.isInteger(value) || Number.isSafeInteger(value);
  return value === null || typeof value !== "object" || Object.values(value).every(isExact);
}

/** Names of columns that hold the user's own number of a record, as `counterflow screen` knows them. */
const OWN = "id row_id record_id row customer_id client_id party_id entity_id unique_id reference ref".replaceAll("_", "").split(" ");
const NAMED = "name fullname caption entityname partyname customername clientname companyname legalname vesselname".split(" ");

/** The column that names a record's subject in a decision: its own number, else its name, else none. */
export function guessSubject(columns: readonly string[]): string | null {
  return findColumn(columns, OWN) ?? findColumn(columns, NAMED) ?? null;
}

/** Whether records bring a number of their own, by which the server knows whom they are of. */
export const hasOwnNumber = (columns: readonly string[]): boolean => findColumn(columns, OWN) !== undefined;

/** Capitals, spaces and signs do not count. */
const findColumn = (columns: readonly string[], words: readonly string[]): string | undefined =>
  columns.find((column) => words.includes(column.toLowerCase().replace(/[\W_]+/g, "")));

/** The name that a query asks for, to be shown; empty where it has none under a plain heading. */
export function nameOf(query: Query): string {
  const { properties } = query;
  const cells = properties !== null && typeof properties === "object" ? (properties as Query) : query;
  const column = findColumn(Object.keys(cells), NAMED);
  const value = column === undefined ? undefined : cells[column];
  return String((Array.isArray(value) ? value[0] : value) ?? "");
}

/** What a decision calls the subject of a record. */
export function subjectOf(record: FileRecord, column: string | null, file: string): string {
  const value = column === null ? null : record.values[column];
  const text = typeof value === "string" || typeof value === "number" ? String(value).trim() : "";
  return text === "" ? `${file}, line ${record.line}` : text;
}
