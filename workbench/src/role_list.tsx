/** What a party does in the network, and the goods that it holds: each with its reason, its dates and its sources. */

import type { Caption, RoleItem, StockpileItem } from "./api";
import { EvidenceList } from "./evidence";
import { Parts, Some } from "./pieces";
import { entityPath, Go, type Origin } from "./route";
import { Row, Rows } from "./rows";
import { capital, count, countryWords, figure, periodWords, plainWords } from "./words";

export function RoleList({ roles, origin }: { roles: RoleItem[]; origin: Origin }) {
  return (
    <Rows>
      {roles.map((role) => (
        <Row key={role.role} id={`role-${role.role}`} label={capital(role.role.replaceAll("_", " "))}>
          <li class="value">
            <p class="value-line">
              <span class="value-text">{role.reason}</span>
              <Parts
                parts={[
                  role.basis === "stated" ? "stated" : "concluded from several ties, stated by none",
                  role.is_former ? "formerly" : null,
                  periodWords(role.start_date, role.end_date),
                  probabilityWords(role.probability),
                ]}
              />
            </p>
            <EvidenceList evidence={role.evidence} value="" origin={origin} id={`role-${role.role}`} />
          </li>
        </Row>
      ))}
    </Rows>
  );
}

export function StockpileList({ stockpiles, origin }: { stockpiles: StockpileItem[]; origin: Origin }) {
  return (
    <Rows>
      {stockpiles.map((stock) => (
        <Row key={stock.id} id={`stock-${stock.id}`} label={capital(plainWords(stock.commodity))}>
          <li class="value">
            <p class="value-line">
              <span class="value-text">{volumeWords(stock)}</span>
              <Parts
                parts={[
                  stock.place === null ? null : placeWords(stock.place),
                  stock.period === "XXXX" ? null : stock.period,
                  stock.standing === "intended" ? "only thought possible" : null,
                  stock.offers === 0 ? null : `${count(stock.offers, "sale")} of such goods told or thought possible`,
                  probabilityWords(stock.probability),
                ]}
              />
            </p>
            <Parties words="Held by" parties={stock.holders} origin={origin} id={`holder-${stock.id}`} />
            <Parties words="Controlled by" parties={stock.controllers} origin={origin} id={`over-${stock.id}`} />
            <EvidenceList evidence={stock.evidence} value="" origin={origin} id={`stock-${stock.id}`} />
          </li>
        </Row>
      ))}
    </Rows>
  );
}

interface PartiesProps {
  words: string;
  parties: Caption[];
  origin: Origin;
  id: string;
}

function Parties({ words, parties, origin, id }: PartiesProps) {
  if (parties.length === 0) return null;
  return (
    <p>
      {words}{" "}
      <Some
        items={parties}
        first={5}
        noun="party"
        plural="parties"
        render={(party, index) => (
          <span key={party.id}>
            {index > 0 && ", "}
            <Go id={`${id}-${index}`} to={entityPath(party.id)} from={origin} dir="auto">
              {party.caption}
            </Go>
          </span>
        )}
      />
    </p>
  );
}

const probabilityWords = (probability: number | null): string | null =>
  probability === null ? null : `probability ${probability.toFixed(2)}`;

/** A code of two letters is a country's; all else is a place's own name. */
const placeWords = (place: string): string => (/^[a-z]{2}$/.test(place) ? countryWords(place) : place);

/** "2,267,962 to 5,080,235 kg, by all readings of the unit"; an open end stays open. */
export function volumeWords({ low, high, unit, is_ambiguous }: StockpileItem): string {
  if (unit === null || (low === null && high === null)) return "no amount stated";
  const note = is_ambiguous ? ", by all readings of the unit" : "";
  if (high === null) return `${amountWords(low)} ${unit} or more${note}`;
  if (low === null) return `up to ${amountWords(high)} ${unit}${note}`;
  const range = low === high ? amountWords(low) : `${amountWords(low)} to ${amountWords(high)}`;
  return `${range} ${unit}${note}`;
}

/** Whole from 100 on, else three significant digits. */
const amountWords = (number: number | null): string =>
  number === null ? "?" : figure(Math.abs(number) >= 100 ? Math.round(number) : Number(number.toPrecision(3)));
