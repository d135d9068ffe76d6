"""API roots, their collections, and who may read and write each."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable
from typing import NamedTuple

import sqlalchemy as sa

from counterflow.exc import NotFoundError, UsageError
from counterflow.share.taxii.store import COLLECTION, GRANT, ROOT, write_transaction

EVERYONE = "*"
"""The holder that stands for whoever may ask the server at all."""

_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,62}", re.IGNORECASE)


class Root(NamedTuple):
    """An API root: a group of collections with one address (TAXII 2.1, section 4.2)."""

    name: str
    title: str
    description: str | None = None


class Collection(NamedTuple):
    """A collection, as one holder may use it (section 5.2)."""

    id: str
    root: str
    alias: str | None
    title: str
    description: str | None
    can_read: bool
    can_write: bool
    is_named: bool = False
    """Whether the holder was named, and not only everyone."""


class CollectionEntry(NamedTuple):
    """What is stated of a new collection."""

    root: str
    title: str
    id: str | None = None
    """A UUID; None: a new one."""
    alias: str | None = None
    """What may stand for the id in addresses."""
    description: str | None = None


class Grant(NamedTuple):
    """What one holder may do with a collection."""

    holder: str
    can_read: bool = True
    can_write: bool = False


def add_root(engine: sa.Engine, root: Root) -> None:
    """Add an API root, or change the title of the one with its name.

    Raises:
        UsageError: its name cannot stand in an address.
    """
    if _NAME.fullmatch(root.name) is None:
        raise UsageError(f"{root.name!r} cannot be an API root", expected="letters, digits, - and _")
    with write_transaction(engine) as connection:
        connection.execute(sa.delete(ROOT).where(ROOT.c.name == root.name))
        connection.execute(sa.insert(ROOT).values(root._asdict()))


def list_roots(connection: sa.Connection) -> list[Root]:
    """Give all API roots, in the order of their names."""
    return [Root(*row) for row in connection.execute(sa.select(ROOT).order_by(ROOT.c.name))]


def find_root(connection: sa.Connection, name: str) -> Root:
    """Find an API root.

    Raises:
        NotFoundError: there is none of that name.
    """
    row = connection.execute(sa.select(ROOT).where(ROOT.c.name == name)).first()
    if row is None:
        raise NotFoundError(f"there is no API root {name!r}")
    return Root(*row)


def add_collection(engine: sa.Engine, entry: CollectionEntry, grants: Iterable[Grant]) -> str:
    """Add a collection to an API root; gives its id.

    Raises:
        NotFoundError: there is no such root.
        UsageError: the id is no UUID or is taken, the alias cannot stand in an address or is taken, or nobody may use
            the collection.
    """
    granted = list(grants)
    if len(granted) == 0:
        raise UsageError("nobody may use the collection", expected="a holder who may read or write it")
    alias = entry.alias
    if alias is not None and (_NAME.fullmatch(alias) is None or _is_uuid(alias)):
        raise UsageError(f"{alias!r} cannot be an alias", expected="letters, digits, - and _, and no UUID")
    if entry.id is not None and not _is_uuid(entry.id):
        raise UsageError(f"{entry.id!r} cannot be the id of a collection", expected="a UUID")
    id_ = str(uuid.uuid4()) if entry.id is None else entry.id
    try:
        with write_transaction(engine) as connection:
            find_root(connection, entry.root)
            number = connection.execute(sa.select(sa.func.coalesce(sa.func.max(COLLECTION.c.sequence), 0))).scalar_one()
            connection.execute(sa.insert(COLLECTION).values({**entry._asdict(), "id": id_, "sequence": number + 1}))
            _set_grants(connection, id_, granted)
    except sa.exc.IntegrityError as exc:
        raise UsageError(f"a collection with the id {id_} or the alias {alias!r} is there already") from exc
    return id_


def set_grants(engine: sa.Engine, collection_id: str, grants: Iterable[Grant]) -> None:
    """Say anew what holders may do with a collection; those that are not named keep what they have."""
    with write_transaction(engine) as connection:
        _set_grants(connection, collection_id, grants)


def _set_grants(connection: sa.Connection, collection_id: str, grants: Iterable[Grant]) -> None:
    for grant in grants:
        mine = (GRANT.c.collection_id == collection_id) & (GRANT.c.holder == grant.holder)
        connection.execute(sa.delete(GRANT).where(mine))
        connection.execute(sa.insert(GRANT).values({"collection_id": collection_id, **grant._asdict()}))


def list_collections(connection: sa.Connection, root: str, holder: str | None) -> list[Collection]:
    """Give the collections of a root that a holder was named for, oldest first; others are not there for them."""
    rows = connection.execute(_visible(holder).where(COLLECTION.c.root == root).order_by(COLLECTION.c.sequence))
    return [Collection._make(row) for row in rows]


def list_all_collections(connection: sa.Connection, root: str) -> list[Collection]:
    """Give the collections of a root whoever may use them, for whoever keeps them."""
    columns = (COLLECTION.c.id, COLLECTION.c.root, COLLECTION.c.alias, COLLECTION.c.title, COLLECTION.c.description)
    rows = connection.execute(sa.select(*columns).where(COLLECTION.c.root == root).order_by(COLLECTION.c.sequence))
    return [Collection(*row, can_read=True, can_write=True) for row in rows]


def list_grants(connection: sa.Connection, collection_id: str) -> list[Grant]:
    """Give what each holder may do with a collection, in the order of their names."""
    columns = (GRANT.c.holder, GRANT.c.can_read, GRANT.c.can_write)
    query = sa.select(*columns).where(GRANT.c.collection_id == collection_id).order_by(GRANT.c.holder)
    return [Grant(*row) for row in connection.execute(query)]


def find_collection(connection: sa.Connection, root: str, id_or_alias: str, holder: str | None) -> Collection:
    """Find a collection by its id or alias.

    Raises:
        NotFoundError: there is no such root or collection, or not for this holder.
    """
    find_root(connection, root)
    is_it = (COLLECTION.c.id == id_or_alias) | (COLLECTION.c.alias == id_or_alias)
    row = connection.execute(_visible(holder).where(COLLECTION.c.root == root, is_it)).first()
    if row is None:
        raise NotFoundError("there is no such collection, or not for this caller")
    return Collection._make(row)


def _visible(holder: str | None) -> sa.Select[tuple[object, ...]]:
    """Select collections with what a holder may do: what everyone may, and what they may themselves."""
    names = [EVERYONE] if holder is None else [EVERYONE, holder]
    columns = (COLLECTION.c.id, COLLECTION.c.root, COLLECTION.c.alias, COLLECTION.c.title, COLLECTION.c.description)

    def any_of(column: sa.ColumnElement[bool]) -> sa.ColumnElement[bool]:
        return sa.func.max(sa.case((column, 1), else_=0)) == 1

    return (
        sa.select(*columns, any_of(GRANT.c.can_read), any_of(GRANT.c.can_write), any_of(GRANT.c.holder != EVERYONE))
        .join(GRANT, GRANT.c.collection_id == COLLECTION.c.id)
        .where(GRANT.c.holder.in_(names))
        .group_by(*columns, COLLECTION.c.sequence)
    )


def _is_uuid(text: str) -> bool:
    try:
        uuid.UUID(text)
    except ValueError:
        return False
    return len(text) == 36
