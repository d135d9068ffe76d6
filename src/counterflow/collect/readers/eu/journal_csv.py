"""The annexes of the EU's restrictive measures as tables: one file a legal act, one row a listing.

A consolidated act (`celex`, ...) says who is listed. An amending act (`amendedCelex`, `amendmentCelex`, ...) that is
not consolidated yet names entries without saying whether it adds, replaces or removes them; its rows are read into a
dataset of their own, `eu_journal_amendments`, with a `Sanction` of that status and without the topic that makes a party
a listed one.
"""

from __future__ import annotations

import csv
import functools
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from counterflow.collect.problem import make_problem
from counterflow.collect.reader import Head, ListReader, ListRecord, Tally
from counterflow.collect.readers.eu.journal_party import AMENDMENT_COLUMNS, COLUMNS, FIELDS, SANCTION_COLUMNS, EuParty
from counterflow.collect.source import Source
from counterflow.exc import InputError
from counterflow.model.identity import make_id
from counterflow.model.schema import load_model
from counterflow.stage import Row
from counterflow.tables import Problem

AMENDMENT_DATASET = "eu_journal_amendments"
_CELEX = re.compile(r"3\d{4}[A-Z]\d{4}$")
_CELEX_IN_NAME = re.compile(r"3\d{4}[A-Z]\d{4}")
_BEGINNINGS = (b"celex,recordId,", b"amendedCelex,amendmentCelex,")
_REQUIRED = ("schema", "name", "annex", "measure")


class EuJournalCsv(ListReader):
    """Reads one legal act."""

    NAME = "eu_journal_csv"
    MIME_TYPE = "text/csv"
    DATASET = "eu_journal_sanctions"
    FIELDS = FIELDS
    SOURCE = "https://eur-lex.europa.eu (annexes of the acts as tables, one row a listing, by OpenSanctions)"

    def recognise(self, head: Head) -> bool:
        """Look at the header row."""
        return head.data.removeprefix(b"\xef\xbb\xbf").startswith(_BEGINNINGS)

    def describe(self, source: Source, head: Head) -> Source:
        """Put an amending act into the dataset of amendments."""
        is_amendment = head.data.removeprefix(b"\xef\xbb\xbf").startswith(_BEGINNINGS[1])
        return _place(source, is_amendment)

    def series(self, source: Source) -> str:
        """Each act is a list of its own: `32017R1509.csv` of today is the next vintage of that of last year."""
        found = _CELEX_IN_NAME.search(source.main.path.name)
        return source.main.path.stem if found is None else found[0]

    def records(self, source: Source) -> Iterator[ListRecord | Problem | Tally]:
        """Yield the parties in the order of the act, then the tally."""
        columns, rows = _open(source)
        # A source that case.toml dates is not described before.
        source = _place(source, "amendedCelex" in columns)
        keys = _Keys()
        records = parties = 0
        for number, row in rows:
            records += 1
            reason = _refuse(row, columns)
            if reason is not None or isinstance(row, str):
                yield _problem(source, reason or "", number, row)
                continue
            values = dict(zip(columns, row, strict=True))
            parties += 1
            key = keys.key(values)
            content = repr((row, columns, key)).encode("utf-8", "surrogatepass")
            # Two rows of one party are two records of one entity.
            record = key[0] if key[1] == 1 else f"{key[0]} #{key[1]}"
            yield ListRecord(record, content, functools.partial(_read, source, self.extractor(), values, key))
        if parties * 2 < records:
            raise InputError(
                f"{records - parties} of {records} rows cannot be read",
                where=source.main.name,
                expected="one listing a row",
            )
        yield Tally(source.main, records, parties, "utf-8")


def _read(source: Source, extractor: str, values: dict[str, str], key: tuple[str, int]) -> Iterable[Row]:
    return EuParty(source, extractor, values, *key).rows()


def _place(source: Source, is_amendment: bool) -> Source:
    """Put an amending act into the dataset of amendments, unless case.toml names another."""
    if is_amendment and source.dataset == EuJournalCsv.DATASET:
        return replace(source, dataset=AMENDMENT_DATASET)
    return source


class _Keys:
    """Makes ids that stay the same as long as the act's own numbering does."""

    def __init__(self) -> None:
        self._seen: dict[str, list[str]] = {}

    def key(self, row: dict[str, str]) -> tuple[str, int]:
        """Give the entity's id and the number of its sanction.

        Annexes without numbers are keyed by a hash of the name. Two rows of one number and one name are two measures
        against one party; two of one number and two names, or of no number and one name, are two parties.
        """
        celex = row["amendedCelex"] if "amendedCelex" in row else row["celex"]
        place, name = _id_part(row["annex"]) or "act", row["name"].strip()
        record = _id_part(row.get("recordId", ""))
        numbered = record != ""
        base = f"eu-{celex}-{place}-{record if numbered else make_id(name)[:12]}"
        names = self._seen.setdefault(base, [])
        if numbered and name in names:
            names.append(name)
            first = names.index(name) + 1
            return (base if first == 1 else f"{base}-{first}"), names.count(name)
        names.append(name)
        return (base if len(names) == 1 else f"{base}-{len(names)}"), 1


def _id_part(text: str) -> str:
    """Make a text fit for an id; FtM's own ids begin and end with a letter or digit."""
    return re.sub(r"[^0-9A-Za-z.-]", "-", text.strip()).strip("-")


def _open(source: Source) -> tuple[list[str], Iterator[tuple[int, list[str] | str]]]:
    """Read the header, and give the rows after it: as cells, or as the line where it cannot be split."""
    name = source.main.name
    try:
        text = source.main.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as exc:
        raise InputError(f"byte {exc.start} is not UTF-8", where=name, next_step="Download it again") from exc
    lines = text.split("\n")
    columns = _split(lines[0].rstrip("\r"))
    missing = [column for column in (*_REQUIRED, "celex") if isinstance(columns, str) or column not in columns]
    if isinstance(columns, str) or (len(missing) > 0 and not ("amendedCelex" in columns and missing == ["celex"])):
        raise InputError(
            f"the header lacks {', '.join(missing) or 'its columns'}",
            where=f"{name}, line 1",
            expected="the columns " + ", ".join((*SANCTION_COLUMNS, "name")) + " and more",
            next_step="Download it again, or exclude it in case.toml",
        )
    if len(set(columns)) < len(columns):
        raise InputError("the header names a column twice", where=f"{name}, line 1", expected="each column once")
    return columns, _rows(lines[1:], len(columns), name)


def _split(line: str) -> list[str] | str:
    try:
        return next(csv.reader([line], strict=True), [])
    except csv.Error:
        return line


def _rows(lines: list[str], columns: int, name: str) -> Iterator[tuple[int, list[str] | str]]:
    for number, whole in enumerate(lines, 2):
        line = whole.rstrip("\r")
        if line.strip() == "":
            continue
        cells = _split(line)
        if (isinstance(cells, str) or len(cells) != columns) and number == len(lines) + 1:
            raise InputError(
                f"the file ends inside a row, {line[-60:]!r}",
                where=f"{name}, line {number}",
                expected=f"{columns} columns",
                next_step="Download it again: this copy is cut off",
            )
        yield number, cells


def _refuse(row: list[str] | str, columns: list[str]) -> str | None:
    """Say why a row cannot be read as a listing."""
    if isinstance(row, str):
        return "the row has broken quotation marks"
    if len(row) != len(columns):
        return f"the row has {len(row)} columns, the header {len(columns)}"
    values = dict(zip(columns, row, strict=True))
    celex = values.get("celex", values.get("amendedCelex", ""))
    if _CELEX.match(celex) is None:
        return f"{celex!r} is not the number of a legal act"
    schema = load_model().get(values["schema"])
    if schema is None or not schema.is_a("Thing"):
        return f"schema {values['schema']!r} is not that of a party"
    return "the row has no name" if values["name"].strip() == "" else None


def _problem(source: Source, reason: str, number: int, row: list[str] | str) -> Problem:
    return make_problem(
        source.main,
        reason,
        record=f"line {number}",
        value=row if isinstance(row, str) else ", ".join(cell for cell in row if cell != ""),
        expected="a listing with CELEX number, schema and name",
        next_step="Compare the row with the legal act",
        handling=source.handling,
    )


__all__ = ["AMENDMENT_COLUMNS", "AMENDMENT_DATASET", "COLUMNS", "EuJournalCsv"]
