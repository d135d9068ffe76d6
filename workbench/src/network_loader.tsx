/** The network page is loaded when it is opened, and its answer asked for in the same moment. */

import { useState } from "preact/hooks";

import { useAnswer } from "./answer";
import type { NetworkAnswer } from "./network/shape";
import { makePart } from "./part";
import type { Place } from "./route";

const NetworkPage = makePart("the network", async () => (await import("./network/page")).NetworkPage);

interface Props {
  place: Place;
  /** Party that is selected when the page opens. */
  party: string | null;
  /** Other end of the path that is shown when it opens. */
  to: string | null;
}

export function NetworkLoader({ place, party, to }: Props) {
  // Which part of a large network is shown is asked once: what is brought in later is added to it.
  const [start] = useState(party);
  const answer = useAnswer<NetworkAnswer>(start === null ? "/api/network" : `/api/network?around=${encodeURIComponent(start)}`);
  return <NetworkPage place={place} answer={answer} to={to} />;
}
