/** Client-side routes over the History API, and the way back that each page keeps. */

import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";

export type Route =
  | { page: "search"; query: string }
  | { page: "entity"; id: string }
  | { page: "document"; id: string; start: number | null; end: number | null }
  | { page: "screen"; view: ScreenView }
  | { page: "queue" }
  | { page: "money" }
  | { page: "plan"; budget: number; unit: PlanUnit }
  | { page: "network"; party: string | null; to: string | null }
  | { page: "unknown"; path: string };

/** The three parts of the screening page. */
export type ScreenView = "party" | "file" | "decisions";

/** What a budget is counted in. */
export type PlanUnit = "usd" | "measures";

/** The page that a link was followed from. */
export interface Origin {
  href: string;
  label: string;
}

/** What the browser's history holds with each page. */
interface Visit {
  origin: Origin | null;
  /** Where the page was scrolled to and which element had the focus when it was left. */
  scrollY: number;
  focus: string | null;
}

export interface Place {
  route: Route;
  origin: Origin | null;
  /** Grows with each page change, not when a search replaces its own address. */
  visit: number;
  /** Scroll position and focus to restore; null on a page that was newly opened. */
  restore: { scrollY: number; focus: string | null } | null;
}

export const searchPath = (query: string): string => (query === "" ? "/" : `/?q=${encodeURIComponent(query)}`);
export const entityPath = (id: string): string => `/entity/${encodeURIComponent(id)}`;

export function documentPath(id: string, start: number | null = null, end: number | null = null): string {
  const path = `/document/${encodeURIComponent(id)}`;
  return start === null || end === null ? path : `${path}?start=${start}&end=${end}`;
}

export const QUEUE_PATH = "/queue";
export const NETWORK_PATH = "/network";
export const MONEY_PATH = "/money";
export const PLAN_PATH = "/plan";

/** Measures, where the address names no budget. */
const PLAN_BUDGET = 5;

export const planPath = (budget: number, unit: PlanUnit): string => `${PLAN_PATH}?budget=${budget}&unit=${unit}`;

/** The network, with a party selected, or the path from it to another. */
export function networkPath(party: string | null, to: string | null): string {
  if (party === null) return NETWORK_PATH;
  const path = `${NETWORK_PATH}?party=${encodeURIComponent(party)}`;
  return to === null ? path : `${path}&to=${encodeURIComponent(to)}`;
}

export const screenPath = (view: ScreenView): string => (view === "party" ? "/screen" : `/screen?view=${view}`);

/** Read an address; what is none of the pages is `unknown`. */
export function parseRoute(path: string, search: string): Route {
  const query = new URLSearchParams(search);
  if (path === "/") return { page: "search", query: query.get("q") ?? "" };
  if (path === QUEUE_PATH) return { page: "queue" };
  if (path === MONEY_PATH) return { page: "money" };
  if (path === PLAN_PATH) return readPlan(query);
  if (path === NETWORK_PATH) return { page: "network", party: query.get("party"), to: query.get("to") };
  if (path === "/screen") return { page: "screen", view: readView(query.get("view")) };
  const match = /^\/(entity|document)\/(.+)$/.exec(path);
  const id = decode(match?.[2] ?? "");
  if (match === null || id === null) return { page: "unknown", path };
  if (match[1] === "entity") return { page: "entity", id };
  return { page: "document", id, start: readOffset(query.get("start")), end: readOffset(query.get("end")) };
}

function readPlan(query: URLSearchParams): Route {
  const budget = Number(query.get("budget") ?? "");
  const unit = query.get("unit") === "usd" ? "usd" : "measures";
  if (!(budget > 0 && Number.isFinite(budget))) return { page: "plan", budget: PLAN_BUDGET, unit: "measures" };
  return { page: "plan", budget, unit };
}

const readView = (value: string | null): ScreenView => (value === "file" || value === "decisions" ? value : "party");

function decode(part: string): string | null {
  try {
    return decodeURIComponent(part);
  } catch {
    return null;
  }
}

const readOffset = (value: string | null): number | null => (value !== null && /^\d{1,9}$/.test(value) ? +value : null);

const readVisit = (): Partial<Visit> => (history.state as Partial<Visit> | null) ?? {};

/** Note in the history where this page stands, so that coming back finds it as it was left. */
function noteVisit(): void {
  const focused = document.activeElement?.id ?? "";
  // Not the search field: coming back is for reading on, and every page finds its own beginning.
  const focus = focused === "" || focused === "search-field" ? null : focused;
  history.replaceState({ ...readVisit(), scrollY: window.scrollY, focus }, "");
}

const CHANGED = "counterflow:changed";

/** Open a page of the workbench; `origin` becomes its way back. */
export function navigate(href: string, origin: Origin | null): void {
  noteVisit();
  history.pushState({ origin, scrollY: 0, focus: null } satisfies Visit, "", href);
  window.dispatchEvent(new Event(CHANGED));
}

/** Change this page's own address without a new step in the history. */
export function replaceAddress(href: string): void {
  history.replaceState(history.state, "", href);
  window.dispatchEvent(new CustomEvent(CHANGED, { detail: "same page" }));
}

/** Go back to where this page was opened from, or to the search. */
export function goBack(): void {
  if (readVisit().origin) history.back();
  else navigate("/", null);
}

function readPlace(visit: number, restore: Place["restore"]): Place {
  return { route: parseRoute(location.pathname, location.search), origin: readVisit().origin ?? null, visit, restore };
}

/** The present page; renders again when it changes. */
export function usePlace(): Place {
  const [place, setPlace] = useState(() => {
    history.scrollRestoration = "manual";
    return readPlace(0, reloaded());
  });
  useEffect(() => {
    const changed = (event: Event): void => {
      const same = event instanceof CustomEvent;
      setPlace((before) => readPlace(same ? before.visit : before.visit + 1, same ? before.restore : null));
    };
    const popped = (): void => setPlace((before) => readPlace(before.visit + 1, reloaded()));
    window.addEventListener(CHANGED, changed);
    window.addEventListener("popstate", popped);
    window.addEventListener("pagehide", noteVisit);
    return () => {
      window.removeEventListener(CHANGED, changed);
      window.removeEventListener("popstate", popped);
      window.removeEventListener("pagehide", noteVisit);
    };
  }, []);
  return place;
}

function reloaded(): Place["restore"] {
  const { scrollY, focus } = readVisit();
  return scrollY === undefined ? null : { scrollY, focus: focus ?? null };
}

interface GoProps {
  to: string;
  from: Origin | null;
  children: ComponentChildren;
  /** Names the link, so that the way back can give it the focus again. */
  id?: string;
  class?: string;
  title?: string;
  dir?: "auto";
  tabIndex?: number;
  /** Whether it leads to the page shown now. */
  current?: boolean;
}

/** A link to a page of the workbench: plain clicks stay in the page, all others are the browser's. */
export function Go({ to, from, children, current = false, ...rest }: GoProps) {
  const follow = (event: MouseEvent): void => {
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    (event.currentTarget as HTMLElement).focus();
    navigate(to, from);
  };
  return (
    <a {...rest} {...(current ? { "aria-current": "page" as const } : {})} href={to} onClick={follow}>
      {children}
    </a>
  );
}
