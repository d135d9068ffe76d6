"""Ask again what a decider asked, of the same lists, and compare the answers byte for byte."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from typing import Any, Protocol

from counterflow.exc import DecisionError
from counterflow.ledger import Entry
from counterflow.screen.answer import Answer
from counterflow.screen.decision.history import KIND
from counterflow.screen.decision.record import Record
from counterflow.screen.decision.seen import Seen, load_seen
from counterflow.screen.encode import dump_json
from counterflow.screen.screener import Limits

SHOWN = 20
"""Places where answers differ that are named at most."""


class Replayable(Protocol):
    """A state of the lists that can be asked as it was asked once."""

    @property
    def fingerprint(self) -> str:
        """Name the state of the lists."""

    @property
    def algorithm(self) -> str:
        """Name the algorithm that scores."""

    def answer(self, query: Mapping[str, Any], limits: Limits, scope: str, now: datetime.datetime) -> Answer:
        """Answer a query as given, as if it were a certain time of day."""


class Outcome(StrEnum):
    """How a replay ended."""

    EQUAL = "equal"
    """The same bytes."""
    DIFFERS = "differs"
    GONE = "gone"
    """It cannot be asked again."""


@dataclass(frozen=True, slots=True)
class Replay:
    """What asking again gave."""

    outcome: Outcome
    where: tuple[str, ...] = ()
    """Of `DIFFERS` the places in the answer, e.g. `results/0/score`; of `GONE` what is missing."""


def replay(seen: Seen, state: Replayable | None) -> Replay:
    """Ask again and compare.

    Args:
        seen: what was seen.
        state: the lists to ask; None: there are none.
    """
    missing = tuple(_missing(seen, state))
    if state is None or len(missing) > 0:
        return Replay(Outcome.GONE, missing)
    conditions = seen.conditions
    now = datetime.datetime.fromisoformat(conditions.now)
    again = dump_json(state.answer(seen.data["query"], conditions.limits, conditions.scope, now))
    if again == seen.answer.encode("utf-8"):
        return Replay(Outcome.EQUAL)
    where = tuple(islice(_differences(seen.data, json.loads(again), ""), SHOWN))
    # Equal when parsed: the bytes differ in how a number or text is written.
    return Replay(Outcome.DIFFERS, where if len(where) > 0 else ("the way it is written",))


def replay_decision(record: Record, decision: Entry, find_state: Callable[[Seen], Replayable | None]) -> Replay:
    """Replay a decision of the ledger.

    Args:
        record: where it is.
        decision: its entry.
        find_state: finds the lists that it was made on; None: they are there no more.

    Raises:
        LedgerError: what was seen was changed after the decision.
        DecisionError: the entry is no decision.
    """
    if decision.kind != KIND:
        raise DecisionError(f"entry {decision.hash[:12]} is a {decision.kind}", expected="a decision")
    digest = decision.data["seen"]
    content = record.folder.read(digest)
    if content is None:
        return Replay(Outcome.GONE, (f"what was seen ({digest}) was erased",))
    seen = load_seen(content)
    return replay(seen, find_state(seen))


def _missing(seen: Seen, state: Replayable | None) -> Iterator[str]:
    fingerprint, algorithm = seen.conditions.fingerprint, seen.data["algorithm"]
    if state is None:
        yield f"the lists of build {seen.data['index']['build']}, fingerprint {fingerprint or 'not known'}"
    elif fingerprint is not None and not state.fingerprint.startswith(fingerprint):
        yield f"the lists with the fingerprint {fingerprint}; there is {state.fingerprint}"
    if state is not None and state.algorithm != algorithm:
        yield f"the algorithm {algorithm}; there is {state.algorithm}"


def _differences(left: Any, right: Any, place: str) -> Iterator[str]:
    """Name the places where two parsed answers differ."""
    if isinstance(left, dict) and isinstance(right, dict):
        for key in sorted({*left, *right}):
            if key in left and key in right:
                yield from _differences(left[key], right[key], f"{place}/{key}")
            else:
                yield f"{place}/{key}".lstrip("/")
    elif isinstance(left, list) and isinstance(right, list) and len(left) == len(right):
        for number, (one, other) in enumerate(zip(left, right, strict=True)):
            yield from _differences(one, other, f"{place}/{number}")
    elif type(left) is not type(right) or left != right:
        yield place.lstrip("/")
