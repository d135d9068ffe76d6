"""Records in blocks: enough for one search to be worth its while, few enough for memory to stay bounded."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from counterflow.screen.row import Row, row_size

BLOCK_ROWS = 500
"""Records of a block at most."""

BLOCK_SIZE = 8_000_000
"""What a block may hold before it ends early. Code points."""


def cut_blocks(rows: Iterable[Row], *, skip: int = 0, most: int = BLOCK_ROWS) -> Iterator[Sequence[Row]]:
    """Cut records into blocks, after skipping the first few."""
    block: list[Row] = []
    size = 0
    for row in rows:
        if row.number <= skip:
            continue
        block.append(row)
        size += row_size(row)
        if len(block) >= most or size >= BLOCK_SIZE:
            yield block
            block, size = [], 0
    if len(block) > 0:
        yield block
