"""OpenSanctions' nested targets: every nested entity is one of its own, linked by id."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from counterflow.collect.find import read_head
from counterflow.collect.readers.ftm.entity_json import FtmJson
from counterflow.collect.readers.ftm.nested_json import FtmNestedJson
from counterflow.exc import InputError

Read = Callable[..., Any]


@pytest.fixture(scope="module")
def small(read_list: Read, lists_path: Path) -> Any:
    """The small file of the fixtures."""
    return read_list(lists_path / "ftm" / "targets.nested.json", reader=FtmNestedJson())


def test_targets_are_records(small: Any) -> None:
    """Two lines are two records; a nested object without an id is a problem of its line."""
    small.check()
    assert (small.tallies[0].records, small.tallies[0].parties) == (2, 2)
    (problem,) = small.problems
    assert (problem.severity, problem.record, problem.field) == ("value", "ex-2", "sanctions")
    assert problem.message == "a nested entity: the entity has no id"


def test_nested_entities_are_entities(small: Any) -> None:
    """An inverse property (`sanctions`) becomes the stored one (`entity`) of the nested entity."""
    assert small.values("ex-1-s", "entity") == ["ex-1"]
    assert small.values("ex-1-s", "listingDate") == ["2016-03-02"]
    assert small.values("ex-1", "addressEntity") == ["addr-1"]
    assert small.values("own-1", "owner") == ["ex-1"]
    assert small.values("own-1", "asset") == ["ex-2"]
    assert small.values("own-1", "percentage") == ["51"]
    assert {row.record for row in small.support("own-1", "asset")} == {"ex-1"}


def test_entities_nested_in_several_lines_are_one(small: Any) -> None:
    """The address that both targets have is one entity, said by both datasets."""
    full = [row for row in small.statements if row.entity_id == "addr-1" and row.prop == "full"]
    assert [(row.value, row.dataset) for row in full] == [
        ("12 Example Street, Dandong", "ex_list"),
        ("12 Example Street, Dandong", "ex_other"),
    ]
    assert small.entities("Company") == {"ex-2"}


def test_no_statement_comes_twice_in_a_record(tmp_path: Path, read_list: Read) -> None:
    """An entity that one line nests twice, once with less, is read once."""
    address = {"id": "a", "schema": "Address", "properties": {"full": ["1 Example Street"]}}
    inner = {"id": "c", "schema": "Company", "properties": {"name": ["C"], "addressEntity": [address]}}
    owned = {"id": "o", "schema": "Ownership", "properties": {"asset": [inner]}}
    line = {"id": "p", "schema": "Person", "properties": {"addressEntity": [address], "ownershipOwner": [owned]}}
    path = tmp_path / "targets.nested.json"
    path.write_text(json.dumps(line) + "\n", encoding="utf-8")
    reading = read_list(path, reader=FtmNestedJson())
    ids = [row.id for row in reading.statements]
    assert len(ids) == len(set(ids))
    assert reading.values("o", "owner") == ["p"]


def test_recognised_by_content(lists_path: Path, tmp_path: Path) -> None:
    """Nested entities tell the form from flat ones, also where the first target has none or a line is cut."""
    reader = FtmNestedJson()
    assert reader.recognise(read_head(lists_path / "ftm" / "targets.nested.json"))
    assert not reader.recognise(read_head(lists_path / "ftm" / "entities.ftm.json"))
    flat = {"id": "p", "schema": "Person", "properties": {"name": ['"x": [{"id": 1}]']}}
    path = tmp_path / "one.json"
    path.write_text(json.dumps(flat) + "\n", encoding="utf-8")
    assert not reader.recognise(read_head(path))
    assert FtmJson().recognise(read_head(path))
    nested = {"id": "s", "schema": "Sanction", "properties": {}}
    long = {"id": "q", "schema": "Person", "properties": {"sanctions": [nested], "notes": ["n" * 70_000]}}
    path.write_text(json.dumps(flat) + "\n" + json.dumps(long) + "\n", encoding="utf-8")
    assert reader.recognise(read_head(path))


def test_truncated(lists_path: Path, tmp_path: Path, read_list: Read) -> None:
    """A file that ends inside a target is refused."""
    data = (lists_path / "ftm" / "targets.nested.json").read_bytes()
    path = tmp_path / "targets.nested.json"
    path.write_bytes(data[:-40])
    with pytest.raises(InputError, match="ends inside a record"):
        read_list(path, reader=FtmNestedJson())
