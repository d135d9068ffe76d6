"""Records in blocks."""

from __future__ import annotations

import pytest

from counterflow.screen import block
from counterflow.screen.block import cut_blocks
from counterflow.screen.row import Row


def rows(count: int, size: int = 1) -> list[Row]:
    return [Row(number, {"name": "x" * size}) for number in range(1, count + 1)]


@pytest.mark.parametrize(("count", "skip", "sizes"), [(0, 0, []), (5, 0, [2, 2, 1]), (5, 2, [2, 1]), (5, 5, [])])
def test_blocks_end_when_they_are_full(count: int, skip: int, sizes: list[int]) -> None:
    """What is done already is skipped."""
    assert [len(one) for one in cut_blocks(rows(count), skip=skip, most=2)] == sizes


def test_large_records_make_small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Memory is bounded by what records hold, not by their number."""
    monkeypatch.setattr(block, "BLOCK_SIZE", 100)
    assert [len(one) for one in cut_blocks(rows(5, size=60))] == [2, 2, 1]
