"""Text of a message from its bytes, whose stated encoding may be wrong."""

from __future__ import annotations

import re
from typing import NamedTuple

from counterflow.clean.text import decode
from counterflow.exc import InputError

# A short text in one of these can be valid UTF-8 by chance, but not one of characters as UTF-8 writes East Asian ones.
_MULTI_BYTE = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "gb18030": "gb18030",
    "hz-gb-2312": "hz",
    "big5": "big5hkscs",
    "euc-kr": "cp949",
    "ks_c_5601-1987": "cp949",
    "shift_jis": "cp932",
    "euc-jp": "euc_jp",
    "iso-2022-jp": "iso2022_jp",
    "iso-2022-kr": "iso2022_kr",
}


class Text(NamedTuple):
    """Text decoded from bytes."""

    text: str
    problem: str | None
    """What is wrong with the bytes; what does not fit stands as U+FFFD in the text."""


def decode_text(data: bytes, charset: str | None) -> Text:
    """Decode text whose stated encoding may be wrong: see `clean.text`, and U+FFFD for what fits nothing."""
    codec = None if charset is None else _MULTI_BYTE.get(charset)
    if codec is not None and not _is_east_asian_utf8(data):
        try:
            return _without_nul(data.decode(codec), None)
        except UnicodeDecodeError:
            pass
    problem = None
    for declared in dict.fromkeys((charset, None)):
        try:
            return _without_nul(decode(data, "text", declared).text, None)
        except InputError as exc:
            problem = problem or exc.what
    return _without_nul(data.decode("utf-8", "replace"), problem)


def _is_east_asian_utf8(data: bytes) -> bool:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return not text.isascii() and re.search("[\u0080-\u07ff]", text) is None


def _without_nul(text: str, problem: str | None) -> Text:
    if "\0" not in text:
        return Text(text, problem)
    return Text(text.replace("\0", "\ufffd"), problem or "it holds NUL")
