"""`counterflow ledger CASE review`: reject or correct what a document was read as."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import click

from counterflow.case import Case
from counterflow.exc import UsageError
from counterflow.ledger import Entry, Ledger
from counterflow.model.review import Review

_SPAN = re.compile(r"(\d+)-(\d+)")
_FIELDS = ("reason", "type", "args", "time", "polarity", "hedge")


def review(case: Case | None, store: Ledger, words: Sequence[str], by: str) -> Entry:
    """Enter what the words say of a frame.

    Raises:
        UsageError: they are not FRAME reject|correct FIELD=VALUE.
    """
    if case is None:
        raise click.UsageError("review belongs to a CASE: a ledger of its own has no documents")
    if len(words) < 2 or words[1] not in list(Review):
        raise click.UsageError(f"review needs a frame and one of: {', '.join(Review)}")
    frame, verb, *pairs = words
    fields = _fields(pairs)
    if "reason" not in fields:
        raise click.UsageError("a review needs a reason=...")
    from counterflow.dossier.archive import Archive
    from counterflow.run.build import open_build
    from counterflow.service.review import Said, enter_review

    reason = fields.pop("reason")
    archive = Archive(case, open_build(case))
    try:
        return enter_review(store, archive, frame, Said(Review(verb), reason, by, fields))
    finally:
        archive.close()


def _fields(pairs: Sequence[str]) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    for pair in pairs:
        name, sign, value = pair.partition("=")
        if sign == "" or name not in _FIELDS:
            raise click.UsageError(f"{pair!r} is no FIELD=VALUE; fields of a review: {', '.join(_FIELDS)}")
        if name in fields:
            raise click.UsageError(f"{name} is given twice")
        fields[name] = _args(value) if name == "args" else _time(value) if name == "time" else value
    return fields


def _args(text: str) -> list[dict[str, Any]]:
    """Read `agent:12-24,commodity:30-36`; `:subject` is the implied subject of a narrative."""
    args = []
    for one in text.split(",") if text != "" else ():
        role, _, place = one.strip().partition(":")
        start, end = (None, None) if place == "subject" else _span(place, one)
        args.append({"role": role, "start": start, "end": end})
    return args


def _time(text: str) -> dict[str, Any] | None:
    """Read `40-48`, `40-48:2003-05` or `none`."""
    if text == "none":
        return None
    place, _, edtf = text.partition(":")
    start, end = _span(place, text)
    return {"start": start, "end": end, "edtf": edtf if edtf != "" else None}


def _span(text: str, where: str) -> tuple[int, int]:
    found = _SPAN.fullmatch(text)
    if found is None:
        raise UsageError(f"{where!r} has no place", expected="first and last code point, e.g. agent:12-24")
    return int(found[1]), int(found[2])
