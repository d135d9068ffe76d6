/** The reason of a review: without one nothing is saved. */

import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";

import { ask, describe, type Failure, ownFailure } from "./answer";
import type { Correction, Frame, Review } from "./api";
import { SaveLeave } from "./save_leave";
import { capital, plainWords } from "./words";

interface FormProps {
  frame: Frame;
  documentId: string;
  /** Null: the frame is rejected. A function, because what is right is known when it is saved. */
  correction?: () => Partial<Correction>;
  /** What stands above the reason. */
  children?: ComponentChildren;
  onLeave: () => void;
  onSaved: (review: Review) => void;
}

export function ReasonForm({ frame, documentId, correction, children, onLeave, onSaved }: FormProps) {
  const form = useRef<HTMLFormElement>(null);
  const [reason, setReason] = useState("");
  const [saving, setSaving] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  // Before the next key is read: fast fingers write on at once, and their letters must not be taken for keys.
  useLayoutEffect(() => {
    form.current?.querySelector<HTMLElement>("select, textarea")?.focus({ preventScroll: true });
    form.current?.scrollIntoView({ block: "nearest" });
  }, []);
  const verb = correction === undefined ? "reject" : "correct";
  const save = async (): Promise<void> => {
    if (saving) return;
    if (reason.trim() === "") return setFailure(NO_REASON);
    const changes = correction?.() ?? {};
    if (correction !== undefined && Object.keys(changes).length === 0) return setFailure(NOTHING);
    setSaving(true);
    setFailure(null);
    try {
      const body = { frame: frame.id, review: verb, reason: reason.trim(), ...changes };
      const place = `/api/documents/${encodeURIComponent(documentId)}/reviews`;
      onSaved((await ask(place, new AbortController().signal, body)) as Review);
    } catch (error) {
      setFailure(describe(error));
      setSaving(false);
    }
  };
  const pressed = (event: KeyboardEvent): void => {
    // Enter that ends the writing of a word in Chinese, Japanese or Korean is none of ours.
    if (event.isComposing) return;
    const isReason = event.target instanceof HTMLTextAreaElement;
    if (event.key === "Escape") onLeave();
    else if (event.key === "Enter" && !event.shiftKey && isReason) void save();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <form
      ref={form}
      class="frame-form"
      aria-label={`${capital(verb)} ${plainWords(frame.type)}`}
      onKeyDown={pressed}
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      {children}
      <label for="frame-reason">Why {verb} it?</label>
      <textarea
        id="frame-reason"
        rows={2}
        dir="auto"
        maxLength={4000}
        value={reason}
        readOnly={saving}
        aria-describedby="frame-note"
        onInput={(event) => setReason(event.currentTarget.value)}
      />
      <p id="frame-note" class="note">
        What is saved stays in the ledger for good; the next build obeys.
      </p>
      <SaveLeave failure={failure} saving={saving} onLeave={onLeave} />
    </form>
  );
}

const NO_REASON = ownFailure("Write why: a review without a reason cannot be defended later.");
const NOTHING = ownFailure("Nothing is corrected yet.");
