"""Bytes in, text out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterflow.clean.text import Line, collapse, decode, split_lines
from counterflow.exc import InputError

TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))


@given(TEXT)
def test_utf8_comes_back_as_it_was(text: str) -> None:
    """What was written in UTF-8 is read as it was, whatever it holds."""
    assert decode(text.encode("utf-8"), "f").text in (text, text.removeprefix("\ufeff"))


@given(TEXT, st.sampled_from(["utf-8-sig", "utf-16", "utf-32"]))
def test_a_byte_order_mark_decides_and_is_no_text(text: str, encoding: str) -> None:
    """A byte order mark names the encoding and is not part of the text."""
    assert decode(text.encode(encoding), "f", declared="koi8-r").text == text


@pytest.mark.parametrize(
    ("text", "codec", "declared", "recorded"),
    [
        ("Суд арестовал танкер", "cp1251", "windows-1251", "windows-1251"),
        ("북한의 무역회사", "cp949", "euc-kr", "euc-kr"),
        ("朝鲜贸易公司", "gb18030", "gb2312", "gb18030"),
        ("海運会社の船", "cp932", "Shift_JIS", "shift_jis"),
        ("海運会社の船", "iso2022_jp", "ISO-2022-JP", "iso2022_jp"),
        ("“prix” de 5 €", "cp1252", "iso-8859-1", "windows-1252"),  # WHATWG: latin-1 means windows-1252
        ("Ünlü şirket", "cp1254", "iso-8859-9", "cp1254"),
    ],
)
def test_a_declared_encoding_is_used(text: str, codec: str, declared: str, recorded: str) -> None:
    """Bytes that are not UTF-8 are read in the encoding that the file declares, and it is recorded."""
    assert decode(text.encode(codec), "f", declared) == (text, recorded)


def test_valid_utf8_wins_over_a_wrong_declaration() -> None:
    """A page saved as UTF-8 keeps its old meta element; its bytes tell the truth."""
    assert decode("l’été".encode(), "f", "iso-8859-1") == ("l’été", "utf-8")


def test_undeclared_western_text_is_windows_1252() -> None:
    """Old text files of western Europe are read: few accents, no undefined byte."""
    text = "Le navire “Pong Su” a été saisi près de Melbourne."
    assert decode(text.encode("cp1252"), "f") == (text, "windows-1252")


@pytest.mark.parametrize(
    ("data", "declared", "said"),
    [
        ("Суд арестовал танкер".encode("cp1251"), None, "byte 0 "),  # would be mojibake in windows-1252
        ("북한의 무역회사".encode("cp949"), None, "byte 0 "),
        (b"abc \x81", None, "byte 4 "),  # undefined in windows-1252
        ("déjà vu".encode() + b" \xff", None, "byte 10 "),  # damaged UTF-8, not windows-1252
        ("déjà vu".encode()[:-4] + b"\xc3", None, "byte 4 "),  # cut off inside a character
        ("été".encode("latin-1"), "utf-8", "utf-8 is declared"),
        ("北".encode("gb18030") + b"\xff", "gb2312", "byte 2 "),
        (b"\xff\xfea", None, "byte 2 "),
        (b"a\0b", None, "character 1 is NUL"),
        ("a".encode("utf-16-le"), None, "NUL"),
        (b"\xe9", "no-such-encoding", "no-such-encoding"),
        (b"+AGE-\xff", "utf-7", "utf-7"),
    ],
)
def test_what_does_not_fit_is_an_error_and_not_mojibake(data: bytes, declared: str | None, said: str) -> None:
    """Undecodable bytes are an error that names the offset, never a guess."""
    with pytest.raises(InputError, match=said) as caught:
        decode(data, "inputs/x.txt", declared)
    assert caught.value.where == "inputs/x.txt"


def test_lines_end_at_every_kind_of_break_and_at_no_other_character() -> None:
    r"""`\n`, `\r\n` and `\r` end a line; U+0085 and U+2028 stand inside one."""
    assert list(split_lines("a\r\nb\rc\n\nd\u2028e\n")) == [
        Line(0, 1, "a"),
        Line(3, 4, "b"),
        Line(5, 6, "c"),
        Line(7, 7, ""),
        Line(8, 11, "d\u2028e"),
    ]


@given(st.text())
def test_lines_are_the_text_without_its_breaks(text: str) -> None:
    """Each line is the span it names, and what lies between lines is a line break."""
    lines = list(split_lines(text))
    assert all(text[line.start : line.end] == line.text for line in lines)
    assert "".join(line.text for line in lines) == text.replace("\r", "").replace("\n", "")


def test_collapse_leaves_the_no_break_space() -> None:
    """U+00A0 is a character of the text, not white space to be collapsed."""
    assert collapse(" In\u00a02013,\n\t they ") == "In\u00a02013, they"
