"""Parties as FtM writes them, in one line each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from counterflow.compare.matcher import Matcher

Entity = Mapping[str, Any]


def party(schema: str, *names: str, **properties: list[str]) -> dict[str, Any]:
    """Give a party of any schema."""
    return {"schema": schema, "properties": {"name": list(names), **properties}}


def person(*names: str, **properties: list[str]) -> dict[str, Any]:
    """Give a person."""
    return party("Person", *names, **properties)


def company(*names: str, **properties: list[str]) -> dict[str, Any]:
    """Give a company."""
    return party("Company", *names, **properties)


def vessel(*names: str, **properties: list[str]) -> dict[str, Any]:
    """Give a vessel."""
    return party("Vessel", *names, **properties)


@pytest.fixture(scope="session")
def matcher() -> Matcher:
    """The algorithm that ships with the package."""
    return Matcher()
