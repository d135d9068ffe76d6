"""What changes a collection: objects that come, objects that go for good, and the status of a request with objects.

A version of an object that is there is never changed (STIX 2.1, section 3.6: a change is a new version).
"""

from __future__ import annotations

import dataclasses
import time
import uuid
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import orjson
import sqlalchemy as sa

from counterflow.exc import InputError, NotFoundError
from counterflow.share.taxii.filter import Filter, select_matching
from counterflow.share.taxii.marking import Markings
from counterflow.share.taxii.store import OBJECT, STATUS, write_transaction
from counterflow.stix.check import find_fault
from counterflow.stix.version import object_version, spec_version, timestamp_key, write_microseconds

STATUS_DAYS = 30
"""Days after which the status of a request is forgotten; the standard asks for one (section 4.3)."""

_LOOKUP = 500
"""Ids that are looked for at once."""


class Outcome(NamedTuple):
    """What became of one object that was sent."""

    id: str
    version: str
    fault: str | None = None
    """Why it was refused; None: it is in the collection now."""
    remark: str | None = None


class _Sent(NamedTuple):
    place: int
    object_: Mapping[str, Any]
    body: bytes


def now_microseconds() -> int:
    """Give the time in microseconds since 1970."""
    return time.time_ns() // 1000


def add_objects(
    engine: sa.Engine,
    collection_id: str,
    objects: Sequence[object],
    *,
    by: str | None = None,
    date_added: int | None = None,
) -> list[Outcome]:
    """Add objects to a collection; gives what became of each, in their order.

    Args:
        engine: of `open_store`.
        collection_id: the collection.
        objects: as parsed from JSON.
        by: who gave them.
        date_added: microseconds since 1970 that all of them get, for a collection that is moved here; by default each
            gets one of its own, later than any before.
    """
    outcomes: list[Outcome | None] = [None] * len(objects)
    sent = []
    for place, one in enumerate(objects):
        fault = find_fault(one)
        if fault is None and isinstance(one, dict):
            sent.append(_Sent(place, one, orjson.dumps(one)))
        else:
            outcomes[place] = _refuse(one, fault or "")
    with write_transaction(engine) as connection:
        markings = Markings(connection, collection_id, [one.object_ for one in sent])
        sent = list(_readable(sent, markings, outcomes))
        clock = _Clock(connection, collection_id, date_added)
        there = _find_there(connection, collection_id, {one.object_["id"] for one in sent})
        rows = []
        for one in sent:
            row = _make_row(one, collection_id, clock, by) | {"handling": markings.of(one.object_)}
            outcome = _compare(row, there)
            if outcome is None:
                there.setdefault(row["stix_id"], {})[row["spec_version"], row["version_key"]] = row["body"]
                rows.append(row)
                outcome = Outcome(row["stix_id"], row["version"])
            outcomes[one.place] = outcome
        if len(rows) > 0:
            connection.execute(sa.insert(OBJECT), rows)
    return [one for one in outcomes if one is not None]


def delete_objects(
    engine: sa.Engine, collection_id: str, stix_id: str, filter_: Filter, handlings: Collection[str]
) -> int:
    """Delete the versions of an object that a filter of `read_delete_filter` asks for; gives how many there were.

    One version in two forms of the standard goes in both, as far as the filter takes them.
    """
    wanted = select_matching(filter_, collection_id, handlings) & (OBJECT.c.stix_id == stix_id)
    with write_transaction(engine) as connection:
        keys = set(connection.execute(sa.select(OBJECT.c.version_key).where(wanted)).scalars())
        every = dataclasses.replace(filter_, versions=frozenset({"all"}))
        mine = select_matching(every, collection_id, handlings) & (OBJECT.c.stix_id == stix_id)
        rows = connection.execute(sa.select(OBJECT.c.position, OBJECT.c.version_key).where(mine))
        positions = [position for position, key in rows if key in keys]
        for start in range(0, len(positions), _LOOKUP):
            part = positions[start : start + _LOOKUP]
            connection.execute(sa.delete(OBJECT).where(OBJECT.c.position.in_(part)))
    return len(positions)


def add_status(
    engine: sa.Engine, root: str, outcomes: Iterable[Outcome], *, holder: str | None, id_: str | None = None
) -> bytes:
    """Note what became of a request's objects; gives it as TAXII has it (section 4.3.1)."""
    id_ = str(uuid.uuid4()) if id_ is None else id_
    requested_at = now_microseconds()
    body = orjson.dumps(_status(id_, requested_at, list(outcomes)))
    oldest = requested_at - STATUS_DAYS * 86_400_000_000
    with write_transaction(engine) as connection:
        connection.execute(sa.delete(STATUS).where(STATUS.c.requested_at < oldest))
        row = {"id": id_, "root": root, "holder": holder, "requested_at": requested_at, "body": body}
        connection.execute(sa.insert(STATUS).values(row))
    return body


def find_status(connection: sa.Connection, root: str, id_: str, holder: str | None) -> bytes:
    """Give the status of a request of this holder.

    Raises:
        NotFoundError: there is none, or it is somebody else's.
    """
    is_it = (STATUS.c.root == root) & (STATUS.c.id == id_)
    is_theirs = STATUS.c.holder.is_(None) | (STATUS.c.holder == holder)
    found = connection.execute(sa.select(STATUS.c.body).where(is_it, is_theirs)).scalar_one_or_none()
    if found is None:
        raise NotFoundError("there is no such status, or not for this caller")
    return bytes(found)


class _Clock:
    """Gives each object the time at which it was added: rising within a collection, so none has that of another."""

    def __init__(self, connection: sa.Connection, collection_id: str, stated: int | None) -> None:
        query = sa.select(sa.func.max(OBJECT.c.date_added)).where(OBJECT.c.collection_id == collection_id)
        last = connection.execute(query).scalar_one()
        self._stated = stated
        self._next = max(now_microseconds(), 0 if last is None else last + 1)

    def tick(self) -> int:
        if self._stated is not None:
            return self._stated
        self._next += 1
        return self._next - 1


def _readable(sent: Iterable[_Sent], markings: Markings, outcomes: list[Outcome | None]) -> Iterator[_Sent]:
    """Refuse what is marked in two ways that contradict each other."""
    for one in sent:
        try:
            markings.of(one.object_)
        except InputError as exc:
            outcomes[one.place] = _refuse(one.object_, exc.what)
        else:
            yield one


def _find_there(
    connection: sa.Connection, collection_id: str, ids: Iterable[str]
) -> dict[str, dict[tuple[str, str], bytes]]:
    """Find the versions that are there of objects: their bytes by version, by id."""
    table, wanted = OBJECT.c, sorted(ids)
    found: dict[str, dict[tuple[str, str], bytes]] = {}
    for start in range(0, len(wanted), _LOOKUP):
        query = sa.select(table.stix_id, table.spec_version, table.version_key, table.body).where(
            table.collection_id == collection_id, table.stix_id.in_(wanted[start : start + _LOOKUP])
        )
        for row in connection.execute(query):
            found.setdefault(row.stix_id, {})[row.spec_version, row.version_key] = row.body
    return found


def _make_row(one: _Sent, collection_id: str, clock: _Clock, by: str | None) -> dict[str, Any]:
    date_added = clock.tick()
    # An observable has no version of its own; that it came then is one.
    version = object_version(one.object_) or write_microseconds(date_added)
    return {
        "collection_id": collection_id,
        "stix_id": one.object_["id"],
        "type": one.object_["type"],
        "spec_version": spec_version(one.object_),
        "version_key": timestamp_key(version),
        "version": version,
        "date_added": date_added,
        "added_by": by,
        "body": one.body,
    }


def _compare(row: Mapping[str, Any], there: Mapping[str, Mapping[tuple[str, str], bytes]]) -> Outcome | None:
    """Say that a version is there already; None: it is new."""
    versions = there.get(row["stix_id"], {})
    has_none = object_version(orjson.loads(row["body"])) is None
    same = next((known for known in versions.values() if has_none and _is_equal(known, row["body"])), None)
    known = versions.get((row["spec_version"], row["version_key"]), same)
    if known is None:
        return None
    remark = "it is there already"
    if not _is_equal(known, row["body"]):
        remark = "this version is there already with other content, which was kept: a change needs a later modified"
    return Outcome(row["stix_id"], row["version"], remark=remark)


def _is_equal(left: bytes, right: bytes) -> bool:
    return left == right or orjson.loads(left) == orjson.loads(right)


def _refuse(one: object, fault: str) -> Outcome:
    """Name an object that is none as far as it names itself."""
    known = one if isinstance(one, dict) else {}
    version = object_version(known) or write_microseconds(now_microseconds())
    return Outcome(str(known.get("id", "")), version, fault)


def _status(id_: str, requested_at: int, outcomes: Sequence[Outcome]) -> dict[str, Any]:
    faults = [one for one in outcomes if one.fault is not None]
    taken = [one for one in outcomes if one.fault is None]
    whole: dict[str, Any] = {
        "id": id_,
        "status": "complete",
        "request_timestamp": write_microseconds(requested_at),
        "total_count": len(outcomes),
        "success_count": len(taken),
        "failure_count": len(faults),
        "pending_count": 0,
    }
    if len(taken) > 0:
        whole["successes"] = list(map(describe, taken))
    if len(faults) > 0:
        whole["failures"] = list(map(describe, faults))
    return whole


def describe(outcome: Outcome) -> dict[str, str]:
    """Say what became of an object, as a status does (section 4.3.1, status details)."""
    message = outcome.fault if outcome.fault is not None else outcome.remark
    return {"id": outcome.id, "version": outcome.version, **({} if message is None else {"message": message})}
