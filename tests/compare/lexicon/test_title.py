"""Honorifics of persons and prefixes of vessels."""

from __future__ import annotations

import pytest

from counterflow.compare.lexicon.title import strip_object_prefix, strip_titles


@pytest.mark.parametrize(
    ("name", "rest"),
    [
        ("president erdogan", "erdogan"),
        ("mr recep tayyip erdogan", "recep tayyip erdogan"),
        ("the honourable dr john smith", "john smith"),
        ("lieutenant colonel qasem soleimani", "qasem soleimani"),
        ("shaikh isa bin tarif", "isa bin tarif"),
        ("sheikh hasina", "sheikh hasina"),
        ("haji asad khan", "asad khan"),
        ("mullah omar", "omar"),
        ("john smith esq", "john smith"),
        ("john smith jr", "john smith jr"),
        ("dr", "dr"),
        ("mr president", "president"),
        ("", ""),
    ],
)
def test_honorifics_go_and_names_stay(name: str, rest: str) -> None:
    """Titles go at both ends; one that is a name, too, goes only before a full name."""
    assert strip_titles(name.split()) == rest.split()


@pytest.mark.parametrize(
    ("name", "rest"),
    [
        ("mv pong su", "pong su"),
        ("m v pong su", "pong su"),
        ("m t chong chon gang", "chong chon gang"),
        ("motor vessel wise honest", "wise honest"),
        ("wise honest", "wise honest"),
        ("mv", "mv"),
        ("m v", "m v"),
        ("", ""),
    ],
)
def test_prefixes_of_vessels_go(name: str, rest: str) -> None:
    """MV, M/T and the like are no part of a vessel's name."""
    assert strip_object_prefix(name.split()) == rest.split()
