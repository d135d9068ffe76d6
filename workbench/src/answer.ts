/** Asking the API: one answer a URL kept in memory, the last question asked wins. */

import { useCallback, useEffect, useState } from "preact/hooks";

import type { Caption } from "./api";
import { askForKey, keyDesk, keyHeaders } from "./key";

/** A failure in the three parts that every error of Counterflow has. */
export interface Failure {
  what: string;
  expected: string | null;
  nextStep: string | null;
  status: number | null;
  /** The parties that an ambiguous question may mean. */
  candidates: Caption[];
  /** Seconds after which the server wants to be asked again, where it says so. */
  retryAfterS: number | null;
}

/** A failure that is found here, before anything is asked. */
export const ownFailure = (what: string): Failure => ({
  what,
  expected: null,
  nextStep: null,
  status: null,
  candidates: [],
  retryAfterS: null,
});

export interface Answer<T> {
  /** What the API said; while a new question is under way, what it said to the one before. */
  data: T | null;
  failure: Failure | null;
  /** The URL that `data` answers. */
  url: string | null;
  waiting: boolean;
  retry: () => void;
}

const KEPT_ANSWERS = 40;
const UNAUTHORIZED = 401;
const FORBIDDEN = 403;

/** Answers by URL. A build never changes, so what was read once stays true until the page is loaded again. */
const answers = new Map<string, unknown>();

function keep(url: string, data: unknown): void {
  answers.delete(url);
  answers.set(url, data);
  const oldest = answers.keys().next().value;
  if (answers.size > KEPT_ANSWERS && oldest !== undefined) answers.delete(oldest);
}

/** Forget what was said to another key: it may see more, or less. */
keyDesk.watch(({ asked }) => {
  if (asked === null) answers.clear();
});

class AskError extends Error {
  constructor(readonly failure: Failure) {
    super(failure.what);
  }
}

/** Ask the API once, by POST where there is a body; nothing is kept. Fails with what `describe` reads. */
export async function ask(url: string, signal: AbortSignal, body?: unknown): Promise<unknown> {
  let response: Response;
  const { key } = keyDesk.get();
  try {
    response = await fetch(url, { signal, ...requestOf(body, key) });
  } catch (error) {
    if (signal.aborted) throw error;
    throw new AskError({
      what: "The Counterflow server does not answer.",
      expected: null,
      nextStep: "Look whether “counterflow serve” is still running, then try again.",
      status: null,
      candidates: [],
      retryAfterS: null,
    });
  }
  const answered: unknown = await response.json().catch(() => null);
  if (response.ok && answered !== null) return answered;
  const failure = { ...readFailure(answered, response.status), retryAfterS: readSeconds(response) };
  if (response.status === UNAUTHORIZED && !signal.aborted) askForKey(key, failure.what);
  throw new AskError(failure);
}

function requestOf(body: unknown, key: string | null): RequestInit {
  const headers = { Accept: "application/json", ...keyHeaders(key) };
  if (body === undefined) return { headers };
  return { method: "POST", headers: { ...headers, "Content-Type": "application/json" }, body: JSON.stringify(body) };
}

function readSeconds(response: Response): number | null {
  const seconds = Number.parseFloat(response.headers.get("Retry-After") ?? "");
  return Number.isFinite(seconds) ? seconds : null;
}

/** What a body says in its `detail`: a text, or FastAPI's list of what is wrong where. */
function detailWords(body: unknown): string | null {
  const detail = (body as { detail?: unknown } | null)?.detail;
  if (typeof detail === "string") return detail;
  if (!Array.isArray(detail)) return null;
  const one = (item: { loc?: unknown[]; msg?: unknown }): string => `${(item.loc ?? []).join(".")}: ${String(item.msg)}`;
  return detail.map(one).join("; ");
}

function readFailure(body: unknown, status: number): Failure {
  const error = (body as { error?: Record<string, unknown> } | null)?.error ?? {};
  const part = (name: string): string | null => (typeof error[name] === "string" ? error[name] : null);
  return {
    what: part("what") ?? detailWords(body) ?? `The server answered with status ${status} and no explanation.`,
    expected: part("expected"),
    nextStep: part("next_step"),
    status,
    candidates: Array.isArray(error["candidates"]) ? (error["candidates"] as Caption[]) : [],
    retryAfterS: null,
  };
}

/** What went wrong, in a line; where the key lacks a scope, which. */
export function failureLine({ status, what, expected }: Failure): string {
  return status === FORBIDDEN && expected !== null ? `${what}. It takes ${expected}.` : what;
}

/** Put what went wrong into the three parts. */
export function describe(error: unknown): Failure {
  if (error instanceof AskError) return error.failure;
  const what = `The answer cannot be read: ${String(error)}`;
  return { what, expected: null, nextStep: null, status: null, candidates: [], retryAfterS: null };
}

/** Ask the API for `url` (null: nothing to ask). An answer already kept comes at once, in the first rendering. */
export function useAnswer<T>(url: string | null): Answer<T> {
  const [state, setState] = useState<{ url: string | null; data: unknown; failure: Failure | null }>({
    url: null,
    data: null,
    failure: null,
  });
  const [attempt, setAttempt] = useState(0);
  const kept = url === null ? undefined : answers.get(url);

  useEffect(() => {
    if (url === null) return undefined;
    if (kept !== undefined) {
      setState({ url, data: kept, failure: null });
      return undefined;
    }
    const controller = new AbortController();
    ask(url, controller.signal).then(
      (data) => {
        if (controller.signal.aborted) return;
        keep(url, data);
        setState({ url, data, failure: null });
      },
      (error: unknown) => {
        if (!controller.signal.aborted) setState({ url, data: null, failure: describe(error) });
      },
    );
    return () => controller.abort();
  }, [url, attempt]);

  const retry = useCallback(() => {
    setState({ url: null, data: null, failure: null });
    setAttempt((number) => number + 1);
  }, []);

  if (kept !== undefined) return { data: kept as T, failure: null, url, waiting: false, retry };
  const settled = state.url === url;
  return {
    data: url === null ? null : (state.data as T | null),
    failure: settled ? state.failure : null,
    url: state.url,
    waiting: url !== null && !settled,
    retry,
  };
}
