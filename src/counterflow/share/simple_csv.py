"""The listed parties as OpenSanctions' simplified table, one line a party: `targets.simple.csv`.

Columns and their content are those of `zavod/exporters/simplecsv.py` (https://www.opensanctions.org/docs/bulk/csv/):
several values in a cell are joined by `;`, quoted where they hold one.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable

from followthemoney.types import registry

from counterflow.engine import Engine
from counterflow.share.entity import EntityDict, make_entity
from counterflow.share.page import ExportEntity
from counterflow.share.schema import is_a

COLUMNS = (
    "id schema name aliases birth_date countries addresses identifiers sanctions phones emails program_ids dataset "
    "first_seen last_seen last_change"
).split()

SANCTION_PROPS = ("program", "reason", "status", "startDate", "endDate")
"""What one cell of `sanctions` joins, in this order."""

_BESIDE_SQL = """
WITH tie AS (
    SELECT statement.schema, prop, canonical.canonical_id, target.canonical_id AS target_id
    FROM statement JOIN canonical USING (entity_id) JOIN canonical AS target ON target.entity_id = statement.value
    WHERE prop_type = 'entity' AND prop IN ('entity', 'holder', 'addressEntity')
        AND NOT EXISTS (SELECT 1 FROM held_back WHERE held_back.id = statement.id)
), beside AS (
    SELECT target_id AS party_id, canonical_id FROM tie WHERE prop IN ('entity', 'holder')
    UNION
    SELECT canonical_id AS party_id, target_id AS canonical_id FROM tie WHERE prop = 'addressEntity'
    UNION
    SELECT canonical_id AS party_id, canonical_id FROM entity
)
SELECT DISTINCT beside.party_id, beside.canonical_id
FROM beside
JOIN entity ON entity.canonical_id = beside.party_id AND entity.listed_now
JOIN exported ON exported.canonical_id = beside.party_id
"""


def select_listed(engine: Engine) -> None:
    """Register as `wanted` the parties that a list holds now, each with its designations, papers and addresses."""
    engine.register("wanted", engine.query(_BESIDE_SQL))


def party_row(
    party: EntityDict, entity: ExportEntity, beside: Iterable[ExportEntity], title: Callable[[str], str]
) -> list[str]:
    """Make the line of a party; empty when nothing that leaves says that it is listed.

    Args:
        party: the party in FtM's format.
        entity: the same with its statements.
        beside: the entities that describe it: designations, papers, addresses.
        title: gives a dataset's title by its name.
    """
    cells = _own_cells(party, entity, title)
    is_designated = "sanction" in party["properties"].get("topics", ())
    for one in beside:
        is_designated |= is_a(one.statements[0].schema, "Sanction")
        _add_beside(cells, one)
    if not is_designated:
        return []
    whole = {
        "id": party["id"],
        "schema": party["schema"],
        "name": party["caption"],
        "first_seen": party["first_seen"] or "",
        "last_seen": party["last_seen"] or "",
        "last_change": party["last_change"] or "",
        **{name: join_values(values) for name, values in cells.items()},
    }
    return [whole[name] for name in COLUMNS]


def _own_cells(party: EntityDict, entity: ExportEntity, title: Callable[[str], str]) -> dict[str, set[str]]:
    """Gather what the party itself states, by column."""
    names, countries, identifiers, phones, emails = (
        {one.value for one in entity.statements if one.prop_type == type_.name}
        for type_ in (registry.name, registry.country, registry.identifier, registry.phone, registry.email)
    )
    programs = _of_prop(entity, "programId")
    return {
        "aliases": names - {party["caption"]},
        "birth_date": _of_prop(entity, "birthDate"),
        "countries": countries,
        "addresses": _of_prop(entity, "address"),
        "identifiers": identifiers - programs,  # FtM types a programme's key as one, but it identifies nobody
        "sanctions": set(),
        "phones": phones,
        "emails": emails,
        "program_ids": programs,
        "dataset": {title(name) for name in party["datasets"]},
    }


def _add_beside(cells: dict[str, set[str]], one: ExportEntity) -> None:
    """Add what an entity beside the party says of it."""
    schema = one.statements[0].schema
    if is_a(schema, "Sanction"):
        text = " - ".join(value for prop in SANCTION_PROPS for value in sorted(_of_prop(one, prop)))
        cells["sanctions"].update({text} - {""})
        cells["program_ids"].update(_of_prop(one, "programId"))
    elif is_a(schema, "Address"):
        cells["addresses"].add(make_entity(one)["caption"])
    elif is_a(schema, "Identification"):
        cells["identifiers"].update(_of_prop(one, "number"))
        cells["countries"].update(_of_prop(one, "country"))


def join_values(values: Iterable[str]) -> str:
    """Write several values into one cell, sorted and joined by `;`, quoted where one holds it."""
    line = io.StringIO()
    writer = csv.writer(line, csv.unix_dialect, delimiter=";", lineterminator="", quoting=csv.QUOTE_MINIMAL)
    writer.writerow(sorted(values))
    return line.getvalue()


def _of_prop(entity: ExportEntity, prop: str) -> set[str]:
    return {one.value for one in entity.statements if one.prop == prop}
