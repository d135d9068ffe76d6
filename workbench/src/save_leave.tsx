/** The end of a form that writes into the ledger: why it failed, Save and Leave. */

import { type Failure, failureLine } from "./answer";

interface EndProps {
  failure: Failure | null;
  saving: boolean;
  onLeave: () => void;
}

/** What went wrong, what was expected unless that is said already, and what to do. */
function told(failure: Failure): string {
  const line = failureLine(failure);
  const more = [failure.expected, failure.nextStep].filter((part) => part !== null && !line.includes(part));
  return [line, ...more].map((part) => (part?.endsWith(".") ? part : `${part}.`)).join(" ");
}

export function SaveLeave({ failure, saving, onLeave }: EndProps) {
  return (
    <>
      {failure !== null && (
        <p class="refused" role="alert">
          {told(failure)}
        </p>
      )}
      <p class="actions">
        <button type="submit" class="first" disabled={saving}>
          {saving ? "Saving …" : "Save"} <kbd aria-hidden="true">Enter</kbd>
        </button>
        <button type="button" onClick={onLeave}>
          Leave <kbd aria-hidden="true">Esc</kbd>
        </button>
      </p>
    </>
  );
}
