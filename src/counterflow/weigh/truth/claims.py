"""Claims: who says which value of which item, as arrays in an order that does not depend on the file's."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

SEPARATORS = "|#/:;\t"
"""What may stand between the thing and the attribute in the id of an item, where no column says the attribute."""

MAX_ATTRIBUTES = 50
"""An end of item ids that has more distinct values than this is part of the id, no attribute."""

MIN_ITEMS = 20
"""Items that an end of item ids must have to be taken for an attribute: with fewer nothing could be learnt of it."""


@dataclass(frozen=True)
class Claims:
    """Claims as codes, sorted by item, source and text; no claim stands twice."""

    items: tuple[str, ...]
    attributes: tuple[str, ...]
    sources: tuple[str, ...]
    texts: tuple[str, ...]
    item: Ints
    """Of each claim."""
    source: Ints
    text: Ints
    repeats: Ints
    """Source that the claim says it repeats; -1: none said."""
    attribute: Ints
    """Of each item."""

    def __len__(self) -> int:
        return len(self.item)


def make_claims(
    items: Sequence[str],
    sources: Sequence[str],
    values: Sequence[str],
    attributes: Sequence[str] | None = None,
    repeats: Sequence[str] | None = None,
) -> Claims:
    """Code claims and sort them; equal claims count once.

    Args:
        items, sources, values: one entry a claim.
        attributes: what of the thing is told. None: read from the ends of the item ids, if these repeat.
        repeats: the source that a claim repeats; empty: none is recorded.
    """
    names = attributes if attributes is not None else guess_attributes(items)
    keys = list(zip(names, items, strict=True))
    item_names, item = code(keys)
    source_names, source = code([*sources, *(one for one in repeats or () if one != "")])
    text_names, text = code(values)
    at = {name: number for number, name in enumerate(source_names)}
    said = [at[one] if one != "" else -1 for one in repeats] if repeats is not None else [-1] * len(items)
    rows = distinct_rows(item, source[: len(items)], text, np.array(said, np.int64))
    attribute_names, attribute = code([one for one, _ in item_names])
    return Claims(
        items=tuple(one for _, one in item_names),
        attributes=tuple(attribute_names),
        sources=tuple(source_names),
        texts=tuple(text_names),
        item=rows[0],
        source=rows[1],
        text=rows[2],
        repeats=rows[3],
        attribute=attribute,
    )


def code(values: Iterable[Any]) -> tuple[list[Any], Ints]:
    """Number the distinct values in their order."""
    rows = list(values)
    names = sorted(set(rows))
    at = {name: number for number, name in enumerate(names)}
    return names, np.fromiter((at[one] for one in rows), np.int64, len(rows))


def distinct_rows(*columns: Ints) -> tuple[Ints, ...]:
    """Sort rows by their columns, the first first, and drop those that are equal to the one before."""
    order = np.lexsort(columns[::-1])
    ordered = [column[order] for column in columns]
    new = np.zeros(len(order), bool)
    new[:1] = True
    for column in ordered:
        new[1:] |= column[1:] != column[:-1]
    return tuple(column[new] for column in ordered)


def guess_attributes(items: Sequence[str]) -> list[str]:
    """Take the ends of item ids for attributes ("AA-1007 / gate"), where all have one and few are distinct."""
    distinct = set(items)
    for mark in SEPARATORS:
        ends: dict[str, int] = {}
        for one in distinct:
            _, found, end = one.rpartition(mark)
            if found == "":
                break
            ends[end] = ends.get(end, 0) + 1
        else:
            if 1 < len(ends) <= MAX_ATTRIBUTES and min(ends.values()) >= MIN_ITEMS:
                return [one.rpartition(mark)[2].strip() for one in items]
    return [""] * len(items)
