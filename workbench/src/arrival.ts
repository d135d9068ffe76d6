/** Arriving on a page: its title, where it scrolls to, and what gets the focus. */

import { useEffect, useLayoutEffect, useRef } from "preact/hooks";

import type { Place } from "./route";

/** Name the page in the browser's tab and history. */
export function useTitle(title: string | null): void {
  useEffect(() => {
    document.title = title === null ? "Counterflow" : `${title} · Counterflow`;
  }, [title]);
}

/**
 * Once the page is there: a page come back to stands as it was left; a newly opened one shows what `aim` returns, or
 * its beginning with the focus on the heading, so that a screen reader says where it is.
 */
export function useArrival(place: Place, ready: boolean, aim: () => boolean = () => false): void {
  const arrived = useRef<number | null>(null);
  useLayoutEffect(() => {
    if (!ready || arrived.current === place.visit) return;
    arrived.current = place.visit;
    if (place.restore !== null && restoreVisit(place.restore)) return;
    if (aim()) return;
    window.scrollTo(0, 0);
    focusQuietly(document.querySelector("main h1"));
  }, [ready, place.visit]);
}

function restoreVisit({ scrollY, focus }: NonNullable<Place["restore"]>): boolean {
  if (focus === null && scrollY === 0) return false;
  focusQuietly(focus === null ? document.querySelector("main h1") : document.getElementById(focus));
  scrollAfterLayout(() => window.scrollTo(0, scrollY));
  return true;
}

/** Scroll now and again when parts of the page that were not laid out yet have got their true heights. */
export function scrollAfterLayout(scroll: () => void): void {
  scroll();
  requestAnimationFrame(() => {
    scroll();
    requestAnimationFrame(scroll);
  });
}

/** Give the focus without scrolling; true when the element took it. */
export function focusQuietly(element: Element | null): boolean {
  if (!(element instanceof HTMLElement)) return false;
  element.focus({ preventScroll: true });
  return document.activeElement === element;
}
