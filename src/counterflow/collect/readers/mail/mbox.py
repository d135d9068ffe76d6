"""mbox: a mail folder in one file (RFC 4155), message by message.

A message begins at a line `From `, an address and a date, after an empty line or at the top of the file. Programs write
`>` before a line of a body that begins with `From `, and one more before those (mboxrd); one is taken away again.
The file is read in one pass that holds one message at a time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

from counterflow.collect.problem import make_problem
from counterflow.collect.reader import Head, Reader, Tally
from counterflow.collect.readers.mail.eml import MAX_EML_BYTES
from counterflow.collect.readers.mail.part import parse_message
from counterflow.collect.readers.mail.row import MessageReader
from counterflow.collect.source import Source
from counterflow.exc import InputError
from counterflow.stage import Row, Step
from counterflow.tables import Problem

SUFFIXES = (".mbox", ".mbx")
MAX_LINE_BYTES = 1_000_000
"""How much of a line is read at once."""

# RFC 4155, appendix A: the date as asctime() writes it; programs add a time zone before or after the year.
_SEPARATOR = re.compile(
    rb"From \S.{0,300}? (?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) "
    rb"[ \d]?\d \d\d?:\d\d(?::\d\d)? (?:\S{1,10} ){0,2}\d{4}\b"
)
_QUOTED = re.compile(rb"^>(>*From )", re.M)


class MboxReader(Reader):
    """Reads mail folders."""

    NAME = "mbox"
    MIME_TYPE = "application/mbox"

    def recognise(self, head: Head) -> bool:
        """A file that begins with the line that parts messages, unless it is named as one message."""
        return head.suffix != ".eml" and _SEPARATOR.match(head.data) is not None

    def read(self, source: Source) -> Iterator[Row | Tally | Step]:
        """Yield the documents of the messages in order, as `eml` does; `record` is the number of the message.

        Raises:
            InputError: the file does not begin with a message.
        """
        reader = MessageReader(source)
        number = 0
        with source.main.path.open("rb") as handle:
            for number, found in enumerate(_messages(handle, source.main.name), 1):
                yield from _read(reader, found, number)
        if number == 0:
            raise _no_message(source.main.name)
        yield Tally(source.main, records=reader.records, parties=0)


def _no_message(where: str) -> InputError:
    return InputError(
        "the file does not begin with a message",
        where=where,
        expected="a line as `From mara@harbour.example Thu Mar 15 10:00:00 2012` before each message",
        next_step="Export the folder again as mbox",
    )


def _read(reader: MessageReader, found: _Message, number: int) -> Iterator[Row | Step]:
    record = f"message {number}"
    try:
        if found.data is None:
            raise InputError(
                f"the message is too large: {found.size:,} bytes", expected=f"at most {MAX_EML_BYTES:,} bytes"
            )
        yield from reader.read(parse_message(found.data), record)
    except InputError as exc:
        reader.records += 1
        yield _problem(reader.source, exc, record)


def _problem(source: Source, exc: InputError, record: str) -> Problem:
    return make_problem(
        source.main,
        exc.what,
        record=record,
        expected=exc.expected,
        next_step=exc.next_step or "Save the message as a file of its own",
        handling=source.handling,
    )


class _Message(NamedTuple):
    """The bytes of one message without its separator."""

    data: bytes | None
    """None: it is too large to be held."""
    size: int


def _messages(handle: BinaryIO, where: str) -> Iterator[_Message]:
    """Yield the messages of a folder.

    Raises:
        InputError: it begins with something else.
    """
    lines: list[bytes] = []
    size, is_inside, is_after_blank, is_line_start = 0, False, True, True
    for line in iter(lambda: handle.readline(MAX_LINE_BYTES), b""):
        if is_line_start and is_after_blank and _SEPARATOR.match(line) is not None:
            if is_inside:
                yield _message(lines, size)
            lines, size, is_inside = [], 0, True
        elif is_inside:
            size += len(line)
            if size <= MAX_EML_BYTES:
                lines.append(line)
            else:
                lines.clear()
        elif line.strip() != b"":
            raise _no_message(where)
        is_after_blank = is_line_start and line.strip(b"\r\n") == b""
        is_line_start = line.endswith(b"\n")
    if is_inside:
        yield _message(lines, size)


def _message(lines: list[bytes], size: int) -> _Message:
    if size > MAX_EML_BYTES:
        return _Message(None, size)
    return _Message(_QUOTED.sub(rb"\1", b"".join(lines)), size)
