/** The words of the plan page. */

import { count, figure } from "../words";
import type { Unit } from "./shape";

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
