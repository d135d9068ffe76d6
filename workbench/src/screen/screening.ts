/** What the server screens against, asked again as long as the page is open: lists are opened, and grow old. */

import { useCallback, useEffect, useState } from "preact/hooks";

import { ask, describe, type Failure } from "../answer";
import type { Screening } from "./shape";

const OPENING_MS = 3_000;
const STANDING_MS = 60_000;

export interface Asked {
  data: Screening | null;
  failure: Failure | null;
  retry: () => void;
}

/** A later failure leaves what was said before: whoever sends something then is told. */
export function useScreening(): Asked {
  const [{ data, failure }, setState] = useState<Omit<Asked, "retry">>({ data: null, failure: null });
  const [attempt, setAttempt] = useState(0);
  const retry = useCallback(() => setAttempt((number) => number + 1), []);
  useEffect(() => {
    const controller = new AbortController();
    let timer: ReturnType<typeof setTimeout>;
    const look = async (): Promise<void> => {
      let wait = STANDING_MS;
      try {
        const said = (await ask("/api/screening", controller.signal)) as Screening;
        if (!controller.signal.aborted) setState({ data: said, failure: null });
      } catch (error) {
        if (controller.signal.aborted) return;
        const failed = describe(error);
        if (failed.status === 503) wait = OPENING_MS;
        setState((before) => (before.data === null ? { data: null, failure: failed } : before));
      }
      if (!controller.signal.aborted) timer = setTimeout(() => void look(), wait);
    };
    void look();
    return () => {
      controller.abort();
      clearTimeout(timer);
    };
  }, [attempt]);
  return { data, failure, retry };
}
