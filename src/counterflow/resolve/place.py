"""Places: where ids of one column stand in another."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray


def in_order(rows: pa.Table, name: str) -> pa.Table:
    """Put rows in order of a column of texts that are there once, if they are not."""
    column = rows.column(name).combine_chunks() if rows.num_rows > 0 else pa.array([], pa.string())
    if pc.all(pc.less(column.slice(0, max(len(column) - 1, 0)), column.slice(1))).as_py() is not False:
        return rows.combine_chunks()
    return rows.sort_by(name).combine_chunks()


def places_of(
    columns: Sequence[pa.Array | pa.ChunkedArray], among: pa.Array | pa.ChunkedArray
) -> list[NDArray[np.int64]]:
    """Give the places of the ids of several columns: what they are looked up in is made once."""
    chunks = [chunk for one in columns for chunk in (one.chunks if isinstance(one, pa.ChunkedArray) else [one])]
    found = places(pa.chunked_array(chunks, pa.string()), among)
    return np.split(found, np.cumsum([len(one) for one in columns])[:-1])


def places(ids: pa.Array | pa.ChunkedArray, among: pa.Array | pa.ChunkedArray) -> NDArray[np.int64]:
    """Give the place of each id among others that are there once; -1: it is not there."""
    values = among.combine_chunks() if isinstance(among, pa.ChunkedArray) else among
    found: NDArray[Any] = pc.fill_null(pc.index_in(ids, value_set=values), -1).to_numpy()
    return found.astype(np.int64)
