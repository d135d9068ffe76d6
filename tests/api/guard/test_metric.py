"""Metrics in Prometheus' text format."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st

from counterflow.api.guard.asgi import Receive, Scope, Send
from counterflow.api.guard.metric import Family, Histogram, Measure, Metrics, StateFigures, metrics_route

Ask = Callable[..., Any]
SAMPLE = re.compile(r'(?P<name>[a-z_]+)\{(?P<labels>(?:[a-z_]+="(?:[^"\\\n]|\\["\\n])*",?)*)\} (?P<value>\S+)')
LABEL = re.compile(r'([a-z_]+)="((?:[^"\\\n]|\\["\\n])*)"')


def read(text: str) -> dict[tuple[str, tuple[tuple[str, str], ...]], float]:
    """Read the format as its description says: a sample a line, three escapes in the values of labels."""
    samples = {}
    for line in text.split("\n"):
        if line == "" or line.startswith("#"):
            continue
        found = SAMPLE.fullmatch(line)
        assert found is not None, line
        labels = tuple(
            (name, re.sub(r"\\(.)", lambda one: "\n" if one[1] == "n" else one[1], value))
            for name, value in LABEL.findall(found["labels"])
        )
        assert (found["name"], labels) not in samples
        samples[found["name"], labels] = float(found["value"])
    return samples


def values(metrics: Metrics) -> dict[str, float]:
    """Give the samples by name and values of their labels, without the process."""
    samples = read(metrics.text().decode())
    return {
        " ".join([name, *(value for label, value in labels if label != "process")]): one
        for (name, labels), one in samples.items()
    }


@given(st.dictionaries(st.text(), st.floats(allow_nan=False), max_size=5), st.text())
def test_any_label_comes_back(amounts: dict[str, float], process: str) -> None:
    """Quotes, backslashes and line ends in a label break no line."""
    family = Family("things_total", "counter", 'Things.\nWith a "second" line \\.', ("kind",))
    for kind, amount in amounts.items():
        family.add(amount, kind)
    lines = list(family.lines(process))
    assert lines[:2] == ['# HELP things_total Things.\\nWith a "second" line \\\\.', "# TYPE things_total counter"]
    assert read("\n".join(lines[2:])) == {
        ("things_total", (("process", process), ("kind", kind))): amount for kind, amount in amounts.items()
    }


@given(st.lists(st.floats(0, 20), max_size=50))
def test_a_histogram_counts_up_to_each_bound(observed: list[float]) -> None:
    """Each bucket holds what is not above its bound, so they rise, and the last one is the count."""
    histogram = Histogram("took_seconds", "Time.", "route")
    for value in observed:
        histogram.observe(value, "/a")
    samples = {
        (name, dict(labels).get("le")): value for (name, labels), value in read("\n".join(histogram.lines("1"))).items()
    }
    for bound in histogram.bounds if len(observed) > 0 else ():
        assert samples["took_seconds_bucket", f"{bound:g}"] == sum(value <= bound for value in observed)
    if len(observed) > 0:
        assert samples["took_seconds_bucket", "+Inf"] == samples["took_seconds_count", None] == len(observed)
        assert samples["took_seconds_sum", None] == pytest.approx(sum(observed))


def test_threads_lose_nothing() -> None:
    """Routes run in threads, and all add."""
    metrics = Metrics("1")

    def screen() -> None:
        for _ in range(5000):
            metrics.screened.add(1)

    threads = [threading.Thread(target=screen) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert values(metrics)["counterflow_screened_parties_total"] == 20_000


def test_figures_of_the_state_are_read_when_asked() -> None:
    """Age, size and lists are those of now; a list without a date has no age."""
    states = [None, StateFigures("f1", 46_000, 1000.0, {"us_ofac_sdn": 7200.5, "own": None}, 1, True)]
    metrics = Metrics("2", state=lambda: states[-1], now=lambda: 1030.0)
    found = values(metrics)
    assert found["counterflow_state_info f1"] == 1
    assert found["counterflow_state_age_seconds"] == 30
    assert found["counterflow_state_parties"] == 46_000
    assert found["counterflow_list_age_seconds us_ofac_sdn"] == 7200.5
    assert "counterflow_list_age_seconds own" not in found
    assert found["counterflow_stale_lists"] == 1
    assert found["counterflow_state_error"] == 1
    states.append(None)
    assert not any("state" in name for name in values(metrics))


class Route:
    """A route as frameworks note it."""

    path_format = "/match/{dataset}"


def test_requests_are_counted_by_template_and_class(ask: Ask) -> None:
    """Also those that fail, are refused for their rate, or whose client goes away; none stays in flight."""
    metrics = Metrics("1")

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        scope["route"] = Route()
        assert values(metrics)["counterflow_requests_in_flight"] == 1
        status = scope["path"][1:]
        if status == "fail":
            raise ValueError
        if status != "away":
            await send({"type": "http.response.start", "status": int(status), "headers": []})

    ticks = iter(range(1000))
    measured = Measure(app, metrics, clock=lambda: float(next(ticks)))
    for path in ("/200", "/201", "/404", "/429", "/away"):
        ask(measured, path=path)
    with pytest.raises(ValueError):
        ask(measured, path="/fail")
    found = values(metrics)
    counted = {
        name.split()[-1]: value for name, value in found.items() if name.startswith("counterflow_requests_total")
    }
    assert counted == {"2xx": 2, "4xx": 2, "5xx": 1, "none": 1}
    assert found["counterflow_rate_limited_total"] == 1
    assert found["counterflow_requests_in_flight"] == 0
    assert found["counterflow_request_seconds_count /match/{dataset}"] == 6
    assert found["counterflow_request_seconds_bucket /match/{dataset} 1"] == 6


def test_the_route_answers_in_the_format() -> None:
    """The content type names the version, and each process names itself."""
    app = FastAPI()
    metrics = Metrics("7")
    metrics.decisions.add(1, "clear")
    app.get("/metrics")(metrics_route(metrics))
    with TestClient(app) as client:
        answer = client.get("/metrics")
    assert answer.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8"
    assert 'counterflow_decisions_total{process="7",decision="clear"} 1\n' in answer.text
    assert read(answer.text)["counterflow_hits_total", (("process", "7"),)] == 0
