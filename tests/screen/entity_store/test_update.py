"""A store changed holds what one made anew would hold."""

from __future__ import annotations

import sqlite3
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterflow.exc import InputError
from counterflow.screen.entity_store.layout import FILE
from counterflow.screen.entity_store.read import EntityStore
from counterflow.screen.entity_store.search import FACETS, SearchQuery
from counterflow.screen.entity_store.update import update_store
from counterflow.screen.entity_store.write import make_store

_CONTENT = (
    "SELECT * FROM about ORDER BY 1",
    "SELECT id, schema, caption, first_seen, last_seen, last_change, target, weight FROM entity ORDER BY id",
    "SELECT e.id, r.json FROM entity e JOIN record r USING (number) ORDER BY 1",
    "SELECT f.id, e.id FROM former_id f JOIN entity e USING (number) ORDER BY 1, 2",
    "SELECT g.target_id, g.property, e.id FROM edge g JOIN entity e ON e.number = g.source ORDER BY 1, 2, 3",
    "SELECT kind, value, folded FROM term ORDER BY 1, 2",
    "SELECT e.id, m.kind, t.value FROM mark m JOIN entity e ON e.number = m.entity"
    " JOIN term t ON t.number = m.term ORDER BY 1, 2, 3",
    "SELECT t.kind, t.value, y.schema, y.count FROM tally y LEFT JOIN term t ON t.number = y.term ORDER BY 1, 2, 3",
    "SELECT v.term, v.col, e.id, v.offset FROM vocabulary v JOIN entity e ON e.number = v.doc ORDER BY 1, 2, 3, 4",
    *(f"SELECT '{table}', count(*) FROM {table}" for table in ("record", "former_id", "edge", "mark", "tally")),
)


def content(folder: Path) -> list[list[tuple[Any, ...]]]:
    """All tables of a store in order; an entity stands for its number."""
    connection = sqlite3.connect(folder / FILE)
    connection.execute("CREATE VIRTUAL TABLE temp.vocabulary USING fts5vocab (main, word, instance)")
    connection.execute("INSERT INTO word (word) VALUES ('integrity-check')")
    found = [connection.execute(query).fetchall() for query in _CONTENT]
    connection.close()
    return found


_NAMES = st.sampled_from(["Ri Yong Ho", "Müller", "Владимир", "北京", "Ri", ""])
_IDS = st.sampled_from("abcdef")
_ENTITIES = st.fixed_dictionaries(
    {
        "id": _IDS,
        "schema": st.sampled_from(["Person", "Company", "Sanction", "Ownership"]),
        "properties": st.fixed_dictionaries(
            {},
            optional={
                "name": st.lists(_NAMES, max_size=3),
                "country": st.lists(st.sampled_from(["kp", "ru", "KP"]), max_size=2),
                "topics": st.lists(st.sampled_from(["sanction", "crime"]), max_size=2),
                "entity": st.lists(_IDS, max_size=2),
                "owner": st.lists(_IDS, max_size=2),
                "idNumber": st.lists(st.sampled_from(["1", "2"]), max_size=2),
            },
        ),
        "datasets": st.lists(st.sampled_from(["un", "us"]), max_size=2),
        "referents": st.lists(_IDS, max_size=2),
        "last_change": st.sampled_from([None, "2024-01-01", "2025-01-01T00:00:00"]),
    }
)
_LISTS = st.lists(_ENTITIES, max_size=6, unique_by=lambda one: str(one["id"]))


@given(_LISTS, st.lists(st.tuples(st.lists(_ENTITIES, max_size=4), st.lists(_IDS, max_size=3)), max_size=3))
@settings(max_examples=60, deadline=None)
def test_changed_equals_made_anew(first: list[Any], deltas: list[tuple[list[Any], list[str]]]) -> None:
    """Delta after delta gives every table the rows of a store made of what is left; and searches answer the same."""
    with tempfile.TemporaryDirectory() as temporary:
        place = Path(temporary) / "0"
        place.mkdir()
        make_store(first, place)
        held = {one["id"]: one for one in first}
        for number, (changed, removed) in enumerate(deltas, 1):
            new = Path(temporary) / str(number)
            new.mkdir()
            held = {key: one for key, one in held.items() if key not in removed} | {one["id"]: one for one in changed}
            assert update_store(place, new, changed, removed) == len(held)
            place = new
        anew = Path(temporary) / "anew"
        anew.mkdir()
        make_store([held[key] for key in sorted(held)], anew)
        assert content(place) == content(anew)
        assert answers(place) == answers(anew)


def answers(folder: Path) -> list[Any]:
    """What a client sees of a store."""
    store = EntityStore.open(folder, connections=1)
    found: list[Any] = [store.search(SearchQuery(text, facets=FACETS)) for text in ("", "ri", "kp OR ri", "country:kp")]
    found += [(store.resolve(one), store.counts()) for one in "abcdef"]
    found += [store.nested(one) for one in found[0].entities]
    store.close()
    return found


@pytest.mark.slow
def test_processes_make_the_same_store(network: list[dict[str, Any]], tmp_path: Path) -> None:
    """However many make the rows."""
    one, two = tmp_path / "one", tmp_path / "two"
    one.mkdir()
    two.mkdir()
    assert make_store(network, one) == make_store(network, two, workers=2)
    assert content(one) == content(two)


def test_the_old_store_is_untouched(network: list[dict[str, Any]], tmp_path: Path) -> None:
    """A delta is written elsewhere, so whoever reads the old one goes on."""
    old, new = tmp_path / "old", tmp_path / "new"
    old.mkdir()
    new.mkdir()
    make_store(network, old)
    before = (old / FILE).read_bytes()
    assert update_store(old, new, [], ["ship"]) == len(network) - 1
    assert (old / FILE).read_bytes() == before


def test_there_must_be_a_store(tmp_path: Path) -> None:
    """Without one, the index is to be built."""
    with pytest.raises(InputError, match="no entity store"):
        update_store(tmp_path, tmp_path, [], [])
