"""The Beneficial Ownership Data Standard 0.2, 0.3 and 0.4: who owns and controls whom, as registers declare it.

A file is an array of statements or holds one a line. It is read twice, statement by statement, because a newer one may
replace an older one anywhere. The newest statement of a record stands, and what the older ones said is left out as
replaced; who a relationship names is known by id alone, so that it may come first.

Standard: https://standard.openownership.org/. The versions differ in form; `bods_statement` tells them apart.
"""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from counterflow.clean.date import read_date
from counterflow.collect.problem import make_problem
from counterflow.collect.reader import Head, ListReader, ListRecord, Tally
from counterflow.collect.readers.bods.bods_fields import FIELDS
from counterflow.collect.readers.bods.bods_history import History
from counterflow.collect.readers.bods.bods_interest import read_end, read_relationship, refusal
from counterflow.collect.readers.bods.bods_party import read_party
from counterflow.collect.readers.bods.bods_statement import BodsStatement, Refused, make_statement
from counterflow.collect.readers.bods.bods_stream import Value, read_values
from counterflow.collect.source import Source
from counterflow.exc import InputError
from counterflow.stage import Row
from counterflow.tables import Problem

_OLD = re.compile(r'"statementType"\s*:\s*"(?:entityStatement|personStatement|ownershipOrControlStatement)"')
_NEW = re.compile(r'"recordType"\s*:\s*"(?:entity|person|relationship)"')
_PUBLISHED = re.compile(r'"publicationDate"\s*:\s*"(\d{4}-\d\d-\d\d)')


class BodsJson(ListReader):
    """Reads a file of statements."""

    NAME = "bods_json"
    MIME_TYPE = "application/json"
    FIELDS = FIELDS
    SOURCE = "https://standard.openownership.org/en/0.4.0/standard/reference.html"

    def recognise(self, head: Head) -> bool:
        """Look for a statement at its beginning."""
        text = head.data.decode("utf-8-sig", "replace").lstrip()
        if not text.startswith(("[", "{")):
            return False
        return ('"statementID"' in text and _OLD.search(text) is not None) or (
            '"statementId"' in text and '"recordDetails"' in text and _NEW.search(text) is not None
        )

    def describe(self, source: Source, head: Head) -> Source:
        """Take the date of publication, where the statements at the beginning have one and the same."""
        dates = set(_PUBLISHED.findall(head.data.decode("utf-8-sig", "replace")))
        date = read_date(dates.pop()) if len(dates) == 1 and source.published is None else None
        return source if date is None else replace(source, published=date)

    def records(self, source: Source) -> Iterator[ListRecord | Problem | Tally]:
        """Yield the records in the order of the statements that stand, then the tally."""
        history = History()
        for number, value in enumerate(read_values(source)):
            statement = _statement(value)
            if isinstance(statement, BodsStatement):
                history.add(statement, number)
        history.close()
        records = parties = 0
        for number, value in enumerate(read_values(source)):
            found = self._record(source, history, number, value)
            records += found is not None
            parties += isinstance(found, ListRecord)
            if found is not None:
                yield found
        if parties * 2 < records or records == 0:
            raise InputError(
                f"{records - parties} of {records} records cannot be read",
                where=source.main.name,
                expected="statements of the Beneficial Ownership Data Standard",
                next_step="Download it again, or exclude it in case.toml",
            )
        yield Tally(source.main, records, parties, "utf-8")

    def _record(self, source: Source, history: History, number: int, value: Value) -> ListRecord | Problem | None:
        """Give the record of a statement that stands; None for one that was replaced."""
        statement = _statement(value)
        if isinstance(statement, Refused):
            return _problem(source, value, *statement.args)
        if not history.stands(statement, number):
            if not history.is_of_kind(statement):
                return _problem(source, value, f"the record {statement.record} is of another kind elsewhere", None)
            if statement.prefix == "" and not history.is_replaced(statement):
                return _problem(source, value, f"the statement {statement.id} has a rival that is newer", None)
            return None
        record = history.root(statement.record)
        if statement.kind != "relationship":
            read: Callable[[], Iterable[Row]] = functools.partial(
                read_party, source, self.extractor(), statement, record
            )
            return ListRecord(record, f"{record} ".encode() + statement.content, read)
        message = refusal(statement)
        if message is not None:
            return _problem(source, value, message, "recordId of an entity or a person")
        subject, holder = (read_end(statement, key).record for key in ("subject", "interestedParty"))
        ends = (
            None if subject is None else history.root(subject),
            None if holder is None else history.root(holder),
        )
        content = json.dumps([record, ends], ensure_ascii=False).encode() + statement.content
        return ListRecord(
            record, content, functools.partial(read_relationship, source, self.extractor(), statement, record, ends)
        )


def _statement(value: Value) -> BodsStatement | Refused:
    if value.error is not None:
        return Refused(value.error, "one JSON object a line")
    try:
        return make_statement(value.data)
    except Refused as refused:
        return refused


def _problem(source: Source, value: Value, message: str, expected: str | None) -> Problem:
    try:
        shown = value.data if isinstance(value.data, str) else json.dumps(value.data)
    except (ValueError, RecursionError):
        shown = None  # too deep, or a number too long, to be written again
    return make_problem(
        source.main,
        message,
        record=value.place,
        value=shown,
        expected=expected,
        next_step="Compare it with the publisher's file",
        handling=source.handling,
    )


__all__ = ["FIELDS", "BodsJson"]
