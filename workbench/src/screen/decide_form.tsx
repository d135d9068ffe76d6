/** The reason of a decision: Enter saves it, Esc leaves it. */

import { useLayoutEffect, useRef, useState } from "preact/hooks";

import { ask, describe, type Failure, ownFailure } from "../answer";
import { SaveLeave } from "../save_leave";
import type { Hit } from "./queue";
import type { Decision, Entry } from "./shape";
import { Told } from "./told";

interface FormProps {
  hit: Hit;
  decision: Decision;
  /** Whether the decision counts only once a second person has approved it. */
  needsSecond: boolean;
  onLeave: () => void;
  /** `typedOn`: keys were pressed while it was saved, so that the next ones may be of the same words. */
  onSaved: (entry: Entry, typedOn: boolean) => void;
}

export function DecideForm({ hit, decision, needsSecond, onLeave, onSaved }: FormProps) {
  const field = useRef<HTMLTextAreaElement>(null);
  const typedOn = useRef(false);
  const [reason, setReason] = useState("");
  const [stays, setStays] = useState(true);
  const [saving, setSaving] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  // Before the next key is read: fast fingers write on at once, and their letters must not be taken for keys.
  useLayoutEffect(() => {
    field.current?.focus({ preventScroll: true });
    field.current?.form?.scrollIntoView({ block: "nearest" });
  }, []);

  const save = async (): Promise<void> => {
    if (saving) return;
    if (reason.trim() === "") return setFailure(NO_REASON);
    setSaving(true);
    setFailure(null);
    try {
      const allow = decision === "clear" && stays;
      const body = { seen: hit.seen, subject: hit.subject, party: hit.result.id, decision, reason: reason.trim(), allow };
      // No way to take it back once sent: leaving the page must not leave it half told.
      const entry = (await ask("/api/screening/decisions", new AbortController().signal, body)) as Entry;
      onSaved(entry, typedOn.current);
    } catch (error) {
      setFailure(describe(error));
      setSaving(false);
    }
  };
  const pressed = (event: KeyboardEvent): void => {
    // Enter that ends the writing of a word in Chinese, Japanese or Korean is none of ours.
    if (event.isComposing) return;
    typedOn.current = saving;
    if (event.key === "Escape") onLeave();
    else if (event.key === "Enter" && !event.shiftKey) void save();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <form
      class="decide-form"
      aria-label={`Reason to ${decision}`}
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <label for="decide-reason">
        Why {decision} <Told text={hit.result.caption} /> for <Told text={hit.subject} />?
      </label>
      <textarea
        id="decide-reason"
        ref={field}
        rows={2}
        dir="auto"
        maxLength={4000}
        value={reason}
        readOnly={saving}
        aria-describedby="decide-note"
        onInput={(event) => setReason(event.currentTarget.value)}
        onKeyDown={pressed}
      />
      {decision === "clear" && (
        <label class="stays">
          <input type="checkbox" checked={stays} onChange={(event) => setStays(event.currentTarget.checked)} /> Keep
          this pair cleared until a fact changes
        </label>
      )}
      <p id="decide-note" class="note">
        {needsSecond && <strong>A second person must approve this. </strong>}
        What is saved stays in the record for good.
      </p>
      <SaveLeave failure={failure} saving={saving} onLeave={onLeave} />
    </form>
  );
}

const NO_REASON = ownFailure("Write why: a decision without a reason cannot be defended later.");
