/** Where a page ends that cannot be drawn: what is thrown while it renders stops that page, not the workbench. */

import { Component, type ComponentChildren } from "preact";

import { useTitle } from "./arrival";
import { Go } from "./route";

interface Props {
  children: ComponentChildren;
}

interface State {
  thrown: unknown;
}

const NONE: State = { thrown: null };

/**
 * Shows what failed instead of its children, once something in them throws, and renders them no more: a page left half
 * drawn is begun anew with each change of state around it, without end. Only a fresh boundary (another `key`) or
 * loading the page again goes on.
 */
export class Boundary extends Component<Props, State> {
  override state: State = NONE;

  static override getDerivedStateFromError(thrown: unknown): State {
    return { thrown: thrown ?? new Error("something without a name was thrown") };
  }

  override componentDidCatch(thrown: unknown): void {
    console.error(thrown);
  }

  override render({ children }: Props, { thrown }: State) {
    return thrown === null ? children : <Broken thrown={thrown} />;
  }
}

const wordsOf = (thrown: unknown): string => (thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown));

function Broken({ thrown }: { thrown: unknown }) {
  useTitle("Not shown");
  return (
    <div class="page">
      <div class="failed" role="alert">
        <h1 tabIndex={-1}>This page cannot be shown</h1>
        <p>
          Drawing it failed: <code>{wordsOf(thrown)}</code>
        </p>
        <p>
          Nothing was changed by this. The server may be of another version than this page, or its answer lacks something that
          the page needs.
        </p>
        <p>Next step: load the page again. If it fails again, report the line above with the address of the page.</p>
        <p class="actions">
          <button type="button" onClick={() => location.reload()}>
            Load the page again
          </button>
          <Go to="/" from={null}>
            Search the case
          </Go>
        </p>
      </div>
    </div>
  );
}
