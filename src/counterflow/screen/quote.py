"""Foreign text inside our sentences: it cannot turn their direction round, hide, or pass for words of ours."""

from __future__ import annotations

import unicodedata

MOST_CHARS = 60
"""Characters of a quoted text, escapes counted as written; what is longer ends in an ellipsis."""

ISOLATE, END_ISOLATE = "\u2068", "\u2069"
"""FIRST STRONG ISOLATE and POP DIRECTIONAL ISOLATE (Unicode Standard Annex 9, section 2.4)."""

_RIGHT_TO_LEFT = frozenset(["R", "AL", "AN"])
_JOINERS = frozenset("\u200c\u200d")
"""Shape letters of Persian and of India's scripts; they turn and hide nothing."""
_MARKS = dict.fromkeys(map(ord, "“”„‟"), '"')
"""Quotation marks like ours, which would end the quotation."""


def quote(text: str) -> str:
    """Put a text between quotation marks, on one line.

    Characters of control, format, private use and lone surrogates are shown as escapes. A text that is written from
    right to left stands in an isolate, so that the words after it stay where they are.
    """
    shown = f"“{plain(text)}”"
    is_turned = any(unicodedata.bidirectional(char) in _RIGHT_TO_LEFT for char in shown)
    return f"{ISOLATE}{shown}{END_ISOLATE}" if is_turned else shown


def plain(text: str) -> str:
    """Give a text with single spaces, without our quotation marks and characters that do not show, cut to length."""
    shown: list[str] = []
    left = MOST_CHARS
    for char in " ".join(text[: 4 * MOST_CHARS].translate(_MARKS).split()):
        piece = _show(char)
        left -= len(piece)
        if left < 0:
            return "".join(shown) + "…"
        shown.append(piece)
    return "".join(shown)


def _show(char: str) -> str:
    if char in _JOINERS or unicodedata.category(char)[0] != "C":
        return char
    code = ord(char)
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"
