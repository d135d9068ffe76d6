"""Reviews: what people said of frames, obeyed when the document is read again.

A review names a frame by its id, a hash of document, type, trigger and arguments. If the document has no such frame any
more, because its text or its reading changed, the review lapses: it is a problem, said aloud, and changes nothing.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from counterflow.clean.date import read_date
from counterflow.exc import InputError
from counterflow.extract.frame.identity import frame_id
from counterflow.model.doubt import Hedge, Polarity
from counterflow.model.frame import frame_schema
from counterflow.model.identity import make_id
from counterflow.model.review import OBEYED, Review
from counterflow.stage import Row
from counterflow.tables import Argument, Frame, Mention, Problem, Quantity

CORRECTED = ("type", "args", "time", "polarity", "hedge")
"""What a correction states; all of it, so that two corrections of one frame do not mix."""

LEDGER = "ledger.sqlite"

_ROLE = re.compile(r"[a-z][a-z_]{0,39}")

Said = Mapping[str, Any]
"""The payload of a review."""


def obey(rows: Iterable[Row], text: str, reviews: Sequence[Said]) -> Iterator[Row]:
    """Pass the rows of one document on, its frames as people corrected them, and a problem for each lapsed review.

    Args:
        rows: of the document; its mentions and quantities come before its frames.
        text: of the document.
        reviews: payloads of the reviews of the document in the order they were entered.
    """
    if len(reviews) == 0:
        yield from rows
        return
    book = _Book(text, {said["frame_id"]: said for said in reviews})
    frames: dict[str, Frame] = {}
    for row in rows:
        if isinstance(row, Frame):
            reviewed = book.review(row)
            if reviewed is not None:
                # A correction may say what another frame says already; one row says it.
                frames.setdefault(reviewed.id, reviewed)
            continue
        book.note(row)
        yield row
    yield from frames.values()
    yield from book.lapsed()


def lapse(said: Said, why: str, handling: str) -> Problem:
    """Make the problem of a review that nothing can be done with."""
    name = f"review of {said['seen'].get('type', 'a frame')} {said['frame_id'][:12]}, by {said['reviewer']}"
    return Problem(
        id=make_id("review", *(json.dumps(said, sort_keys=True, ensure_ascii=False),), why),
        resource_id=None,
        path=LEDGER,
        record=name,
        field=None,
        value=said["passage"][:500],
        severity="record",
        message=f"the {said['review']} is not obeyed: {why}",
        expected=None,
        next_step="Review what the document says now, and take this one back: `counterflow ledger CASE list`, `undo`",
        handling=handling,
    )


class _Book:
    """The reviews of one document, being obeyed."""

    def __init__(self, text: str, reviews: Mapping[str, Said]) -> None:
        self._text = text
        self._reviews = reviews
        self._used: set[str] = set()
        self._wrong: dict[str, str] = {}
        self._mentions: dict[tuple[int, int], Mention] = {}
        self._quantities: dict[tuple[int | None, int | None], Quantity] = {}
        self._handling = "TLP:CLEAR"

    def note(self, row: Row) -> None:
        """Note what a corrected argument may name."""
        if isinstance(row, Mention):
            self._mentions[row.start, row.end] = row
        elif isinstance(row, Quantity):
            self._quantities[row.start, row.end] = row

    def review(self, frame: Frame) -> Frame | None:
        """Give a frame as people left it; None: it is rejected. A corrected frame may be reviewed in its turn."""
        self._handling = frame.handling
        seen: set[str] = set()
        while frame.id in self._reviews and frame.id not in seen:
            seen.add(frame.id)
            said = self._reviews[frame.id]
            self._used.add(frame.id)
            if said["review"] == Review.REJECT:
                return None
            if said["review"] not in OBEYED:
                return frame
            try:
                frame = correct(frame, self._text, said["correction"], str(said["reviewer"]), self._link)
            except InputError as exc:
                self._wrong[frame.id] = exc.what
                return frame
        return frame

    def lapsed(self) -> Iterator[Problem]:
        """Yield a problem for each review that changed nothing."""
        for frame, said in self._reviews.items():
            if frame in self._wrong:
                yield lapse(said, self._wrong[frame], self._handling)
            elif frame not in self._used and said["review"] in OBEYED:
                yield lapse(said, "the document is no longer read as this frame", self._handling)

    def _link(self, start: int, end: int) -> tuple[str | None, str | None, str | None]:
        mention, quantity = self._mentions.get((start, end)), self._quantities.get((start, end))
        return (
            None if mention is None else mention.id,
            None if quantity is None else quantity.id,
            None if mention is None else mention.entity,
        )


def correct(frame: Frame, text: str, correction: Said, reviewer: str, link: Any = None) -> Frame:
    """Correct a frame.

    Args:
        frame: as it was read, or corrected before.
        text: of its document.
        correction: type, args, time, polarity and hedge as they are right.
        reviewer: who says so.
        link: finds ids of mention and quantity, and the entity, of a span that the frame has no argument at.

    Raises:
        InputError: what is said to be right cannot be: an unknown type, a place outside the text.
    """
    _check_fields(correction)
    type_ = str(correction["type"])
    schema = frame_schema(type_).schema
    args = tuple(_argument(one, frame, text, link) for one in correction["args"])
    time = correction["time"]
    start, end, edtf = (None, None, None) if time is None else _time(time, frame, text)
    return frame._replace(
        id=frame_id(frame.document_id, type_, (frame.trigger_start, frame.trigger_end), args),
        type=type_,
        schema=schema,
        args=args,
        time_start=start,
        time_end=end,
        edtf=edtf,
        polarity=Polarity(correction["polarity"]).value,
        hedge=Hedge(correction["hedge"]).value,
        extractor=f"review:{reviewer}",
    )


def _check_fields(correction: Said) -> None:
    if set(correction) != set(CORRECTED):
        raise InputError(f"the correction states {', '.join(sorted(correction))}", expected=", ".join(CORRECTED))
    for name, values in (("polarity", Polarity), ("hedge", Hedge)):
        if correction[name] not in list(values):
            raise InputError(f"{name} is {correction[name]!r}", expected="one of " + ", ".join(values))
    if not isinstance(correction["args"], list | tuple):
        raise InputError(f"args is {correction['args']!r}", expected="a list of arguments")


def _argument(said: Any, frame: Frame, text: str, link: Any) -> Argument:
    if not isinstance(said, Mapping) or not isinstance(role := said.get("role"), str) or _ROLE.fullmatch(role) is None:
        raise InputError(f"an argument is {said!r}", expected="role, start and end")
    if said.get("start") is None and said.get("end") is None:
        implied = next((one for one in frame.args if one.start is None), None)
        if implied is None:
            raise InputError(f"the argument {role} has no place", expected="start and end: no subject is implied here")
        return implied._replace(role=role)
    start, end = _span(said, f"the argument {role}", text)
    known = next((one for one in frame.args if (one.start, one.end) == (start, end)), None)
    if known is not None:
        return known._replace(role=role)
    mention, quantity, entity = (None, None, None) if link is None else link(start, end)
    return Argument(role, start, end, text[start:end], mention, quantity, entity)


def _time(said: Any, frame: Frame, text: str) -> tuple[int | None, int | None, str | None]:
    if not isinstance(said, Mapping):
        raise InputError(f"time is {said!r}", expected="start, end and edtf, or nothing")
    edtf = said.get("edtf")
    if edtf is not None and edtf != frame.edtf and (not isinstance(edtf, str) or read_date(edtf) != edtf):
        raise InputError(f"the time {edtf!r} is no date", expected="EDTF, e.g. 2003-05, 197X or 2012/2014")
    if said.get("start") is None and said.get("end") is None and edtf is not None:
        return None, None, edtf
    return (*_span(said, "the time", text), edtf)


def _span(said: Mapping[str, Any], what: str, text: str) -> tuple[int, int]:
    start, end = said.get("start"), said.get("end")
    is_span = type(start) is int and type(end) is int and 0 <= start < end <= len(text)
    if not is_span:
        raise InputError(f"{what} stands at {start!r} to {end!r}", expected=f"a span within 0 to {len(text)}")
    assert isinstance(start, int)
    assert isinstance(end, int)
    return start, end
