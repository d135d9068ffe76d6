"""Labelled rows: records as screening reads them, with the id of the party that each one is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from counterflow.exc import InputError, UsageError
from counterflow.screen.batch import check_columns
from counterflow.screen.row import Row
from counterflow.screen.source import STREAM, Source, open_source

TRUE_ID = "true_id"
"""Column with the id of the party that a record is, as results have it; several stand with semicolons between them,
one for each list that holds the party, and any of them counts as found. Empty: it is nobody in the index."""

SHOWN = 20
"""Unknown ids that an error lists."""


class Labelled(NamedTuple):
    """A record, and who it is."""

    row: Row
    """Without the label, so that it is not searched."""
    true_ids: frozenset[str]


def split_label(row: Row) -> Labelled:
    """Part a record from its label."""
    values = {name: value for name, value in row.values.items() if not _is_label(name)}
    return Labelled(row._replace(values=values), _true_ids(row.values))


def check_labels(source: Source, holds: Callable[[str], bool]) -> None:
    """Read a file once for its labels, before an hour is spent on searching.

    Args:
        source: a file, which can be read again.
        holds: says whether the index has a party of an id.

    Raises:
        UsageError: it is stdin, has no labels, or no column that is searched.
        InputError: a label is the id of no party in the index, or no row has one.
    """
    if source.path == STREAM:
        raise UsageError("labelled rows are read twice, and stdin can be read once", next_step="Name a file")
    has_labels, is_known, unknown, count = False, False, dict[str, int](), 0
    with open_source(source) as records:
        check_columns(records.columns)
        has_labels = any(_is_label(name) for name in records.columns or ())
        for row in records.rows:
            has_labels = has_labels or any(_is_label(name) for name in row.values)
            for one in sorted(_true_ids(row.values)):
                if holds(one):
                    is_known = True
                    continue
                count += 1
                if len(unknown) < SHOWN:
                    unknown.setdefault(one, row.number)
    if not has_labels:
        raise UsageError(
            f"{source.where} has no column {TRUE_ID}", expected="the id of the party that a row is; empty for nobody"
        )
    if count > 0:
        raise _unknown_ids(source, unknown, count)
    if not is_known:
        raise InputError(f"every {TRUE_ID} is empty, so that recall cannot be told", where=source.where)


def _unknown_ids(source: Source, unknown: Mapping[str, int], count: int) -> InputError:
    listed = ", ".join(f"{one!a} (row {row:,})" for one, row in unknown.items())
    return InputError(
        f"{count:,} labels are ids of no party in the index, among them {listed}",
        where=source.where,
        expected=f"ids as `counterflow screen` prints them, and {TRUE_ID} empty for who is not in the index",
    )


def _is_label(name: str) -> bool:
    return name.strip().casefold().replace(" ", "_") == TRUE_ID


def _true_ids(values: Mapping[str, Any]) -> frozenset[str]:
    found = [text for name, value in values.items() if _is_label(name) for text in _texts(value)]
    return frozenset(text.strip() for text in found if text.strip() != "")


def _texts(value: Any) -> list[str]:
    if value is None:
        return []
    if isinstance(value, list | tuple):
        return [str(one) for one in value if one is not None]
    return str(value).split(";")
