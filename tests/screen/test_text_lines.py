"""Bytes into lines: marks are read, nothing is guessed."""

from __future__ import annotations

import io

import pytest

from counterflow.exc import InputError, UsageError
from counterflow.screen import text_lines
from counterflow.screen.text_lines import check_encoding, detect_encoding, read_lines

TEXT = "name\nЦой Чхон Сик\nJosé Peña\r\n"


def lines(data: bytes, encoding: str | None = None) -> list[str]:
    return list(read_lines(io.BufferedReader(io.BytesIO(data)), encoding, "q.csv"))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_a_mark_says_the_encoding(encoding: str) -> None:
    """UTF-8 with or without a mark, UTF-16 and UTF-32 with one."""
    assert lines(TEXT.encode(encoding)) == ["name\n", "Цой Чхон Сик\n", "José Peña\r\n"]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "cp1251", "utf-8"])
def test_the_user_says_the_encoding(encoding: str) -> None:
    """Without a mark the user's word counts."""
    text = "name\nЦой Чхон Сик\n"
    assert lines(text.encode(encoding), encoding) == ["name\n", "Цой Чхон Сик\n"]


def test_a_mark_stays_no_part_of_the_text_where_the_user_says_utf_8_sig() -> None:
    """As Excel's "CSV UTF-8" is read by its name."""
    assert lines(TEXT.encode("utf-8-sig"), "utf-8-sig")[0] == "name\n"


@pytest.mark.parametrize(("encoding", "byte"), [("cp1252", "0xE9"), ("latin-1", "0xE9")])
def test_a_wrong_byte_is_an_error_with_its_line(encoding: str, byte: str) -> None:
    """The line, the byte and what to do are said; the lines before were read."""
    with pytest.raises(InputError) as caught:
        lines("name\nKim\nJosé\n".encode(encoding))
    assert caught.value.where == "q.csv, line 3"
    assert byte in caught.value.what
    assert "--encoding cp1252" in caught.value.message


def test_half_a_character_of_utf_16_is_an_error() -> None:
    """A file that was cut off."""
    with pytest.raises(InputError, match="--encoding"):
        lines("name\nKim".encode("utf-16")[:-1])


def test_a_line_without_end_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that is no table does not fill the memory."""
    monkeypatch.setattr(text_lines, "MAX_LINE", 100)
    with pytest.raises(InputError, match="longer than"):
        lines(b"a\n" + b"x" * 1000)
    assert lines(b"x" * 99) == ["x" * 99]


def test_nothing_is_no_line() -> None:
    """An empty file."""
    assert lines(b"") == []
    assert detect_encoding(b"") == "utf-8"


@pytest.mark.parametrize("name", ["latin1", "UTF-16", "gb18030", "cp1251"])
def test_encodings_of_python_are_known(name: str) -> None:
    """By any of their names."""
    assert check_encoding(name) == name


@pytest.mark.parametrize("name", ["utf-9", "", "base64", "rot13", "x\0y"])
def test_what_is_no_encoding_of_text_is_wrong_use(name: str) -> None:
    """Python's other codecs are none."""
    with pytest.raises(UsageError, match="--encoding"):
        check_encoding(name)
