"""The names benchmark counts what is missed by the script of the query."""

from __future__ import annotations

import numpy as np
from benchmarks.names.ask import Scored
from benchmarks.names.entity import Entity, Pair, make_entity
from benchmarks.names.script import ANY, Missed, missed_by_script


def pair(query: str, other: str = "Kim Jong Un", *, is_match: bool = True) -> Pair:
    return Pair(party(query), party(other), is_match)


def party(name: str) -> Entity:
    return make_entity(name, "Person", name=[name])


def test_misses_are_counted_by_script() -> None:
    """Of true pairs alone, each algorithm at its own threshold; a score at the threshold is no miss."""
    pairs = [pair(name) for name in ("Kim Jong-un", "Kim Chong Un", "김정은")]
    pairs += [pair("Kim Jong Un", "Ким Чен Ын"), pair("金正恩 김정은"), pair("39")]
    pairs.append(pair("Ри Ён Хо", is_match=False))
    matches = np.array([one.is_match for one in pairs])
    ours = Scored("ours", 0.5, np.array([0.9, 0.5, 0.4, 0.6, 0.1, 0.2, 0.1]), {})
    peer = Scored("peer", 0.7, np.array([0.9, 0.5, 0.1, 0.1, 0.9, 0.9, 0.1]), {})
    assert missed_by_script([ours, peer], pairs, matches) == [
        Missed("Latin", ANY, 3, (0, 2)),
        Missed("Latin", "Latin", 2, (0, 1)),
        Missed("Latin", "Cyrillic", 1, (0, 1)),
        Missed("Han Hangul", ANY, 1, (1, 0)),
        Missed("Han Hangul", "Latin", 1, (1, 0)),
        Missed("Hangul", ANY, 1, (1, 1)),
        Missed("Hangul", "Latin", 1, (1, 1)),
        Missed("none", ANY, 1, (1, 0)),
        Missed("none", "Latin", 1, (1, 0)),
    ]
