"""Records of a Parquet file, a batch at a time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from counterflow.exc import InputError
from counterflow.screen.row import Row

BATCH_ROWS = 1_000


@contextmanager
def open_parquet(path: Path) -> Iterator[Any]:
    """Open a Parquet file.

    Raises:
        InputError: it is none.
    """
    try:
        file = pq.ParquetFile(path)
    except (pa.ArrowException, OSError) as exc:
        raise InputError(f"no Parquet: {exc}", where=str(path)) from exc
    try:
        yield file
    finally:
        file.close()


def read_parquet(file: Any, where: str) -> Iterator[Row]:
    """Yield its records.

    Raises:
        InputError: it is damaged.
    """
    number = 0
    try:
        for batch in file.iter_batches(batch_size=BATCH_ROWS):
            for values in batch.to_pylist():
                number += 1
                yield Row(number, values)
    except (pa.ArrowException, OSError) as exc:
        raise InputError(f"it cannot be read: {exc}", where=f"{where}, record {number + 1:,}") from exc
