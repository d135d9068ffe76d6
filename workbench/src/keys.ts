/** What the keyboard's keys mean. */

/** Whether keys pressed there are text. */
export const isEditable = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.matches("input, textarea, select, [contenteditable]");

/** Whether a key was pressed alone: with these it is the browser's. */
export const isPlain = (event: KeyboardEvent): boolean =>
  !event.defaultPrevented && !event.ctrlKey && !event.metaKey && !event.altKey;
