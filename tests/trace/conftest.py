"""Small cases for `trace`: entities with properties in, edges out, through the stages before it."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from counterflow.case import Case
from counterflow.model.identity import make_id, statement_id
from counterflow.model.schema import get_property
from counterflow.resolve import STAGE as RESOLVE
from counterflow.stage import StageInput, WholeStage
from counterflow.tables import EVIDENCE, STATEMENT, TABLES, Evidence, Statement
from counterflow.trace import STAGE as TRACE
from counterflow.weigh import STAGE as WEIGH


class Judgements:
    """A ledger that holds POSITIVE judgements only."""

    def __init__(self, pairs: Sequence[tuple[str, str]]) -> None:
        self.entries = [{"left_id": left, "right_id": right, "judgement": "positive"} for left, right in pairs]

    def of_kind(self, kind: str) -> list[dict[str, Any]]:
        return self.entries if kind == "judgement" else []


def _rows(entity_id: str, schema: str, prop: str, value: str, polarity: str) -> tuple[Statement, Evidence]:
    dataset = entity_id.split(":", maxsplit=1)[0]
    id_ = statement_id(dataset, entity_id, prop, value)
    type_ = get_property(schema, prop).type.name
    head = (id_, entity_id, entity_id, prop, type_, schema, value, dataset)
    statement = Statement(*head, None, None, None, False, None, None, "TLP:CLEAR")
    passage = (
        None,
        None,
        None,
        None,
        None,
        value,
        None,
        (),
        "fact",
        polarity,
        None,
        None,
        None,
        None,
        "test/1",
        "TLP:CLEAR",
    )
    return statement, Evidence(make_id(id_, polarity), id_, dataset, *passage)


@pytest.fixture(scope="session")
def run_trace(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., list[dict[str, Any]]]:
    """Run resolve, weigh and trace; `same` names pairs judged to be one, `denied` entities whose values are denied."""
    folder, number = tmp_path_factory.mktemp("trace"), itertools.count()

    def run(
        entities: Sequence[tuple[str, str, Mapping[str, Sequence[str]]]],
        *,
        same: Sequence[tuple[str, str]] = (),
        denied: Sequence[str] = (),
        wanted: str = "edge",
    ) -> list[dict[str, Any]]:
        here = folder / str(next(number))
        here.mkdir()
        paths: dict[str, list[Path]] = {name: [here / f"{name}.parquet"] for name in TABLES}
        rows = [
            _rows(entity_id, schema, prop, value, "denied" if entity_id in denied else "affirmed")
            for entity_id, schema, properties in entities
            for prop, values in properties.items()
            for value in values
        ]
        STATEMENT.write(STATEMENT.from_rows([row[0] for row in rows]), paths["statement"][0])
        EVIDENCE.write(EVIDENCE.from_rows([row[1] for row in rows]), paths["evidence"][0])
        written: dict[str, list[dict[str, Any]]] = {}
        for stage in (RESOLVE, WEIGH, TRACE):
            for table, part in _compute(stage, here, paths, same):
                arranged = table.arrange([part])
                table.write(arranged, paths[table.name][0])
                written[table.name] = arranged.to_pylist()
        return written[wanted]

    return run


def _compute(stage: WholeStage, root: Path, paths: Mapping[str, list[Path]], same: Sequence[tuple[str, str]]) -> Any:
    reads = {table.name: paths[table.name] for table in stage.reads}
    computed: list[tuple[Any, pa.Table]] = list(stage.compute(StageInput(Case(root, "test"), reads, Judgements(same))))
    return computed
