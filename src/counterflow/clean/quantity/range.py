"""Ranges: amounts that a word or dash joins ("125 to 150 kg", "$1-2bn"), and what opens one after it ("or more")."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from counterflow.clean.quantity.amount import Amount
from counterflow.clean.quantity.bound import LEAD_CHARS
from counterflow.clean.quantity.unit import Unit, load_units


class Range(NamedTuple):
    """One amount, or two that a word of range joins."""

    start: int
    end: int
    first: Amount
    last: Amount
    unit: Unit | None
    spelling: str

    @property
    def is_range(self) -> bool:
        """Whether it is two."""
        return self.first is not self.last


_JOINT = re.compile(r"\s*[-–—]\s*|\s+(?:to|and|or)\s+(?:about\s+|over\s+|up\s+to\s+)?", re.IGNORECASE)
_BETWEEN = re.compile(
    r"\b(?:anywhere\s+)?between\s+(?:about\s+|an\s+estimated\s+)?$|\bfrom\s+(?:about\s+)?$", re.IGNORECASE
)
_OR_MORE = re.compile(r"\s+(?:or|and)\s+(?P<way>more|over|above|less|fewer|under)\b", re.IGNORECASE)
_CHANGE = re.compile(
    r"\b(?:increas|grow|grew|grown|ris|rose|rais|fall|fell|drop|decreas|declin|reduc|cut|expand|doubl)[a-z]*\b[^.;]{0,80}$",
    re.IGNORECASE,
)
ONE_OR_MORE = re.compile(r"\s+or\s+(?P<more>more|several|two)\b", re.IGNORECASE)
PLUS = re.compile(r"\d(?:\+|-plus\b)")
_FEET = re.compile(r"\s+(?P<inches>\d{1,2}(?:\.\d+)?)\s?(?:inches|inch|in)\b", re.IGNORECASE)


def join_ranges(text: str, amounts: Sequence[Amount]) -> Iterable[Range]:
    """Join the amounts of a text, in order, where its words join them; each other amount stands alone."""
    at = 0
    while at < len(amounts):
        first = _with_unit(text, amounts[at])
        joined = _join(text, first, amounts[at + 1]) if at + 1 < len(amounts) else None
        yield Range(first.start, first.end, first, first, first.unit, first.spelling) if joined is None else joined
        at += 1 if joined is None else 2
        while at < len(amounts) and amounts[at].start < first.end:
            at += 1


def _with_unit(text: str, amount: Amount) -> Amount:
    """Complete an amount of two parts: "5 feet 6 inches", "one or more days"."""
    if amount.unit is not None and amount.spelling.lower() in ("feet", "foot", "ft"):
        inches = _FEET.match(text, amount.end)
        if inches is not None:
            return amount._replace(end=inches.end(), value=round(amount.value + float(inches["inches"]) / 12, 6))
    if amount.unit is None and amount.number.lower() == "one":
        more = ONE_OR_MORE.match(text, amount.end)
        word = None if more is None else re.match(r"\s+([A-Za-z]+)\b", text[more.end() : more.end() + 24])
        unit = None if word is None else load_units().get(word[1].lower())
        if more is not None and word is not None and unit is not None:
            return amount._replace(end=more.end() + word.end(), unit=unit, spelling=word[1], number="one or more")
    return amount


def _join(text: str, first: Amount, last: Amount) -> Range | None:
    """Join two amounts into a range, if the words between and before them and their units allow it."""
    gap = text[first.end : last.start]
    if _JOINT.fullmatch(gap) is None:
        return None
    opening = _BETWEEN.search(text, max(0, first.start - LEAD_CHARS), first.start)
    word = gap.strip().lower()
    if (word.startswith("and") and opening is None) or (word.startswith("or") and last.unit is None):
        return None
    if first.unit is not None and last.unit is not None and first.unit != last.unit:
        return None  # also "6 inches - 168 cm": one length said twice
    if word == "to" and opening is not None and _CHANGE.search(text, max(0, opening.start() - 100), opening.start()):
        return None  # "increased from $2 to $3 million": two amounts, no range
    if first.scale is None and last.scale is not None and first.value < 1000:
        first = first._replace(value=first.value * last.scale)  # "$1-2bn", "100 to 200 million"
    if last.value < first.value:
        return None
    named = first if first.unit is not None else last
    start = first.start if opening is None else opening.start()
    return Range(start, last.end, first, last, named.unit, named.spelling)


def read_or_more(text: str, one: Range, modifier: str) -> tuple[int, str]:
    """Read "or more" and "+" after an amount."""
    match = _OR_MORE.match(text, one.end)
    if match is not None and not one.is_range:
        return match.end(), ">=" if match["way"].lower() in ("more", "over", "above") else "<="
    is_open = PLUS.search(one.last.number) is not None and not one.is_range
    return one.end, ">=" if is_open else modifier
