"""A page of a collection: its objects as they came, what a manifest says of them, or their versions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import orjson
import sqlalchemy as sa

from counterflow.share.taxii.filter import Filter, select_matching, write_next
from counterflow.share.taxii.store import OBJECT
from counterflow.stix.version import write_microseconds


class Page(NamedTuple):
    """What one request is answered with."""

    body: bytes
    """JSON; `{}` where nothing fits, as the standard has it."""
    first: str | None
    """When the first object of the page was added; None: there is none."""
    last: str | None


def list_handlings(connection: sa.Connection, collection_id: str) -> list[str]:
    """Give the markings of a collection's objects; they are few, and each look goes to the next one."""
    found: list[str] = []
    table, after = OBJECT.c, ""
    while True:
        query = sa.select(sa.func.min(table.handling)).where(
            table.collection_id == collection_id, table.handling > after
        )
        row = connection.execute(query).scalar_one()
        if row is None:
            return found
        found.append(row)
        after = row


def read_objects(connection: sa.Connection, collection_id: str, filter_: Filter, handlings: Iterable[str]) -> Page:
    """Read a page of objects (section 5.4)."""
    rows, more = _read(connection, collection_id, filter_, handlings, [OBJECT.c.body])
    return _page("objects", [row.body for row in rows], rows, more)


def read_manifest(connection: sa.Connection, collection_id: str, filter_: Filter, handlings: Iterable[str]) -> Page:
    """Read a page of what is known of objects (section 5.3)."""
    columns = [OBJECT.c.stix_id, OBJECT.c.version, OBJECT.c.spec_version]
    rows, more = _read(connection, collection_id, filter_, handlings, columns)
    entries = [
        {
            "id": row.stix_id,
            "date_added": write_microseconds(row.date_added),
            "version": row.version,
            "media_type": f"application/stix+json;version={row.spec_version}",
        }
        for row in rows
    ]
    return _page("objects", list(map(orjson.dumps, entries)), rows, more)


def read_versions(connection: sa.Connection, collection_id: str, filter_: Filter, handlings: Iterable[str]) -> Page:
    """Read a page of the versions of objects (section 5.8)."""
    rows, more = _read(connection, collection_id, filter_, handlings, [OBJECT.c.version])
    return _page("versions", [orjson.dumps(row.version) for row in rows], rows, more)


def is_there(connection: sa.Connection, collection_id: str, stix_id: str, handlings: Iterable[str]) -> bool:
    """Whether a collection holds any version of an object that may be seen."""
    table = OBJECT.c
    query = sa.select(sa.literal(1)).where(
        table.collection_id == collection_id, table.stix_id == stix_id, table.handling.in_(sorted(handlings))
    )
    return connection.execute(query.limit(1)).first() is not None


def _read(
    connection: sa.Connection,
    collection_id: str,
    filter_: Filter,
    handlings: Iterable[str],
    columns: Sequence[sa.ColumnElement[Any]],
) -> tuple[list[Any], str | None]:
    """Read a page's rows, and `next` if there are more."""
    table = OBJECT.c
    conditions = [select_matching(filter_, collection_id, handlings)]
    if filter_.added_after is not None:
        conditions.append(table.date_added > filter_.added_after)
    if filter_.after is not None:
        # A row's comparison enters the index at the row itself; two conditions would read all rows of its timestamp.
        here = sa.tuple_(*map(sa.literal, filter_.after))
        conditions.append(sa.tuple_(table.date_added, table.position) > here)
    query = sa.select(table.date_added, table.position, *columns).where(*conditions)
    ordered = query.order_by(table.date_added, table.position).limit(filter_.limit + 1)
    rows = list(connection.execute(ordered))
    if len(rows) <= filter_.limit:
        return rows, None
    last = rows[filter_.limit - 1]
    return rows[: filter_.limit], write_next(filter_, last.date_added, last.position)


def _page(name: str, parts: Sequence[bytes], rows: Sequence[Any], next_: str | None) -> Page:
    if len(rows) == 0:
        return Page(b"{}", None, None)
    head = b'{"more":false' if next_ is None else b'{"more":true,"next":' + orjson.dumps(next_)
    body = b"".join((head, b',"', name.encode("ascii"), b'":[', b",".join(parts), b"]}"))
    return Page(body, write_microseconds(rows[0].date_added), write_microseconds(rows[-1].date_added))
