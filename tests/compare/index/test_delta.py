"""A delta gives the bytes of a rebuild."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterflow.compare.index.build import build_index
from counterflow.compare.index.delta import apply_delta
from counterflow.compare.index.store import Index
from counterflow.exc import InputError, NotFoundError, UsageError

from .conftest import company, entities, files_of, person

PARTY = ("Person", "Company", "Vessel", "LegalEntity")


@pytest.mark.slow
@settings(max_examples=60)
@given(old=entities(), new=entities())
def test_a_delta_equals_a_rebuild(old: list[dict[str, Any]], new: list[dict[str, Any]]) -> None:
    """Every file but the list of sources has the same bytes, and so has the manifest."""
    known = {entity["id"]: entity for entity in old if entity["schema"] in PARTY}
    wanted = {entity["id"]: entity for entity in new if entity["schema"] in PARTY}
    changed = [entity for entity_id, entity in wanted.items() if known.get(entity_id) != entity]
    removed = [entity_id for entity_id in known if entity_id not in wanted]
    with tempfile.TemporaryDirectory() as folder:
        one, other = Path(folder) / "one", Path(folder) / "other"
        build_index(old, one, workers=1)
        build_index(new, other, workers=1)
        apply_delta(one, changed, removed)
        assert files_of(one) == files_of(other)


@settings(max_examples=20)
@given(old=entities(max_size=40), data=st.data())
def test_removing_and_adding_again_changes_nothing(old: list[dict[str, Any]], data: st.DataObject) -> None:
    """A party that goes and comes back leaves no trace."""
    parties = [entity for entity in old if entity["schema"] in PARTY]
    some = data.draw(st.lists(st.sampled_from(parties), unique_by=lambda e: e["id"])) if len(parties) > 0 else []
    with tempfile.TemporaryDirectory() as folder:
        directory = Path(folder) / "index"
        build_index(old, directory, workers=1)
        before = files_of(directory)
        apply_delta(directory, [], [entity["id"] for entity in some])
        apply_delta(directory, some, [])
        assert files_of(directory) == before


def test_the_sources_tell_of_the_delta(tmp_path: Path) -> None:
    """Where an index came from stays known."""
    build_index([person("a", "A")], tmp_path / "index", workers=1)
    apply_delta(tmp_path / "index", [person("b", "B")], ["a"], version="2022-01-03")
    first, second = Index.open(tmp_path / "index").manifest.sources
    assert (first.entities, second.entities, second.version) == (1, 1, "2022-01-03")


def test_what_cannot_be_applied_changes_nothing(tmp_path: Path) -> None:
    """Unknown ids, ids that stand twice and ids that are changed and removed at once are errors."""
    directory = tmp_path / "index"
    build_index([person("a", "A")], directory, workers=1)
    before = files_of(directory)
    with pytest.raises(NotFoundError, match="'z'"):
        apply_delta(directory, [], ["z"])
    with pytest.raises(UsageError, match="both changed and removed"):
        apply_delta(directory, [person("a", "B")], ["a"])
    with pytest.raises(InputError, match="stands there twice"):
        apply_delta(directory, [company("c", "C"), company("c", "D")], [])
    assert files_of(directory) == before
    assert [path.name for path in tmp_path.iterdir()] == ["index"]


def test_a_run_killed_between_two_renames_loses_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The old index is found where it was moved, and the next run goes on from it."""
    directory, rebuilt = tmp_path / "index", tmp_path / "rebuilt"
    build_index([person("a", "A")], directory, workers=1)
    before = files_of(directory)
    rename = Path.rename

    def die_once_moved_away(self: Path, target: Path) -> Path:
        if self.name.endswith(".partial"):
            raise KeyboardInterrupt
        return rename(self, target)

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(Path, "rename", die_once_moved_away)
        apply_delta(directory, [person("b", "B")], [])
    assert not directory.exists()
    assert [Index.open(directory).entity_id(0), len(Index.open(directory))] == ["a", 1]
    assert files_of(tmp_path / ".index.old") == before
    apply_delta(directory, [person("b", "B")], [])
    build_index([person("a", "A"), person("b", "B")], rebuilt, workers=1)
    assert files_of(directory) == files_of(rebuilt)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["index", "rebuilt"]
