/** The API key, where the server asks for one. It stays in this tab: closing the tab forgets it. */

import { Kept } from "./screen/kept";

/** Name in the tab's session storage, which other tabs and later visits do not see. */
const NAME = "counterflow-key";

export interface KeyDesk {
  key: string | null;
  /** Why a key is asked for; null: none is. */
  asked: string | null;
  /** Grows with each key, so that everything is asked for anew. */
  round: number;
}

function read(): string | null {
  try {
    return sessionStorage.getItem(NAME);
  } catch {
    // The browser keeps nothing: the key then lives as long as the page.
    return null;
  }
}

function write(key: string | null): void {
  try {
    if (key === null) sessionStorage.removeItem(NAME);
    else sessionStorage.setItem(NAME, key);
  } catch {
    // As above.
  }
}

export const keyDesk = new Kept<KeyDesk>({ key: read(), asked: null, round: 0 });

/** Take a key into use, or forget it. */
export function putKey(key: string | null): void {
  write(key);
  keyDesk.set({ key, asked: null, round: keyDesk.get().round + 1 });
}

/** Ask for another key; `used` is the one that was refused. */
export function askForKey(used: string | null, why: string): void {
  // An answer to an older key says nothing of the one in use.
  if (used === keyDesk.get().key) keyDesk.set({ asked: why });
}

/** What a request says of who asks. */
export const keyHeaders = (key: string | null): Record<string, string> =>
  key === null ? {} : { Authorization: `ApiKey ${key}` };
