"""Listings: whether a list still holds a party in its newest vintage, and since when it does not."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

import pyarrow as pa

from counterflow.clean.date import edtf_bounds
from counterflow.engine import Engine

WHOLE_SHARE = 0.5
"""A file with a smaller share of the records of the vintage before it is a part of the list (one act of the EU's
journal), not a later state of all of it, and takes nobody off."""

# A report and an entry by hand have a date, but are no vintage of a list.
_VINTAGE_SQL = """
SELECT dataset, published, sum(records) AS records FROM resource
WHERE published IS NOT NULL AND format <> 'entry'
    AND id NOT IN (SELECT resource_id FROM document WHERE kind = 'report')
GROUP BY dataset, published ORDER BY dataset, published
"""

_DESIGNATION_SQL = """
SELECT canonical.canonical_id, statement.dataset, statement.last_seen
FROM statement JOIN canonical ON canonical.entity_id = statement.value
WHERE statement.schema = 'Sanction' AND statement.prop = 'entity'
UNION
SELECT canonical.canonical_id, statement.dataset, statement.last_seen
FROM statement JOIN canonical USING (entity_id)
WHERE statement.prop = 'topics' AND statement.value = 'sanction'
ORDER BY 1, 2, 3
"""


class Vintage(NamedTuple):
    """One state of one list."""

    published: str
    """EDTF."""
    records: int

    @property
    def first(self) -> date:
        """The earliest day that its date covers."""
        return edtf_bounds(self.published)[0]

    @property
    def last(self) -> date:
        """The latest day that its date covers."""
        return edtf_bounds(self.published)[1]


def find_departure(last_seen: str | None, vintages: Sequence[Vintage]) -> str | None:
    """Find the earliest vintage that no longer holds what was last seen at a date; None: the newest holds it.

    One date is later than another only if every day of it is: 2022-01-28 is not known to be later than 2022-01. A list
    without dates is current.

    Args:
        last_seen: publisher's date of the last vintage that held it, EDTF.
        vintages: all vintages of its dataset, in any order.
    """
    if last_seen is None:
        return None
    first_day = edtf_bounds(last_seen)[0]
    # A list may date its records itself; a record then stands in the first vintage since its date.
    since = [one for one in vintages if one.published == last_seen or one.last >= first_day]
    if len(since) == 0:
        return None
    holder = min(since, key=lambda one: (one.published != last_seen, one.last, one.published))
    later = [one for one in vintages if one.first > holder.last and one.records >= WHOLE_SHARE * holder.records]
    return min(later, key=lambda one: (one.first, one.published)).published if len(later) > 0 else None


def find_listings(engine: Engine) -> pa.Table:
    """Find the parties that lists designate, or did: canonical_id, listed_now, delisted_on.

    A party is listed while the newest vintage of any list holds a designation of any of its members, or gives it the
    topic `sanction`. Where none does, `delisted_on` is the date on which the last of them had dropped it.

    Reads:
        `statement`, `resource`, `document`, and the registered rows `canonical`.
    """
    vintages: dict[str, list[Vintage]] = {}
    for row in engine.query(_VINTAGE_SQL).to_pylist():
        vintages.setdefault(row["dataset"], []).append(Vintage(row["published"], int(row["records"])))
    departures: dict[tuple[str, str | None], str | None] = {}
    left: dict[str, list[str | None]] = {}
    for row in engine.query(_DESIGNATION_SQL).to_pylist():
        key = (row["dataset"], row["last_seen"])
        if key not in departures:
            departures[key] = find_departure(row["last_seen"], vintages.get(row["dataset"], ()))
        left.setdefault(row["canonical_id"], []).append(departures[key])
    return pa.table(
        {
            "canonical_id": pa.array(list(left), pa.string()),
            "listed_now": pa.array([None in dates for dates in left.values()], pa.bool_()),
            "delisted_on": pa.array([_latest(dates) for dates in left.values()], pa.string()),
        }
    )


def _latest(dates: Sequence[str | None]) -> str | None:
    known = [one for one in dates if one is not None]
    return None if len(known) < len(dates) else max(known, key=lambda one: (edtf_bounds(one)[0], one))
