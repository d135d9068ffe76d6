"""Ownership: what the listed own, as rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pytest

Run = Callable[..., list[dict[str, Any]]]
Entity = tuple[str, str, Mapping[str, Sequence[str]]]


def person(id_: str, name: str, *topics: str) -> Entity:
    return id_, "Person", {"name": [name], "topics": list(topics)}


def company(id_: str, name: str) -> Entity:
    return id_, "Company", {"name": [name]}


def owns(owner: str, asset: str, percentage: str, **said: str) -> Entity:
    more = {prop: [value] for prop, value in said.items()}
    return f"{owner}-{asset[2:]}", "Ownership", {"owner": [owner], "asset": [asset], "percentage": [percentage], **more}


PARTIES = [
    person("a:x", "Ivan Ownerov", "sanction"),
    person("a:y", "Petra Partnerova", "sanction"),
    company("a:a", "Alpha Holding"),
    company("a:b", "Beta Trading"),
]


def test_each_listed_owner_has_a_row_with_its_way(run_trace: Run) -> None:
    """Two owners of a quarter each and what they own through the company; the bounds are those of both together."""
    stakes = [owns("a:x", "a:a", "30", startDate="2015-03-01"), owns("a:y", "a:a", "25", startDate="2018-07-01")]
    given = [*PARTIES, *stakes, owns("a:a", "a:b", "50")]
    rows = [row for row in run_trace(given, wanted="ownership") if row["rule"] == "ofac-50"]
    edges = {row["interval_id"]: row["id"] for row in run_trace(given)}
    assert [(row["owned_id"], row["owner_id"], row["answer"], row["low"], row["high"]) for row in rows] == [
        ("a:a", "a:x", "certainly", 55.0, 55.0),
        ("a:a", "a:y", "certainly", 55.0, 55.0),
        ("a:b", "a:x", "certainly", 50.0, 50.0),
        ("a:b", "a:y", "certainly", 50.0, 50.0),
    ]
    assert list(rows[2]["through"]) == [edges["a:x-a"], edges["a:a-b"]]
    # Nobody says since when the two are listed, nor when the second stake began.
    assert {row["since"] for row in rows} == {"2018-07-01?"}


def test_a_day_is_sure_where_all_dates_are_known(run_trace: Run) -> None:
    """The last of listing and stake."""
    listed: Entity = ("a:s", "Sanction", {"entity": ["a:x"], "startDate": ["2016-05-01"]})
    rows = run_trace([*PARTIES, listed, owns("a:x", "a:a", "60", startDate="2015-01-01")], wanted="ownership")
    assert {(row["rule"], row["since"]) for row in rows} == {
        ("ofac-50", "2016-05-01"),
        ("eu-control", "2016-05-01"),
        ("uk-control", None),
    }


def test_control_and_half_tell_the_rules_apart(run_trace: Run) -> None:
    """Half is enough in the US and the EU, more than half needed in the UK; control counts in the EU and the UK."""
    control: Entity = ("a:c", "Control", {"controller": ["a:x"], "controlled": ["a:b"], "role": ["appoints the board"]})
    rows = run_trace([*PARTIES, owns("a:x", "a:a", "50"), control], wanted="ownership")
    assert {(row["owned_id"], row["rule"], row["kind"]) for row in rows} == {
        ("a:a", "ofac-50", "stake"),
        ("a:a", "eu-control", "stake"),
        ("a:b", "eu-control", "appoints the board"),
        ("a:b", "uk-control", "appoints the board"),
    }


def test_unknown_stakes_are_possible_and_small_ones_are_none(run_trace: Run) -> None:
    """A band that reaches the half, and one that does not."""
    rows = run_trace([*PARTIES, owns("a:x", "a:a", "25-50"), owns("a:x", "a:b", "10-49")], wanted="ownership")
    assert {(row["owned_id"], row["answer"], row["low"], row["high"]) for row in rows} == {
        ("a:a", "possibly", 25.0, 50.0)
    }


def test_nobody_listed_owns_nothing(run_trace: Run) -> None:
    """Without listed parties, and without stakes, there are no rows."""
    parties = [company("a:a", "Alpha Holding"), company("a:b", "Beta Trading")]
    assert run_trace([*parties, owns("a:a", "a:b", "100")], wanted="ownership") == []
    assert run_trace(PARTIES, wanted="ownership") == []


@pytest.mark.parametrize(
    ("said", "owned"),
    [
        ({"endDate": "2019-01-27"}, set()),
        ({"endDate": "2031"}, set()),
        ({"role": "former shareholder"}, set()),
        ({"status": "ex-owner"}, set()),
        ({"role": "shareholder", "startDate": "2019-01-27"}, {"a:a"}),
    ],
)
def test_what_was_sold_counts_no_longer(run_trace: Run, said: Mapping[str, str], owned: set[str]) -> None:
    """FAQ 402: a stake that ended, or is called former, owns nobody; without dated sources every end has come."""
    rows = run_trace([*PARTIES, owns("a:x", "a:a", "70", **said)], wanted="ownership")
    assert {row["owned_id"] for row in rows} == owned


def test_control_that_ended_counts_no_longer(run_trace: Run) -> None:
    """As with stakes; the words may say it too."""
    ended: Entity = ("a:c", "Control", {"controller": ["a:x"], "controlled": ["a:a"], "endDate": ["2020"]})
    former: Entity = ("a:d", "Control", {"controller": ["a:x"], "controlled": ["a:b"], "role": ["formerly controls"]})
    assert run_trace([*PARTIES, ended, former], wanted="ownership") == []
