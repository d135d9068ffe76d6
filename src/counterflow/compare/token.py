"""Text of a name in, tokens out: what is told apart by space and punctuation, in whatever script it is written.

Normalisation removes only what says nothing: case, width, control and direction marks, apostrophes within a word.
Diacritics stay, because a letter with two usual spellings (ö: o, oe) is a matter of `script`.
"""

from __future__ import annotations

import re
import unicodedata

from counterflow.compare import script
from counterflow.compare.script.han import simplify

MAX_TOKENS = 24
"""Tokens of one name that are compared; what lies beyond says nothing that the first two dozen do not."""
MAX_CHARACTERS = 1024
"""Characters of one name that are compared, once what is no text is left out."""
_MAX_READ = 65_536
"""Characters that are looked at before: a name may hide behind any number of spaces and marks."""

_HAN = re.compile("[\u3400-\u9fff]")
_DOTTED = re.compile(r"(?<!\w)(?:\w\.){2,}\w?(?!\w)")
_NAME_DOTS = "·・"
_APOSTROPHES = frozenset("'`’‘´ʼʻʿʾʹ′ʽˈ")
_NO_TEXT = dict.fromkeys([*map(ord, "'`"), *range(9), *range(14, 28), 127])
_ASCII_WORD = re.compile(r"[a-z0-9]+")
_WORD = re.compile(r"[^\s.]+")


def tokenize(text: str, *, person: bool) -> list[str]:
    """Split a name into tokens, in the order written.

    Args:
        text: the name as written; anything but text (control and direction marks, lone surrogates) is left out.
        person: initials with dots stay apart ("J.P. Smith": j, p, smith), in other names they are one word ("J.P.
            Morgan": jp, morgan); a joined name in Han, Hangul or Kana falls into family and given name.
    """
    if text.isascii():
        folded, word = text[:_MAX_READ].lower().translate(_NO_TEXT), _ASCII_WORD
    else:
        folded, word = _fold(text[:_MAX_READ]), _WORD
    folded = folded.strip()[:MAX_CHARACTERS]
    if not person and "." in folded:
        folded = _DOTTED.sub(_without_dots, folded)
    tokens = word.findall(folded.replace("&", " and ") if "&" in folded else folded)
    if word is _WORD:
        # A dot between Han or Kana parts the words of a foreign name, which has no family name in front.
        whole = any(dot in text for dot in _NAME_DOTS)
        tokens = tokens if whole else script.split_all(tokens, person=person)
    return tokens[:MAX_TOKENS]


def _fold(text: str) -> str:
    """Compose, fold case, simplify Han, and leave letters, marks, digits, dots and white space."""
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold()).translate(_LEFT)
    return simplify(folded) if _HAN.search(folded) is not None else folded


class _Left(dict[int, str]):
    """What is left of a character: itself, white space where a word ends, nothing where it is no text."""

    def __missing__(self, code_point: int) -> str:
        character = chr(code_point)
        category = unicodedata.category(character)
        if character in _APOSTROPHES or category in ("Cc", "Cf", "Cs", "Co", "Cn"):
            # Control and direction marks, lone surrogates; but a line break parts words.
            left = " " if character.isspace() else ""
        else:
            left = character if category[0] in "LNM" or character in ".&" else " "
        self[code_point] = left
        return left


_LEFT = _Left()


def _without_dots(found: re.Match[str]) -> str:
    return found.group().replace(".", "")
