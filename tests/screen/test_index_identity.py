"""An index is named by all that it holds, however it came about."""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest

from counterflow.compare.index.manifest import MANIFEST
from counterflow.exc import InputError
from counterflow.screen.index_identity import FILE, read_identity
from counterflow.screen.list_dates import GivenDates, ListDate
from counterflow.screen.make_index import make_index, update_index

PARTY = {"id": "a", "schema": "Person", "datasets": ["un"], "properties": {"name": ["Kim"]}}
SANCTION = {"id": "s", "schema": "Sanction", "datasets": ["un"], "properties": {"entity": ["a"], "authority": ["UN"]}}
ADDRESS = {"id": "p", "schema": "Address", "datasets": ["un"], "properties": {"full": ["Pyongyang"]}}
ALL = (PARTY, SANCTION, ADDRESS)


def write(path: Path, entities: Iterable[Mapping[str, Any]]) -> Path:
    path.write_text("".join(json.dumps(one) + "\n" for one in entities), encoding="utf-8")
    return path


def name_of(
    folder: Path, entities: Iterable[Mapping[str, Any]], date: str | None = None, *, is_update: bool = False
) -> str:
    dates = GivenDates() if date is None else GivenDates({"un": ListDate(date)})
    work = update_index if is_update else make_index
    work([write(folder / "e.jsonl", entities)], folder / "index", workers=1, tell=lambda *_: None, dates=dates)
    return read_identity(folder / "index")


def test_whatever_changes_gives_another_name(tmp_path: Path) -> None:
    """A party, a sanction, an address, a date; and back again the name that it had."""
    other = {**SANCTION, "properties": {"entity": ["a"], "authority": ["US"]}}
    first = name_of(tmp_path, ALL, "2026-02-01")
    changes: list[tuple[Iterable[Mapping[str, Any]], str]] = [
        (ALL, "2026-02-03"),
        ((PARTY, other, ADDRESS), "2026-02-01"),
        ((PARTY, SANCTION), "2026-02-01"),
        (({**PARTY, "caption": "KIM"}, SANCTION, ADDRESS), "2026-02-01"),
    ]
    names = [first, *(name_of(tmp_path, entities, date, is_update=True) for entities, date in changes)]
    assert len(set(names)) == 5
    assert name_of(tmp_path, ALL, "2026-02-01", is_update=True) == first


@pytest.mark.parametrize("seed", range(3))
def test_equal_contents_have_one_name(tmp_path: Path, seed: int) -> None:
    """Built in any order, or changed into."""
    mixed = random.Random(seed).sample(ALL, len(ALL))
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
    one = name_of(tmp_path / "one", ALL)
    name_of(tmp_path / "two", [PARTY], "2026-02-01")
    (tmp_path / "two" / "index" / "lists.json").write_text((tmp_path / "one" / "index" / "lists.json").read_text())
    assert name_of(tmp_path / "two", mixed, is_update=True) == one


def test_an_index_of_before_has_a_name(tmp_path: Path) -> None:
    """Also one of another algorithm, which this version does not open."""
    names = [name_of(tmp_path, ALL)]
    index = tmp_path / "index"
    (index / FILE).unlink()
    names.append(read_identity(index))
    (index / MANIFEST).write_text(json.dumps({**json.loads((index / MANIFEST).read_text()), "algorithm": "bits-v0"}))
    names.append(read_identity(index))
    assert len(set(names)) == 3


@pytest.mark.parametrize("text", ["", "[]", "{}"])
def test_what_is_no_index(tmp_path: Path, text: str) -> None:
    (tmp_path / MANIFEST).write_text(text)
    with pytest.raises(InputError, match="state cannot be read"):
        read_identity(tmp_path)
