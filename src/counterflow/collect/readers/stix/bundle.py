"""STIX 2.1 bundles, and the envelopes of TAXII 2.1: what a partner gives, object by object.

An object that carries our extension gives the rows that it was made of (`own.py`); one of another program what its
properties say (`foreign.py`, `foreign_tie.py`). What comes is offered, not
entered: `receive` takes from it what the case does not hold itself.

Format: STIX 2.1 (OASIS Standard, 10 June 2021), section 8; TAXII 2.1, section 3.7.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import orjson

from counterflow.collect.problem import make_problem
from counterflow.collect.reader import Head, Reader, Tally
from counterflow.collect.readers.stix.foreign import entity_rows, form_of, not_read, root_of
from counterflow.collect.readers.stix.foreign_tie import Known, known_entities, tie_rows
from counterflow.collect.readers.stix.own import own_rows
from counterflow.collect.readers.stix.sent import Refused, Sent, read_sent
from counterflow.collect.source import Source
from counterflow.exc import InputError
from counterflow.model.identity import make_id
from counterflow.stage import Row, Step
from counterflow.stix.check import find_fault
from counterflow.stix.extension import EXTENSION
from counterflow.stix.row import present
from counterflow.stix.version import object_version
from counterflow.tables import Evidence, Offer, Problem, Statement

STEP_OBJECTS = 200
"""Objects after which the reader says how far it is."""

_BUNDLE = re.compile(rb'"type"\s*:\s*"bundle"')
_OBJECTS = re.compile(rb'"objects"\s*:\s*\[')
_ID = re.compile(
    rb'"id"\s*:\s*"[a-z0-9-]+--[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"', re.IGNORECASE
)

SAYS_NOTHING = frozenset(["marking-definition", "extension-definition"])
"""Types that say something of other objects alone, and are read with those."""


class StixBundle(Reader):
    """Reads a bundle or an envelope."""

    NAME = "stix"
    MIME_TYPE = "application/stix+json;version=2.1"
    IS_DATA = True

    def recognise(self, head: Head) -> bool:
        """Look for the type, or for objects whose ids are STIX's."""
        data = head.data.removeprefix(b"\xef\xbb\xbf").lstrip()
        if not data.startswith(b"{"):
            return False
        return _ID.search(data) is not None and any(one.search(data) is not None for one in (_BUNDLE, _OBJECTS))

    def read(self, source: Source) -> Iterator[Row | Tally | Step]:
        """Yield an offer for each row that the objects give, a problem for what cannot be read, then the tally."""
        objects = _objects(source)
        reading = _Reading(read_sent(objects, source), known_entities(objects))
        understood = 0
        for number, one in enumerate(objects, 1):
            if number % STEP_OBJECTS == 0:
                yield Step(number, len(objects))
            rows, is_understood = reading.read(one, number)
            understood += is_understood
            yield from rows
        yield Tally(source.main, len(objects), understood, "utf-8")


def _objects(source: Source) -> list[Any]:
    name = source.main.name
    data = source.main.read_bytes().removeprefix(b"\xef\xbb\xbf")
    try:
        whole = orjson.loads(data)
    except orjson.JSONDecodeError as exc:
        raise InputError(
            f"no valid JSON: {exc}",
            where=name,
            expected="a STIX bundle in UTF-8, whole",
            next_step="Ask for it again: this copy is cut off or was changed",
        ) from None
    objects = whole.get("objects", []) if isinstance(whole, dict) else None
    if not isinstance(objects, list):
        raise InputError(
            "it has no list of objects",
            where=name,
            expected='{"type": "bundle", "id": "bundle--...", "objects": [...]}',
        )
    return objects


class _Reading:
    """The objects of one bundle being read."""

    def __init__(self, sent: Sent, known: Known) -> None:
        self.sent = sent
        self.known = known
        self._told: dict[tuple[str, str | None], Any] = {}
        """Objects that were taken, by id and version."""

    def read(self, one: Any, number: int) -> tuple[list[Row], bool]:
        """Give the rows of one object, and whether anything of it was understood."""
        record = one["id"] if isinstance(one, dict) and isinstance(one.get("id"), str) else f"object {number}"
        try:
            fault = find_fault(one)
            if fault is not None:
                raise Refused(fault, "an object as STIX 2.1 has it")
            if one["type"] in SAYS_NOTHING or one["id"] in self.sent.makers or self._is_repeat(one):
                return [], True
            rows = list(self._rows(one))
            self._told[one["id"], object_version(one)] = one
            return rows, True
        except Refused as refused:
            return [self._problem(refused, record)], False

    def _is_repeat(self, one: Mapping[str, Any]) -> bool:
        """Tell whether the bundle has this version of the object already; several versions of one may be in it.

        Raises:
            Refused: it has, with another content.
        """
        first = self._told.get((one["id"], object_version(one)))
        if first is None:
            return False
        if first != one:
            raise Refused("a version of this object stands before it with another content", "one of each version")
        return True

    def _rows(self, one: Mapping[str, Any]) -> Iterator[Row]:
        marking = self.sent.marking_of(one)
        ours = (one.get("extensions") or {}).get(EXTENSION)
        if one.get("revoked") is True:
            yield self._offer(one, marking, ("revoked", one["id"], {"handling": marking}))
        elif ours is not None:
            yield from (self._offer(one, marking, found) for found in own_rows(one, ours, marking, self.sent))
        else:
            yield from self._foreign(one, marking)

    def _foreign(self, one: Mapping[str, Any], marking: str) -> Iterator[Row]:
        form = form_of(one)
        ties = tie_rows(one, self.known, self.sent, marking)
        if form is None and ties is None:
            raise not_read(one)
        root = root_of(one, self.sent)
        for row in [*([] if form is None else entity_rows(one, form, self.sent, marking)), *(ties or ())]:
            if isinstance(row, Statement):
                yield self._offer(one, marking, ("statement", row.id, present(row._asdict())))
            elif isinstance(row, Evidence):
                yield self._offer(one, marking, ("evidence", row.id, present(row._asdict()) | {"root": root}))
            else:
                yield row

    def _offer(self, one: Mapping[str, Any], marking: str, offered: tuple[str, str, Mapping[str, Any]]) -> Offer:
        kind, row_id, row = offered
        giver = self.sent.giver_of(one)
        resource = self.sent.source.main.resource_id
        content = orjson.dumps(row, option=orjson.OPT_SORT_KEYS).decode()
        return Offer(
            id=make_id(resource, one["id"], object_version(one), kind, row_id, content),
            resource_id=resource,
            object_id=one["id"],
            kind=kind,
            row_id=row_id,
            content=content,
            given_by=giver.name,
            giver_id=giver.id,
            modified=object_version(one),
            handling=marking,
        )

    def _problem(self, refused: Refused, record: str) -> Problem:
        message, expected = refused.args
        return make_problem(
            self.sent.source.main,
            message,
            record=record,
            field=refused.field,
            value=refused.value,
            expected=expected,
            next_step=refused.next_step,
            handling=self.sent.source.handling,
        )
