"""Places: where ids of one column stand in another."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray


def places(ids: pa.Array | pa.ChunkedArray, among: pa.Array | pa.ChunkedArray) -> NDArray[np.int64]:
    """Give the place of each id among others that are there once; -1: it is not there."""
    values = among.combine_chunks() if isinstance(among, pa.ChunkedArray) else among
    found: NDArray[Any] = pc.fill_null(pc.index_in(ids, value_set=values), -1).to_numpy()
    return found.astype(np.int64)


def pair_keys(rows: pa.Table) -> pa.ChunkedArray:
    """Give left_id and right_id as one text."""
    return pc.binary_join_element_wise(rows.column("left_id"), rows.column("right_id"), "\x1f")
