"""Sums of names are the same whether names are worked off at once or in windows."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from counterflow.compare.frame import Frame, seal
from counterflow.compare.index import scan
from counterflow.compare.index.derive import Derived
from counterflow.compare.index.estimate import SCALE, TOKEN_SHIFT, common_of, covering, excess_of, gain_of, priced_of
from counterflow.compare.index.memory import MAX_POOL, SLOTS, new_memory
from counterflow.compare.index.plan import GAINS, TAKES_UP
from counterflow.compare.index.search import Searcher
from counterflow.compare.matcher import frame_of

from .conftest import build, person, query_of


def seal_derived(derived: Derived) -> Derived:
    """Make arrays read-only, as those of an opened index are."""
    for array in derived:
        array.flags.writeable = False
    return derived


def test_gains_add_up_side_by_side() -> None:
    one = covering(1, gain_of(np.float32(10.5), np.float32(3), np.float32(6)))
    other = covering(6, gain_of(np.float32(0.25), np.float32(-7), np.float32(2)))
    total = np.uint64(one) + np.uint64(other)
    assert float(common_of(total) / SCALE) == 10.75
    assert float(excess_of(total)) == -4
    assert float(priced_of(total)) == 8
    assert int(total >> TOKEN_SHIFT) == 7


def test_all_tables_are_empty_between_queries(tmp_path: Path) -> None:
    index = build([person(f"p-{number:03}", f"Anna Smith {number}") for number in range(300)], tmp_path / "index")
    searcher = Searcher(index)
    memory = searcher._memory
    for name in ("Anna Smith", "Smyth Ana", "A. Smith", "Annasmith", "Abdul Rahman Smith"):
        searcher.candidates(query_of(person("q", name)))
        assert not memory.slot_name.any()
        assert not memory.sum.any()
        assert (memory.first == -1).all()


@pytest.mark.slow
def test_windows_add_up_as_one_table_would(tmp_path: Path) -> None:
    """A rare word's postings lie in the second window, a common one's, for which no name is taken up, in both."""
    index = build([person("p-1", "Rare Common"), person("p-2", "Rare"), person("p-3", "Common")], tmp_path / "index")
    names = 2 * SLOTS
    rare = np.arange(SLOTS + 5, SLOTS + 5 + scan._SPARSE + 7, dtype=np.uint32)
    common = np.arange(0, names, 3, dtype=np.uint32)
    derived = index.derived._replace(
        posting=np.concatenate([rare, common]),
        posting_at=np.array([0, len(rare), len(rare) + len(common)], np.uint32),
        outline=np.zeros(names, np.uint32),
        trait=np.zeros(names, np.uint16),
    )
    memory = new_memory(2, 2, 2)
    memory.word[:2], memory.both[:2], memory.cover[:2] = (0, 1), (10, 5), (1, 2)
    memory.gain[:2] = [gain_of(np.float32(bits), np.float32(0), np.float32(0)) for bits in (10, 5)]
    memory.group_at[:3], memory.postings[:2] = (0, 1, 2), (len(rare), len(common))
    memory.order[:2], memory.mode[:2] = (1, 0), (GAINS, TAKES_UP)
    nothing = np.float32(0)
    sought = scan.Sought(
        total=np.float32(15),
        light=np.uint32(0),
        initials=np.uint32(0),
        letters=np.uint32(0),
        letter_bits=nothing,
        letter_price=nothing,
        slopes=np.array([1, 0, 0, 0, 0, 0, 0], np.float32),
        promising=nothing,
        floor=np.float32(-20),
        traits=nothing,
    )
    kept = scan.scan_postings(2, sought, seal_derived(derived), memory)
    expected = rare[rare % 3 == 0]
    assert kept == min(len(expected), len(memory.touched))
    assert set(memory.touched[:kept].tolist()) <= set(expected.tolist())
    assert not memory.slot_name.any()
    assert not memory.sum.any()


def test_of_more_equals_than_there_is_room_for_the_best_is_found(tmp_path: Path) -> None:
    parties = [person(f"p-{number:05}", "Chol Kim") for number in range(MAX_POOL + 400)]
    index = build([*parties, person("z-wanted", "Chol")], tmp_path / "index")
    hits = Searcher(index).search(query_of(person("q", "Chol")), limit=3, threshold=0.0)
    assert index.entity_id(int(hits.number[0])) == "z-wanted"


@pytest.mark.parametrize("words", [1, 24, 60])
def test_names_of_many_words_do_not_overflow_groups(tmp_path: Path, words: int) -> None:
    names = " ".join(f"Abdulrahm{chr(97 + number % 26)}n Ko" for number in range(words))
    index = build([person("p-1", names), *[person(f"p-{n:03}", f"Ko Abd {n}") for n in range(300)]], tmp_path / "index")
    searcher = Searcher(index)
    frame: Frame = seal(frame_of([person("q", names)]))
    first = searcher.search(frame, threshold=0.0)
    assert index.entity_id(int(first.number[0])) == "p-1"
    again = searcher.search(frame, threshold=0.0)
    assert first.number.tolist() == again.number.tolist()
