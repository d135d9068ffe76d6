"""Making a store."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from counterflow.exc import InputError, StorageError
from counterflow.screen.entity_store.layout import FILE
from counterflow.screen.entity_store.read import EntityStore
from counterflow.screen.entity_store.row import make_row, pack, unpack
from counterflow.screen.entity_store.search import SearchQuery
from counterflow.screen.entity_store.write import make_store


def test_progress_is_told(network: list[dict[str, Any]], tmp_path: Path) -> None:
    """The stage and the entities done; the total is given back."""
    told: list[tuple[str, int]] = []
    assert make_store(network, tmp_path, tell=lambda stage, done: told.append((stage, done))) == len(network)
    assert told == [("store", len(network))]


def test_two_entities_of_one_id_are_refused(network: list[dict[str, Any]], tmp_path: Path) -> None:
    """Nothing is left behind."""
    with pytest.raises(InputError, match="one id"):
        make_store([*network, network[0]], tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_is_said(network: list[dict[str, Any]], tmp_path: Path) -> None:
    """As an error of storage."""
    with pytest.raises(StorageError):
        make_store(network, tmp_path / "nowhere")


def test_nothing_is_left_of_a_store_that_fails(tmp_path: Path) -> None:
    """What went wrong where the entities came from is told as it is."""

    def broken() -> Any:
        yield {"id": "a", "schema": "Person", "properties": {"name": ["A"]}}
        raise OSError("gone")

    with pytest.raises(OSError, match="gone"):
        make_store(broken(), tmp_path)
    assert not (tmp_path / FILE).exists()


def test_odd_entities_are_kept(tmp_path: Path) -> None:
    """Unknown schemata and properties, lone surrogates, no properties, numbers for values."""
    odd: list[dict[str, Any]] = [
        {"id": "a", "schema": "Nothing", "properties": {"name": ["Odd\udc80 One"], "strange": ["value", 3]}},
        {"id": "b", "schema": "Person", "properties": {}, "datasets": ["x y\udc80"], "last_change": "never"},
        {"id": "c\x00", "schema": "Person", "properties": {"nothing": ["here"], "country": ["\x00"]}},
    ]
    make_store(odd, tmp_path)
    store = EntityStore.open(tmp_path, connections=1)
    assert [store.get(one["id"]) for one in odd] == odd
    assert [one["id"] for one in store.search(SearchQuery("strange OR value")).entities] == ["a"]
    assert store.search(SearchQuery("", facets=("datasets", "countries"))).total == 3
    assert [store.nested(one) for one in odd] == odd
    store.close()


def test_a_record_comes_back(network: list[dict[str, Any]]) -> None:
    """Compressed and read again, an entity is the same; its row is that of its copy."""
    for one in network:
        assert unpack(pack(one)) == one
        assert make_row(unpack(pack(one))) == make_row(one)
