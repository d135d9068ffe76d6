"""Texts without what varies from writer to writer: case, accents, punctuation, markup."""

from __future__ import annotations

import html
import re
import unicodedata

_MARKUP = re.compile(r"<[^<>]{1,80}>")
_WORD = re.compile(r"[^\W_]+")

SILENT = frozenset(
    "|na|n a|none|null|nan|unknown|not available|not known|not provided|not provided by airline|contact airline|"
    "tba|tbd|unavailable|no data|missing|various|not stated|not applicable|various authors|unspecified".split("|")
)
"""Texts that tell no value, as words in lower case."""


def plain(text: str) -> str:
    """Undo markup and entities and fold accents; a letter that has no simpler form stays."""
    clear = _MARKUP.sub(" ", html.unescape(html.unescape(text))) if "&" in text or "<" in text else text
    if clear.isascii():
        return clear
    folded = unicodedata.normalize("NFKD", clear)
    return "".join(char for char in folded if not unicodedata.combining(char))


def words_of(text: str) -> tuple[str, ...]:
    """Split a text into its words and numbers, in lower case."""
    return tuple(_WORD.findall(plain(text).casefold()))


_DIGITS = re.compile(
    r"(?P<number>(?<![\w.])[+-](?=\.?\d)|\d{1,3}(?:,\d{3})+(?![\d,])|\d+(?:\.\d+)?e[+-]?\d+(?!\w)|\d+)"
    r"|(?P<mark>(?<=\d)(?:[^\w\s]|\s*-\s*)(?=\d)|(?<!\w)\.(?=\d)|[%‰<>≤≥~±]|[^\W\d_]+)"
)


def digits_key(text: str) -> str:
    """Write a text that holds digits as it is compared: with what a number changes by, without what writers vary.

    Signs, what stands between two digits (a decimal point, a dash of a range, a colon), currency and per cent signs
    stay; capitals, commas of thousands and the space between letters and digits ("A 5", "A5", "A-5") do not.
    """
    found: list[str] = []
    for match in _DIGITS.finditer(_SIGNS.sub(_sign, plain(text).casefold())):
        number = match["number"]
        found.append(match[0].strip() if number is None else number.replace(",", ""))
    return " ".join(found)


def has_digits(text: str) -> bool:
    """Whether a text holds a digit of any script."""
    return any(char.isdigit() for char in text)


_SIGNS = re.compile(r"[−‐‑–—]|[^\w\s]")


def _sign(match: re.Match[str]) -> str:
    """Write dashes of all lengths as one, and a currency sign as a word of its own."""
    if match[0] in "−‐‑–—":
        return "-"
    is_currency = unicodedata.category(match[0]) == "Sc"
    return f" {unicodedata.name(match[0], 'currency')} ".casefold() if is_currency else match[0]


_PHRASES = tuple(sorted(phrase for phrase in SILENT if " " in phrase))


def holds_silence(words: tuple[str, ...]) -> bool:
    """Whether a text says, beside other things, that something is not told: "Dec 01 - Not Available"."""
    text = f" {' '.join(words)} "
    return any(f" {phrase} " in text for phrase in _PHRASES)


def is_silent(words: tuple[str, ...]) -> bool:
    """Whether a text tells no value."""
    return " ".join(words) in SILENT
