"""The marking of an object that comes, by definitions that come with it or are in the collection already."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import orjson
import sqlalchemy as sa

from counterflow.model.handling import strictest
from counterflow.share.taxii.store import OBJECT
from counterflow.stix.marking import UNREADABLE, read_marking
from counterflow.stix.tlp import label_of_id

_LOOKUP = 500
"""Ids that are looked for at once."""


class Markings:
    """The marking-definitions of one request."""

    def __init__(self, connection: sa.Connection, collection_id: str, objects: Iterable[Mapping[str, Any]]) -> None:
        """Find those that objects of a request refer to."""
        known = list(objects)
        wanted = {ref for one in known for ref in one.get("object_marking_refs", ()) if label_of_id(ref) is None}
        came = {one["id"]: one for one in known if one["type"] == "marking-definition"}
        self._definitions = _find(connection, collection_id, wanted - came.keys()) | came

    def of(self, object_: Mapping[str, Any]) -> str:
        """Give an object's marking in our form; one that nobody here can read counts as `UNREADABLE`.

        Raises:
            InputError: it is marked in two ways that contradict each other.
        """
        refs = object_.get("object_marking_refs", ())
        read = read_marking(refs, self._definitions)
        is_unknown = any(label_of_id(ref) is None and ref not in self._definitions for ref in refs)
        return strictest([read, UNREADABLE]) if is_unknown else read


def _find(connection: sa.Connection, collection_id: str, ids: Iterable[str]) -> dict[str, Any]:
    wanted, found = sorted(ids), {}
    for start in range(0, len(wanted), _LOOKUP):
        query = sa.select(OBJECT.c.stix_id, OBJECT.c.body).where(
            OBJECT.c.collection_id == collection_id, OBJECT.c.stix_id.in_(wanted[start : start + _LOOKUP])
        )
        found.update({row.stix_id: orjson.loads(row.body) for row in connection.execute(query)})
    return found
