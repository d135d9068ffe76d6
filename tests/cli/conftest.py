"""An index of a few listed parties, for the commands that search one."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

PARTIES: tuple[dict[str, Any], ...] = (
    {
        "id": "ofac-12209",
        "schema": "Organization",
        "caption": "OFFICE 39",
        "datasets": ["us_ofac_sdn"],
        "properties": {"name": ["OFFICE 39"], "alias": ["BUREAU 39"], "country": ["kp"]},
    },
    {
        "id": "unsc-6908443",
        "schema": "Person",
        "caption": "YUN HO-JIN",
        "datasets": ["un_sc_sanctions"],
        "properties": {"name": ["YUN HO-JIN"], "birthDate": ["1944-10-13"], "nationality": ["kp"]},
    },
    {
        "id": "unsc-6908629",
        "schema": "Person",
        "caption": "PAK HAN SE",
        "datasets": ["un_sc_sanctions"],
        "properties": {"name": ["PAK HAN SE"], "passportNumber": ["290410121"], "nationality": ["kp"]},
    },
    {
        "id": "ofac-17088",
        "schema": "Vessel",
        "caption": "CHONG CHON GANG",
        "datasets": ["us_ofac_sdn"],
        "properties": {"name": ["CHONG CHON GANG"], "imoNumber": ["7937317"]},
    },
    {"id": "s-1", "schema": "Sanction", "properties": {"entity": ["ofac-12209"]}},
)
"""Entries of public lists, and one entity that is no party."""


def write_entities(path: Path, entities: list[dict[str, Any]] | tuple[dict[str, Any], ...]) -> Path:
    path.write_text("".join(json.dumps(one) + "\n" for one in entities), encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def small_index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The parties, indexed."""
    from counterflow.compare.index.build import build_index

    folder = tmp_path_factory.mktemp("names")
    build_index([write_entities(folder / "list.jsonl", PARTIES)], folder / "index", workers=1)
    return folder / "index"
