/** Parts of the workbench that are loaded when they are first needed: most readers never open them. */

import type { ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";

import { ownFailure } from "./answer";
import { Failed, Waiting } from "./states";

/** Make a component of one that is loaded when it is first drawn; once it is there, it is drawn at once. */
export function makePart<Props extends object>(what: string, load: () => Promise<ComponentType<Props>>): ComponentType<Props> {
  let loaded: ComponentType<Props> | null = null;
  return function Part(props: Props) {
    const [part, setPart] = useState<{ of: ComponentType<Props> } | null>(loaded === null ? null : { of: loaded });
    const [failed, setFailed] = useState(false);
    const [attempt, setAttempt] = useState(0);
    useEffect(() => {
      if (part !== null) return;
      setFailed(false);
      load().then(
        (component) => {
          loaded = component;
          setPart({ of: component });
        },
        () => setFailed(true),
      );
    }, [attempt]);
    if (part !== null) return <part.of {...props} />;
    if (!failed) return <Waiting what={what} />;
    return <Failed failure={ownFailure(`${what} could not be loaded.`)} retry={() => setAttempt(attempt + 1)} part />;
  };
}
