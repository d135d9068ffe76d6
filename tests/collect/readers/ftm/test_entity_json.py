"""FtM entities: every value is a statement or a problem, and a file is read as `ftm` tools read it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from followthemoney import model
from followthemoney.statement import Statement as FtmStatement
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from counterflow.collect.reader import Head
from counterflow.collect.readers.ftm.entity_json import FtmJson
from counterflow.exc import InputError

Read = Callable[..., Any]


@pytest.fixture(scope="module")
def small(read_list: Read, lists_path: Path) -> Any:
    """The small file of the fixtures."""
    return read_list(lists_path / "ftm" / "entities.ftm.json")


def test_entities_are_parties(small: Any) -> None:
    """Four entities of seven lines; the others are in quarantine, each with its reason."""
    small.check()
    assert (small.tallies[0].records, small.tallies[0].parties) == (7, 4)
    assert [message.split(":")[0] for message in small.messages("record")] == [
        "schema 'Wizard' is not known",
        "the entity has no id",
        "no valid JSON",
    ]


def test_values(small: Any) -> None:
    """Values keep property, dataset and dates of the entity; evidence names entity and property."""
    assert small.values("ofac-12209", "alias") == ["BUREAU 39"]
    row = next(row for row in small.statements if row.value == "BUREAU 39")
    assert (row.dataset, row.first_seen, row.last_seen) == ("us_ofac_sdn", "2010-11-18", "2024-05-01")
    (evidence,) = small.support("ofac-12209", "alias")
    assert (evidence.record, evidence.field, evidence.text) == ("ofac-12209", "alias", "BUREAU 39")
    assert small.values("ofac-12209-sanction", "entity") == ["ofac-12209"]
    assert small.values("ofac-12209-sanction", "listingDate") == ["2010"]


def test_statement_ids_are_ftms(small: Any) -> None:
    """A statement's id is FtM's own key, so both know which statements are the same."""
    for row in small.statements:
        assert row.id == FtmStatement.make_key(row.dataset, row.entity_id, row.prop, row.value, row.external)


def test_a_bare_entity_is_kept(small: Any) -> None:
    """An entity without a value is one statement of FtM's `id`."""
    (row,) = [row for row in small.statements if row.entity_id == "bare-1"]
    assert (row.prop, row.prop_type, row.value, row.schema) == ("id", "id", "bare-1", "Company")
    assert row.dataset == "own_list"


def test_odd_values_are_problems(small: Any) -> None:
    """An unknown property, one that only points back, no country and a nested value are problems, not crashes."""
    assert small.values("odd-1", "name") == ["Example Trading"]
    assert sorted(row.field for row in small.problems if row.record == "odd-1") == [
        "birthDate",
        "country",
        "notes",
        "sanctions",
    ]


def test_recognised_by_content() -> None:
    """A first line with id, schema and properties; other JSON is not ours."""
    line = b'{"id": "a", "schema": "Person", "properties": {"name": ["x"]}}'
    assert FtmJson().recognise(Head(Path("x.json"), line))
    assert FtmJson().recognise(Head(Path("x.txt"), b"\xef\xbb\xbf\n" + line + b"\nrest"))
    assert FtmJson().recognise(Head(Path("x.json"), line[:-5]))
    assert not FtmJson().recognise(Head(Path("x.json"), b'[{"id": "a"}]'))
    assert not FtmJson().recognise(Head(Path("x.json"), b'{"type": "bundle", "id": "bundle--1", "objects": []}'))
    assert not FtmJson().recognise(Head(Path("x.json"), b""))


def test_refused(tmp_path: Path, lists_path: Path, read_list: Read) -> None:
    """A last line that was cut off, or a byte that is not UTF-8, refuses the file with the line."""
    lines = (lists_path / "ftm" / "entities.ftm.json").read_bytes().splitlines(keepends=True)
    path = tmp_path / "cut.ftm.json"
    path.write_bytes(lines[0] + lines[1][:-30])
    with pytest.raises(InputError, match="ends inside a record") as caught:
        read_list(path)
    assert caught.value.where == "cut.ftm.json, line 2"
    path.write_bytes(lines[0] + b'{"id": "\xff"}\n')
    with pytest.raises(InputError, match="not UTF-8"):
        read_list(path)


def test_surrogates_and_depth(tmp_path: Path, lists_path: Path, read_list: Read) -> None:
    """Half a character and endless nesting, which JSON can carry and tables cannot, are problems."""
    path = tmp_path / "odd.ftm.json"
    good = (lists_path / "ftm" / "entities.ftm.json").read_text().splitlines()[0]
    half = (
        '{"id": "s", "schema": "Company", "properties": {"name": ["\\ud800"], "alias\\udfff": ["x"], "alias": ["y"]}}'
    )
    deep = '{"id": "d", "schema": "Company", "properties": ' + "[" * 100_000
    path.write_text("\n".join([good, half, deep, good.replace("12209", "1"), ""]))
    reading = read_list(path)
    reading.check()
    assert reading.values("s", "alias") == ["y"]
    assert len(reading.messages("record")) == 1


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=6,
)
_ENTITIES = st.fixed_dictionaries(
    {},
    optional={
        "id": st.one_of(st.just("x-1"), _JSON),
        "schema": st.one_of(st.sampled_from(sorted(model.schemata)), _JSON),
        "properties": st.one_of(
            st.dictionaries(
                st.sampled_from(["name", "country", "birthDate", "entity", "imoNumber", "topics", "x"]),
                st.lists(_JSON | st.text(max_size=20), max_size=3) | _JSON,
                max_size=4,
            ),
            _JSON,
        ),
        "datasets": _JSON,
        "first_seen": _JSON | st.just("2020-01-01"),
    },
)


@pytest.mark.slow
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(entity=st.one_of(_ENTITIES, _JSON))
def test_mutations(entity: Any, tmp_path: Path, lists_path: Path, read_list: Read) -> None:
    """Whatever JSON a line holds, it is a party or a problem, and the books balance."""
    path = tmp_path / "any.ftm.json"
    good = (lists_path / "ftm" / "entities.ftm.json").read_text(encoding="utf-8").splitlines()[0]
    path.write_text(f"{good}\n{json.dumps(entity)}\n", encoding="utf-8")
    reading = read_list(path)
    reading.check()
    assert reading.tallies[0].records == 2
    assert reading.tallies[0].parties >= 1


def _write(path: Path, *entities: dict[str, Any] | str) -> Path:
    lines = [one if isinstance(one, str) else json.dumps(one) for one in entities]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_one_id_is_one_kind_of_thing(tmp_path: Path, read_list: Read) -> None:
    """A person and a ship under one id are two parties; a company under an id of a legal entity is the same."""
    rows = [
        {"id": id_, "schema": schema, "properties": {"name": [name]}}
        for id_, schema, name in (("a", "Person", "A"), ("a", "Vessel", "B"), ("b", "LegalEntity", "C"))
    ]
    reading = read_list(_write(tmp_path / "x.json", *rows, {**rows[2], "schema": "Company"}))
    reading.check()
    assert reading.messages("record") == ["id 'a' was used before for a Person, and this is a Vessel"]
    assert reading.values("a", "name") == ["A"]


def test_what_json_allows_and_no_name_is(tmp_path: Path, read_list: Read) -> None:
    """Infinite numbers are no values; numbers and lists beyond measure, and odd ids, say what is wrong with them."""
    good = [{"id": f"g{number}", "schema": "Person", "properties": {}} for number in range(4)]
    head = '{"id": "a", "schema": "Person", "properties": {"name": ['
    reading = read_list(
        _write(tmp_path / "x.json", *good, head + "NaN, 1e999]}}", head + "9" * 5000 + "]}}", head + "[" * 100_000,
               {"id": "line\nbreak", "schema": "Person", "properties": {}})
    )  # fmt: skip
    assert reading.messages("value") == ["the value is not text", "the value is not text"]
    assert reading.messages("record") == [
        "a number has too many digits",
        "the JSON is nested too deeply",
        "the id cannot be used",
    ]
