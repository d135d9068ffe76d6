"""FollowTheMoney's statements as CSV, as `ftm statements`, nomenklatura and OpenSanctions write them: one value a row.

    canonical_id,entity_id,prop,prop_type,schema,value,dataset,...,first_seen,last_seen,id

The columns may stand in any order; `prop` may hold the schema too (`Person:name`, the form that is called pack).
Format: https://followthemoney.tech/docs/statements/.
"""

from __future__ import annotations

from collections.abc import Iterator

from counterflow.collect.csv_table import CsvRow, CsvTable, header_of
from counterflow.collect.problem import make_problem
from counterflow.collect.reader import Head, ListReader, ListRecord, Tally
from counterflow.collect.readers.ftm.entity import is_id
from counterflow.collect.readers.ftm.statement import FIELDS, Claim, statement_records
from counterflow.collect.source import Source
from counterflow.tables import Problem

REQUIRED = ("entity_id", "prop", "value", "dataset")


class FtmStatementsCsv(ListReader):
    """Reads a file of statements."""

    NAME = "ftm_statements_csv"
    MIME_TYPE = "text/csv"
    FIELDS = FIELDS
    SOURCE = "https://followthemoney.tech/docs/statements/"

    def recognise(self, head: Head) -> bool:
        """Look for the columns without which there is no statement."""
        return {*REQUIRED, "first_seen", "last_seen"} <= set(header_of(head))

    def records(self, source: Source) -> Iterator[ListRecord | Problem | Tally]:
        """Yield the entities in the order of the file, then the tally."""
        table = CsvTable(source.main, REQUIRED, handling=source.handling)
        for row in statement_records(_claims(table, source), source, self.extractor()):
            if isinstance(row, Tally):
                yield from _unknown_columns(table, source)
            yield row


def _claims(table: CsvTable, source: Source) -> Iterator[Claim | Problem]:
    """Yield the rows by column."""
    positions: list[int] | None = None
    for row in table:
        if isinstance(row, Problem):
            yield row
            continue
        if positions is None:
            positions = [table.header.index(name) if name in table.header else -1 for name in Claim._fields]
        cells = [*row.cells, ""]  # position -1: the column is not there
        claim = Claim(*[cells[position] for position in positions])
        if claim.schema == "" and ":" in claim.prop:
            schema, _, prop = claim.prop.partition(":")
            claim = claim._replace(schema=schema, prop=prop)
        yield claim if is_id(claim.entity_id) else _nobody(source, row)


def _unknown_columns(table: CsvTable, source: Source) -> Iterator[Problem]:
    for column in table.header:
        if column not in FIELDS:
            yield make_problem(
                source.main, "the field is not known", severity="value", field=column, handling=source.handling
            )


def _nobody(source: Source, row: CsvRow) -> Problem:
    return make_problem(
        source.main,
        "the statement has no entity_id that can be used",
        record=f"line {row.line}",
        value=",".join(row.cells),
        expected="the id of an entity",
        handling=source.handling,
    )


__all__ = ["FtmStatementsCsv"]
