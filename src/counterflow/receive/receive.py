"""The stage: what comes from partners, less what the case holds itself.

What stands in a source or document that the case has, it has read itself, and its own reading stands. What left here
and comes back is known by its origin. So nothing that went round is counted twice, in whatever order it comes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import pyarrow as pa

from counterflow import engine as engines
from counterflow.engine import Engine
from counterflow.receive.held import TOLD, look_up
from counterflow.receive.link import given_links
from counterflow.receive.offer import Offered, by_row, newest, read_offers, take
from counterflow.receive.problem import came_back, forged
from counterflow.stage import StageInput
from counterflow.stix.organisation import organisation_id
from counterflow.stix.row import Row, whole
from counterflow.tables import (
    DOCUMENT,
    EVIDENCE,
    GIVEN,
    GIVEN_LINK,
    PROBLEM,
    QUANTITY,
    RESOURCE,
    STATEMENT,
    Given,
    Problem,
    Table,
)


def receive(inputs: StageInput) -> Iterator[tuple[Table, pa.Table]]:
    """Take from what partners give what the case does not hold itself.

    Reads:
        `offer`; `resource`, `document`, `statement`, `evidence` and `quantity` of what the case collected itself.
    Writes:
        `resource`, `document`, `statement`, `evidence`, `quantity` that came, `given`, `given_link`; as `problem` what
        claims to be evidence that is held here in other words.
    """
    with engines.connect(inputs.paths) as engine:
        offers = newest(read_offers(engine))
        organisation = inputs.case.organisation
        us = None if organisation is None else organisation_id(organisation)
        found = _Receiver(engine, offers, us).receive() if len(offers) > 0 else {}
    for table in (RESOURCE, DOCUMENT, STATEMENT, EVIDENCE, QUANTITY, GIVEN, GIVEN_LINK, PROBLEM):
        yield table, table.from_rows(found.get(table, []))


class _Receiver:
    """What one case takes."""

    def __init__(self, engine: Engine, offers: Sequence[Offered], us: str | None) -> None:
        self.paths = {row["id"]: row["path"] for row in engine.query("SELECT id, path FROM resource").to_pylist()}
        self.held = look_up(engine, _asked(offers))
        self.us = us
        self.problems: list[Problem] = []
        refused = self._refuse(by_row(offers, "evidence"))
        self.offers = [one for one in offers if one.place not in refused]
        self.bundles = {id_: some[0].resource_id for id_, some in by_row(self.offers, "resource").items()}

    def receive(self) -> dict[Table, list[Any]]:
        """Give the rows of each table."""
        evidence = self._evidence()
        rows = {id_: take(some) for id_, some in evidence.items()}
        statements = self._statements({row["statement_id"] for row in rows.values()})
        known = self.held.statements | statements.keys()
        quantities = self._rows("quantity", self.held.quantities, lambda row: self._is_wanted(row, known))
        documents = self._rows("document", self.held.documents)
        resources = self._rows("resource", self.held.resources)
        resources |= {id_: row for id_, row in self._stubs(evidence).items() if id_ not in resources}
        entities = self.held.entities | {row["entity_id"] for row in statements.values()}
        return {
            STATEMENT: _rows_of(STATEMENT, statements.values()),
            EVIDENCE: _rows_of(EVIDENCE, rows.values()),
            QUANTITY: _rows_of(QUANTITY, quantities.values()),
            DOCUMENT: _rows_of(DOCUMENT, [{**row, "text": ""} for row in documents.values()]),
            RESOURCE: _rows_of(RESOURCE, [self._placed(id_, row) for id_, row in resources.items()]),
            GIVEN: [_given(some[0], rows[id_]) for id_, some in evidence.items()],
            GIVEN_LINK: given_links(self.offers, entities, self.us),
            PROBLEM: self.problems,
        }

    def _refuse(self, evidence: Mapping[str, Sequence[Offered]]) -> set[tuple[str, str]]:
        """Find the objects with evidence that has the id of other evidence: nothing of them is taken."""
        refused = set()
        for id_, some in evidence.items():
            real = self.held.evidence.get(id_) or {name: some[0].row.get(name) for name in TOLD}
            for one in some:
                if any(one.row.get(name) != real[name] for name in TOLD):
                    refused.add(one.place)
                    self.problems.append(forged(one, self.paths[one.resource_id], is_ours=id_ in self.held.evidence))
        # One object is said once.
        self.problems = list({(one.path, one.record): one for one in self.problems}.values())
        return refused

    def _evidence(self) -> dict[str, list[Offered]]:
        """Give the offers of evidence that is not here."""
        found: dict[str, list[Offered]] = {}
        back: dict[tuple[str, str], list[Offered]] = {}
        for id_, some in by_row(self.offers, "evidence").items():
            if any(one.origin_id == self.us for one in some):
                if id_ not in self.held.evidence:
                    back.setdefault(some[0].place, []).append(some[0])
            elif not self._is_held(id_, some[0]):
                found[id_] = some
        self.problems += (came_back(some, self.paths[place[0]]) for place, some in back.items())
        return found

    def _is_held(self, id_: str, one: Offered) -> bool:
        """Whether evidence is held here, or stands in what the case has and reads itself."""
        resource, document = one.row["resource_id"], one.row.get("document_id")
        # What other programs say stands in the bundle itself.
        is_read_here = resource in self.held.resources and resource != one.resource_id
        return id_ in self.held.evidence or is_read_here or document in self.held.documents

    def _statements(self, wanted: set[str]) -> dict[str, Row]:
        found = {}
        for id_, some in by_row(self.offers, "statement").items():
            if id_ in wanted and id_ not in self.held.statements:
                found[id_] = _joined(some)
        return found

    def _is_wanted(self, row: Row, statements: frozenset[str]) -> bool:
        """Whether an amount is of a statement that is here, and of no document that the case reads itself."""
        statement, document = row.get("statement_id"), row.get("document_id")
        return document not in self.held.documents and (statement is None or statement in statements)

    def _rows(self, kind: str, held: frozenset[str], keep: Any = lambda row: True) -> dict[str, Row]:
        groups = by_row(self.offers, kind)
        return {id_: take(some) for id_, some in groups.items() if id_ not in held and keep(some[0].row)}

    def _stubs(self, evidence: Mapping[str, Sequence[Offered]]) -> dict[str, Row]:
        """Make resources of which nothing came but their ids: what stands in them stands somewhere."""
        blank = {"path": "", "sha256": "", "bytes": 0, "format": "stix", "mime_type": "", "dataset": "", "records": 0}
        found = {}
        for one, *_ in evidence.values():
            id_ = one.row["resource_id"]
            if id_ not in self.held.resources:
                self.bundles.setdefault(id_, one.resource_id)
                found[id_] = {**blank, "id": id_, "handling": one.handling}
        return found

    def _placed(self, id_: str, row: Row) -> Row:
        """Say of a resource that came which bundle it came in: its own file is with whoever gave it."""
        return {**row, "path": self.paths[self.bundles[id_]]}


def _asked(offers: Iterable[Offered]) -> dict[str, set[str]]:
    asked: dict[str, set[str]] = {
        name: set() for name in ("evidence", "statement", "quantity", "resource", "document", "entity")
    }
    for one in offers:
        if one.kind in asked:
            asked[one.kind].add(one.row_id)
        if one.kind == "statement":
            asked["entity"].add(one.row["entity_id"])
        for name in ("resource", "document"):
            if one.row.get(f"{name}_id") is not None:
                asked[name].add(one.row[f"{name}_id"])
    return asked


def _joined(some: Sequence[Offered]) -> Row:
    """Join offers of one statement as the table joins its rows: seen first and last, under the widest marking."""
    if len(some) == 1:
        return some[0].row
    parts = [STATEMENT.from_rows(_rows_of(STATEMENT, [one.row])) for one in some]
    row: Row = STATEMENT.arrange(parts).to_pylist()[0]
    return row


def _rows_of(table: Table, rows: Iterable[Row]) -> list[Any]:
    return [table.row(**whole(table, row)) for row in rows]


def _given(one: Offered, row: Row) -> Given:
    root = row.get("root", {})
    return Given(
        evidence_id=one.row_id,
        statement_id=row["statement_id"],
        resource_id=one.resource_id,
        object_id=one.object_id,
        given_by=one.given_by,
        giver_id=one.giver_id,
        origin=root.get("origin"),
        origin_id=one.origin_id,
        modified=one.modified or None,
        # What does not say who is behind it is its giver's word.
        root=root.get("root") or f"source {one.origin_id}",
        publisher=root.get("publisher"),
        publisher_name=root.get("publisher_name"),
        reliability=root.get("reliability"),
        reliability_now=root.get("reliability_now"),
        dependence=float(root.get("dependence", 0.0)),
        is_own=root.get("is_own") is True,
        word=root.get("word"),
        is_taken_back=root.get("is_taken_back") is True,
        handling=row["handling"],
    )
