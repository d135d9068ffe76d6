"""Lookups: statements by entity say what the tables say, and what changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest

from counterflow.model.identity import make_id
from counterflow.resolve.lookup import Lookups, open_lookups, write_lookup
from counterflow.tables import EVIDENCE, STATEMENT, Evidence, Statement

READ = ("id", "entity_id", "prop", "prop_type", "schema", "value", "dataset", "origin", "lang", "last_seen", "handling")
Said = tuple[str, str, str, str]
"""Entity, schema, property, value."""

SAID: list[Said] = [
    ("a:1", "Person", "name", "Kim Jong Un"),
    ("a:1", "Person", "topics", "sanction"),
    ("a:2", "Person", "name", "김정은"),
    ("a:1-s", "Sanction", "entity", "a:1"),
    ("a:1-s", "Sanction", "endDate", "2030"),
    ("a:2-p", "Passport", "holder", "a:2"),
    ("b:9", "Company", "name", ""),
]


@pytest.fixture
def look_up(tmp_path: Path) -> Callable[..., Lookups | None]:
    """Write tables and open their lookup."""

    def run(said: list[Said], gone: Mapping[str, str] | None = None, id_of: Callable[..., str] = make_id) -> Any:
        nothing: dict[str, Any] = dict.fromkeys((*Statement._fields, *Evidence._fields))
        shared = {"dataset": "a", "external": False, "handling": "TLP:CLEAR", "prop_type": "x", "text": ""}
        shared |= {"attribution": (), "hedge": "fact", "polarity": "affirmed", "extractor": "t", "resource_id": "r"}
        tables: dict[Any, list[Any]] = {STATEMENT: [], EVIDENCE: []}
        for entity_id, schema, prop, value in said:
            own: dict[str, Any] = {
                "id": id_of(entity_id, prop, value),
                "entity_id": entity_id,
                "canonical_id": entity_id,
            }
            own |= {"schema": schema, "prop": prop, "value": value, "statement_id": own["id"]}
            own |= {"gone_on": (gone or {}).get(value)}
            row = {**nothing, **shared, **own}
            tables[STATEMENT].append(Statement(**{name: row[name] for name in Statement._fields}))
            tables[EVIDENCE].append(Evidence(**{name: row[name] for name in Evidence._fields}))
        paths = {table.name: [tmp_path / f"{table.name}.parquet"] for table in tables}
        (tmp_path / "statement.lookup").unlink(missing_ok=True)
        for table, rows in tables.items():
            table.write(table.arrange([table.from_rows(rows)]), paths[table.name][0])
        write_lookup(tmp_path)
        return open_lookups(paths)

    return run


def changed(before: Lookups, now: Lookups) -> set[str]:
    old, new = (
        dict(zip(*(column.to_pylist() for column in one.digests().columns), strict=True)) for one in (before, now)
    )
    return {one for one in old.keys() | new.keys() if old.get(one) != new.get(one)}


def test_what_is_read_is_what_the_tables_hold(look_up: Callable[..., Any], tmp_path: Path) -> None:
    """The statements of an entity and of what names it, with the evidence of what may be over, in any script."""
    lookups = look_up(SAID, {"sanction": "2024"})
    for wanted, ids in ((["a:1"], {"a:1", "a:1-s"}), (["a:2", "b:9", "c:3"], {"a:2", "a:2-p", "b:9"}), ([], set())):
        found = lookups.read(np.isin(lookups.ids.to_pylist(), wanted))
        rows = STATEMENT.read([tmp_path / "statement.parquet"])
        rows = rows.filter(pc.is_in(rows.column("entity_id"), pa.array(sorted(ids), pa.string())))
        assert found["statement"].sort_by("id").select(READ).equals(rows.sort_by("id").select(READ))
    doubts = lookups.read(np.isin(lookups.ids.to_pylist(), ["a:1"]))["evidence"]
    assert sorted(doubts.column("gone_on").to_pylist(), key=str) == ["2024", None, None]


def test_a_digest_changes_with_all_that_rows_depend_on(look_up: Callable[..., Any]) -> None:
    """A statement that comes, goes or is of another schema; what names an entity; evidence that says it is over."""
    before = look_up(SAID)
    assert changed(before, look_up(SAID[::-1])) == set()
    assert changed(before, look_up([*SAID, ("c:1", "Person", "name", "X")])) == {"c:1"}
    assert changed(before, look_up(SAID[:1] + SAID[2:])) == {"a:1"}
    assert changed(before, look_up([*SAID, ("a:2-p", "Passport", "number", "1")])) == {"a:2", "a:2-p"}
    assert changed(before, look_up(SAID, {"2030": "2024"})) == {"a:1", "a:1-s"}
    assert changed(before, look_up(SAID, {"Kim Jong Un": "2024"})) == set()


def test_what_cannot_be_looked_up_is_asked_of_the_tables(look_up: Callable[..., Any]) -> None:
    """Ids that are no hashes have no lookup; no statements at all have one that is empty."""
    assert look_up(SAID, id_of=lambda *parts: "-".join(parts)) is None
    assert look_up([]).digests().num_rows == 0
