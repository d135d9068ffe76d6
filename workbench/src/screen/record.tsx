/** A record that was asked for, cell by cell. */

import type { Query } from "./shape";
import { Told } from "./told";

/** The record as the file has it: what the reasons do not name may still tell a person something. */
export function Record({ query }: { query: Query }) {
  const properties = query["properties"];
  const cells = { ...query, ...(properties !== null && typeof properties === "object" ? properties : {}) };
  return (
    <dl class="record">
      {Object.entries(cells)
        .filter(([name]) => name !== "properties")
        .map(([name, value]) => (
          <div key={name}>
            <dt>
              <bdi>{name}</bdi>
            </dt>
            <dd>
              <Told text={cellText(value)} />
            </dd>
          </div>
        ))}
    </dl>
  );
}

function cellText(value: unknown): string {
  if (Array.isArray(value)) return value.map(cellText).join("; ");
  return value !== null && typeof value === "object" ? JSON.stringify(value) : String(value ?? "");
}
