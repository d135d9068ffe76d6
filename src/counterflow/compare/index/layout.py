"""Which arrays an index is made of, and how rows of parties are picked from them.

A party owns a run of rows in some columns (its names, its dates), and each of these may own a run of its own (the
tokens of a name). `PARTIES` and `TOKENS` say so once; merging parts, applying a delta and opening an index follow from
it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from counterflow.compare.compiled import compiled
from counterflow.compare.fact import Facts
from counterflow.compare.frame import Frame, Names, Vocabulary

Array = NDArray[Any]
Columns = Mapping[str, Array]
"""Arrays by name: "names.token", "facts.country"."""


class Level(NamedTuple):
    """Columns whose rows belong to rows of the level above."""

    offsets: str
    """Column that says where the run of each row above begins; one longer than the level above."""
    rows: tuple[str, ...]
    inner: tuple[Level, ...] = ()


class Table(NamedTuple):
    """Rows of one sort with all that belongs to them."""

    rows: tuple[str, ...]
    levels: tuple[Level, ...]


_PARTY_LEVELS = (
    Level(
        "name_at",
        ("names.kind", "names.rank", "names.legal"),
        (Level("names.token_at", ("names.token",)),),
    ),
    Level("facts.date_at", ("facts.date_kind", "facts.date_first", "facts.date_last")),
    Level("facts.country_at", ("facts.country", "facts.country_role")),
    Level("facts.identifier_at", ("facts.identifier", "facts.identifier_kind", "facts.identifier_country")),
    Level("facts.place_at", ("facts.place_kind",), (Level("facts.word_at", ("facts.word",)),)),
    Level("id_at", ("id",)),
)
_TOKEN_LEVELS = (
    Level("vocabulary.text_at", ("vocabulary.text",)),
    Level(
        "vocabulary.form_at",
        ("vocabulary.digest", "vocabulary.mask"),
        (Level("vocabulary.letter_at", ("vocabulary.letter",)),),
    ),
    Level("vocabulary.key_at", ("vocabulary.key",)),
)


def _columns_of_level(level: Level) -> Iterator[str]:
    yield level.offsets
    yield from level.rows
    for inner in level.inner:
        yield from _columns_of_level(inner)


def _rest(prefix: str, fields: tuple[str, ...], levels: tuple[Level, ...]) -> tuple[str, ...]:
    """Name the columns that no level holds: one row each."""
    deeper = {name for level in levels for name in _columns_of_level(level)}
    return tuple(name for field in fields if (name := f"{prefix}.{field}") not in deeper)


PARTIES = Table(_rest("facts", Facts._fields, _PARTY_LEVELS), _PARTY_LEVELS)
"""Parties in order of their entity ids, which `id` holds in UTF-8."""
TOKENS = Table(_rest("vocabulary", Vocabulary._fields, _TOKEN_LEVELS), _TOKEN_LEVELS)
"""Tokens in code point order."""


def columns_of_vocabulary(vocabulary: Vocabulary) -> dict[str, Array]:
    """Name the arrays of a vocabulary."""
    return {f"vocabulary.{field}": array for field, array in vocabulary._asdict().items()}


def frame_of(columns: Columns) -> Frame:
    """Put a frame together from its named arrays, vocabulary included."""
    return Frame(
        vocabulary=Vocabulary(*[columns[f"vocabulary.{field}"] for field in Vocabulary._fields]),
        names=Names(*[columns[f"names.{field}"] for field in Names._fields]),
        name_at=columns["name_at"],
        facts=Facts(*[columns[f"facts.{field}"] for field in Facts._fields]),
    )


def pick(table: Table, column: Callable[[str], Array], order: NDArray[np.uint32]) -> Iterator[tuple[str, Array]]:
    """Give every column of a table with the rows `order`, in that order, one column after the other.

    Args:
        table: `PARTIES` or `TOKENS`.
        column: gives the column of a name; it is asked once for each, so it need not keep them.
        order: rows to pick.
    """
    for name in table.rows:
        yield name, column(name)[order]
    for level in table.levels:
        yield from _pick(column, level, order)


def _pick(column: Callable[[str], Array], level: Level, order: NDArray[np.uint32]) -> Iterator[tuple[str, Array]]:
    given = column(level.offsets)
    given.flags.writeable = False
    order.flags.writeable = False
    offsets, rows = pick_runs(given, order)
    yield level.offsets, offsets
    for name in level.rows:
        yield name, column(name)[rows]
    for inner in level.inner:
        yield from _pick(column, inner, rows)


@compiled
def pick_runs(offsets: NDArray[np.uint32], order: NDArray[np.uint32]) -> tuple[NDArray[np.uint32], NDArray[np.uint32]]:
    """Say where the runs of the rows `order` begin when laid end to end, and which rows they hold."""
    picked = np.empty(len(order) + 1, np.uint32)
    total = np.uint64(0)
    for i in range(len(order)):
        picked[i] = total
        total += np.uint64(offsets[order[i] + 1] - offsets[order[i]])
    picked[len(order)] = total
    rows = np.empty(total, np.uint32)
    at = 0
    for i in range(len(order)):
        for row in range(offsets[order[i]], offsets[order[i] + 1]):
            rows[at] = row
            at += 1
    return picked, rows


def join_offsets(parts: Sequence[NDArray[np.uint32]]) -> NDArray[np.uint32]:
    """Join the offsets of parts whose rows are laid end to end."""
    joined = np.zeros(sum(len(part) - 1 for part in parts) + 1, np.uint32)
    at, shift = 1, 0
    for part in parts:
        joined[at : at + len(part) - 1] = part[1:] + np.uint32(shift)
        at, shift = at + len(part) - 1, shift + int(part[-1])
    return joined


def is_offsets(name: str) -> bool:
    """Tell columns that say where runs begin."""
    return name.endswith("_at")


def join_parts(parts: Sequence[Array], name: str) -> Array:
    """Lay the columns of several parts end to end."""
    if is_offsets(name):
        return join_offsets(parts)
    return np.concatenate(parts) if len(parts) > 1 else parts[0]


def columns_in(table: Table) -> tuple[str, ...]:
    """Name all columns of a table."""
    return (*table.rows, *(name for level in table.levels for name in _columns_of_level(level)))


def columns_in_frame() -> frozenset[str]:
    """Name all columns of a frame."""
    return frozenset([*columns_in(PARTIES), *columns_in(TOKENS)]) - {"id_at", "id"}
