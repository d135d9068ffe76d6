/** Asking for the API key, where the server answers nobody without one. */

import { useLayoutEffect, useRef } from "preact/hooks";

import { useTitle } from "./arrival";
import { putKey } from "./key";

export function KeyPage({ why }: { why: string }) {
  const field = useRef<HTMLInputElement>(null);
  useTitle("API key");
  useLayoutEffect(() => field.current?.focus(), []);
  return (
    <div class="page page-screen page-key">
      <h1 tabIndex={-1}>This server asks for an API key</h1>
      <p role="alert">{why}</p>
      <form
        aria-label="API key"
        onSubmit={(event) => {
          event.preventDefault();
          const key = field.current?.value.trim() ?? "";
          if (key !== "") putKey(key);
        }}
      >
        <p class="field-line">
          <label for="api-key">Your key</label>
          <input id="api-key" ref={field} type="password" autocomplete="off" spellcheck={false} maxLength={500} required />
        </p>
        <p class="note">
          The key stays in this tab, in its session storage, and goes to this server alone. It is forgotten when the tab
          is closed.
        </p>
        <p class="actions">
          <button type="submit" class="first">
            Use this key
          </button>
        </p>
      </form>
    </div>
  );
}
