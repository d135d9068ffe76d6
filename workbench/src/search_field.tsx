/** The search field: large on the search page, compact in the banner of the others. */

import type { RefObject } from "preact";

interface FieldProps {
  compact?: boolean;
  value?: string;
  field?: RefObject<HTMLInputElement | null>;
  onText?: (text: string) => void;
  onDown?: () => void;
  onSubmit: (text: string) => void;
}

export function SearchField({ compact = false, value, field, onText, onDown, onSubmit }: FieldProps) {
  const pressed = (event: KeyboardEvent & { currentTarget: HTMLInputElement }): void => {
    if (event.key === "ArrowDown" && onDown !== undefined) {
      event.preventDefault();
      onDown();
    } else if (event.key === "Escape") {
      clearOrLeave(event, onText);
    }
  };
  return (
    <form
      role="search"
      class={compact ? "search search-compact" : "search"}
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit(new FormData(event.currentTarget).get("q")?.toString().trim() ?? "");
      }}
    >
      <label class="unseen" for="search-field">
        Search parties and documents
      </label>
      <input
        id="search-field"
        name="q"
        type="search"
        ref={field ?? null}
        placeholder={compact ? "Search" : "Name, alias, number or words"}
        autocomplete="off"
        autocapitalize="off"
        spellcheck={false}
        maxLength={300}
        {...(value === undefined ? {} : { value })}
        onInput={(event) => onText?.(event.currentTarget.value)}
        onKeyDown={pressed}
      />
      <kbd aria-hidden="true">/</kbd>
    </form>
  );
}

/** Escape empties the field; in an empty field of the banner it leaves it. */
function clearOrLeave(
  event: KeyboardEvent & { currentTarget: HTMLInputElement },
  onText: ((text: string) => void) | undefined,
): void {
  event.preventDefault();
  const input = event.currentTarget;
  if (input.value !== "") {
    input.value = "";
    onText?.("");
  } else if (onText === undefined) {
    input.blur();
  }
}
