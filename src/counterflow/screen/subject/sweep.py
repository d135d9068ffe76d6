"""The hits of all subjects, searched one after the other without a word about what was found."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from counterflow.screen.index_parties import IndexParties
from counterflow.screen.subject.names import Readings

Scores = dict[str, float]
"""Score of each hit, by the party's id."""

_SHARE = 500
"""Subjects that a thread searches, and that are given, together."""


@contextmanager
def _pool(threads: int) -> Iterator[ThreadPoolExecutor]:
    """Lend threads; whoever stops in the middle does not wait for all that was to be done."""
    pool = ThreadPoolExecutor(threads, "sweep")
    try:
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)


def sweep(
    subjects: Sequence[str], readings: Readings, parties: IndexParties, *, cutoff: float, threads: int
) -> Iterator[tuple[Sequence[str], list[Scores]]]:
    """Search subjects among all parties.

    Args:
        subjects: their ids.
        readings: theirs; who has none has no hits.
        parties: against whom.
        cutoff: least score of a hit.
        threads: how many search.

    Yields:
        Some subjects and the hits of each, those with like names beside each other. Of several readings of a subject a
        party's best score counts.
    """
    # A searcher remembers what answers a word: this saves an eighth of the time.
    ordered = sorted(subjects, key=lambda subject: _last_word(subject, readings))

    def search(some: Sequence[str]) -> tuple[Sequence[str], list[Scores]]:
        return some, [_search_one(readings, one, parties, cutoff) for one in some]

    with _pool(threads) as pool:
        yield from pool.map(search, (ordered[at : at + _SHARE] for at in range(0, len(ordered), _SHARE)))


def _last_word(subject: str, readings: Readings) -> int:
    """Give the last word of a subject's first name, by its number; -1: there is none."""
    frame, numbers = readings.frame, readings.numbers.get(subject, ())
    if len(numbers) == 0 or frame.name_at[numbers[0]] == frame.name_at[numbers[0] + 1]:
        return -1
    name = int(frame.name_at[numbers[0]])
    start, end = int(frame.names.token_at[name]), int(frame.names.token_at[name + 1])
    return int(frame.names.token[end - 1]) if end > start else -1


def _search_one(readings: Readings, subject: str, parties: IndexParties, cutoff: float) -> Scores:
    best: Scores = {}
    for number in readings.numbers.get(subject, ()):
        for party, score in parties.scores(readings.frame, number, cutoff=cutoff):
            best[party] = max(score, best.get(party, 0.0))
    return best
