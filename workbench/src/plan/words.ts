/** The words of the plan page. */

import { countryWords, count, figure } from "../words";
import type { Named, Unit } from "./shape";

/** "5 measures", "1,200,000 USD". */
export function budgetWords(budget: number, unit: Unit): string {
  return unit === "usd" ? `${figure(Math.round(budget))} USD` : count(budget, "measure");
}

/** A share as a percentage of two digits at most, "under 1 %" where rounding would say none. */
export function cutWords(share: number): string {
  if (share > 0 && share < 0.005) return "under 1 %";
  return `${Math.round(share * 100)} %`;
}

export const daysWords = (days: number): string => count(Math.round(days), "day");

export const costWords = (usd: number): string => `${figure(Math.round(usd))} USD`;

/** What a measure is; countries, which the plan knows by their codes, by their names. */
export function measureWords({ kind, name, target }: Named): string {
  if (kind !== "persuade" && kind !== "watch_border") return name;
  return `${name.split(": ")[0]}: ${target.split("-").map(countryWords).join(" and ")}`;
}
