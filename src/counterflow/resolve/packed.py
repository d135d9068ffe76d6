"""Arrays and texts in one file that is opened in place: what is not looked at is not read."""

from __future__ import annotations

import json
import mmap
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, overload

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

_ALIGNED = 64
"""Each array begins at a multiple of it. Bytes."""


class Texts(Sequence[str]):
    """Many texts end to end."""

    def __init__(self, at: NDArray[np.int64], data: NDArray[np.uint8]) -> None:
        """Hold them: text i is `data[at[i]:at[i + 1]]`, in UTF-8."""
        self.at = at
        self.data = data

    @classmethod
    def of(cls, texts: Iterable[str]) -> Texts:
        """Pack some texts."""
        encoded = [text.encode("utf-8", "surrogatepass") for text in texts]
        at = np.cumsum([0, *map(len, encoded)]).astype(np.int64)
        return cls(at, np.frombuffer(bytearray(b"".join(encoded)), np.uint8))

    @classmethod
    def of_column(cls, texts: pa.Array) -> Texts:
        """Pack a column that holds no null."""
        _, at, data = texts.cast(pa.large_string()).buffers()
        offsets = (
            np.frombuffer(at, np.int64, len(texts) + 1, texts.offset * 8) if len(texts) > 0 else np.zeros(1, np.int64)
        )
        first, last = int(offsets[0]), int(offsets[-1])
        known = np.frombuffer(data, np.uint8, last - first, first) if last > first else np.zeros(0, np.uint8)
        return cls(offsets - first, known)

    def some(self, places: NDArray[np.int64]) -> pa.Array:
        """Give some of them as a column."""
        at, data = pa.py_buffer(self.at), pa.py_buffer(self.data)
        return pa.LargeStringArray.from_buffers(len(self), at, data).take(pa.array(places)).cast(pa.string())

    def column(self) -> pa.Array:
        """Give them as a column."""
        at, data = pa.py_buffer(self.at), pa.py_buffer(self.data)
        return pa.LargeStringArray.from_buffers(len(self), at, data).cast(pa.string())

    def __len__(self) -> int:
        """Count them."""
        return len(self.at) - 1

    @overload
    def __getitem__(self, at: int) -> str: ...
    @overload
    def __getitem__(self, at: slice) -> list[str]: ...
    def __getitem__(self, at: int | slice) -> str | list[str]:
        """Give one, or some."""
        if isinstance(at, slice):
            return [self[i] for i in range(*at.indices(len(self)))]
        if not -len(self) <= at < len(self):
            raise IndexError(at)
        at %= len(self)
        return self.data[self.at[at] : self.at[at + 1]].tobytes().decode("utf-8", "surrogatepass")

    def __eq__(self, other: object) -> bool:
        """Whether others are the same."""
        if not isinstance(other, Texts):
            return NotImplemented
        return np.array_equal(self.at, other.at) and np.array_equal(self.data, other.data)

    __hash__ = None  # type: ignore[assignment]  # may be changed


def save_arrays(arrays: Mapping[str, NDArray[Any]], path: Path) -> None:
    """Write arrays as one file."""
    head, at = {}, 0
    for name, array in arrays.items():
        head[name] = (array.dtype.str, array.shape, at)
        at += -(-array.nbytes // _ALIGNED) * _ALIGNED
    text = json.dumps(head).encode()
    start = -(-(8 + len(text)) // _ALIGNED) * _ALIGNED
    with path.open("wb") as file:
        file.write(len(text).to_bytes(8, "little") + text)
        for name, array in arrays.items():
            file.seek(start + head[name][2])
            file.write(np.ascontiguousarray(array).data)
        file.truncate(start + at)


def open_arrays(path: Path) -> dict[str, NDArray[Any]]:
    """Open what `save_arrays` wrote; what is written to the arrays never reaches the file.

    Raises:
        OSError, ValueError, LookupError: the file is damaged.
    """
    with path.open("rb") as file:
        data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_COPY)
    size = int.from_bytes(data[:8], "little")
    start = -(-(8 + size) // _ALIGNED) * _ALIGNED
    return {
        name: np.ndarray(tuple(shape), np.dtype(kind), data, start + at)
        for name, (kind, shape, at) in json.loads(data[8 : 8 + size]).items()
    }
