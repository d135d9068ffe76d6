"""The hash that forms, texts and runs of words share: FNV-1a, 64 bits (Fowler, Noll, Vo), equal in every frame."""

from __future__ import annotations

import numpy as np

FNV_OFFSET = np.uint64(0xCBF29CE484222325)
"""Where a hash begins."""
FNV_PRIME = np.uint64(0x100000001B3)
"""What it is multiplied with after each byte is mixed in."""


def hash_text(text: str) -> np.uint64:
    """Hash letters (ASCII) as compiled code does."""
    value = int(FNV_OFFSET)
    for letter in text.encode():
        value = (value ^ letter) * int(FNV_PRIME) & 0xFFFFFFFFFFFFFFFF
    return np.uint64(value)
