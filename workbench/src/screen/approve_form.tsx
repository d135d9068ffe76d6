/** A second person's answer to a decision that waits for one. */

import { useState } from "preact/hooks";

import { ask, describe, failureLine } from "../answer";
import type { Entry } from "./shape";

interface FormProps {
  entry: Entry;
  /** Whether what was seen is there as it was; what is not can be rejected alone. */
  approvable: boolean;
  onAnswered: (entry: Entry, words: string) => void;
}

export function ApproveForm({ entry, approvable, onAnswered }: FormProps) {
  const [reason, setReason] = useState("");
  const [refused, setRefused] = useState<string | null>(null);
  const [saving, setSaving] = useState(false);
  const id = `approve-${entry.hash}`;
  const answer = async (approval: "approve" | "reject"): Promise<void> => {
    if (saving) return;
    if (reason.trim() === "") return setRefused("Write why.");
    setSaving(true);
    setRefused(null);
    try {
      const url = `/api/screening/decisions/${encodeURIComponent(entry.hash)}/approvals`;
      const said = (await ask(url, new AbortController().signal, { approval, reason: reason.trim() })) as Entry;
      onAnswered({ ...entry, ...said }, approval === "approve" ? "Approved." : "Rejected.");
    } catch (error) {
      setRefused(failureLine(describe(error)));
      setSaving(false);
    }
  };
  return (
    <form class="approve-form" aria-label="Answer this decision" onSubmit={(event) => event.preventDefault()}>
      <label for={id}>Why do you approve or reject it?</label>
      <textarea
        id={id}
        rows={2}
        dir="auto"
        maxLength={4000}
        value={reason}
        onInput={(event) => setReason(event.currentTarget.value)}
      />
      {refused !== null && (
        <p class="refused" role="alert">
          {refused}
        </p>
      )}
      <p class="actions">
        <button type="button" disabled={saving || !approvable} onClick={() => void answer("approve")}>
          Approve
        </button>
        <button type="button" disabled={saving} onClick={() => void answer("reject")}>
          Reject
        </button>
      </p>
    </form>
  );
}
