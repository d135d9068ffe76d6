"""Counts: whether a number alone counts the noun after it ("five drug smugglers", "200 members")."""

from __future__ import annotations

import re

from counterflow.extract.lexica import load_set

_WORD = re.compile(r"[\s-]*((?:[A-Z]\.){2,}|[A-Za-z\u00c0-\u024f][\w'/-]*)(?=([.,;:!?)\]]?))")
_DEFINITE = re.compile(r"\b(?:the|these|those|this|its|their|his|her|our|both|other|all|of\s+the)\s+$", re.IGNORECASE)
_ONE_OF = re.compile(r"\bone\s+of\s+the\s+$", re.IGNORECASE)
_GLUED = re.compile(r"[\w$€£¥#/:'.–-]\Z")
_LETTERED = re.compile(r"\d\+?[A-Za-z]")
_SMALL = 10
"""Up to this number, "the two countries" points back and counts nothing new."""
_NOUN_WORDS = 4
"""How many words after the number may pass before its noun: "100 North Korean military defectors"."""
_BETWEEN = frozenset(["other", "more", "such", "very"])
"""Words of a closed class that may stand between a number and its noun."""
PLURAL = r"[\w'-]*(?:s|men|people|children)"
"""Regular expression of a word with the look of a plural noun; `is_plural` knows the exceptions."""
_LIST = re.compile(
    r"\s+(?:[a-z][\w-]*(?:,\s+|\s+)){1,6}?(?:and|or)\s+(?:[a-z][\w-]*\s+){0,2}?"
    rf"(?P<noun>(?=[a-z]){PLURAL})\b"
)
_TOTAL = re.compile(
    r"\b(?:total(?:s|ed|led|ing|ling)?|number\s+of)\b(?:[^.;]|\.(?!\s+[A-Z])){0,80}\b(?:to|is|was|at|now|totals?|totalled|totaled|reached)\s+$",
    re.IGNORECASE,
)
_OF_WHICH = re.compile(r",?\s+of\s+(?:which|whom|them)\b", re.IGNORECASE)
_ONE_BEFORE = re.compile(
    r"(?:\b(?:the|this|that|these|those|no|any|each|every|which|another|such|is|are|was|were|be|been|being|it's|or|and"
    r"|my|our|your|his|her|its|their|number|chapter|phase|part)|'s)\s+$",
    re.IGNORECASE,
)
_ONE_NOUN = re.compile(r"\s+(?P<word>[A-Za-z][\w-]*)(?!\w|')")
_ONE_NO_NOUN = frozenset(
    """another day thing way time side hand who man woman person expert official analyst source report study observer
    estimate account reason question note example problem""".split()
)
"""After "one", words that make it "a certain" or a phrase; none counts."""
_IRREGULAR = re.compile(r"(?<!speci)(?<!regi)(?<!\bo)(?<!abdo)men$")


def counts_nouns(text: str, start: int, end: int, number: str, *, is_bounded: bool = False) -> bool:
    """Whether the number at this span of a folded text counts the noun that follows.

    `is_bounded` says that a word before it makes it an amount ("more than 100"): then the noun may be left out.
    """
    before = text[max(0, start - 16) : start]
    is_word = number[0].isalpha()
    if _LETTERED.search(number.removesuffix("-plus")) is not None or _GLUED.search(before) is not None:
        return False
    if is_word and number.lower() in ("zero", "a", "an"):
        return False
    if number == "1" or (is_word and number.lower() == "one"):
        return is_word and _counts_one(text, start, end, is_bounded=is_bounded)
    if re.fullmatch(r"0\d*|\d{7,}|[12]\d{3}", number) is not None and _is_code(number):
        return False
    is_definite = _DEFINITE.search(before) is not None and _ONE_OF.search(before) is None
    if is_definite and (is_word or _small(number)):
        return False
    return has_plural(text, end) or (not is_word and _stands_alone(text, start, end, number, is_bounded=is_bounded))


def _is_code(number: str) -> bool:
    """Whether a bare figure is more likely a year or a code than a count."""
    return number.startswith("0") or len(number) >= 7 or 1500 <= int(number) <= 2099


def _small(number: str) -> bool:
    return number.isdigit() and int(number) <= _SMALL


def _counts_one(text: str, start: int, end: int, *, is_bounded: bool) -> bool:
    """Whether "one" counts the noun after it, and is no pronoun ("one of them", "the one", "one must")."""
    match = _ONE_NOUN.match(text, end)
    if match is None:
        return False
    word = match["word"]
    if _is_closed(word):
        return False
    if is_bounded:
        return True
    before = text[max(0, start - 16) : start]
    if word[0].isupper() and not word.isupper():
        return False
    is_verb = re.search(r"(?:ed|[^s]s)$", word) is not None or word.lower() in _ONE_NO_NOUN
    return not is_verb and _ONE_BEFORE.search(before) is None


def _stands_alone(text: str, start: int, end: int, number: str, *, is_bounded: bool) -> bool:
    """Whether a figure is an amount whose noun is understood: "more than 100 in October", "a total of 6,602",
    "645 beds, 36 of which".
    """
    if (
        is_bounded
        and (len(number) > 1 or "," in number)
        and re.match(r"\s+(?:in|of|on|to|by|were|are|was|had|have)\b|[.,;]", text[end : end + 8])
    ):
        return True
    if _OF_WHICH.match(text, end) is not None or number.endswith("-plus"):
        return True
    return (
        _TOTAL.search(text, max(0, start - 120), start) is not None
        and re.match(r"[.,;]|\s", text[end : end + 1]) is not None
    )


def has_plural(text: str, end: int) -> bool:
    """Whether a plural noun follows before the phrase ends."""
    if text[end : end + 1] not in (" ", "\n", "-"):
        return False
    at = end
    for _ in range(_NOUN_WORDS):
        match = _WORD.match(text, at)
        if match is None:
            return False
        word = match[1]
        if is_plural(word.lower()) and not word.isupper():
            return True
        if _is_closed(word) and word not in _BETWEEN:
            break
        if match[2] != "":
            break
        at = match.end(1)
    return _ends_list(text, end)


def _ends_list(text: str, end: int) -> bool:
    """Whether words joined by commas and "and" stand before the noun: "100 oil, gas and chemical vessels"."""
    match = _LIST.match(text, end)
    if match is None or not is_plural(match["noun"]):
        return False
    words = re.findall(r"[\w-]+", match[0])
    return not any(_is_closed(word) for word in words if word not in ("and", "or"))


def _is_closed(word: str) -> bool:
    return word.lower() in load_set("closed_class") and not (word.isupper() and len(word) > 1)


def is_plural(word: str) -> bool:
    """Whether a word in lower case has the form of a plural noun."""
    return (
        word in load_set("plural")
        or _IRREGULAR.search(word) is not None
        or (word.endswith("s") and not word.endswith(("ss", "'s", "us", "is")) and word not in load_set("no_plural"))
    )
