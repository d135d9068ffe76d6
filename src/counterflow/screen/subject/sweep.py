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
        Some subjects and the hits of each, in order. Of several readings of a subject a party's best score counts.
    """

    def search(some: Sequence[str]) -> tuple[Sequence[str], list[Scores]]:
        return some, [_search_one(readings, one, parties, cutoff) for one in some]

    with _pool(threads) as pool:
        yield from pool.map(search, (subjects[at : at + _SHARE] for at in range(0, len(subjects), _SHARE)))


def _search_one(readings: Readings, subject: str, parties: IndexParties, cutoff: float) -> Scores:
    best: Scores = {}
    for number in readings.numbers.get(subject, ()):
        for party, score in parties.scores(readings.frame, number, cutoff=cutoff):
            best[party] = max(score, best.get(party, 0.0))
    return best
