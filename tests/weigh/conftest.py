"""Small cases for `weigh`: claims as Python values in, the stage's tables out."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa
import pytest

from counterflow.case import Case, Publisher
from counterflow.model.doubt import Reliability
from counterflow.model.identity import make_id, statement_id
from counterflow.stage import StageInput
from counterflow.tables import TABLES, Canonical, Evidence, Statement, Table
from counterflow.weigh import STAGE


class Claim(NamedTuple):
    """One statement with one row of evidence."""

    entity_id: str
    prop: str
    value: str
    resource: str = "list"
    prop_type: str = "string"
    hedge: str = "fact"
    polarity: str = "affirmed"
    document: str | None = None
    handling: str = "TLP:CLEAR"
    schema: str = "Person"


class NoLedger:
    """A ledger that nobody wrote to."""

    def of_kind(self, kind: str) -> list[dict[str, Any]]:
        return []


def _row(table: Table, **known: Any) -> Any:
    """Make a row of a table, columns that do not matter here left empty."""
    empty: dict[str, Any] = {
        column.name: None if column.nullable else {"string": "", "int64": 0, "bool": False}.get(str(column.type), ())
        for column in table.columns
    }
    return table.row(**{**empty, "handling": "TLP:CLEAR", **known})


def _statement(claim: Claim) -> Statement:
    dataset = claim.entity_id.split(":", maxsplit=1)[0]
    values = claim._asdict()
    known = {name: values[name] for name in ("entity_id", "prop", "value", "prop_type", "handling", "schema")}
    id_ = statement_id(dataset, claim.entity_id, claim.prop, claim.value)
    row: Statement = _row(TABLES["statement"], id=id_, dataset=dataset, **known)
    return row


def _evidence(claim: Claim) -> Evidence:
    values = claim._asdict()
    known = {name: values[name] for name in ("hedge", "polarity", "handling")}
    statement = _statement(claim).id
    id_ = make_id(statement, claim.resource, claim.document, claim.hedge, claim.polarity)
    ids = {"statement_id": statement, "resource_id": claim.resource, "document_id": claim.document}
    row: Evidence = _row(TABLES["evidence"], id=id_, **ids, **known)
    return row


@pytest.fixture(scope="session")
def run_weigh(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., dict[str, pa.Table]]:
    """Run the stage over claims.

    `resources` and `documents` name their publishers, `merged` the canonical ids, `joined` the pairs that made them so.
    """
    folder, number = tmp_path_factory.mktemp("weigh"), itertools.count()

    def run(
        claims: Sequence[tuple[Any, ...]],
        *,
        resources: Mapping[str, str | None] | None = None,
        documents: Mapping[str, str | None] | None = None,
        letters: Mapping[str, str] | None = None,
        merged: Mapping[str, str] | None = None,
        joined: Sequence[tuple[str, str, float]] = (),
    ) -> dict[str, pa.Table]:
        made = [Claim(*claim) for claim in claims]
        resources = resources if resources is not None else {claim.resource: None for claim in made}
        pairs, links = [], []
        for left, right, chance in joined:
            known = {"probability": chance, "decision": "same", "reasons": "[]"}
            if left.startswith("zdoc-"):
                links.append(_row(TABLES["link"], source_id=left, target_id=right, kind="entity", **known))
            else:
                pairs.append(_row(TABLES["pair"], left_id=left, right_id=right, **known))
        entities = sorted({claim.entity_id for claim in made} | set(merged or {}))
        rows: dict[str, list[Any]] = {
            "statement": list({(one := _statement(claim)).id: one for claim in made}.values()),
            "evidence": [_evidence(claim) for claim in made],
            "resource": [_row(TABLES["resource"], id=r, publisher=p, dataset=r) for r, p in resources.items()],
            "document": [_row(TABLES["document"], id=d, publisher=p) for d, p in (documents or {}).items()],
            **{name: [] for name in ("quantity", "mention", "frame", "given")},
            "link": links,
            "pair": pairs,
            "canonical": [Canonical(id_, (merged or {}).get(id_, id_), "d", "TLP:CLEAR") for id_ in entities],
        }
        paths: dict[str, list[Path]] = {}
        for name, values in rows.items():
            paths[name] = [folder / f"{name}-{next(number)}.parquet"]
            TABLES[name].write(TABLES[name].from_rows(values), paths[name][0])
        publishers = {key: Publisher(key, key, Reliability(letter)) for key, letter in (letters or {}).items()}
        case = Case(folder, "test", publishers=publishers)
        computed = STAGE.compute(StageInput(case, paths, NoLedger()))
        return {table.name: table.arrange([part]) for table, part in computed}

    return run
