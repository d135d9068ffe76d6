"""Vocabularies of parts, united: each distinct token of all parts is looked up once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from counterflow.compare.frame import Vocabulary
from counterflow.compare.index.layout import join_parts
from counterflow.compare.vocabulary import build_vocabulary, look_up


def unite(texts: Iterable[Sequence[str]]) -> list[str]:
    """Give the distinct tokens of all parts in code point order."""
    distinct: set[str] = set()
    for part in texts:
        distinct.update(part)
    return sorted(distinct)


def numbers_of(texts: Sequence[str], united: dict[str, int]) -> NDArray[np.uint32]:
    """Give the numbers of a part's tokens among all tokens."""
    return np.fromiter(map(united.__getitem__, texts), np.uint32, len(texts))


def look_up_slice(texts: Sequence[str]) -> Vocabulary:
    """Build the vocabulary of some tokens in a worker, which will hardly see any of them again."""
    vocabulary = build_vocabulary(texts)
    look_up.cache_clear()
    return vocabulary


def join_vocabularies(slices: Sequence[Vocabulary]) -> Vocabulary:
    """Lay the vocabularies of consecutive slices of tokens end to end."""
    fields = Vocabulary._fields
    return Vocabulary(*[join_parts([getattr(part, field) for part in slices], field) for field in fields])
