"""Names of people."""

from __future__ import annotations

from counterflow.ledger.person import is_same_person


def test_a_person_is_one_however_the_name_is_typed() -> None:
    """Capitals, spaces and wide letters; other names are others."""
    assert is_same_person("Anna  Berg", " ＡＮＮＡ berg")
    assert not is_same_person("Anna Berg", "Anne Berg")
