"""What is offered, read from its rows; of several offers of one row, the one that is taken."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

import orjson

from counterflow.engine import Engine
from counterflow.model.handling import strictest
from counterflow.stix.version import timestamp_key

Row = dict[str, Any]

REVOKED = "revoked"
"""Kind of an offer that takes its object back."""


class Offered(NamedTuple):
    """One row that a partner gives."""

    kind: str
    row_id: str
    row: Row
    object_id: str
    resource_id: str
    """The bundle."""
    given_by: str | None
    giver_id: str | None
    modified: str
    handling: str
    """Marking of the object."""

    @property
    def place(self) -> tuple[str, str]:
        """The object that it stands in."""
        return self.resource_id, self.object_id

    @property
    def origin_id(self) -> str:
        """Who had it first; what says nothing of it is its giver's, and without one the bundle's."""
        named = self.row.get("root", {}).get("origin_id") or self.row.get("origin_id")
        return str(named or self.giver_id or f"resource {self.resource_id}")


def read_offers(engine: Engine) -> Iterator[Offered]:
    """Read `offer`, in order."""
    for row in engine.query("SELECT * FROM offer ORDER BY id").to_pylist():
        yield Offered(
            row["kind"],
            row["row_id"],
            orjson.loads(row["content"]),
            row["object_id"],
            row["resource_id"],
            row["given_by"],
            row["giver_id"],
            row["modified"] or "",
            row["handling"],
        )


def newest(offers: Iterable[Offered]) -> list[Offered]:
    """Give the offers of the newest version of each object; of one that is revoked there are none.

    A later version stands for all of an object (STIX 2.1, section 3.6): what it no longer says was taken back.
    """
    known = list(offers)
    last: dict[str, str] = {}
    for one in known:
        key = timestamp_key(one.modified) or ""
        last[one.object_id] = max(last.get(one.object_id, ""), key)
    stands = [one for one in known if (timestamp_key(one.modified) or "") == last[one.object_id]]
    revoked = {one.object_id for one in stands if one.kind == REVOKED}
    return [one for one in stands if one.object_id not in revoked]


def by_row(offers: Iterable[Offered], kind: str) -> dict[str, list[Offered]]:
    """Group the offers of a kind by the row that they give, the best first."""
    found: dict[str, list[Offered]] = defaultdict(list)
    for one in offers:
        if one.kind == kind:
            found[one.row_id].append(one)
    return {row_id: sorted(some, key=_rank, reverse=True) for row_id, some in sorted(found.items())}


def _rank(one: Offered) -> tuple[bool, str, str, str, str]:
    """Order offers of one row: from its origin itself, then what was seen last, then the newest."""
    return (
        one.origin_id == one.giver_id,
        str(one.row.get("last_seen") or ""),
        one.modified,
        one.object_id,
        one.resource_id,
    )


def take(some: Iterable[Offered]) -> Row:
    """Give the row that is taken of several offers of it: that of the best, under the strictest of their markings."""
    first, *others = some
    return {**first.row, "handling": strictest([first.row["handling"], *(one.row["handling"] for one in others)])}


def members_of(one: Mapping[str, Any]) -> list[str]:
    """Give the records of an offered party."""
    return [str(member) for member in one["members"]]
