"""Listings: a party is listed while the newest vintage of a list holds it."""

from __future__ import annotations

from collections.abc import Callable

import pyarrow as pa

Run = Callable[..., dict[str, pa.Table]]


def _listings(tables: dict[str, pa.Table]) -> dict[str, tuple[bool, str | None]]:
    return {row["canonical_id"]: (row["listed_now"], row["delisted_on"]) for row in tables["entity"].to_pylist()}


def test_who_no_list_holds_any_more_is_delisted(run_resolve: Run) -> None:
    """A designation counts until the first vintage without it; a list without dates is current."""
    parties = [
        ("a:1", "Company", {"name": ["Gone Trading"]}),
        ("a:s1", "Sanction", {"entity": ["a:1"]}),
        ("a:2", "Company", {"name": ["Steady Shipping"], "topics": ["sanction"]}),
        ("a:3", "Company", {"name": ["Moved Mining"], "topics": ["sanction"]}),
        ("b:3", "Company", {"name": ["Moved Mining"], "topics": ["sanction"]}),
        ("c:1", "Company", {"name": ["Undated Unlimited"], "topics": ["sanction"]}),
        ("c:2", "Company", {"name": ["Only Named Ltd"]}),
    ]
    gone = {"a:1": "2022-01", "a:s1": "2022-01", "a:3": "2022-01"}
    assert _listings(run_resolve(parties, gone_on=gone, last_seen={"c:1": None})) == {
        "a:1": (False, "2022-01"),
        "a:s1": (False, None),
        "a:2": (True, None),
        "a:3": (True, None),  # the other list still has it
        "c:1": (True, None),
        "c:2": (False, None),
    }


def test_who_left_every_list_left_with_the_last(run_resolve: Run) -> None:
    """The date is that since which no list holds the party."""
    parties = [(f"{name}:1", "Company", {"name": ["Foo Trading"], "topics": ["sanction"]}) for name in "ab"]
    tables = run_resolve(parties, gone_on={"a:1": "2022-02", "b:1": "2022-10-01"})
    assert _listings(tables) == {"a:1": (False, "2022-10-01")}


def test_a_designation_that_its_list_calls_ended(run_resolve: Run) -> None:
    """An order that ran out before the vintage that still prints it lists nobody; one that runs on does."""
    parties = [
        ("a:1", "Person", {"name": ["Ann Over"]}),
        ("a:s1", "Sanction", {"entity": ["a:1"], "endDate": ["2021-05-01"]}),
        ("a:2", "Person", {"name": ["Bob Still"]}),
        ("a:s2", "Sanction", {"entity": ["a:2"], "endDate": ["2056-06-29"]}),
    ]
    listings = _listings(run_resolve(parties, last_seen={"a:s1": "2022-04", "a:s2": "2022-04"}))
    assert listings["a:1"] == (False, "2021-05-01")
    assert listings["a:2"] == (True, None)
