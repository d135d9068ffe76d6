"""Small sets of parties, and an index of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import strategies as st

from counterflow.compare.builder import FrameBuilder
from counterflow.compare.frame import Frame
from counterflow.compare.index.build import build_index
from counterflow.compare.index.store import Index

Entity = Mapping[str, Any]

GIVEN = (
    "Kim Ri Jong Vladimir Wladimir Mohammed محمد Muhammad Maria Anna Ali Chol Sergei Сергей 정은 Bill William".split()
)
FAMILY = (
    "Putin Путин Aselderov Al-Assad Chol Un Jong-Un Garcia Smith Smyth Schröder Petrov Петров Lee 李 Goodwill".split()
)
WORDS = (
    "Bank Banque Trading Good Will Goodwill Ocean Maritime Korea Daesong General Company Rosneft Роснефть 7 VII".split()
)


def person(entity_id: str, *names: str, **properties: list[str]) -> dict[str, Any]:
    """Give a person as FtM writes it."""
    return {"id": entity_id, "schema": "Person", "properties": {"name": list(names), **properties}}


def company(entity_id: str, *names: str, **properties: list[str]) -> dict[str, Any]:
    """Give a company as FtM writes it."""
    return {"id": entity_id, "schema": "Company", "properties": {"name": list(names), **properties}}


def query_of(entity: Entity) -> Frame:
    """Analyse one party."""
    builder = FrameBuilder()
    builder.add(entity)
    return builder.freeze()


def files_of(directory: Path) -> dict[str, bytes]:
    """Read every file of an index but the list of its sources, which tells how it came about."""
    return {path.name: path.read_bytes() for path in sorted(directory.iterdir()) if path.name != "sources.json"}


person_names = st.lists(st.sampled_from(GIVEN + FAMILY), min_size=1, max_size=3).map(" ".join)
company_names = st.lists(st.sampled_from(WORDS + FAMILY), min_size=1, max_size=4).map(" ".join)
numbers = st.lists(st.sampled_from(["1234567890", "7707083893", "AB-12 345"]), max_size=1)
people = st.builds(
    lambda names, born, passport: {
        "schema": "Person",
        "datasets": ["one"],
        "properties": {"name": names, "birthDate": born, "passportNumber": passport},
    },
    st.lists(person_names | st.text(max_size=12), max_size=3),
    st.lists(st.sampled_from(["1970", "1970-01-01", "1952-10-07"]), max_size=1),
    numbers,
)
companies = st.builds(
    lambda schema, names, country, number, address: {
        "schema": schema,
        "datasets": ["one", "two"],
        "properties": {"name": names, "country": country, "registrationNumber": number, "address": address},
    },
    st.sampled_from(["Company", "Vessel", "LegalEntity", "Ownership"]),
    st.lists(company_names, max_size=2),
    st.lists(st.sampled_from(["ru", "kp", "gb"]), max_size=2),
    numbers,
    st.lists(st.sampled_from(["1 Red Square, Moscow", "Pyongyang"]), max_size=1),
)
ids = st.text("abcé李-0", min_size=1, max_size=4)


@st.composite
def entities(draw: st.DrawFn, *, max_size: int = 12) -> list[dict[str, Any]]:
    """Draw entities with ids of their own."""
    drawn = draw(st.dictionaries(ids, people | companies, max_size=max_size))
    return [{"id": entity_id, **entity} for entity_id, entity in drawn.items()]


@pytest.fixture
def small_index(tmp_path: Path) -> Index:
    """Five parties."""
    return build(
        [
            person("kp-1", "Kim Jong Un", "김정은", birthDate=["1984-01-08"]),
            person("ru-1", "Vladimir Vladimirovich PUTIN", "Владимир Путин", passportNumber=["123456789"]),
            company("kp-2", "Korea Daesong General Trading Corporation", registrationNumber=["7707083893"]),
            company("gb-1", "Good Will Shipping Ltd"),
            {"id": "own-1", "schema": "Ownership", "properties": {"owner": ["kp-1"]}},
        ],
        tmp_path / "index",
    )


def build(parties: Sequence[Entity], directory: Path) -> Index:
    """Build an index in this process and open it."""
    build_index(parties, directory, workers=1)
    return Index.open(directory)
