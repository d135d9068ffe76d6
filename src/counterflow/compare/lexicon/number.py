"""Numbers in names: digits, ordinals, words of several languages, Roman numerals."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping, Sequence

from counterflow.compare.lexicon.resource import read_rows, spell

_MAX = 2**31 - 1
_ORDINAL = re.compile(r"(\d+)(?:st|nd|rd|th|er|ere|ère|eme|ème|e|o|a|º|ª|го|й|ый|ий|ой|я|ая|е|ое)")
_ROMAN = re.compile(r"(x{0,3})(ix|iv|v?i{0,3})")
_ROMAN_VALUES = {"i": 1, "v": 5, "x": 10}
_UNCERTAIN = frozenset("xi vi".split())
"""Roman numerals that are rather a name."""


def number_of(token: str, form: str) -> int:
    """Give the number that a token writes; -1: none, or above 2,147,483,647.

    Roman numerals count from I to XXXIX. Of single letters I, V and X have a value although they are rather
    initials: their role is INITIAL, and never NUMERAL. C, D, L and M are letters.

    Args:
        token: the normalised token, in its own script.
        form: its likeliest form in Latin ASCII letters.
    """
    if token.isdecimal():
        return _small(token)
    word = load_numbers().get(token) or load_numbers().get(form)
    if word is not None:
        return word
    ordinal = _ORDINAL.fullmatch(token)
    if ordinal is not None:
        return _small(ordinal.group(1))
    return _roman(token)


def is_certain(token: str) -> bool:
    """Tell whether a token with a number is hardly anything else."""
    return token not in _UNCERTAIN


def join_numbers(values: Sequence[int]) -> int:
    """Give the number that consecutive number words make, as in "forty four" or "two thousand five"; -1: none.

    Args:
        values: what `number_of` gives for each word.
    """
    total, part, least = 0, 0, _MAX
    for value in values:
        if value >= 1000:
            if part == 0 and total > 0:
                return -1
            total, part, least = total + max(part, 1) * value, 0, value
        elif value == 100 and 0 < part < 100:
            part, least = part * 100, 100
        elif 0 < value < least and (part == 0 or _fits(part, value)):
            part += value
        else:
            return -1
    return total + part if 0 < total + part <= _MAX else -1


def merge_number_words(tokens: Sequence[str]) -> list[str]:
    """Write consecutive number words as the digits of the number that they make: brigade, forty, four: brigade, 44.

    Numbers in digits alone stay as they are (2007, 1), and so do words that make no number.
    """
    words = load_numbers()
    if all(token not in words for token in tokens):
        return list(tokens)
    merged: list[str] = []
    start = 0
    while start < len(tokens):
        end = start
        while end < len(tokens) and (tokens[end] in words or tokens[end].isdecimal()):
            end += 1
        run = tokens[start:end]
        value = join_numbers([number_of(token, token) for token in run]) if any(token in words for token in run) else -1
        if len(run) > 1 and value >= 0:
            merged.append(str(value))
        else:
            merged.extend(run if len(run) > 0 else tokens[start : start + 1])
        start = max(end, start + 1)
    return merged


def _fits(part: int, value: int) -> bool:
    """Tell whether a smaller number may follow: units after tens, both after hundreds."""
    return value < 10 and part % 100 >= 20 and part % 10 == 0 if part % 100 != 0 else value < 100


@functools.cache
def load_numbers() -> Mapping[str, int]:
    """Read the number words."""
    return {word: int(value) for value, words in read_rows("number") for word in spell(words)}


def _small(digits: str) -> int:
    """Read digits of any script; -1 above what 31 bits hold."""
    value = int(digits) if len(digits) <= 64 else _MAX + 1
    return value if value <= _MAX else -1


def _roman(token: str) -> int:
    """Read a Roman numeral up to XXXIX; -1: none."""
    found = _ROMAN.fullmatch(token)
    if found is None or token == "":
        return -1
    tens, units = found.groups()
    return 10 * len(tens) + {"ix": 9, "iv": 4}.get(units, sum(map(_ROMAN_VALUES.__getitem__, units)))
