"""Reading one file into lines, in any process."""

from __future__ import annotations

import stat
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from counterflow.collect.problem import make_problem
from counterflow.collect.single import Read, find_single, read_single
from counterflow.exc import CounterflowError, InputError
from counterflow.extract.foreign.foreign import is_foreign, language_of
from counterflow.extract.foreign.row import unread_problem
from counterflow.extract.read import read
from counterflow.extract.reading import Reading
from counterflow.service.reading.line import Line, Origin, frame_line, mention_line, quantity_line
from counterflow.service.reading.place import Place
from counterflow.stage import Step
from counterflow.tables import Frame, Mention, Problem, Quantity


class File(NamedTuple):
    """A file to read; pickles."""

    path: Path
    name: str
    """As it is named in lines and errors."""
    subject: str | None = None
    """Name of the party that it is about: the file is a narrative of a list."""
    published: str | None = None
    """Date of publication in EDTF; None: as the file says."""
    in_full: bool = False
    """Whether names, dates and amounts have lines of their own."""

    @property
    def size(self) -> int:
        """Size in bytes, for progress; 0 for what is not there."""
        try:
            return self.path.stat().st_size
        except OSError:
            return 0


class Opened(NamedTuple):
    """A document whose lines follow."""

    name: str
    """Of its file."""
    record: str | None
    title: str | None


class Named(NamedTuple):
    """What the document elsewhere calls what its frames call by a pronoun or a noun; before their lines."""

    names: Mapping[tuple[str, str], str]
    """By entity and the words that stand in."""


STANDING_IN = ("pronoun", "nominal")
"""Forms of mentions that stand for a name."""
PAGES_SHARE = 0.1
"""Part of the time that goes into the pages of a report, before what they tell is read; more with OCR."""

Found = Line | Problem | Opened | Named

Tell = Callable[[float], None]
"""Told which part of a document is done, from 0 to 1."""


def read_file(file: File) -> list[Found]:
    """Read a file whole."""
    return list(walk_file(file))


def walk_file(file: File, tell: Tell = lambda _: None) -> Iterator[Found]:
    """Yield the lines of a file, document by document, each behind its `Opened`; never raises what the file causes."""
    try:
        yield from _walk(file, tell)
    except InputError as exc:
        yield refuse(file, exc.what, expected=exc.expected, next_step=exc.next_step)
    except (CounterflowError, MemoryError):
        raise
    except Exception as exc:  # of a library, or ours: the other files do not depend on it
        what = f"reading it fails ({type(exc).__name__}: {exc})"
        yield refuse(file, what, next_step="This is a defect, please report it")


def refuse(file: File, what: str, *, expected: str | None = None, next_step: str | None = None) -> Problem:
    """Make the problem of a file that cannot be read."""
    return make_problem(None, what, severity="file", path=file.name, expected=expected, next_step=next_step)


def _walk(file: File, tell: Tell) -> Iterator[Found]:
    try:
        found = file.path.stat()
    except OSError as exc:
        yield refuse(file, f"it cannot be read: {exc.strerror}", next_step="Check its name")
        return
    if not stat.S_ISREG(found.st_mode):
        yield refuse(file, "it is no file", expected="a report, a narrative or a list")
        return
    source = find_single(file.path, file.name, published=file.published)
    if isinstance(source, Problem):
        yield source
        return
    for one in read_single(source, subject=file.subject):
        if isinstance(one, Step):
            tell(PAGES_SHARE * one.done / max(one.total, one.done))
        elif isinstance(one, Read):
            yield Opened(file.name, one.document.record, one.document.title)
            yield from _lines(one, file, tell)
        else:
            yield one


def _lines(found: Read, file: File, tell: Tell) -> Iterator[Found]:
    document = found.document
    place = Place(document.text, document.offsets, found.original, document.pages)
    origin = Origin(file.name, document.record or None, document.field or None, place)
    reading = Reading(
        document.id, document.text, document.published, document.language, document.handling, found.subject
    )
    language = language_of(reading.text, reading.language)
    if language is not None and is_foreign(language):
        yield unread_problem(reading, language, path=file.name, resource_id=None)
    quantities: dict[str, Quantity] = {}
    frames: list[Frame] = []
    mentions: list[Mention] = []
    for row in read(reading):
        if isinstance(row, Step):
            if document.kind == "report":
                tell(PAGES_SHARE + (1 - PAGES_SHARE) * row.done / row.total)
        elif isinstance(row, Frame):
            frames.append(row)
        elif isinstance(row, Quantity):
            quantities[row.id] = row
            if file.in_full:
                yield quantity_line(row, origin)
        elif isinstance(row, Mention):
            mentions.append(row)
            if file.in_full:
                yield mention_line(row, origin)
    yield _named(frames, mentions)
    yield from (frame_line(frame, origin, quantities) for frame in frames)


def _named(frames: Sequence[Frame], mentions: Sequence[Mention]) -> Named:
    """Give what a frame calls by a pronoun or a noun the longest name that the document has for it."""
    longest = sorted((one for one in mentions if one.form == "name"), key=lambda one: (len(one.text), -one.start))
    names = {one.entity: one.text for one in longest}
    told = {one.mention_id for frame in frames for one in frame.args}
    return Named(
        {
            (one.entity, one.text): names[one.entity]
            for one in mentions
            if one.id in told and one.form in STANDING_IN and one.entity in names
        }
    )
