"""Whom parties concern that are new or changed: subjects are searched among those parties alone.

It is the search by which everybody is screened, in the same direction, from subject to party; only among fewer parties.
What that search leaves out, it leaves out because nearer parties or words crowd it out, and among fewer there are fewer
of them: so who has a changed party among the hits of all parties has it here. Of a few parties every pair is compared,
and nothing can be left out.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import chain, islice, product
from pathlib import Path

import numpy as np

from counterflow.compare.frame import Frame
from counterflow.compare.index.build import build_index
from counterflow.compare.index.search import SCORED, WHOLE, Searcher, log_odds
from counterflow.compare.index.store import Index
from counterflow.compare.matcher import Matcher, frame_of
from counterflow.compare.score import score_rows

FEW = 100
"""Parties up to which all pairs are compared, two microseconds each; a search among more takes 200 a subject."""

_PAIRS = 20_000
"""Pairs that are compared together; each takes half a kilobyte."""
_SHARE = 2_000
"""Subjects that a thread searches at once."""
_ROUNDING = 1e-3
"""Log-odds by which a pair may seem lower here than where it is a hit: floats are added in another order."""


def find_concerned(names: Index, parties: Index, changed: Sequence[int], *, cutoff: float, threads: int) -> set[int]:
    """Say which parties of `names` have a changed party among their hits.

    Args:
        names: those who are screened.
        parties: against whom.
        changed: numbers of the changed ones among `parties`.
        cutoff: least score of a hit.
        threads: how many search.

    Returns:
        Numbers in `names`.
    """
    if len(changed) <= FEW:
        return _compare_all(names.frame, frame_of(parties.entity(one) for one in changed), cutoff, threads)
    with _index_of(parties, changed) as few:
        return _search_all(names.frame, few, {parties.entity_id(one) for one in changed}, cutoff, threads)


def _compare_all(subjects: Frame, parties: Frame, cutoff: float, threads: int) -> set[int]:
    matcher, least = Matcher(), log_odds(cutoff) - _ROUNDING

    def compare(party: int, at: int) -> list[int]:
        numbers = np.arange(at, min(at + _PAIRS, len(subjects.name_at) - 1))
        # The kernel is faster where the left party stays.
        rows = matcher.describe(parties, np.full(len(numbers), party), subjects, numbers)
        return [int(number) for number in numbers[score_rows(rows, matcher.algorithm.weights) >= least]]

    work = list(product(range(len(parties.name_at) - 1), range(0, len(subjects.name_at) - 1, _PAIRS)))
    with ThreadPoolExecutor(threads) as pool:
        return set(chain.from_iterable(pool.map(compare, *zip(*work, strict=True)))) if len(work) > 0 else set()


@contextmanager
def _index_of(parties: Index, changed: Sequence[int]) -> Iterator[Index]:
    """Index some parties of an index for themselves."""
    known = set(changed)
    # A small index is compared as a whole, which takes longer than a search: others fill it up.
    others = (number for number in range(len(parties)) if number not in known)
    numbers = chain(changed, islice(others, max(0, WHOLE + 1 - len(changed))))
    with tempfile.TemporaryDirectory(prefix="counterflow-changed-") as folder:
        place = Path(folder, "index")
        build_index((parties.entity(number) for number in numbers), place, workers=1)
        yield Index.open(place)


def _search_all(subjects: Frame, parties: Index, wanted: set[str], cutoff: float, threads: int) -> set[int]:
    is_wanted = np.array([parties.entity_id(number) in wanted for number in range(len(parties))])

    def search(numbers: range) -> list[int]:
        searcher = Searcher(parties)
        found = ((one, searcher.search(subjects, one, limit=SCORED, threshold=cutoff).number) for one in numbers)
        return [one for one, hits in found if is_wanted[hits].any()]

    count = len(subjects.name_at) - 1
    shares = [range(at, min(at + _SHARE, count)) for at in range(0, count, _SHARE)]
    with ThreadPoolExecutor(threads) as pool:
        return set(chain.from_iterable(pool.map(search, shares)))
