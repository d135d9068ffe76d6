"""One row of GLEIF's concatenated files: the cells that are read, by column; the file's date and kind by its name.

The files have up to 340 columns, most of them empty in most rows.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import NamedTuple

from rigour.ids.stdnum_ import LEI
from rigour.langs import iso_639_alpha3

from counterflow.collect.csv_table import CsvTable, header_of
from counterflow.collect.problem import make_problem
from counterflow.collect.reader import Head
from counterflow.collect.readers.gleif.fields import field_of
from counterflow.collect.source import Source
from counterflow.tables import Problem

Cells = Mapping[str, str]
"""The cells of one row that are filled and not dropped, by column."""

_DAY_IN_NAME = re.compile(r"^(\d{4})(\d\d)(\d\d)-\d{4}-gleif-")


class GleifRow(NamedTuple):
    """One row."""

    line: int
    cells: Cells

    @property
    def content(self) -> bytes:
        """All that is read of it, whatever the order of the columns."""
        return "\x1f".join(f"{column}={value}" for column, value in sorted(self.cells.items())).encode()


def read_rows(source: Source, required: tuple[str, ...], fields: Mapping[str, str]) -> Iterator[GleifRow | Problem]:
    """Yield the rows of a file, a problem in place of each that is none, and one for each unknown column."""
    table = CsvTable(source.main, required, handling=source.handling)
    plan: list[tuple[int, str]] | None = None
    for row in table:
        if plan is None:
            plan = [
                (position, column)
                for position, column in enumerate(table.header)
                if not fields.get(field_of(column), "").startswith("dropped: ")
            ]
            unknown = [column for _, column in plan if field_of(column) not in fields]
            yield from (_unknown(source, column) for column in unknown)
        if isinstance(row, Problem):
            yield row
            continue
        cells = row.cells
        yield GleifRow(row.line, {column: text for at, column in plan if (text := cells[at].strip()) != ""})
    if not table.has_end:
        message = "the file has no line end after its last row: the row may be cut off"
        yield make_problem(source.main, message, severity="value", handling=source.handling)


def describe_source(source: Source, head: Head) -> Source:
    """Take the publisher's date from the file's name (20260922-0800-gleif-...); a delta file is a part of its list."""
    found = _DAY_IN_NAME.match(head.path.name) or _DAY_IN_NAME.match(source.main.path.name)
    if found is not None and source.published is None:
        source = replace(source, published="-".join(found.groups()))
    return replace(source, is_partial=True) if "DeletedAt" in header_of(head) else source


def row_problem(source: Source, message: str, row: GleifRow, value: str, *, expected: str | None = None) -> Problem:
    """Say why a row is in quarantine."""
    record = f"line {row.line}"
    return make_problem(source.main, message, record=record, value=value, expected=expected, handling=source.handling)


def is_lei(text: str) -> bool:
    """Whether a text is a Legal Entity Identifier with the check digits of ISO 17442."""
    return len(text) == 20 and text.isascii() and text.isalnum() and text == text.upper() and LEI.is_valid(text)


@functools.lru_cache(maxsize=1_024)
def language(tag: str) -> str | None:
    """Read a language tag of the files (BCP 47: `en`, `zh-Hans`) as ISO 639-3; None if it is none."""
    return iso_639_alpha3(tag) if tag != "" else None


def _unknown(source: Source, column: str) -> Problem:
    return make_problem(
        source.main,
        "the field is not known; its values are kept as text",
        severity="value",
        field=column,
        next_step="The publisher may have changed the format: please report it",
        handling=source.handling,
    )


__all__ = ["Cells", "GleifRow", "describe_source", "is_lei", "language", "read_rows", "row_problem"]
