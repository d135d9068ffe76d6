"""Sums of names are the same whether names are worked off at once or in windows."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from counterflow.compare.frame import Frame, seal
from counterflow.compare.index import scan
from counterflow.compare.index.estimate import common_of, gain_of, priced_of
from counterflow.compare.index.memory import SLOTS
from counterflow.compare.index.search import Searcher
from counterflow.compare.matcher import frame_of

from .conftest import build, person, query_of


def test_gains_add_up_side_by_side() -> None:
    total = np.uint64(gain_of(1, np.float32(10.5), np.float32(3))) + np.uint64(
        gain_of(2, np.float32(0.25), np.float32(0.5))
    )
    assert int(common_of(total)) == int(10.75 * 256)
    assert float(priced_of(total)) == 3.5
    assert int(total >> np.uint64(32)) == 3


def test_all_tables_are_empty_between_queries(tmp_path: Path) -> None:
    index = build([person(f"p-{number:03}", f"Anna Smith {number}") for number in range(300)], tmp_path / "index")
    searcher = Searcher(index)
    memory = searcher._memory
    for name in ("Anna Smith", "Smyth Ana", "A. Smith", "Annasmith", "Abdul Rahman Smith"):
        searcher.candidates(query_of(person("q", name)))
        assert not memory.slot_name.any()
        assert not memory.sum.any()
        assert (memory.first == -1).all()


def test_more_names_than_slots_are_found_in_windows(tmp_path: Path) -> None:
    """A word that more names hold than there is room for, and one party among them that is meant."""
    aliases = [f"Chol {number}" for number in range(64)]
    parties = [person(f"p-{number:05}", "Chol Kim", alias=aliases) for number in range(SLOTS // 64 // 2)]
    parties.append(person("z-wanted", "Aselderov Chol"))
    index = build(parties, tmp_path / "index")
    assert len(index.frame.names.kind) > scan._SPARSE
    hits = Searcher(index).search(query_of(person("q", "Chol Aselderof")), limit=3, threshold=0.0)
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
