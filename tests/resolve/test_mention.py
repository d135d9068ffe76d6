"""Mentions linked to parties."""

from __future__ import annotations

from collections.abc import Callable

import pyarrow as pa
import pytest

Run = Callable[..., dict[str, pa.Table]]

PARTIES = [
    (
        "a:39",
        "Organization",
        {"name": ["OFFICE 39"], "alias": ["BUREAU 39", "OFFICE NO. 39"], "weakAlias": ["THIRD FLOOR"]},
    ),
    ("b:39", "Organization", {"name": ["Office 39"], "alias": ["Third Floor"]}),
    ("a:2", "Company", {"name": ["Korea Mining Development Trading Corporation"], "alias": ["KOMID"]}),
    ("a:3", "Company", {"name": ["Daesong Bank"], "alias": ["Daesong"]}),
    ("a:4", "Company", {"name": ["Korea Daesong General Trading"]}),
    ("a:5", "Company", {"name": ["North Korea"]}),
    ("a:6", "Person", {"name": ["KIM Yong Chol"], "birthDate": ["1962"]}),
    ("b:6", "Person", {"name": ["Kim Yong Chol"], "birthDate": ["1946"]}),
    ("a:7", "Person", {"name": ["RI Je Son"], "alias": ["Ri"]}),
    ("a:8", "Vessel", {"name": ["PONG SU"]}),
]


@pytest.mark.parametrize(
    ("text", "type_", "expected"),
    [
        ("Bureau 39", "organization", {"a:39": "same"}),
        ("the Office 39's", "organization", {"a:39": "same"}),
        ("Office #39", "public_body", {"a:39": "same"}),
        ("Third Floor", "organization", {"a:39": "candidate"}),  # one list calls it weak
        ("KOMID", "company", {"a:2": "same"}),
        ("Daesong", "company", {"a:3": "candidate"}),  # a word of several parties' names
        ("Daesong Bank", "company", {"a:3": "same"}),
        ("North Korea", "organization", {"a:5": "candidate"}),  # a country first
        ("Kim Yong Chol", "person", {"a:6": "candidate", "b:6": "candidate"}),
        ("Je-son Ri", "person", {"a:7": "same"}),
        ("Ri", "person", {"a:7": "candidate"}),
        ("Pong Su", "vessel", {"a:8": "same"}),
        ("Pong Su", "company", {}),  # a name means a party of its own kind
        ("Bureau 39", "place", {}),  # places are no parties
        ("Nobody At All", "person", {}),
    ],
)
def test_rules(run_resolve: Run, text: str, type_: str, expected: dict[str, str]) -> None:
    """Words alone link a mention when one party bears them and they are no common word."""
    links = run_resolve(PARTIES, mentions=[(text, type_)])["link"].to_pylist()
    found = {link["target_id"]: link["decision"] for link in links if link["kind"] == "mention"}
    assert found == expected


def test_the_subject_of_a_narrative_is_meant_first(run_resolve: Run) -> None:
    """In a narrative about one of two namesakes the name means that one."""
    links = run_resolve(PARTIES, mentions=[("Kim Yong Chol", "person")], subject="b:6")["link"].to_pylist()
    found = {link["target_id"]: link["decision"] for link in links if link["kind"] == "mention"}
    assert found == {"a:6": "candidate", "b:6": "same"}
