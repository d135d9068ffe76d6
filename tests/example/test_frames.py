"""The example's frames: what a correct reading finds in its reports, and of what nothing is told as a fact."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest

from counterflow.dossier.archive import Archive
from counterflow.extract.parse.passage import fold
from counterflow.model.frame import load_frame_schemata

EXPECTED: dict[str, list[dict[str, Any]]] = tomllib.loads(
    (Path(__file__).parent / "frames.toml").read_text(encoding="utf-8")
)


def rows(kind: str) -> list[Any]:
    """Give the expectations of a kind as parameters; what is not read so yet has to fail."""
    return [
        pytest.param(
            one,
            id=f"{one['in']}: {one['passage']}",
            marks=[pytest.mark.xfail(strict=True, reason=one["wrong"])] if "wrong" in one else [],
        )
        for one in EXPECTED[kind]
    ]


def document(archive: Archive, start: str) -> dict[str, Any]:
    """Find the one report whose file name begins so."""
    sql = (
        "SELECT d.* FROM document d JOIN resource r ON r.id = d.resource_id "
        "WHERE starts_with(r.path, 'inputs/reports/' || $start)"
    )
    (row,) = archive.rows(sql, start=start)
    return row


def frames(archive: Archive, document_id: str) -> list[dict[str, Any]]:
    """Give the frames of a document in its order."""
    return archive.rows("SELECT * FROM frame WHERE document_id = $id ORDER BY trigger_start", id=document_id)


def texts(arguments: Any) -> list[str]:
    """Give the texts of some arguments, in the order of the text, with plain spaces."""
    items = json.loads(arguments) if isinstance(arguments, str) else arguments
    return [fold(one["text"]) for one in sorted(items, key=lambda one: one["start"] or 0)]


def with_role(frame: dict[str, Any], role: str) -> list[dict[str, Any]]:
    """Give a frame's arguments of a role."""
    items = json.loads(frame["args"]) if isinstance(frame["args"], str) else frame["args"]
    return [one for one in items if one["role"] == role]


def end_alike(found: list[str], wanted: list[str]) -> bool:
    """Whether each found text ends with the wanted words, one for one."""
    return len(found) == len(wanted) and all(
        one == words or one.endswith(" " + words) for one, words in zip(found, wanted, strict=True)
    )


@pytest.mark.parametrize("one", rows("frame"))
def test_frame_is_found(example_archive: Archive, one: dict[str, Any]) -> None:
    """Type, trigger, named arguments, time, polarity, hedge and source are those that the report tells."""
    row = document(example_archive, one["in"])
    text = fold(row["text"])
    before, trigger, after = fold(one["passage"]).split("*")
    assert text.count(before + trigger + after) == 1
    start = text.index(before + trigger + after) + len(before)
    (frame,) = [
        frame
        for frame in frames(example_archive, row["id"])
        if frame["type"] == one["type"]
        and frame["trigger_start"] < start + len(trigger)
        and start < frame["trigger_end"]
    ]
    for role, words in one["args"].items():
        found = texts(with_role(frame, role))
        assert end_alike(found, words), (role, found)
    if "time" in one:
        assert (frame["edtf"] or "") == one["time"]
    stance = one.get("is", "affirmed fact").split()
    assert [frame["polarity"], frame["hedge"]][: len(stance)] == stance
    sources = texts(frame["attribution"])
    assert end_alike(sources, one.get("source", [])), sources


@pytest.mark.parametrize("one", rows("doubt"))
def test_no_fact_is_found(example_archive: Archive, one: dict[str, Any]) -> None:
    """What is denied, doubted, recommended or asked gives no affirmed fact."""
    row = document(example_archive, one["in"])
    text, passage = fold(row["text"]), fold(one["passage"])
    assert text.count(passage) == 1
    start = text.index(passage)
    facts = [
        (frame["type"], text[frame["trigger_start"] : frame["trigger_end"]])
        for frame in frames(example_archive, row["id"])
        if start <= frame["trigger_start"] < start + len(passage)
        and (frame["polarity"], frame["hedge"]) == ("affirmed", "fact")
    ]
    assert facts == []


def test_expectations_name_known_types() -> None:
    """A mistyped frame type in the table would be read as a frame that is missing."""
    assert {one["type"] for one in EXPECTED["frame"]} <= set(load_frame_schemata())


def test_every_span_of_every_frame_is_exact(example_archive: Archive) -> None:
    """Each argument and source of the build stands in its document as given, the trigger inside of its sentence."""
    documents = {row["id"]: row["text"] for row in example_archive.rows("SELECT id, text FROM document")}
    found = example_archive.rows("SELECT * FROM frame")
    assert len(found) > 150
    for frame in found:
        text = documents[frame["document_id"]]
        assert frame["start"] <= frame["trigger_start"] < frame["trigger_end"] <= frame["end"] <= len(text)
        for name in ("args", "attribution"):
            items = json.loads(frame[name]) if isinstance(frame[name], str) else frame[name]
            for one in items:
                assert text[one["start"] : one["end"]] == one["text"]
