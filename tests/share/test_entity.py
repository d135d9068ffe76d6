"""Entities are what FollowTheMoney's own classes make of the same statements."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from followthemoney.dataset import Dataset
from followthemoney.statement import Statement, StatementEntity

from counterflow.engine import Engine
from counterflow.share.entity import EntityDict, make_entity
from counterflow.share.export import ALL_SQL
from counterflow.share.page import ExportEntity, read_groups
from counterflow.share.selection import select_statements

Make = Callable[..., Any]
OpenBuild = Callable[..., Engine]


def read(engine: Engine) -> dict[str, ExportEntity]:
    """Read everything that leaves, by canonical id."""
    select_statements(engine, "TLP:GREEN")
    engine.register("wanted", engine.query(ALL_SQL))
    return {entity.canonical_id: entity for _, group in read_groups(engine) for entity in group}


def as_ftm(entity: ExportEntity) -> dict[str, Any]:
    """Give what FtM makes of an entity's statements, lists sorted."""
    columns = set(Statement.__init__.__annotations__) - {"return"}
    statements = [Statement(**{k: v for k, v in one._asdict().items() if k in columns}) for one in entity.statements]
    data = StatementEntity.from_statements(Dataset.make({"name": "test"}), statements).to_dict()
    lists: dict[str, Any] = {name: sorted(data[name]) for name in ("referents", "datasets", "origin") if name in data}
    return {**data, **lists, "properties": {prop: sorted(values) for prop, values in data["properties"].items()}}


def ours(data: EntityDict) -> dict[str, Any]:
    """Leave out what FtM's class does not know: the date of the last change and whether it is a target."""
    return {name: value for name, value in data.items() if name not in ("last_change", "target")}


def test_an_entity_is_what_ftm_makes_of_it(open_build: OpenBuild, state: Make) -> None:
    """All fields agree with `StatementEntity.to_dict`."""
    statements = [
        state(
            "un-1", "LegalEntity", "name", "Ost Trading", origin="un/1", first_seen="2020-01-01", last_seen="2024-01-01"
        ),
        state("un-1", "LegalEntity", "country", "kp", origin="un/1", dataset="un_list"),
        state("us-7", "Company", "name", "Ost Trading", origin="us/1", dataset="us_list"),
        state("us-7", "Company", "jurisdiction", "kp", origin="us/1", dataset="us_list"),
    ]
    clusters, schemata, captions = {"us-7": "un-1"}, {"un-1": "Company"}, {"un-1": "Ost Trading"}
    found = read(open_build(statements, clusters=clusters, schemata=schemata, captions=captions))["un-1"]
    entity = make_entity(found)
    assert ours(entity) == as_ftm(found)
    assert (entity["schema"], entity["referents"]) == ("Company", ["us-7"])
    assert (entity["first_seen"], entity["last_seen"]) == ("2020-01-01", "2024-05-01")
    assert entity["last_change"] == "2024-03-01"
    assert entity["datasets"] == ["port_authority", "un_list", "us_list"]


def test_an_entity_of_ours_becomes_its_parent(open_build: OpenBuild, state: Make) -> None:
    """A seizure is an event with what an event has; without any name it is captioned by the label of its schema."""
    statements = [
        state("raid", "Seizure", "date", "2024-03-02"),
        state("raid", "Seizure", "quantity", "150 kilograms"),
        state("bare", "Seizure", "id", "bare"),
    ]
    found = read(open_build(statements))
    raid = make_entity(found["raid"])
    assert ours(raid) == as_ftm(found["raid"]) | {"origin": []}
    assert (raid["schema"], raid["properties"]) == ("Event", {"date": ["2024-03-02"]})
    bare = make_entity(found["bare"])
    assert (bare["caption"], bare["properties"]) == ("Event", {})


@pytest.mark.parametrize(
    ("topics", "listed", "target"),
    [
        (["sanction"], {"p": None}, True),
        (["sanction"], {"p": "2024-05-01"}, False),
        (["role.pep"], {}, True),
        (["role.diplo"], {}, False),
        ([], {}, False),
    ],
)
def test_targets(
    open_build: OpenBuild, state: Make, topics: list[str], listed: dict[str, str | None], target: bool
) -> None:
    """Topics of risk make a target; the sanction of a delisted party does not."""
    statements = [state("p", "Person", "name", "Kim"), *(state("p", "Person", "topics", topic) for topic in topics)]
    assert make_entity(read(open_build(statements, listed=listed))["p"])["target"] is target


def test_a_name_that_stays_is_no_caption(open_build: OpenBuild, state: Make, support: Make) -> None:
    """The caption of the build is used only if that name itself leaves."""
    secret, known = state("p", "Person", "name", "Agent X"), state("p", "Person", "name", "Kim Chol")
    evidence = [support(secret, handling="TLP:RED"), support(known)]
    engine = open_build([secret, known], evidence=evidence, captions={"p": "Agent X"})
    assert make_entity(read(engine)["p"])["caption"] == "Kim Chol"
