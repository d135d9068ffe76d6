/** The words of the money page. */

const SIZES: readonly [number, string][] = [
  [1e12, " trillion"],
  [1e9, " billion"],
  [1e6, " million"],
];

/** Two significant digits, and a word for the size: "1.2 billion", "340,000", "0.045". */
export function amountWords(value: number): string {
  if (value === 0) return "0";
  const rounded = Number(value.toPrecision(2));
  const [size, word] = SIZES.find(([one]) => Math.abs(rounded) >= one) ?? [1, ""];
  return (rounded / size).toLocaleString("en-GB", { maximumSignificantDigits: 2 }) + word;
}

export const rangeWords = (low: number, high: number): string => `${amountWords(low)} to ${amountWords(high)}`;

/** A name of the case model as words: "drug_made" is "drug made"; the sum of a total's channels says so. */
export function modelWords(name: string): string {
  const sum = name.endsWith(".channels");
  const words = (sum ? name.slice(0, -".channels".length) : name).replace(/[_.]/g, " ");
  return sum ? `${words}: its channels, each counted once` : words;
}

const SETTINGS: Record<string, string> = { independent: "Nothing goes together", comonotone: "All goes together" };

/** How much the unknown quantities go together. */
export function settingWords(setting: string): string {
  const rank = /^rho-(.+)$/.exec(setting);
  return rank === null ? (SETTINGS[setting] ?? setting) : `They go together somewhat (rank correlation ${rank[1]})`;
}

/** "23 %", and "under 1 %" where rounding would say none. */
export function shareWords(share: number): string {
  if (share > 0 && share < 0.005) return "under 1 %";
  return `${Math.round(share * 100)} %`;
}

export const isMoney = (unit: string): boolean => /^[A-Z]{3}\b/.test(unit);
