"""Texts in code point order as one array of UTF-8 bytes and offsets: looked up and ordered without Python objects."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray


def encode(text: str) -> bytes:
    """Give the UTF-8 of a text; the order of bytes is the order of code points. Lone surrogates pass."""
    return text.encode("utf-8", "surrogatepass")


def pack(texts: Iterable[str]) -> tuple[NDArray[np.uint32], NDArray[np.uint8]]:
    """Lay texts end to end and say where each begins."""
    encoded = [encode(text) for text in texts]
    offsets = np.zeros(len(encoded) + 1, np.uint32)
    np.cumsum([len(text) for text in encoded], out=offsets[1:])
    return offsets, np.frombuffer(b"".join(encoded), np.uint8)


def unpack(offsets: NDArray[np.uint32], data: NDArray[np.uint8]) -> list[str]:
    """Give packed texts as a list."""
    whole, ends = data.tobytes(), offsets.tolist()
    return [whole[start:end].decode("utf-8", "surrogatepass") for start, end in pairwise(ends)]


def text_at(offsets: NDArray[np.uint32], data: NDArray[np.uint8], place: int) -> bytes:
    """Give one packed text, encoded."""
    return data[offsets[place] : offsets[place + 1]].tobytes()


def find(offsets: NDArray[np.uint32], data: NDArray[np.uint8], text: str) -> tuple[int, bool]:
    """Find a text among packed texts in order.

    Returns:
        Its place, or the place where it belongs; and whether it is there.
    """
    wanted = encode(text)
    low, high = 0, len(offsets) - 1
    while low < high:
        middle = (low + high) // 2
        if text_at(offsets, data, middle) < wanted:
            low = middle + 1
        else:
            high = middle
    return low, low < len(offsets) - 1 and text_at(offsets, data, low) == wanted


def order_of(texts: Sequence[str]) -> NDArray[np.uint32]:
    """Give the places of texts in code point order; equal texts keep their order."""
    return np.array(sorted(range(len(texts)), key=texts.__getitem__), np.uint32)
