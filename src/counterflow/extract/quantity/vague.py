"""Amounts without a number: "millions of dollars", "dozens of ships", "half of", "a large amount"; and ordinals."""

from __future__ import annotations

import re
from collections.abc import Iterator

from counterflow.clean.quantity.bound import find_modifier, open_end
from counterflow.clean.quantity.unit import load_currency_words, load_units
from counterflow.extract.lexica import load_set
from counterflow.extract.quantity.count import PLURAL
from counterflow.extract.quantity.measured import COUNT, Measured, find_period, find_rate

_ADJECTIVE = (
    r"(?:large|huge|vast|small|significant|substantial|considerable|massive|enormous|growing|great|limited|sizable|"
    r"sizeable|modest|tiny)"
)
_VAGUE = re.compile(
    rf"\b(?:(?:an?\s+)?(?:very\s+)?(?:{_ADJECTIVE}|unknown|unspecified|undisclosed)\s+"
    r"(?:amount|quantity|quantities|number|sum|volume)s?"
    rf"|an?\s+(?:very\s+)?{_ADJECTIVE}\s+(?:percentage|proportion|share|portion|part|majority)|the\s+(?:vast|overwhelming)\s+majority"
    r"|an?\s+(?:number|series|handful|variety)\s+of)\b(?!\s+one\b)",
    re.IGNORECASE,
)
_DETERMINER = re.compile(
    r"(?<!\bevery )\b(?P<word>several|multiple|numerous|various|countless|few)\b"
    r"(?!\s+(?:of\s+)?(?:hundred|thousand|million|billion|dozen))"
    rf"(?P<noun>\s+(?:[\w'-]+\s+){{0,4}}?{PLURAL}\b)",
    re.IGNORECASE,
)
_FEW_TIMES = re.compile(r"\s+(?:short\s+)?(?:minutes|hours|days|weeks|months|years|decades)\b", re.IGNORECASE)
_SPELL = re.compile(
    r"(?<!\bthe )(?<!\blast )(?<!\bearly )(?<!\bfinal )(?<!\bfirst )(?<![\w-]\d )\b(?:hours|days|weeks|months)"
    r"(?=\s+of\s+[a-z]+)",
    re.IGNORECASE,
)
"""A stretch of time without a number: "weeks of fighting"."""
_VAGUE_SIGN = re.compile(
    r"amount|quantit|number|sum|volume|percentage|proportion|share|portion|part|majority|series|handful|variety|several|multiple"
    r"|numerous|various|countless|few|\b(?:hours|days|weeks|months)\b",
    re.IGNORECASE,
)
"""One of these stands in every vague amount."""
_MANY_SIGN = re.compile(r"dozen|scores|hundred|thousand|illion", re.IGNORECASE)
_MANY = re.compile(
    r"\b(?:(?P<tens>tens|dozens|hundreds)\s+of\s+)?(?P<many>dozens|scores|hundreds|thousands|millions|billions|trillions)"
    r"(?=\s+of\s+(?P<noun>(?:US\s+|U\.S\.\s+|United\s+States\s+|American\s+|metric\s+)?[A-Za-z€]+))",
    re.IGNORECASE,
)
_SEVERAL = re.compile(
    r"\b(?:several|a\s+few|many|some\s+few)\s+(?P<many>dozen|hundred|thousand|million|billion|trillion)(?:\s+(?P<scale>thousand|million|billion))?"
    r"(?:\s+(?P<noun>(?:US\s+|U\.S\.\s+|United\s+States\s+|metric\s+)?[A-Za-z€]+))?",
    re.IGNORECASE,
)
"""A magnitude with a word of number: at least one of it, as in "millions of"."""
_MANY_VALUE = {
    "tens": 10.0,
    "dozens": 12.0,
    "scores": 20.0,
    "hundreds": 1e2,
    "thousands": 1e3,
    "millions": 1e6,
    "billions": 1e9,
    "trillions": 1e12,
}
_ORDINAL = re.compile(
    r"(?<![\w.,/-])(?P<value>\d{1,3}(?:,\d{3})*)(?:st|nd|rd|th)\b(?!\s+(?:century|Street|Avenue|Floor|St\b|Ave\b))"
)
_RANK_VALUE = {
    word: float(value)
    for value, word in enumerate(
        ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"], 1
    )
}
_RANK = re.compile(
    rf"(?<![\w-])(?:(?P<rank>{'|'.join(_RANK_VALUE)})(?:-(?:largest|biggest|highest|smallest|oldest|most)\b"
    r"|(?<=\bthe (?-i:first))(?!\s+(?:time|place|person|lady|instance|step|name|half|and|or|of|to|two|three|four|five"
    r"|six|half|ever|being|in|on|at|for)\b)(?=\s+(?-i:[a-z]))"
    r"|(?=\s+(?:phase|quarter|half|stage|round|week|month|year|floor|tranche|instal?lment|anniversary|term"
    r"|batch)\b)))",
    re.IGNORECASE,
)
"""A rank in words, before what comes in a row; "first" alone is as often "at first", "First Deputy"."""
_FRACTION = re.compile(
    r"\b(?P<fraction>half|(?:a|one)[\s-](?:third|quarter|fifth|tenth)|two[\s-]thirds|three[\s-]quarters)(?=\s+of\b)"
    r"(?!\s+of\s+(?:the\s+year\b|[12]\d{3}\b|[A-Z][a-z]+\s+[12]\d{3}\b))",
    re.IGNORECASE,
)
_FRACTION_VALUE = {
    "half": 50.0,
    "third": 100 / 3,
    "quarter": 25.0,
    "fifth": 20.0,
    "tenth": 10.0,
    "thirds": 200 / 3,
    "quarters": 75.0,
}


def find_fractions(text: str) -> Iterator[Measured]:
    """Find "half of" and "two-thirds of": a percentage."""
    for match in _FRACTION.finditer(text):
        value = _FRACTION_VALUE[re.split(r"[\s-]", match["fraction"].lower())[-1]]
        start, modifier = find_modifier(text, match.start())
        low, high = open_end(value, value, modifier)
        yield Measured(start, match.end(), "percent", low, high, "", "%", 1.0, modifier, None, is_ambiguous=False)


def find_vague(text: str) -> Iterator[Measured]:
    """Find amounts that have a lower bound at most, and ordinals."""
    yield from _many(text)
    if _VAGUE_SIGN.search(text) is not None:
        yield from _vague(text)
    for match in _RANK.finditer(text):
        value = _RANK_VALUE[match["rank"].lower()]
        yield Measured(*match.span(), "ordinal", value, value, "", "1", 1.0, "=", None, is_ambiguous=False)
    for match in _ORDINAL.finditer(text):
        value = float(match["value"].replace(",", ""))
        yield Measured(*match.span(), "ordinal", value, value, "", "1", 1.0, "=", None, is_ambiguous=False)


def _vague(text: str) -> Iterator[Measured]:
    """Find amounts without a number: "a large amount", "several ships", "weeks of"."""
    for match in _VAGUE.finditer(text):
        yield Measured(*match.span(), "vague", None, None, "", None, 1.0, "=", None, is_ambiguous=False)
    for match in _DETERMINER.finditer(text):
        is_few, is_time = match["word"].lower() == "few", _FEW_TIMES.match(text, match.end("word"))
        if is_few and is_time is None:
            continue  # "a few ways", "few doubt it": no amount to speak of
        if any(word in load_set("closed_class") for word in match["noun"].lower().split()):
            continue
        end = match.end("word") if is_time is None else is_time.end()
        yield Measured(match.start(), end, "vague", None, None, "", None, 1.0, "=", None, is_ambiguous=False)
    for match in _SPELL.finditer(text):
        yield Measured(*match.span(), "vague", None, None, "", None, 1.0, "=", None, is_ambiguous=False)


def _many(text: str) -> Iterator[Measured]:
    """Read "tens of millions of dollars", "dozens of ships" and "several million dollars": at least one of the
    smallest, open above.
    """
    if _MANY_SIGN.search(text) is None:
        return
    for pattern in (_MANY, _SEVERAL):
        for match in pattern.finditer(text):
            yield _magnitude(text, match)


def _magnitude(text: str, match: re.Match[str]) -> Measured:
    groups = match.groupdict()
    word = match["many"].lower()
    low = _MANY_VALUE[word if word.endswith("s") else word + "s"]
    for other in ("tens", "scale"):
        if groups.get(other) is not None:
            factor = groups[other].lower()
            low *= _MANY_VALUE[factor if factor.endswith("s") else factor + "s"]
    noun = re.sub(r"\s+", " ", match["noun"] or "").lower()
    unit = load_currency_words().get(noun) or load_units().get(noun)
    start, modifier = find_modifier(text, match.start())
    if unit is None:
        found, spelling, per = COUNT, "", None
        end = match.end("scale" if groups.get("scale") is not None else "many")
    else:
        found, spelling = unit, match["noun"]
        end, per = find_rate(text, match.end("noun"))
    if found.kind in ("money", "mass", "volume"):
        per = find_period(text, start, end, per)
    return Measured(
        *(start, end, found.kind, low, None, spelling, found.norm_unit, found.factor),
        modifier if modifier in (">", ">=") else "~",
        per,
        is_ambiguous=found.is_ambiguous,
    )
