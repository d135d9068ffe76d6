"""An index opened: entities by number and id; damage is told."""

from __future__ import annotations

import itertools
import json
import shutil
import threading
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from counterflow.compare.fact import Facts
from counterflow.compare.frame import Names, Vocabulary
from counterflow.compare.index.files import replacing
from counterflow.compare.index.layout import PARTIES, TOKENS, columns_in
from counterflow.compare.index.store import Index
from counterflow.exc import InputError, NotFoundError

from .conftest import build, entities, person


def test_every_column_of_a_frame_is_stored() -> None:
    """A field that is added to a frame cannot be forgotten by the index."""
    fields = [f"vocabulary.{field}" for field in Vocabulary._fields]
    fields += (
        [f"names.{field}" for field in Names._fields] + [f"facts.{field}" for field in Facts._fields] + ["name_at"]
    )
    assert sorted([*columns_in(PARTIES), *columns_in(TOKENS)]) == sorted([*fields, "id", "id_at"])


@settings(max_examples=25)
@given(parties=entities(max_size=40))
def test_entities_come_back_whole(parties: list[dict[str, Any]], tmp_path_factory: pytest.TempPathFactory) -> None:
    """Each party is found by its id and is what was put in; numbers follow the ids."""
    folder = tmp_path_factory.mktemp("store")
    index = build(parties, folder / "index")
    kept = {entity["id"]: entity for entity in parties if entity["schema"] != "Ownership"}
    assert [index.entity_id(number) for number in range(len(index))] == sorted(kept)
    assert {entity_id: index.entity(index.number(entity_id)) for entity_id in kept} == kept
    shutil.rmtree(folder)


def test_an_unknown_id_is_not_found(small_index: Index) -> None:
    """The message names the id."""
    with pytest.raises(NotFoundError, match="'nobody'"):
        small_index.number("nobody")


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (lambda path: (path / "manifest.json").unlink(), "no index is here: manifest.json is missing"),
        (lambda path: (path / "manifest.json").write_text("{"), "manifest.json cannot be read"),
        (lambda path: (path / "manifest.json").write_text("[]"), "the index has format None"),
        (
            lambda path: (path / "manifest.json").write_text('{"format": "counterflow-index-0"}'),
            "format 'counterflow-index-0'",
        ),
        (lambda path: (path / "posting.npy").unlink(), "posting.npy cannot be read: .*No such file"),
        (lambda path: (path / "posting.npy").write_bytes(b"\x93NUMPY"), "posting.npy cannot be read"),
        (lambda path: shutil.copy(path / "name_at.npy", path / "posting.npy"), "posting.npy has .* bytes, not"),
        (lambda path: (path / "record.bin").write_bytes(b""), "record.bin is missing or cut off"),
        (lambda path: (path / "sources.json").unlink(), "sources.json is missing"),
    ],
)
def test_damage_is_told(small_index: Index, damage: Any, message: str) -> None:
    """What cannot be used is an error that says which file and what to do, never a wrong answer."""
    damage(small_index.directory)
    with pytest.raises(InputError, match=message) as caught:
        Index.open(small_index.directory)
    assert "Build the index again" in str(caught.value)


def test_another_algorithm_is_told(small_index: Index) -> None:
    """An index holds what one version of the analysis found; another one cannot read it."""
    path = small_index.directory / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"algorithm": "bits-v0"}))
    with pytest.raises(InputError, match="algorithm 'bits-v0'"):
        Index.open(small_index.directory)


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    """The same error as for a folder without an index."""
    with pytest.raises(InputError, match="no index is here"):
        Index.open(tmp_path / "nothing")


def test_an_index_is_opened_whole_while_another_takes_its_place(tmp_path: Path) -> None:
    """Two versions of which each file differs take turns; what is opened is one of them, never some of each."""
    place, versions = tmp_path / "index", {}
    for count in (300, 400):
        index = build([person(f"p-{i}", f"Name {i} {count}") for i in range(count)], tmp_path / str(count))
        versions[index.manifest.fingerprint] = count
    shutil.copytree(tmp_path / "300", place)
    done = threading.Event()

    def take_turns() -> None:
        for turn in itertools.count():
            if done.wait(0.03):
                return
            with replacing(place) as partial:
                shutil.copytree(tmp_path / str((300, 400)[turn % 2]), partial, dirs_exist_ok=True)

    writer = threading.Thread(target=take_turns)
    writer.start()
    try:
        seen = set()
        for _ in range(100):
            index = Index.open(place)
            count = versions[index.manifest.fingerprint]
            seen.add(count)
            assert len(index) == count
            assert index.entity(count - 1)["properties"]["name"][0].endswith(str(count))
    finally:
        done.set()
        writer.join()
    assert seen == {300, 400}
