/** What the screening page holds in this tab while other pages are looked at; it is never stored. */

import { useLayoutEffect, useState } from "preact/hooks";

export class Kept<T> {
  private readonly watchers = new Set<(value: T) => void>();

  constructor(private value: T) {}

  get(): T {
    return this.value;
  }

  set(change: Partial<T>): void {
    this.value = { ...this.value, ...change };
    for (const watcher of this.watchers) watcher(this.value);
  }

  /** Call `watcher` at each change; returns how to end it. */
  watch(watcher: (value: T) => void): () => void {
    this.watchers.add(watcher);
    return () => void this.watchers.delete(watcher);
  }
}

/** The present value; renders again when it changes. */
export function useKept<T>(kept: Kept<T>): T {
  const [value, setValue] = useState(kept.get());
  useLayoutEffect(() => {
    setValue(kept.get());
    return kept.watch(setValue);
  }, [kept]);
  return value;
}
