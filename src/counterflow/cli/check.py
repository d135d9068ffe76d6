"""What an entry is checked against before it goes to the ledger: the form a run can read, case.toml, and the build."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from followthemoney.exc import InvalidData

from counterflow.case import Case
from counterflow.collect.entry import check_entry
from counterflow.dossier.archive import Archive
from counterflow.exc import InputError, NotFoundError
from counterflow.ledger import Ledger
from counterflow.model.doubt import Judgement
from counterflow.model.schema import get_schema, load_model
from counterflow.run.build import Build, open_build
from counterflow.service.queue.answer import check_meant
from counterflow.service.queue.said import Said
from counterflow.tables import CANONICAL, RESOURCE, STATEMENT, Table


def check_payload(case: Case, kind: str, payload: Mapping[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """Check what is about to be entered; returns it as it goes to the ledger, and what the user should know.

    An id that the build in use lacks is only worth a word: its source may come later.

    Raises:
        InputError: the next run could not read it, or it would make one party of two kinds.
    """
    build = _build(case)
    if kind == "entry":
        entered = check_entry(payload)
        _check_publisher(case, entered.get("publisher"))
        by_hand = _entered(case)
        known = sorted({*_schemata(build, entered["entity_id"]), *by_hand.get(entered["entity_id"], ())})
        _check_common(entered["entity_id"], known, entered["schema"], "this entry")
        _check_other_end(build, by_hand, entered)
        return entered, []
    if kind == "judgement":
        _check_meant(case, build, payload)
        return _check_judgement(build, dict(payload))
    if kind == "withdrawal" and build is not None and not _holds(build, RESOURCE, "id", payload["resource_id"]):
        return dict(payload), [f"the build in use has no resource {payload['resource_id']!r}"]
    return dict(payload), []


def _check_judgement(build: Build | None, payload: dict[str, Any]) -> tuple[dict[str, Any], list[str]]:
    if build is None:
        return payload, []
    schemata = {name: _schemata(build, payload[name]) for name in ("left_id", "right_id")}
    absent = [
        f"the build in use has no entity {payload[name]!r}; the judgement counts when one comes"
        for name, found in schemata.items()
        if len(found) == 0
    ]
    if payload["judgement"] == Judgement.POSITIVE:
        for schema in schemata["right_id"]:
            _check_common(payload["left_id"], schemata["left_id"], schema, f"{payload['right_id']!r}")
        _check_numbers(build, payload["left_id"], payload["right_id"])
    return payload, absent


def _check_meant(case: Case, build: Build | None, payload: Mapping[str, Any]) -> None:
    """Refuse to say that a document means two parties by what it names."""
    if build is None or payload["judgement"] != Judgement.POSITIVE:
        return
    archive, ledger = Archive(case, build), Ledger.of_file(case.ledger_path)
    try:
        check_meant(Said.read(ledger, archive), [(payload["left_id"], payload["right_id"])])
    finally:
        archive.close()
        ledger.close()


UNIQUE = {"imoNumber": "IMO number", "leiCode": "LEI"}
"""Numbers that are issued once: no judgement joins two."""


def _check_numbers(build: Build, left: str, right: str) -> None:
    """Refuse to join two that bear different numbers of a kind that is issued once: the next run would not obey."""
    clusters = CANONICAL.read([build.table_path(CANONICAL)], ["entity_id", "canonical_id"])
    statements = STATEMENT.read([build.table_path(STATEMENT)], ["entity_id", "prop", "value"])
    statements = statements.filter(pc.is_in(statements.column("prop"), value_set=pa.array(list(UNIQUE))))
    for prop, called in UNIQUE.items():
        ours = statements.filter(pc.equal(statements.column("prop"), prop))
        one, other = (_values(ours, _members(clusters, id_)) for id_ in (left, right))
        if len(one) > 0 and len(other) > 0 and one.keys().isdisjoint(other):
            raise InputError(
                f"the party of {left!r} has the {called} {_borne(one)}, that of {right!r}"
                f" {_borne(other)}: a number that is issued once",
                expected="two of one number, or of which one has none known",
                next_step="If a source is wrong, withdraw it; if records are wrongly joined, part them first",
            )


def _members(clusters: pa.Table, entity_id: str) -> pa.Array:
    found = clusters.filter(pc.equal(clusters.column("entity_id"), entity_id)).column("canonical_id")
    if len(found) == 0:
        return pa.array([entity_id])
    members = clusters.filter(pc.equal(clusters.column("canonical_id"), found[0]))
    return members.column("entity_id").combine_chunks()


def _values(statements: pa.Table, members: pa.Array) -> dict[str, str]:
    """Give the values that some entities bear, each with the first entity that bears it."""
    held = statements.filter(pc.is_in(statements.column("entity_id"), value_set=members))
    bearers = zip(held.column("value").to_pylist(), held.column("entity_id").to_pylist(), strict=True)
    return dict(sorted(bearers, reverse=True))


def _borne(values: Mapping[str, str]) -> str:
    return ", ".join(f"{value} ({values[value]})" for value in sorted(values))


def _check_common(entity_id: str, known: list[str], schema: str, what: str) -> None:
    """Refuse to join what cannot be one thing, e.g. a ship and a person."""
    for one in known:
        try:
            load_model().common_schema(one, schema)
        except InvalidData:
            raise InputError(
                f"{entity_id!r} has the schema {one}, {what} has {schema}: nothing is both",
                expected=f"a schema in line with {one}",
                next_step="Check the ids; a new party needs an id of its own",
            ) from None


def _entered(case: Case) -> dict[str, set[str]]:
    """Give the schemata of what was entered by hand, whether or not a run has read it yet."""
    found: dict[str, set[str]] = {}
    ledger = Ledger.of_file(case.ledger_path)
    try:
        for payload in ledger.of_kind("entry"):
            found.setdefault(payload["entity_id"], set()).add(payload["schema"])
    finally:
        ledger.close()
    return found


def _check_other_end(build: Build | None, by_hand: Mapping[str, set[str]], entry: Mapping[str, Any]) -> None:
    """Refuse a property that names another entity where there is none of that id, or none that can stand there."""
    schema, prop, value = (str(entry[name]) for name in ("schema", "prop", "value"))
    found = get_schema(schema).get(prop)
    if found is None or found.range is None or build is None:
        return
    range_ = found.range
    known = {*_schemata(build, value), *by_hand.get(value, ())}
    if len(known) == 0:
        raise InputError(
            f"{schema}.{prop} names another entity, and there is none with the id {value!r}",
            where=f"value of {prop}",
            expected=f"the id of a {range_.name}, of the build in use or entered by hand",
            next_step="counterflow show CASE NAME lists ids; a new party is entered first, e.g. with --prop name",
        )
    if not any(_may_be(one, range_.name) for one in known):
        raise InputError(
            f"{value!r} is a {', '.join(sorted(known))}, and {schema}.{prop} takes a {range_.name}",
            where=f"value of {prop}",
            expected=f"the id of a {range_.name}",
            next_step="Check the id, or enter the tie as an UnknownLink",
        )


def _may_be(schema: str, range_: str) -> bool:
    """Whether what has a schema is, or by another record may turn out to be, of a range: a LegalEntity a Company."""
    return get_schema(schema).is_a(range_) or get_schema(range_).is_a(schema)


def _check_publisher(case: Case, publisher: str | None) -> None:
    if publisher is None or publisher in case.publishers or len(case.publishers) == 0:
        return
    near = difflib.get_close_matches(publisher, list(case.publishers), 1)
    raise InputError(
        f"publisher {publisher!r} has no section in case.toml",
        expected="one of " + ", ".join(case.publishers),
        next_step=f"Did you mean {near[0]!r}" if len(near) > 0 else f"Add [publisher.{publisher}]",
    )


def _build(case: Case) -> Build | None:
    try:
        return open_build(case)
    except NotFoundError:
        return None


def _schemata(build: Build | None, entity_id: str) -> list[str]:
    """Name the schemata under which the build knows an entity; none: it does not."""
    if build is None:
        return []
    rows = STATEMENT.read([build.table_path(STATEMENT)], ["entity_id", "schema"])
    found = rows.filter(pc.equal(rows.column("entity_id"), entity_id)).column("schema")
    return sorted(set(found.to_pylist()))


def _holds(build: Build, table: Table, column: str, value: str) -> bool:
    return value in table.read([build.table_path(table)], [column]).column(column).to_pylist()
