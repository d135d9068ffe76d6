"""Bytes in, text out: which encoding a file is in, decided in a fixed order and never guessed into mojibake.

The order, first match decides:

1. a byte order mark (UTF-8, UTF-16, UTF-32);
2. a declared encoding that is written in seven bits (ISO-2022-JP, HZ), because such bytes are valid UTF-8 too;
3. UTF-8, whatever is declared: text of another encoding is next to never valid UTF-8 by chance;
4. the declared encoding, by the labels of the WHATWG Encoding Standard (`iso-8859-1` means windows-1252);
5. windows-1252, if nothing is declared, no byte is undefined there and the bytes look like Western European text.

A byte that does not fit is an error with its offset. NUL means that the file is binary.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from typing import NamedTuple

from counterflow.exc import InputError

ASCII_SPACE = " \t\n\r\f\v"
"""White space that carries no meaning; U+00A0 and its like are characters of the text and stay."""

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SEVEN_BIT = ("iso2022_jp", "iso2022_kr", "hz")
_LABELS = {
    "ascii": "cp1252",
    "us-ascii": "cp1252",
    "iso-8859-1": "cp1252",
    "iso8859-1": "cp1252",
    "latin1": "cp1252",
    "latin-1": "cp1252",
    "l1": "cp1252",
    "iso-8859-9": "cp1254",
    "latin5": "cp1254",
    "tis-620": "cp874",
    "iso-8859-11": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "gb_2312-80": "gb18030",
    "big5": "big5hkscs",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "x-sjis": "cp932",
    "sjis": "cp932",
    "windows-31j": "cp932",
    "euc-kr": "cp949",
    "ks_c_5601-1987": "cp949",
    "ksc5601": "cp949",
    "windows-949": "cp949",
    "x-mac-roman": "mac_roman",
    "macintosh": "mac_roman",
    "unicode": "utf-8",
    "utf-16": "utf-8",  # declared in bytes that were just read as ASCII, so it cannot be
    "utf-16le": "utf-8",
    "utf-16be": "utf-8",
}
_NAMES = {"cp1252": "windows-1252", "cp1251": "windows-1251", "cp949": "euc-kr", "cp932": "shift_jis"}
_NOT_TEXT = ("utf-7", "utf_7", "idna", "punycode", "unicode_escape", "raw_unicode_escape", "mbcs", "oem")
MOST_HIGH_SHARE = 0.3
"""Largest share of non-ASCII bytes among the letters of Western European text; French has 5 %, other scripts 100 %."""


class Decoded(NamedTuple):
    """A file's text and the encoding it was in; a byte order mark is not part of the text."""

    text: str
    encoding: str


def decode(data: bytes, where: str, declared: str | None = None) -> Decoded:
    """Decode a file by the order in the module's docstring.

    Args:
        data: the whole file.
        where: the file's name for errors.
        declared: the encoding that the file names itself, e.g. in an HTML meta element.

    Raises:
        InputError: a byte does not fit the encoding, the file is binary, or the declared encoding is not known.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _checked(_strict(data[len(mark) :], encoding, where, len(mark)), encoding, where)
    codec = None if declared is None else _codec(declared, where)
    if codec in _SEVEN_BIT and (b"\x1b" in data or codec == "hz"):
        return _checked(_strict(data, str(codec), where), str(codec), where)
    try:
        return _checked(data.decode("utf-8"), "utf-8", where)
    except UnicodeDecodeError as exc:
        if codec is None or codec == "utf-8":
            error = exc
        else:
            return _checked(_strict(data, codec, where), _NAMES.get(codec, codec), where)
    if codec is None and b"\0" not in data and _looks_western(data):
        return Decoded(data.decode("cp1252"), "windows-1252")
    stated = "no encoding is declared" if declared is None else f"{declared} is declared"
    raise _invalid(data, error.start, "UTF-8", where, stated)


def _codec(label: str, where: str) -> str:
    name = label.strip().lower()
    name = _LABELS.get(name, name)
    try:
        found = codecs.lookup(name)
    except (LookupError, ValueError):
        found = None
    if found is None or name in _NOT_TEXT or not found._is_text_encoding:
        raise InputError(
            f"the declared encoding {label!r} is not known", where=where, next_step="Save the file as UTF-8"
        )
    return found.name


def _strict(data: bytes, encoding: str, where: str, offset: int = 0) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as exc:
        raise _invalid(data, exc.start, _NAMES.get(encoding, encoding), where, offset=offset) from exc


def _invalid(
    data: bytes, at: int, encoding: str, where: str, stated: str | None = None, *, offset: int = 0
) -> InputError:
    note = "" if stated is None else f"; {stated}"
    return InputError(
        f"byte {at + offset} ({data[at]:#04x}) is not valid {encoding}{note}",
        where=where,
        expected="text in UTF-8, or in the encoding that the file declares",
        next_step="Save the file as UTF-8",
    )


def _checked(text: str, encoding: str, where: str) -> Decoded:
    at = text.find("\0")
    if at != -1:
        raise InputError(
            f"character {at} is NUL, so this is a binary file or UTF-16 without a byte order mark",
            where=where,
            expected="text",
            next_step="Save the file as UTF-8",
        )
    return Decoded(text, encoding)


def _looks_western(data: bytes) -> bool:
    """Whether bytes that are not UTF-8 can be windows-1252: no undefined byte, few accents, and not damaged UTF-8."""
    try:
        data.decode("cp1252")
    except UnicodeDecodeError:
        return False
    escaped = data.decode("utf-8", "surrogateescape")
    stray = len(re.findall("[\udc80-\udcff]", escaped))
    whole = len(re.findall("[^\x00-\x7f\ud800-\udfff]", escaped))
    if whole >= stray:
        return False
    letters = len(re.findall(rb"[A-Za-z]", data))
    high = len(re.findall(rb"[\xa1-\xff]", data))  # typographic quotes and dashes lie below
    return high <= MOST_HIGH_SHARE * (letters + high)


class Line(NamedTuple):
    """One line of a text, without its line break."""

    start: int
    end: int
    text: str


_LINE = re.compile(r"([^\r\n]*)(\r\n|\r|\n|\Z)")


def split_lines(text: str) -> Iterator[Line]:
    r"""Yield the lines of a text, parted by `\n`, `\r\n` or `\r`; a break at the very end opens no further line."""
    for found in _LINE.finditer(text):
        if found.start() == len(text) and len(text) > 0:
            return
        yield Line(found.start(1), found.end(1), found[1])


def collapse(text: str) -> str:
    """Collapse ASCII white space to single spaces, as HTML does, and strip it."""
    return re.sub(r"[ \t\n\r\f\v]+", " ", text).strip(" ")
