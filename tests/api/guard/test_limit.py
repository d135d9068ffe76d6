"""How often one caller may ask."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterflow.api.guard.access import CALLER, Caller
from counterflow.api.guard.asgi import App, Receive, Scope, Send
from counterflow.api.guard.limit import BUCKETS, BURST_SECONDS, Buckets, RateLimit

Ask = Callable[..., Any]
STEPS = st.lists(st.integers(0, 1024), min_size=1, max_size=200)
"""Times between requests, in 64ths of a second: sums of them are exact."""


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


@given(rate=st.integers(1, 64), steps=STEPS)
def test_no_more_than_the_rate_and_the_burst(rate: int, steps: list[int]) -> None:
    """In any time at most the rate times it, and one full bucket, are taken."""
    clock = Clock()
    buckets = Buckets(rate, clock)
    taken: list[float] = []
    for step in steps:
        clock.seconds += step / 64
        if buckets.take("anna") == 0:
            taken.append(clock.seconds)
    for first, begin in enumerate(taken):
        for last, end in enumerate(taken[first:], first):
            assert last - first + 1 <= rate * (end - begin) + rate * BURST_SECONDS + 1e-6


@given(rate=st.integers(1, 64), steps=STEPS)
def test_who_waits_as_long_as_was_said_is_taken(rate: int, steps: list[int]) -> None:
    """The time that a refusal names is enough."""
    clock = Clock()
    buckets = Buckets(rate, clock)
    for step in steps:
        clock.seconds += step / 64
        wait_s = buckets.take("anna")
        if wait_s > 0:
            clock.seconds += wait_s + 1e-9
            assert buckets.take("anna") == 0


def test_callers_do_not_wait_for_each_other() -> None:
    """Each has a bucket of its own."""
    buckets = Buckets(1, Clock())
    assert [buckets.take("anna") for _ in range(3)] == [0, 0, 1]
    assert buckets.take("ben") == 0


def test_no_rate_is_no_limit() -> None:
    """0 turns the limit off."""
    buckets = Buckets(0, Clock())
    assert {buckets.take("anna") for _ in range(1000)} == {0}


def test_callers_are_not_remembered_for_ever() -> None:
    """A flood of addresses costs bounded memory; the one that was away longest is forgotten first."""
    buckets = Buckets(1, Clock())
    for _ in range(3):
        buckets.take("first")
        buckets.take("anna")
    for number in range(BUCKETS - 1):
        buckets.take(f"address {number}")
    assert buckets.take("anna") > 0
    assert buckets.take("first") == 0


class With:
    """Sets who asks, as the lookup of keys does."""

    def __init__(self, app: App, key_id: str) -> None:
        self.app = app
        self.key_id = key_id

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        scope["state"][CALLER] = Caller(self.key_id, "anna")
        await self.app(scope, receive, send)


def test_a_refusal_says_when_to_come_again(ask: Ask, app: App) -> None:
    """429 with whole seconds in Retry-After, which clients read as a number, in the one shape of errors."""
    limited = RateLimit(app, Buckets(0.25, Clock()))
    assert ask(limited).status == 200
    answer = ask(limited)
    assert answer.status == 429
    assert answer.headers["retry-after"] == "4"
    assert answer.error["next_step"] == "Ask again in 4 s"
    assert ask(limited, path="/readyz").status == 200


def test_a_key_counts_wherever_it_is_used(ask: Ask, app: App) -> None:
    """Two machines with one key share its rate, and a key does not share that of its address."""
    limited = RateLimit(app, Buckets(0.5, Clock()))
    by_key = With(limited, "abcdefgh")
    assert ask(by_key, client=("192.0.2.1", 1)).status == 200
    assert ask(by_key, client=("192.0.2.2", 1)).status == 429
    assert ask(limited, client=("192.0.2.1", 1)).status == 200


@pytest.mark.parametrize(
    ("one", "other", "is_one_caller"),
    [
        ("192.0.2.1", "192.0.2.1", True),
        ("192.0.2.1", "192.0.2.2", False),
        ("2001:db8::1", "2001:db8::ffff:0:1", True),
        ("2001:db8::1", "2001:db8:0:1::1", False),
        ("a socket", "a socket", True),
    ],
)
def test_an_address_is_one_caller(ask: Ask, app: App, one: str, other: str, is_one_caller: bool) -> None:
    """Of IPv6 the network of 64 bits: one machine has all addresses in it."""
    limited = RateLimit(app, Buckets(0.5, Clock()))
    assert ask(limited, client=(one, 1)).status == 200
    assert ask(limited, client=(other, 2)).status == (429 if is_one_caller else 200)


def test_no_address_is_an_address(ask: Ask, app: App) -> None:
    """A server on a Unix socket names no client."""
    limited = RateLimit(app, Buckets(0.5, Clock()))
    assert [ask(limited, client=None).status for _ in range(2)] == [200, 429]
