/** Reading CSV: commas, semicolons, tabs or bars, quoted or not (RFC 4180), as `counterflow screen` reads it. */

export interface CsvRecord {
  /** Line of the file it begins in, from 1. */
  line: number;
  cells: string[];
}

export interface Csv {
  records: CsvRecord[];
  /** Line of a record with a quote that does not end; null: all do. */
  openQuote: number | null;
}

const DELIMITERS = [",", ";", "\t", "|"];

/** The sign that parts most columns of the heading; a comma where none does. */
export function guessDelimiter(text: string): string {
  const heading = text.slice(0, Math.max(0, text.search(/[\r\n]|$/)));
  const outside = heading.split('"').filter((_, index) => index % 2 === 0).join("");
  const columns = (sign: string): number => outside.split(sign).length;
  return DELIMITERS.reduce((best, sign) => (columns(sign) > columns(best) ? sign : best));
}

/** Read the records of a text; empty lines are none. */
export function readCsv(text: string, delimiter: string): Csv {
  const scan = new Scan(text, delimiter);
  const records: CsvRecord[] = [];
  while (scan.at < text.length) {
    const record = scan.record();
    if (scan.open) return { records, openQuote: record.line };
    if (record.cells.length > 1 || record.cells[0] !== "") records.push(record);
  }
  return { records, openQuote: null };
}

class Scan {
  at = 0;
  /** Whether the text ended inside quotes. */
  open = false;
  private line = 1;

  constructor(
    private readonly text: string,
    private readonly delimiter: string,
  ) {}

  record(): CsvRecord {
    const record: CsvRecord = { line: this.line, cells: [this.cell()] };
    while (!this.open && this.text[this.at] === this.delimiter) {
      this.at += 1;
      record.cells.push(this.cell());
    }
    this.endLine();
    return record;
  }

  /** A cell: what stands in quotes, and whatever follows them up to the next sign. */
  private cell(): string {
    const quoted = this.text[this.at] === '"' ? this.quoted() : "";
    const from = this.at;
    while (this.at < this.text.length && !this.ends(this.text[this.at])) this.at += 1;
    return quoted + this.text.slice(from, this.at);
  }

  private ends(sign: string | undefined): boolean {
    return sign === this.delimiter || sign === "\n" || sign === "\r";
  }

  private quoted(): string {
    let value = "";
    for (;;) {
      const end = this.text.indexOf('"', this.at + 1);
      this.open = end < 0;
      const part = this.text.slice(this.at + 1, this.open ? undefined : end);
      this.line += part.match(/\r\n|\n|\r/g)?.length ?? 0;
      value += part;
      this.at = this.open ? this.text.length : end + 1;
      if (this.open || this.text[this.at] !== '"') return value;
      value += '"';
    }
  }

  private endLine(): void {
    if (this.text[this.at] === "\r") this.at += 1;
    if (this.text[this.at] === "\n") this.at += 1;
    this.line += 1;
  }
}
