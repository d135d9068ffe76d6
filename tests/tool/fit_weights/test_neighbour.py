"""Neighbours are the most alike, each pair once."""

from __future__ import annotations

from counterflow.compare.algorithm import load_algorithm
from counterflow.compare.builder import FrameBuilder
from counterflow.compare.frame import Frame
from fit_weights.neighbour import find_neighbours


def frame_of(*names: str) -> Frame:
    """Persons of one name each."""
    builder = FrameBuilder()
    for name in names:
        builder.add({"schema": "Person", "properties": {"name": [name]}})
    return builder.freeze()


def test_nearest_shares_the_most() -> None:
    """Of two who share a word with a third, the one who shares two is nearer; who shares none has no neighbour."""
    frame = frame_of("Ahmad Fadil Nazzal", "Ahmad Fadil Khalayleh", "Olaf Scholz", "Ahmad Rahimi")
    pairs = find_neighbours(frame, load_algorithm().weights, nearest=1).tolist()
    assert [0, 1] in pairs
    assert all(left < right and 2 not in (left, right) for left, right in pairs)
    assert len({tuple(pair) for pair in pairs}) == len(pairs)


def test_nobody_has_no_neighbours() -> None:
    """An empty frame, and one whose parties share nothing."""
    weights = load_algorithm().weights
    assert find_neighbours(frame_of(), weights, nearest=2).shape == (0, 2)
    assert find_neighbours(frame_of("Olaf Scholz", "Kim Jong Un"), weights, nearest=2).shape == (0, 2)
