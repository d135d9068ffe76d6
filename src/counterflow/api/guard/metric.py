"""Metrics for Prometheus, in its text format 0.0.4 (prometheus.io, "Exposition formats").

Each process counts for itself and says so in the label `process`; Prometheus adds up. Labels are templates of routes,
names of datasets and kinds of decisions: never what was asked.
"""

from __future__ import annotations

import math
import os
import threading
import time
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from starlette.responses import Response

from counterflow.api.guard.asgi import App, Receive, Scope, Send, Sent
from counterflow.api.guard.route import route_name

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
"""Upper bounds of the histogram of latency; a `/match` should take 10 to 50 ms."""

TOO_MANY = 429
NO_ANSWER = "none"
"""Status class of a request whose client went away before its answer began."""

Labels = tuple[str, ...]


@dataclass(frozen=True)
class StateFigures:
    """What is known of the state in use when the metrics are read."""

    fingerprint: str
    parties: int
    since: float
    """When it came into use, seconds since 1970."""
    list_age_s: Mapping[str, float | None] = field(default_factory=dict)
    """Age of each dataset's list; None: its date is not known."""
    stale_lists: int = 0
    is_behind: bool = False
    """A newer state is on disk and could not be opened."""


class Family:
    """One metric and its values, by labels."""

    def __init__(self, name: str, kind: str, doc: str, labels: Sequence[str] = ()) -> None:
        """Name it, say whether it is a `counter` or a `gauge`, what it means, and its labels."""
        self.name, self.kind, self.doc, self.labels = name, kind, doc, tuple(labels)
        self._values: dict[Labels, float] = {} if len(self.labels) > 0 else {(): 0.0}
        self._lock = threading.Lock()

    def add(self, amount: float, *labels: str) -> None:
        """Add to the value of these labels."""
        with self._lock:
            self._values[labels] = self._values.get(labels, 0.0) + amount

    def lines(self, process: str) -> Iterator[str]:
        """Write it."""
        with self._lock:
            values = sorted(self._values.items())
        yield from _head(self.name, self.kind, self.doc)
        for labels, value in values:
            yield _sample(self.name, {"process": process, **dict(zip(self.labels, labels, strict=True))}, value)


class Histogram:
    """How long something took, by label: how often up to each bound, how often at all, and the sum."""

    def __init__(self, name: str, doc: str, label: str, bounds: Sequence[float] = SECONDS) -> None:
        """Name it, say what it means, its label, and the upper bounds, rising."""
        self.name, self.doc, self.label, self.bounds = name, doc, label, tuple(bounds)
        self._values: dict[str, tuple[list[int], list[float]]] = {}
        self._lock = threading.Lock()

    def observe(self, value: float, label: str) -> None:
        """Count one value."""
        with self._lock:
            counts, total = self._values.setdefault(label, ([0] * (len(self.bounds) + 1), [0.0]))
            counts[bisect_left(self.bounds, value)] += 1
            total[0] += value

    def lines(self, process: str) -> Iterator[str]:
        """Write it."""
        with self._lock:
            values = [(label, list(counts), total[0]) for label, (counts, total) in sorted(self._values.items())]
        yield from _head(self.name, "histogram", self.doc)
        for label, counts, total in values:
            labels, reached = {"process": process, self.label: label}, 0
            for bound, count in zip((*self.bounds, float("inf")), counts, strict=True):
                reached += count
                yield _sample(f"{self.name}_bucket", {**labels, "le": _number(bound)}, reached)
            yield _sample(f"{self.name}_sum", labels, total)
            yield _sample(f"{self.name}_count", labels, reached)


class Metrics:
    """What one process counts; any thread may add."""

    def __init__(
        self,
        process: str | None = None,
        *,
        state: Callable[[], StateFigures | None] = lambda: None,
        now: Callable[[], float] = time.time,
    ) -> None:
        """Count for a process, by default its number; `state` is asked when the metrics are read."""
        self.process = str(os.getpid()) if process is None else process
        self._state = state
        self._now = now
        prefix = "counterflow_"
        self.requests = Family(f"{prefix}requests_total", "counter", "Requests answered.", ("route", "status"))
        self.seconds = Histogram(f"{prefix}request_seconds", "Time from request to end of answer.", "route")
        self.in_flight = Family(f"{prefix}requests_in_flight", "gauge", "Requests being answered.")
        self.rate_limited = Family(f"{prefix}rate_limited_total", "counter", "Requests refused for their rate.")
        self.screened = Family(f"{prefix}screened_parties_total", "counter", "Parties that were screened.")
        self.hits = Family(f"{prefix}hits_total", "counter", "Results that match.")
        self.decisions = Family(f"{prefix}decisions_total", "counter", "Decisions entered.", ("decision",))

    def text(self) -> bytes:
        """Write all metrics."""
        families: list[Family | Histogram] = [self.requests, self.seconds, self.in_flight, self.rate_limited]
        families += [self.screened, self.hits, self.decisions, *self._of_state()]
        lines = [line for family in families for line in family.lines(self.process)]
        return ("\n".join(lines) + "\n").encode("utf-8", "replace")

    def _of_state(self) -> Iterator[Family]:
        state = self._state()
        if state is None:
            return
        info = Family("counterflow_state_info", "gauge", "The state in use.", ("fingerprint",))
        info.add(1, state.fingerprint)
        age = Family("counterflow_state_age_seconds", "gauge", "Time since the state came into use.")
        age.add(self._now() - state.since)
        parties = Family("counterflow_state_parties", "gauge", "Parties in the state in use.")
        parties.add(state.parties)
        lists = Family("counterflow_list_age_seconds", "gauge", "Age of a list whose date is known.", ("dataset",))
        for dataset, age_s in state.list_age_s.items():
            if age_s is not None:
                lists.add(age_s, dataset)
        stale = Family("counterflow_stale_lists", "gauge", "Lists older than they may be.")
        stale.add(state.stale_lists)
        error = Family("counterflow_state_error", "gauge", "1: a newer state on disk could not be opened.")
        error.add(int(state.is_behind))
        yield from (info, age, parties, lists, stale, error)


class Measure:
    """Counts requests."""

    def __init__(self, app: App, metrics: Metrics, clock: Callable[[], float] = time.perf_counter) -> None:
        """Count in `metrics`; `clock` gives seconds."""
        self._app = app
        self._metrics = metrics
        self._clock = clock

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Go on, and count whatever comes of it."""
        metrics, sent, started = self._metrics, Sent(send), self._clock()
        metrics.in_flight.add(1)
        failed = True
        try:
            await self._app(scope, receive, sent)
            failed = False
        finally:
            metrics.in_flight.add(-1)
            route = route_name(scope)
            metrics.seconds.observe(self._clock() - started, route)
            metrics.requests.add(1, route, _status_class(sent.status, failed=failed))
            if sent.status == TOO_MANY:
                metrics.rate_limited.add(1)


def metrics_route(metrics: Metrics) -> Callable[[], Response]:
    """Make the route `/metrics`: `app.get("/metrics")(metrics_route(metrics))`."""

    def read_metrics() -> Response:
        """Give the metrics of this process in Prometheus' text format."""
        return Response(metrics.text(), headers={"Content-Type": CONTENT_TYPE})

    return read_metrics


def _status_class(status: int | None, *, failed: bool) -> str:
    if status is None:
        return "5xx" if failed else NO_ANSWER
    return f"{status // 100}xx"


def _head(name: str, kind: str, doc: str) -> tuple[str, str]:
    return f"# HELP {name} {_escape(doc)}", f"# TYPE {name} {kind}"


def _sample(name: str, labels: Mapping[str, str], value: float) -> str:
    inner = ",".join(f'{key}="{_escape(text, quoted=True)}"' for key, text in labels.items())
    return f"{name}{{{inner}}} {_number(value)}"


def _escape(text: str, *, quoted: bool = False) -> str:
    escaped = text.replace("\\", "\\\\").replace("\n", "\\n")
    return escaped.replace('"', '\\"') if quoted else escaped


def _number(value: float) -> str:
    if not math.isfinite(value):
        return {"inf": "+Inf", "-inf": "-Inf"}.get(str(value), "NaN")
    return str(int(value)) if value == int(value) else repr(float(value))
