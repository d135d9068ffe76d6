"""What was given and asked for, and what became of it: expired, recalled, confirmed that no copy is left."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from enum import StrEnum

from counterflow.dossier.shape import Shape
from counterflow.exc import LedgerError
from counterflow.ledger import Entry, Ledger, Role
from counterflow.service.release.request import KIND as REQUEST
from counterflow.service.release.request import state_of

RELEASE = "release"


class Copies(StrEnum):
    """Where the copies of a release are."""

    HELD = "held"
    """The partner may have them."""
    EXPIRED = "expired"
    """Their time is over; the partner has not said that they are gone."""
    RECALLED = "recalled"
    """The partner was told to destroy them, and has not said that they are gone."""
    GONE = "gone"
    """The partner says that there are none any more."""


UNCONFIRMED = (Copies.EXPIRED, Copies.RECALLED)


class GivenRow(Shape):
    """A release, or a request that has not left."""

    hash: str
    kind: str
    """release or request."""
    state: str
    """Of a release as `Copies`, of a request as `request.State`."""
    entered_at: str
    entered_by: str
    partner: str
    way: str
    place: str | None
    marking: str
    sha256: str
    what: tuple[str, ...]
    """As it was asked for; empty: everything that the partner may have."""
    expires: str | None


def list_given(ledger: Ledger, today: datetime.date, *, unconfirmed: bool = False) -> Iterator[GivenRow]:
    """Give all releases and the requests that have not left, in the order they were entered.

    Args:
        ledger: of the case.
        today: in UTC.
        unconfirmed: only releases whose copies should be gone, and of which the partner has not said so.
    """
    for entry in ledger.entries_of([RELEASE, REQUEST]):
        state: str = state_of(ledger, entry) if entry.kind == REQUEST else copies_of(ledger, entry, today)
        if unconfirmed and state not in UNCONFIRMED:
            continue
        if state != "left":
            yield _row(entry, state)


def copies_of(ledger: Ledger, release: Entry, today: datetime.date) -> Copies:
    """Say where the copies of a release are."""
    kinds = {one.kind for one in ledger.about(Role.ENTRY, release.hash, kinds=["recall", "confirmation"])}
    if "confirmation" in kinds:
        return Copies.GONE
    if "recall" in kinds:
        return Copies.RECALLED
    expires = release.data["content"].get("expires")
    return Copies.EXPIRED if expires is not None and expires[:10] <= today.isoformat() else Copies.HELD


def recall_release(ledger: Ledger, digits: str, *, by: str, reason: str) -> Entry:
    """Enter that a partner must keep no copy of a release any more.

    Raises:
        LedgerError: it is no release, or was recalled before.
    """
    release = _find(ledger, digits)
    if len(ledger.about(Role.ENTRY, release.hash, kinds=["recall", "confirmation"])) > 0:
        raise LedgerError(f"release {release.hash[:12]} was recalled before, or its copies are gone")
    return ledger.append("recall", {"release": release.hash, "reason": reason}, by=by)


def confirm_gone(ledger: Ledger, digits: str, *, by: str, text: str) -> Entry:
    """Enter that a partner says that they have no copy of a release any more.

    Raises:
        LedgerError: it is no release, or that was entered before.
    """
    release = _find(ledger, digits)
    if len(ledger.about(Role.ENTRY, release.hash, kinds=["confirmation"])) > 0:
        raise LedgerError(f"that the copies of release {release.hash[:12]} are gone was entered before")
    return ledger.append("confirmation", {"release": release.hash, "text": text}, by=by)


def _find(ledger: Ledger, digits: str) -> Entry:
    entry = ledger.find(digits)
    if entry.kind != RELEASE:
        raise LedgerError(f"entry {entry.hash[:12]} is a {entry.kind}", expected="a release")
    return entry


def _row(entry: Entry, state: str) -> GivenRow:
    said = entry.data
    return GivenRow(
        hash=entry.hash,
        kind=entry.kind,
        state=str(state),
        entered_at=entry.entered_at,
        entered_by=entry.entered_by,
        partner=said["partner"],
        way=said["way"],
        place=said.get("place"),
        marking=said["marking"],
        sha256=said["sha256"],
        what=tuple(said["content"].get("what", ())),
        expires=said["content"].get("expires"),
    )


SHAPES: dict[str, type[Shape]] = {"release_given": GivenRow}
"""Shapes that leave, by the name of their JSON Schema."""
