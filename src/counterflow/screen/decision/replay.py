"""Ask again what a decider asked, of the same lists, and compare the answers byte for byte."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from typing import Any, Protocol

from counterflow.exc import DecisionError, LedgerError, NotFoundError
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


FindState = Callable[[Seen], Replayable | str]
"""Finds the lists that an answer was seen of; a text: they cannot be asked, and this is missing."""


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


def replay(seen: Seen, state: Replayable | str) -> Replay:
    """Ask again and compare.

    Args:
        seen: what was seen.
        state: the lists to ask; a text: they cannot be asked, and this is missing.
    """
    missing = (state,) if isinstance(state, str) else tuple(_missing(seen, state))
    if isinstance(state, str) or len(missing) > 0:
        return Replay(Outcome.GONE, missing)
    conditions = seen.conditions
    now = datetime.datetime.fromisoformat(conditions.now)
    try:
        again = dump_json(state.answer(seen.data["query"], conditions.limits, conditions.scope, now))
    except NotFoundError as exc:
        return Replay(Outcome.GONE, (exc.what,))
    except Exception as exc:
        # Whatever a damaged index makes the search say, e.g. `zlib.error`: other decisions are replayed all the same.
        return Replay(Outcome.DIFFERS, (f"the lists of build {seen.data['index']['build']} are damaged: {exc!r}",))
    if again == seen.answer.encode("utf-8"):
        return Replay(Outcome.EQUAL)
    where = tuple(islice(_differences(seen.data, json.loads(again), ""), SHOWN))
    # Equal when parsed: the bytes differ in how a number or text is written.
    return Replay(Outcome.DIFFERS, where if len(where) > 0 else ("the way it is written",))


def replay_decision(record: Record, decision: Entry, find_state: FindState) -> Replay:
    """Replay a decision of the ledger.

    Args:
        record: where it is.
        decision: its entry.
        find_state: finds the lists that it was made on.

    Raises:
        DecisionError: the entry is no decision.
    """
    if decision.kind != KIND:
        raise DecisionError(f"entry {decision.hash[:12]} is a {decision.kind}", expected="a decision")
    digest = decision.data["seen"]
    try:
        content = record.folder.read(digest)
    except LedgerError as exc:
        return Replay(Outcome.DIFFERS, (exc.message,))
    if content is None:
        return Replay(Outcome.GONE, (f"what was seen ({digest}) was erased",))
    try:
        seen = load_seen(content)
    except LedgerError as exc:
        return Replay(Outcome.GONE, (exc.what,))
    if seen.answer_sha256 != decision.data["content"]["answer_sha256"]:
        return Replay(Outcome.DIFFERS, ("what was seen is not what the decision names",))
    return replay(seen, find_state(seen))


@dataclass(frozen=True, slots=True)
class ReplayRow:
    """A decision, and what asking again gave."""

    sequence: int
    """Place in the ledger."""
    hash: str
    entered_at: str
    """ISO 8601 in UTC."""
    subject: str
    outcome: str
    """equal, differs or gone."""
    where: tuple[str, ...]
    """Of `differs` the places in the answer; of `gone` what is missing."""


SHAPES: Mapping[str, type[Any]] = {"replay": ReplayRow}
"""The shapes that leave, by the name of their JSON Schema."""


def replay_all(record: Record, digits: Sequence[str], find_state: FindState) -> Iterator[ReplayRow]:
    """Replay decisions in the order they were made, those taken back too.

    Args:
        record: where they are.
        digits: hashes, or their first digits, of those wanted; empty: all.
        find_state: finds the lists that each was made on.

    Raises:
        NoEntryError: one of the hashes names no entry, or several.
        DecisionError: one names an entry that is no decision.
    """
    named = [record.ledger.find(one) for one in digits]
    for entry in named if len(named) > 0 else (one for one in record.ledger.walk() if one.kind == KIND):
        done = replay_decision(record, entry, find_state)
        said = entry.data["subject"]
        yield ReplayRow(entry.sequence, entry.hash, entry.entered_at, said, str(done.outcome), done.where)


def _missing(seen: Seen, state: Replayable) -> Iterator[str]:
    fingerprint, algorithm = seen.conditions.fingerprint, seen.data["algorithm"]
    if fingerprint is not None and not state.fingerprint.startswith(fingerprint):
        yield f"the lists with the fingerprint {fingerprint}; there is {state.fingerprint}"
    if state.algorithm != algorithm:
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
