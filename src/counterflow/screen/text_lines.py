"""Bytes in, lines of text out: what a file is encoded in is read from its mark or said by the user, never guessed.

A file without a mark is UTF-8. A byte that is not ends the reading with its line, because every other encoding of one
byte a letter fits everything: guessing would turn names into other names without a word.
"""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterator
from typing import BinaryIO

from counterflow.exc import InputError, UsageError

MAX_LINE = 16 * 1024 * 1024
"""Longest line that is read. Bytes."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark begins with the same two bytes
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def read_lines(handle: io.BufferedReader, encoding: str | None, where: str) -> Iterator[str]:
    """Yield the lines of a text file with their ends.

    Args:
        handle: the file, at its beginning.
        encoding: as Python names it; None: that of its byte order mark, or UTF-8.
        where: names the file in errors.

    Raises:
        InputError: a byte is not of the encoding, or a line is too long; says which line.
    """
    chosen = encoding or detect_encoding(handle.peek(4)[:4])
    lines = _wide_lines(handle, chosen) if _is_wide(chosen) else _narrow_lines(handle, chosen)
    number = 0
    try:
        for line in lines:
            number += 1
            if len(line) >= MAX_LINE:
                raise InputError(
                    f"line {number:,} is longer than {MAX_LINE // 2**20} MiB", where=where, expected="a record a line"
                )
            yield line
    except UnicodeError as exc:
        raise _encoding_error(exc, chosen, f"{where}, line {number + 1:,}") from exc


def detect_encoding(head: bytes) -> str:
    """Name the encoding that the first bytes of a file state; UTF-8 where they state none."""
    return next((name for mark, name in _MARKS if head.startswith(mark)), "utf-8")


def check_encoding(name: str) -> str:
    """Give the encoding of that name.

    Raises:
        UsageError: Python knows none that turns bytes into text.
    """
    try:
        codecs.lookup(name)
        "".encode(name)
    except (LookupError, ValueError, UnicodeError):
        raise UsageError(
            f"--encoding {name!a} is not known", expected="a name such as utf-8, utf-16, cp1252, latin-1, gb18030"
        ) from None
    return name


def _narrow_lines(handle: BinaryIO, encoding: str) -> Iterator[str]:
    """Decode line by line, which tells the line of a wrong byte."""
    first, rest = encoding, "utf-8" if encoding == "utf-8-sig" else encoding
    while len(line := handle.readline(MAX_LINE)) > 0:
        yield line.decode(first)
        first = rest


def _wide_lines(handle: BinaryIO, encoding: str) -> Iterator[str]:
    """Decode as one stream: in UTF-16 and UTF-32 the byte 10 is part of other characters, too."""
    text = io.TextIOWrapper(handle, encoding=encoding, newline="\n")
    try:
        while (line := text.readline(MAX_LINE)) != "":
            yield line
    finally:
        text.detach()


def _is_wide(encoding: str) -> bool:
    return codecs.lookup(encoding).name.startswith(("utf-16", "utf-32", "utf-7", "hz", "iso2022"))


def _encoding_error(exc: UnicodeError, encoding: str, where: str) -> InputError:
    if isinstance(exc, UnicodeDecodeError):
        shown = exc.object[max(0, exc.start - 12) : exc.start + 12]
        what = f"byte 0x{exc.object[exc.start]:02X} in {shown!r} is not {encoding.upper()}"
    else:
        what = f"the text is not {encoding.upper()}: {exc}"
    return InputError(what, where=where, next_step="Say what it is, e.g. --encoding cp1252 or latin-1 or utf-16")
