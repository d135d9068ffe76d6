/** The case that the workbench shows, for every component below the app. */

import { createContext } from "preact";
import { useContext } from "preact/hooks";

import type { Case } from "./api";

/** Null until the server has said which case it serves. */
export const CaseContext = createContext<Case | null>(null);

/** Title and publisher's date of a dataset; the dataset's own name where the case does not hold it. */
export function useDataset(): (name: string) => { title: string; published: string | null } {
  const datasets = useContext(CaseContext)?.datasets ?? [];
  return (name) => datasets.find((dataset) => dataset.name === name) ?? { title: name, published: null };
}
