"""Ties in words."""

from __future__ import annotations

from typing import Any

import pytest

from counterflow.dossier.tie_words import say_tie


def edge(schema: str, role: str, interval: str | None, *, is_directed: bool = True) -> dict[str, Any]:
    ends = {"source_id": "a", "target_id": "b"}
    return ends | {"schema": schema, "role": role, "interval_id": interval, "is_directed": is_directed}


@pytest.mark.parametrize(
    ("tie", "words"),
    [
        (edge("Vessel", "operator", None), "A [has as operator] B"),
        (edge("Company", "registeredAgent", None), "A [has as registered agent] B"),
        # Who acts stands before the event, whoever else took part after it.
        (edge("Shipment", "sender", "b"), "A [is sender in] B"),
        (edge("Shipment", "vehicle", "a"), "A [has as vehicle] B"),
        (edge("Ownership", "owns", "t"), "A [owns] B"),
        (edge("Ownership", "owner", "t"), "A [owns] B"),
        (edge("Ownership", "parent company", "t"), "A [owns, as parent company] B"),
        (edge("Directorship", "president", "t"), "A [directs, as president] B"),
        (edge("Ownership", "former shareholder", "t"), "A [former shareholder] B"),
        (edge("UnknownLink", "front company for", "t", is_directed=False), "A [front company for] B"),
    ],
)
def test_a_tie_says_who_is_what_to_whom(tie: dict[str, Any], words: str) -> None:
    """A property tells what its holder has, a role what its bearer is; the verb of the schema gives the direction."""
    assert say_tie(tie, "A", "B") == words
