"""Records of an index, compressed in workers from the JSON lines that parts have spilled."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from counterflow.compare.index.part import LineFile
from counterflow.compare.index.record import compress_block


class BlockTask(NamedTuple):
    """Consecutive blocks that one worker compresses."""

    paths: Sequence[Path]
    """Folders of all parts."""
    part_starts: NDArray[np.int64]
    """Places at which the parts begin, laid end to end."""
    starts: NDArray[np.uint32]
    """First party of each block, counted from the first of the task; last the number of parties."""
    order: NDArray[np.uint32]
    """Places of the parties in the parts."""


def compress_blocks(task: BlockTask) -> list[bytes]:
    """Compress blocks."""
    files = [
        LineFile(np.load(path / "lines.npy", mmap_mode="r"), np.load(path / "line_at.npy", mmap_mode="r"))
        for path in task.paths
    ]
    owners = np.searchsorted(task.part_starts, task.order, side="right") - 1
    inner = task.order - task.part_starts[owners]
    lines = [files[part].line(place) for part, place in zip(owners.tolist(), inner.tolist(), strict=True)]
    return [compress_block(lines[start:end]) for start, end in zip(task.starts, task.starts[1:], strict=False)]
