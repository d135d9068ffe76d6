"""Frame types: each becomes a schema that exists."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from counterflow.exc import InputError
from counterflow.model.frame import FrameSchema, frame_schema, load_frame_schemata
from counterflow.model.schema import OWN_PATH, get_property, get_schema

LINES = load_frame_schemata().values()


@pytest.mark.parametrize("line", LINES, ids=lambda line: line.type)
def test_frame_becomes_what_may_be_stored(line: FrameSchema) -> None:
    """A frame becomes an entity of a schema that is not abstract, or a property that can be written."""
    if line.prop is None:
        assert not get_schema(line.schema).abstract
    else:
        assert not get_property(line.schema, line.prop).stub


def test_every_event_and_tie_of_ours_is_told_by_a_frame() -> None:
    """Our schemata serve the frames; only goods and sites, which frames name, are no frames themselves."""
    ours = {path.stem for path in OWN_PATH.glob("*.yaml")}
    assert ours - {line.schema for line in LINES} == {"Commodity", "Facility"}


def test_unknown_frame_type_is_an_error() -> None:
    """A type that is not in the table names those that are."""
    with pytest.raises(InputError, match=r"'parade' is not known.*seizure"):
        frame_schema("parade")


def test_a_table_cannot_be_changed_by_its_reader() -> None:
    """What is read once a process stays as it stands in the file."""
    with pytest.raises(TypeError):
        load_frame_schemata()["seizure"] = FrameSchema("seizure", "Event")  # type: ignore[index]
    assert frame_schema("seizure") == FrameSchema("seizure", "Seizure")


@pytest.mark.shared_data
def test_frame_types_are_those_of_the_command_contract(shared_data: Path) -> None:
    """The table holds every frame type that `extract --json` may print, and no other."""
    types = json.loads((shared_data / "text/gold/type_map.json").read_text(encoding="utf-8"))["frame_types"]
    assert set(load_frame_schemata()) == {*types["event"], *types["relation"]}
