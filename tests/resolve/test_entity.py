"""Entities: one row for each canonical id."""

from __future__ import annotations

from collections.abc import Callable

import pyarrow as pa

from counterflow.resolve.entity import pick_caption
from counterflow.resolve.schema import shared_schema

Run = Callable[..., dict[str, pa.Table]]


def test_a_row_describes_the_whole_cluster(run_resolve: Run) -> None:
    """Names, datasets, countries and topics of all members; weak aliases left out; the narrower schema."""
    parties = [
        ("a:1", "Organization", {"name": ["OFFICE 39"], "country": ["kp"], "weakAlias": ["Third Floor"]}),
        ("b:1", "Company", {"name": ["Office 39"], "alias": ["Bureau 39"], "topics": ["sanction"]}),
        ("a:s", "Sanction", {"entity": ["a:1"], "program": ["DPRK"]}),
        ("a:2", "Person", {"name": ["Somebody Unlisted"]}),
    ]
    rows = {row["canonical_id"]: row for row in run_resolve(parties)["entity"].to_pylist()}
    office = rows["a:1"]
    assert office["names"] == ["Bureau 39", "OFFICE 39", "Office 39"]
    assert (office["schema"], office["members"], office["datasets"]) == ("Company", 2, ["a", "b"])
    assert (office["countries"], office["topics"]) == (["kp"], ["sanction"])
    assert (office["first_seen"], office["last_seen"], office["delisted_on"]) == ("2024-01-01", "2025-01-01", None)
    assert office["caption"].lower() == "office 39"
    assert {id_: row["listed_now"] for id_, row in rows.items()} == {"a:1": True, "a:s": False, "a:2": False}
    assert rows["a:s"]["caption"] == "DPRK"


def test_a_designation_lists_the_whole_cluster(run_resolve: Run) -> None:
    """A party is listed when any list designates any of its members."""
    parties = [
        ("a:1", "Company", {"name": ["Foo Trading"]}),
        ("b:1", "Company", {"name": ["Foo Trading"]}),
        ("b:s", "Sanction", {"entity": ["b:1"]}),
    ]
    rows = {row["canonical_id"]: row for row in run_resolve(parties)["entity"].to_pylist()}
    assert rows["a:1"]["listed_now"]
    assert rows["b:s"]["caption"] == "Sanction"  # a schema's label where nothing is written


def test_captions_are_latin_and_common() -> None:
    """A reader of Latin script reads the caption, and the spelling of most lists wins."""
    assert pick_caption(["Vladimir Putin", "Владимир Путин"], [1, 3]) == "Vladimir Putin"


def test_schemata_that_exclude_each_other_leave_their_common_ground() -> None:
    """An entity read as two schemata is what both certainly are."""
    assert shared_schema(("Company", "Organization")) == "Company"
    assert shared_schema(("Company", "PublicBody")) == "Organization"
    assert shared_schema(("Company", "Person")) == "LegalEntity"
