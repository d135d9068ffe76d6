"""Export of a build in FollowTheMoney's formats: entities, statements, and the simplified table of listed parties."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TextIO

import pyarrow as pa
from followthemoney.statement.serialize import CSV_COLUMNS
from rigour.boolean import bool_text

from counterflow.engine import Engine
from counterflow.model.handling import strictest
from counterflow.share.entity import make_entity
from counterflow.share.geojson import write_routes
from counterflow.share.page import ExportStatement, read_groups
from counterflow.share.policy import Recipient, may_leave
from counterflow.share.selection import (
    DEFAULT_MAX_TLP,
    Reason,
    mark_selection,
    register_open_markings,
    select_statements,
)
from counterflow.share.simple_csv import COLUMNS, party_row, select_listed
from counterflow.share.stix.write import write_bundle
from counterflow.stix.organisation import Sender

_ROUTES = "SELECT * FROM route ORDER BY commodity, period, id"
ALL_SQL = "SELECT canonical_id AS party_id, canonical_id FROM exported"


@dataclass(frozen=True)
class ExportReport:
    """What an export wrote and what it left out."""

    entities: int
    """Entities written; of the simplified table, lines."""
    statements: int
    """Statements that the written entities consist of."""
    entities_left_out: int
    """Entities of the build of which nothing could leave."""
    statements_left_out: Mapping[Reason, int]
    """Statements of the build that could not leave, by reason."""
    marking: str
    """The strictest marking of the evidence of what leaves; of a bundle or of routes, of anything in it."""


def export_build(  # noqa: PLR0913 - one keyword an option of the command
    engine: Engine,
    format_: str,
    output: TextIO,
    *,
    max_tlp: str = DEFAULT_MAX_TLP,
    with_told: bool = True,
    title: Callable[[str], str] = str,
    sender: Sender | None = None,
    recipient: Recipient | None = None,
    asked: pa.Table | None = None,
) -> ExportReport:
    """Write a build in one of `FORMATS`, entities ordered by id; equal builds give equal bytes.

    Which entities are one is the build's decision, also where statements that are left out led to it.

    Reads:
        `statement`, `evidence`, `canonical`, `entity`, and `route` for geojson; for stix also `quantity`, `belief`,
        `document`, `resource`, `root`, `publisher`, `pair`, `link`, `given` and `given_link`.
    Writes:
        ftm: entities as JSON lines, `id` first, so that `sort` sorts by it, as `ftm` tools need; what stands now.
        statements: FtM's statement CSV, ordered by canonical id as `ftm aggregate-statements` needs; also what a list
            said once and says no more, whose `last_seen` is the last vintage with it.
        csv: the parties that a list holds now, in the columns of OpenSanctions' `targets.simple.csv`.
        stix: a STIX 2.1 bundle; what stands now in STIX's own properties, everything in an extension of ours.
        geojson: the routes that are recorded or told, on a map; "entities" are routes there.

    Args:
        engine: holds the tables of the build.
        format_: one of `FORMATS`.
        output: where to; UTF-8, line ends unchanged.
        max_tlp: the strictest TLP 2.0 label that may leave.
        with_told: whether what documents tell leaves too; never in `csv`, which is of lists.
        title: gives a dataset's title by its name, for `csv`.
        sender: who sends it, for `stix`.
        recipient: whom it is for; None: nobody in particular. Routes are never limited to somebody.
        asked: the `canonical_id` of what is wanted, as `select_around` gives them; None: everything. Not for `geojson`.
    """
    if format_ == GEOJSON:
        return _export_routes(engine, output, max_tlp)
    with_told = with_told and format_ != "csv"
    left_out = select_statements(
        engine,
        max_tlp,
        keeps_gone=format_ == "statements",
        with_told=with_told,
        recipient=recipient,
        asked=asked,
    )
    marking = mark_selection(engine)
    if format_ == "csv":
        select_listed(engine)
        entities, statements = _write_simple(engine, output, title)
    else:
        engine.register("wanted", engine.query(ALL_SQL))
        if format_ == STIX:
            register_open_markings(engine, max_tlp, recipient)
            entities, statements, marking = write_bundle(engine, output, sender or Sender())
        else:
            entities, statements = _WRITERS[format_](engine, output)
    whole = engine.query("SELECT (SELECT count(*) FROM entity) - (SELECT count(*) FROM exported) AS entities")
    return ExportReport(entities, statements, whole.to_pylist()[0]["entities"], left_out, marking)


def _export_routes(engine: Engine, output: TextIO, max_tlp: str) -> ExportReport:
    """Write the routes that may leave; what is only planned or thought possible stays."""
    rows = engine.query(_ROUTES).to_pylist()
    told = [row for row in rows if row["standing"] != "intended"]
    leaving = [row for row in told if may_leave(row["handling"], max_tlp)]
    write_routes(leaving, output)

    def count(some: list[dict[str, Any]]) -> int:
        return len({statement for row in some for statement in row["statements"]})

    left_out = {Reason.DOUBT: count(rows) - count(told), Reason.HANDLING: count(told) - count(leaving)}
    left_out = {reason: number for reason, number in left_out.items() if number > 0}
    marking = strictest(row["handling"] for row in leaving)
    return ExportReport(len(leaving), count(leaving), len(rows) - len(leaving), left_out, marking)


def _write_entities(engine: Engine, output: TextIO) -> tuple[int, int]:
    entities = statements = 0
    for _, group in read_groups(engine):
        for entity in group:
            # FtM's own writer leaves out what is not known.
            data = {name: value for name, value in make_entity(entity).items() if value is not None}
            output.write(json.dumps(data, ensure_ascii=False, separators=(",", ":")) + "\n")
            entities += 1
            statements += len(entity.statements)
    return entities, statements


def _write_statements(engine: Engine, output: TextIO) -> tuple[int, int]:
    entities = statements = 0
    writer = csv.writer(output, csv.unix_dialect)
    writer.writerow(CSV_COLUMNS)
    for _, group in read_groups(engine):
        for entity in group:
            writer.writerows(map(_statement_row, entity.statements))
            entities += 1
            statements += len(entity.statements)
    return entities, statements


def _write_simple(engine: Engine, output: TextIO, title: Callable[[str], str]) -> tuple[int, int]:
    parties = statements = 0
    writer = csv.writer(output, csv.unix_dialect)
    writer.writerow(COLUMNS)
    for party_id, group in read_groups(engine):
        party = next(entity for entity in group if entity.canonical_id == party_id)
        beside = [entity for entity in group if entity is not party]
        row = party_row(make_entity(party), party, beside, title)
        if len(row) > 0:
            writer.writerow(row)
            parties += 1
            statements += sum(len(entity.statements) for entity in group)
    return parties, statements


def _statement_row(statement: ExportStatement) -> list[str | None]:
    """Order a statement's values as `followthemoney.statement.serialize.CSV_COLUMNS`; null is an empty cell."""
    return [bool_text(statement.external) if name == "external" else getattr(statement, name) for name in CSV_COLUMNS]


_WRITERS: Mapping[str, Callable[[Engine, TextIO], tuple[int, int]]] = {
    "ftm": _write_entities,
    "statements": _write_statements,
}

STIX = "stix"
GEOJSON = "geojson"

FORMATS = (*_WRITERS, STIX, "csv", GEOJSON)
"""Names of the formats."""
