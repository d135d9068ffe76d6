"""A page of a collection as a server gives it, and where the next one is (TAXII 2.1, sections 3.4, 3.5, 3.7)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from counterflow.remote.failure import RefusedError
from counterflow.remote.taxii.ask import Answer
from counterflow.stix.version import timestamp_key, timestamp_microseconds, write_microseconds

OVERLAP_US = 1_000_000
"""Microseconds before the last object of a finished pull at which the next one begins: a server may show an object
later than one that it dated later. What comes twice is told by id and version."""

_STEP_US = 1
"""Microseconds that a page without `next` goes back: others of its last timestamp may be behind it."""


class Place(NamedTuple):
    """Where in a collection a pull is; empty: at its beginning."""

    after: str | None = None
    """`added_after` of the page to ask for."""
    next: str | None = None
    """`next` of that page, which belongs to this `after`."""
    last: str | None = None
    """Latest time of addition that was seen in this pull."""

    def parameters(self, limit: int) -> Mapping[str, str]:
        """Give what to ask for."""
        known = {"limit": str(limit), "added_after": self.after, "next": self.next}
        return {name: value for name, value in known.items() if value is not None}


class Page(NamedTuple):
    """One page."""

    objects: list[object]
    more: bool
    next: str | None
    last: str | None
    """When its last object was added, as its header says; None: no header says it."""


def read_page(answer: Answer) -> Page:
    """Read an envelope.

    Raises:
        RefusedError: it is none.
    """
    body = answer.body
    objects, more, next_ = body.get("objects", []), body.get("more", False), body.get("next")
    if not isinstance(objects, list) or not isinstance(more, bool) or not isinstance(next_, str | None):
        raise RefusedError("the server sends no envelope: objects, more or next is of another kind", status=200)
    last = answer.headers.get("X-TAXII-Date-Added-Last")
    known = last is not None and timestamp_key(last) is not None
    return Page(objects, more, next_ if more and next_ != "" else None, last if known else None)


def step(place: Place, page: Page) -> Place | None:
    """Give the place of the next page; None: there is none.

    A server that pages without `next` is asked for what was added after the last object, and so as to lose none of
    the same time, from just before it.

    Raises:
        RefusedError: the server says that there is more, and not where.
    """
    last = latest(place, page)
    if not page.more:
        return None
    if page.next is not None:
        return place._replace(next=page.next, last=last)
    if page.last is None:
        raise RefusedError("the server says that there is more, and neither `next` nor when the last was added")
    return Place(go_back(page.last, _STEP_US), None, last)


def latest(place: Place, page: Page) -> str | None:
    """Give the latest time of addition seen so far."""
    known = [one for one in (place.last, page.last) if one is not None]
    return max(known, key=_time, default=None)


def go_back(time: str, microseconds: int) -> str:
    """Give a time that is so much earlier, and not before 1970."""
    return write_microseconds(max(0, _time(time) - microseconds))


def _time(text: str | None) -> int:
    return 0 if text is None else timestamp_microseconds(text) or 0
