"""A store opened: ids, counts, suggestions, threads, and a folder replaced under it."""

from __future__ import annotations

import shutil
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from counterflow.exc import InputError
from counterflow.screen.entity_store.filter import Filter, searched_schemata
from counterflow.screen.entity_store.layout import FILE
from counterflow.screen.entity_store.read import EntityStore
from counterflow.screen.entity_store.search import SearchQuery
from counterflow.screen.entity_store.sort import read_sorts
from counterflow.screen.entity_store.write import make_store


def test_entities_come_back_whole(store: EntityStore, network: list[dict[str, Any]]) -> None:
    """Each by its id, unchanged."""
    assert [store.get(one["id"]) for one in network] == network
    assert store.get("ofac-12209") is None


@pytest.mark.parametrize(
    ("entity_id", "expected"), [("NK-ri", "NK-ri"), ("ofac-12209", "NK-ri"), ("un/6908524", "NK-ri"), ("x\udc80", None)]
)
def test_former_ids_lead_to_the_entity(store: EntityStore, entity_id: str, expected: str | None) -> None:
    """An id that a list gave leads to that of the cluster."""
    assert store.resolve(entity_id) == expected


def test_counts(store: EntityStore) -> None:
    """By schema, and by dataset and schema."""
    counts = store.counts()
    assert counts.entities == 11
    assert counts.schemata["Person"] == 3
    assert counts.datasets["eu_fsf"] == {"Company": 1, "Directorship": 1, "Person": 1}


@pytest.mark.parametrize(
    ("prefix", "expected"),
    [("ocean mar", ["omm"]), ("r", ["NK-ri"]), ("リ", []), ("北京外", ["beijing/1"]), ("ship", ["ship"]), ("", [])],
)
def test_suggestions(store: EntityStore, prefix: str, expected: list[str]) -> None:
    """By the beginning of a name, or by an id typed whole."""
    assert [one["id"] for one in store.suggest(prefix)] == expected


def test_suggestions_of_a_schema(store: EntityStore) -> None:
    """The filter of a search narrows suggestions too."""
    assert store.suggest("ri", Filter(schemata=searched_schemata("Vessel"))) == []


def test_more_threads_than_connections(store: EntityStore) -> None:
    """Searches wait for a connection and do not disturb each other."""
    texts = ["ri yong", "ocean", "pyongyang", "chong", "petrov"] * 20
    expected = [store.search(SearchQuery(text)) for text in texts]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lambda text: store.search(SearchQuery(text)), texts)) == expected


def test_a_store_outlives_its_folder(network: list[dict[str, Any]], tmp_path: Path) -> None:
    """What takes the folder's place later is not read; all connections stay with the first."""
    place, new = tmp_path / "index", tmp_path / "new"
    place.mkdir()
    new.mkdir()
    make_store(network, place)
    make_store(network[:1], new)
    opened = EntityStore.open(place, connections=3)
    place.rename(tmp_path / "old")
    new.rename(place)
    shutil.rmtree(tmp_path / "old")
    with ThreadPoolExecutor(3) as pool:
        totals = list(pool.map(lambda _: opened.search(SearchQuery("")).total, range(12)))
    opened.close()
    assert set(totals) == {len(network)}


def test_what_is_no_store_is_said(tmp_path: Path) -> None:
    """A missing file, and one that holds something else."""
    with pytest.raises(InputError, match="no entity store"):
        EntityStore.open(tmp_path)
    (tmp_path / FILE).write_bytes(b"no database" * 100)
    with pytest.raises(InputError):
        EntityStore.open(tmp_path)


def test_another_format_is_refused(network: list[dict[str, Any]], tmp_path: Path) -> None:
    """A store that another version wrote is not read as if it were of this one."""
    make_store(network, tmp_path)
    data = (tmp_path / FILE).read_bytes()
    (tmp_path / FILE).write_bytes(data.replace(b"entity-store-", b"entity-other-"))
    with pytest.raises(InputError, match="format"):
        EntityStore.open(tmp_path)


@pytest.mark.parametrize("record", [b"", b"\xff\xff", b"\x03\x00"], ids=["gone", "no deflate", "no JSON"])
def test_damage_inside_a_record_is_told_as_damage(record: bytes, network: list[dict[str, Any]], tmp_path: Path) -> None:
    """Read alone, on a page of results, and where SQLite orders by what records hold."""
    make_store(network, tmp_path)
    with sqlite3.connect(tmp_path / FILE) as connection:
        connection.execute("UPDATE record SET json = ?", [record])
    connection.close()
    store = EntityStore.open(tmp_path)
    try:
        for read in (
            lambda: store.get("NK-ri"),
            lambda: store.search(SearchQuery()),
            lambda: store.search(SearchQuery(sort=read_sorts(["properties.birthDate"]))),
        ):
            with pytest.raises(InputError, match="cannot be read") as caught:
                read()
            assert caught.value.where == str(tmp_path / FILE)
    finally:
        store.close()
