/** The network page is loaded when it is opened: what draws graphs is as large as all other pages together. */

import { useEffect, useState } from "preact/hooks";

import { ownFailure } from "./answer";
import type { Place } from "./route";
import { Failed, Waiting } from "./states";

type Page = typeof import("./network/page").NetworkPage;

let loaded: Page | null = null;

export function NetworkLoader(props: { place: Place; party: string | null; to: string | null }) {
  const [page, setPage] = useState<{ of: Page } | null>(loaded === null ? null : { of: loaded });
  const [failed, setFailed] = useState(false);
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    if (page !== null) return;
    setFailed(false);
    import("./network/page").then(
      ({ NetworkPage }) => {
        loaded = NetworkPage;
        setPage({ of: NetworkPage });
      },
      () => setFailed(true),
    );
  }, [attempt]);
  if (page !== null) return <page.of {...props} />;
  if (!failed) return <Waiting what="the network" />;
  return <Failed failure={ownFailure("The page of the network could not be loaded.")} retry={() => setAttempt(attempt + 1)} />;
}
