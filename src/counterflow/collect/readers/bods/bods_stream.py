"""JSON values one after the other out of a file of any size: an array of objects, or one object a line."""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

from counterflow.collect.readers.ftm.entity import read_lines
from counterflow.collect.source import Source
from counterflow.exc import InputError

CHUNK_BYTES = 1 << 20
MAX_VALUE_CHARS = 1 << 24
"""A statement holds some 2,000; what is longer than 16 million is no list of statements."""

_SPACE = " \t\r\n"
_AGAIN = "Download it again: this copy is cut off or was changed"


class _NumberError(ValueError):
    """NaN and Infinity, which Python reads and JSON does not know."""


def _refuse_constant(name: str) -> object:
    raise _NumberError(f"no valid JSON: {name} is no number")


_DECODER = json.JSONDecoder(parse_constant=_refuse_constant)


class Value(NamedTuple):
    """One value of the file."""

    place: str
    """Where it stands: `statement 3`, `line 3`; counted from 1."""
    data: object
    error: str | None
    """Why it is no JSON, with the line itself as `data`; of an array that ends the reading instead."""


def read_values(source: Source) -> Iterator[Value]:
    """Yield the values of a file in its order.

    Raises:
        InputError: not UTF-8; an array that is no JSON; cut off.
    """
    with source.main.open() as handle:
        start = handle.read(4_096).removeprefix(codecs.BOM_UTF8).lstrip()
    yield from _read_array(source) if start.startswith(b"[") else _read_lines(source)


def _read_lines(source: Source) -> Iterator[Value]:
    for number, line, is_unended in read_lines(source):
        try:
            data = _DECODER.decode(line)
        except (ValueError, RecursionError) as exc:
            if is_unended:
                raise _broken(source, f"the file ends inside a record, {line[-60:]!r}", f"line {number}") from exc
            yield Value(f"line {number}", line, _reason(exc))
        else:
            yield Value(f"line {number}", data, None)


def _read_array(source: Source) -> Iterator[Value]:
    with source.main.open() as handle:
        yield from _read_window(source, _Window(source, handle))


def _read_window(source: Source, window: _Window) -> Iterator[Value]:
    window.take("[")
    number = 0
    if window.peek() == "]":
        window.take("]")
    else:
        while True:
            number += 1
            window.number = number
            yield Value(f"statement {number}", window.read_value(), None)
            if window.peek() == "]":
                window.take("]")
                break
            window.take(",")
    if window.peek() != "":
        raise _broken(source, "the file goes on after the end of its array", f"after statement {number}")


class _Window:
    """The part of an array that is in memory: read on as values need it, dropped behind them."""

    def __init__(self, source: Source, handle: BinaryIO) -> None:
        self.source = source
        self.number = 0
        self._handle = handle
        self._decode = codecs.getincrementaldecoder("utf-8-sig")()
        self._read = _DECODER.raw_decode
        self._text = ""
        self._at = 0
        self._is_ended = False

    def peek(self) -> str:
        """Give the next character that is no white space; empty at the end of the file."""
        while True:
            while self._at < len(self._text):
                if self._text[self._at] not in _SPACE:
                    return self._text[self._at]
                self._at += 1
            if self._is_ended:
                return ""
            self._more(CHUNK_BYTES)

    def take(self, sign: str) -> None:
        """Step over a sign that must come next."""
        found = self.peek()
        if found != sign:
            what = "the file ends inside its array" if found == "" else f"{found!r} stands where {sign!r} should"
            raise self._broken(what)
        self._at += 1

    def read_value(self) -> object:
        """Read the value that comes next."""
        self.peek()
        size = CHUNK_BYTES
        while True:
            try:
                value, self._at = self._read(self._text, self._at)
            except (ValueError, RecursionError) as exc:
                if self._is_ended or isinstance(exc, _NumberError) or len(self._text) - self._at > MAX_VALUE_CHARS:
                    raise self._broken(_reason(exc)) from exc
                # Doubled, so that a long value is begun anew a few times only.
                self._more(size)
                size *= 2
            else:
                return value

    def _more(self, size: int) -> None:
        data = self._handle.read(size)
        self._is_ended = data == b""
        try:
            text = self._decode.decode(data, self._is_ended)
        except UnicodeDecodeError as exc:
            raise self._broken("it is not UTF-8") from exc
        self._text, self._at = self._text[self._at :] + text, 0

    def _broken(self, what: str) -> InputError:
        return _broken(self.source, what, f"statement {self.number}")


def _reason(error: Exception) -> str:
    if isinstance(error, RecursionError):
        return "the JSON is nested too deeply"
    if isinstance(error, _NumberError):
        return str(error)
    message = error.msg if isinstance(error, json.JSONDecodeError) else "a number has too many digits"
    return f"no valid JSON: {message}"


def _broken(source: Source, what: str, place: str) -> InputError:
    expected = "an array of statements, or one statement a line"
    return InputError(what, where=f"{source.main.name}, {place}", expected=expected, next_step=_AGAIN)


__all__ = ["Value", "read_values"]
