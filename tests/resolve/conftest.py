"""Small cases for `resolve`: parties as Python values in, the stage's tables out."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from counterflow.case import Case
from counterflow.model.identity import statement_id
from counterflow.model.schema import get_property
from counterflow.resolve import STAGE
from counterflow.resolve.lookup import write_lookup
from counterflow.stage import StageInput
from counterflow.tables import (
    DOCUMENT,
    EVIDENCE,
    FRAME,
    GIVEN,
    GIVEN_LINK,
    MENTION,
    QUANTITY,
    STATEMENT,
    Document,
    Evidence,
    Mention,
    Statement,
    Table,
)

Party = tuple[str, str, Mapping[str, Sequence[str]]]
"""entity_id (`dataset:number`), schema, properties."""


class Judgements:
    """A ledger that holds judgements only."""

    def __init__(self, entries: Sequence[tuple[str, str, str]]) -> None:
        self.entries = [{"left_id": left, "right_id": right, "judgement": one} for left, right, one in entries]

    def of_kind(self, kind: str) -> list[dict[str, Any]]:
        return self.entries if kind == "judgement" else []


def _statements(parties: Sequence[Party], last_seen: Mapping[str, str | None]) -> list[Statement]:
    return [
        Statement(
            id=statement_id(entity_id.split(":")[0], entity_id, prop, value),
            entity_id=entity_id,
            canonical_id=entity_id,
            prop=prop,
            prop_type=get_property(schema, prop).type.name,
            schema=schema,
            value=value,
            dataset=entity_id.split(":")[0],
            origin=None,
            lang=None,
            original_value=None,
            external=False,
            first_seen="2024-01-01",
            last_seen=last_seen.get(entity_id, "2025-01-01"),
            handling="TLP:CLEAR",
        )
        for entity_id, schema, properties in parties
        for prop, values in properties.items()
        for value in values
    ]


def _mentions(mentions: Sequence[tuple[str, str]]) -> list[Mention]:
    return [
        Mention(
            f"m{i}",
            "doc" if i == 0 else f"doc{i}",
            0,
            1,
            text,
            type_,
            None,
            f"e{i}",
            "name",
            None,
            0,
            1,
            "test/1",
            "TLP:CLEAR",
        )
        for i, (text, type_) in enumerate(mentions)
    ]


def _reports(mentions: Sequence[tuple[str, str]]) -> tuple[list[Mention], list[Document]]:
    """Make a report of each name, that consists of it."""
    rows = _mentions(mentions)
    told = [
        one._replace(document_id=f"doc{i}", end=len(one.text), sentence_end=len(one.text)) for i, one in enumerate(rows)
    ]
    plain = _document(None)
    return told, [plain._replace(id=one.document_id, kind="report", text=one.text) for one in told]


def _evidence(statement: Statement, gone_on: str | None) -> Evidence:
    nothing: dict[str, Any] = dict.fromkeys(Evidence._fields)
    known = {"id": statement.id, "statement_id": statement.id, "resource_id": "file", "text": statement.value}
    dates = {"first_seen": statement.first_seen, "last_seen": statement.last_seen, "gone_on": gone_on}
    said = {"attribution": (), "hedge": "fact", "polarity": "affirmed", "extractor": "test/1", "handling": "TLP:CLEAR"}
    return Evidence(**{**nothing, **known, **dates, **said})


def _document(subject: str | None) -> Document:
    nothing: dict[str, Any] = dict.fromkeys(Document._fields)
    known = {"id": "doc", "resource_id": "file", "kind": "narrative", "text": "text", "pages": (), "offsets": ()}
    about = {"subject": subject, "subject_name": None}
    return Document(**{**nothing, **known, **about, "is_ocr": False, "handling": "TLP:CLEAR"})


@pytest.fixture(scope="session")
def run_resolve(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., dict[str, pa.Table]]:
    """Run the stage over parties, mentions and judgements; gives each table in its canonical form."""
    folder, number = tmp_path_factory.mktemp("resolve"), itertools.count()

    def run(
        parties: Sequence[Party],
        *,
        judgements: Sequence[tuple[str, str, str]] = (),
        mentions: Sequence[tuple[str, str]] = (),
        subject: str | None = None,
        parameters: Mapping[str, Any] | None = None,
        last_seen: Mapping[str, str | None] | None = None,
        gone_on: Mapping[str, str] | None = None,
        cache: str | None = "",
        in_reports: bool = False,
    ) -> dict[str, pa.Table]:
        paths: dict[str, list[Path]] = {}
        statements = _statements(parties, last_seen or {})
        told, documents = _reports(mentions) if in_reports else (_mentions(mentions), [_document(subject)])
        rows: dict[Table, list[Any]] = {
            STATEMENT: statements,
            EVIDENCE: [_evidence(one, (gone_on or {}).get(one.entity_id)) for one in statements],
            MENTION: told,
            DOCUMENT: documents,
            FRAME: [],
            QUANTITY: [],
            GIVEN: [],
            GIVEN_LINK: [],
        }
        written = folder / f"{next(number)}"
        written.mkdir()
        for table, values in rows.items():
            paths[table.name] = [written / f"{table.name}.parquet"]
            table.write(table.from_rows(values), paths[table.name][0])
        # Runs of one name find what earlier ones kept; None: there is nothing, and statements are found by SQL.
        root = folder / (f"alone-{next(number)}" if cache is None else cache)
        if cache is not None:
            write_lookup(written)
        case = Case(root, "test", parameters={"resolve": parameters or {}})
        computed = STAGE.compute(StageInput(case, paths, Judgements(judgements)))
        return {table.name: table.arrange([part]) for table, part in computed}

    return run
