"""Whatever is asked for, the answer is what the standard's words make of what is there (TAXII 2.1, section 3.4)."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any, NamedTuple

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from counterflow.api.taxii.router import TaxiiService
from counterflow.share.taxii.catalog import EVERYONE, CollectionEntry, Grant, add_collection
from counterflow.share.taxii.change import add_objects

from .client import Client, make_object

DAYS = [f"2026-0{number}-01T00:00:00.000Z" for number in range(1, 5)]
TYPES = ("campaign", "tool")


class Row(NamedTuple):
    """One version of an object, as a collection holds it."""

    number: int
    spec: str
    day: str

    @property
    def type(self) -> str:
        return TYPES[self.number % 2]

    @property
    def object(self) -> dict[str, Any]:
        made = make_object(self.number, modified=self.day, type_=self.type)
        made["created"] = DAYS[0]
        # Two forms of one version must be told apart.
        made["description"] = self.spec
        if self.spec == "2.0":
            made.pop("spec_version")
            made |= {"labels": ["other"]} if self.type == "tool" else {}
        return made


class Asked(NamedTuple):
    """The filters of a request; None: not sent."""

    numbers: tuple[int, ...] | None = None
    types: tuple[str, ...] | None = None
    versions: tuple[str, ...] | None = None
    specs: tuple[str, ...] | None = None

    def parameters(self) -> dict[str, str]:
        ids = None if self.numbers is None else [make_object(one, type_=TYPES[one % 2])["id"] for one in self.numbers]
        known = {"id": ids, "type": self.types, "version": self.versions, "spec_version": self.specs}
        return {f"match[{name}]": ",".join(values) for name, values in known.items() if values is not None}


def expected(rows: Iterable[Row], asked: Asked, versions: tuple[str, ...] = ("last",)) -> list[Row]:
    """Give what the standard says of rows, in the order in which they were added."""
    there = list(rows)
    if asked.specs is not None:
        seen = [row for row in there if row.spec in asked.specs]
    else:
        newest = {row.number: max(one.spec for one in there if one.number == row.number) for row in there}
        seen = [row for row in there if row.spec == newest[row.number]]
    wanted = versions if asked.versions is None else asked.versions

    def is_wanted(row: Row) -> bool:
        # Of one version in two forms the newer form is the one of that version.
        mine = [(one.day, one.spec) for one in seen if one.number == row.number]
        last = max(mine)
        first_day = min(mine)[0]
        first = max(one for one in mine if one[0] == first_day)
        me = (row.day, row.spec)
        return (
            "all" in wanted
            or row.day in wanted
            or ("last" in wanted and me == last)
            or ("first" in wanted and me == first)
        )

    return [
        row
        for row in seen
        if is_wanted(row)
        and (asked.numbers is None or row.number in asked.numbers)
        and (asked.types is None or row.type in asked.types)
    ]


ROWS = st.lists(
    st.builds(Row, st.integers(0, 3), st.sampled_from(["2.0", "2.1"]), st.sampled_from(DAYS)), unique=True, max_size=14
)


def some(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | st.lists(values, min_size=1, max_size=3, unique=True).map(tuple)


VERSIONS = some(st.sampled_from(["first", "last", "all", *DAYS]))
SPECS = some(st.sampled_from(["2.0", "2.1"]))
ASKED = st.builds(Asked, some(st.integers(0, 3)), some(st.sampled_from(TYPES)), VERSIONS, SPECS)


def make_collection(service: TaxiiService, rows: Iterable[Row]) -> str:
    entry = CollectionEntry("main", "Model", str(uuid.uuid4()))
    add_collection(service.engine, entry, [Grant(EVERYONE, can_write=True)])
    outcomes = add_objects(service.engine, entry.id or "", [row.object for row in rows])
    assert [one.fault for one in outcomes if one.fault is not None] == []
    return f"main/collections/{entry.id}/"


def read(taxii: Client, path: str, key: str, parameters: dict[str, str]) -> list[Any]:
    """Read all pages."""
    found: list[Any] = []
    sent = dict(parameters)
    while True:
        answer = taxii.get(path, **sent)
        assert answer.status_code == 200, answer.text
        body = answer.json()
        found += body.get(key, [])
        if not body.get("more", False):
            return found
        sent["next"] = body["next"]


def spec_of(one: dict[str, Any]) -> str:
    return str(one.get("spec_version", "2.0"))


LAWS = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@LAWS
@given(rows=ROWS, asked=ASKED, size=st.integers(1, 5))
def test_what_is_read(taxii: Client, service: TaxiiService, rows: list[Row], asked: Asked, size: int) -> None:
    """Objects and manifest give the same versions, each once, in any size of pages."""
    base = make_collection(service, rows)
    parameters = asked.parameters() | {"limit": str(size)}
    wanted = expected(rows, asked)
    assert read(taxii, f"{base}objects/", "objects", parameters) == [row.object for row in wanted]
    manifest = read(taxii, f"{base}manifest/", "objects", parameters)
    entries = [(one["id"], one["version"], one["media_type"].rpartition("=")[2]) for one in manifest]
    assert entries == [(row.object["id"], row.day, row.spec) for row in wanted]


@LAWS
@given(rows=ROWS.filter(lambda rows: len(rows) > 0), asked=ASKED, size=st.integers(1, 5))
def test_what_is_read_of_one(taxii: Client, service: TaxiiService, rows: list[Row], asked: Asked, size: int) -> None:
    """An object and its versions: by version and form of the standard alone."""
    base = make_collection(service, rows)
    one, asked = rows[0], Asked(versions=asked.versions, specs=asked.specs)
    mine = [row for row in rows if row.number == one.number]
    path = f"{base}objects/{one.object['id']}/"
    parameters = asked.parameters() | {"limit": str(size)}
    wanted = [row.object for row in expected(mine, asked)]
    assert read(taxii, path, "objects", parameters) == wanted
    of_spec = {name: value for name, value in parameters.items() if name != "match[version]"}
    versions = read(taxii, f"{path}versions/", "versions", of_spec)
    assert versions == [row.day for row in expected(mine, Asked(specs=asked.specs), ("all",))]


@LAWS
@given(rows=ROWS.filter(lambda rows: len(rows) > 0), versions=VERSIONS, specs=SPECS)
def test_what_is_deleted(
    taxii: Client, service: TaxiiService, rows: list[Row], versions: tuple[str, ...] | None, specs: Any
) -> None:
    """Section 5.7: what was deleted is nowhere any more, in no form of the standard unless one was named."""
    base = make_collection(service, rows)
    one = rows[0]
    mine = [row for row in rows if row.number == one.number]
    forms = specs or ("2.0", "2.1")
    days = {row.day for row in expected(mine, Asked(versions=versions, specs=forms), ("all",))}
    gone = {row for row in mine if row.day in days and row.spec in forms}
    answer = taxii.client.delete(
        f"/taxii2/{base}objects/{one.object['id']}/",
        headers={"Accept": "application/taxii+json;version=2.1"},
        params=Asked(versions=versions, specs=specs).parameters(),
    )
    assert answer.status_code == (200 if len(gone) > 0 else 404)
    left = read(taxii, f"{base}objects/", "objects", Asked(versions=("all",), specs=("2.0", "2.1")).parameters())
    assert left == [row.object for row in rows if row not in gone]
    if gone == set(mine):
        assert taxii.get(f"{base}objects/{one.object['id']}/").status_code == 404
