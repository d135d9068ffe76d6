"""The ontology finds the good that a phrase of a report names."""

import pytest

from counterflow.model.commodity.ontology import find_in_phrase


@pytest.mark.parametrize(
    ("phrase", "key"),
    [
        ("crystal meth", "methamphetamine"),
        ("North Korean crystal meth", "methamphetamine"),
        ("150 kilograms of heroin", "heroin"),
        ("illegal drugs", "drug"),
        ("a grudge", None),
        ("of", None),
        ("", None),
    ],
)
def test_phrase(phrase: str, key: str | None) -> None:
    """Its head decides; what describes or counts it does not."""
    found = find_in_phrase(phrase)
    assert (None if found is None else found.key) == key
