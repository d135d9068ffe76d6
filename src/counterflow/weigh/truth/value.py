"""What kind of values an attribute has, and which texts are one value: found in the texts themselves.

An attribute is of one kind: times, numbers, places of a hierarchy, lists of persons, or plain texts. What most of its
claims can be read as, it is. Where no attribute is given and the claims are not of one kind, each item has its own.
Texts of one item that are read alike are one value; a text that tells nothing ("Not available") is no claim.
"""

from __future__ import annotations

import functools
import re
from collections import Counter, defaultdict
from collections.abc import Hashable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from counterflow.clean.date import read_date
from counterflow.clean.quantity.interval import Interval
from counterflow.clean.quantity.written import read_interval
from counterflow.weigh.truth.claims import Claims, Flags, Ints, distinct_rows
from counterflow.weigh.truth.hierarchy import Hierarchy, key_of
from counterflow.weigh.truth.moment import MINUTES_PER_DAY, Moment, is_day_first, read_moment
from counterflow.weigh.truth.number import read_number
from counterflow.weigh.truth.person import surnames_of
from counterflow.weigh.truth.words import digits_key, has_digits, holds_silence, is_silent, plain, words_of

SHARE = 0.8
"""Share of an attribute's texts that must be read as a kind for the attribute to be of it."""

TURNED_SHARE = 0.15
"""Share of an attribute's items in which one list is written in two orders, from which it is of persons."""


class Kind(StrEnum):
    """What the values of an attribute are."""

    TIME = "time"
    NUMBER = "number"
    PLACE = "place"
    PERSONS = "persons"
    TEXT = "text"


class Value(NamedTuple):
    """A text as it is compared with other texts of its item."""

    key: Hashable
    """Equal keys are one value."""
    parts: frozenset[str] = frozenset()
    """A value whose parts are among another's says less than that, and does not conflict with it."""
    position: float | None = None
    """Of times, in minutes; of numbers, itself."""
    unit: str = ""
    is_open: bool = False
    """Whether narrower values exist, known by the hierarchy: the truth may be one that nobody claims."""
    is_claimed: bool = True
    """False: stands for a narrower value that nobody claims."""
    interval: Interval | None = None
    """Of amounts: what it can be. It says less than an interval that lies within it, and does not conflict with it."""


@dataclass(frozen=True)
class Values:
    """The distinct values of all claims."""

    values: tuple[Value, ...]
    claim: Ints
    """Value of each claim; -1: it tells nothing."""


def find_kinds(claims: Claims, hierarchy: Hierarchy) -> tuple[Kind, ...]:
    """Find of which kind each attribute is."""
    attributes, texts = distinct_rows(claims.attribute[claims.item], claims.text)
    turned = _turned_shares(claims)
    found: list[Kind] = []
    for number in range(len(claims.attributes)):
        own = [claims.texts[text] for text in texts[attributes == number].tolist()]
        found.append(_kind_of(own, turned[number], hierarchy))
    return tuple(found)


def split_by_kind(claims: Claims, hierarchy: Hierarchy) -> tuple[Claims, tuple[Kind, ...]]:
    """Find the kinds; where no attribute is given and the texts are of several kinds, make each kind an attribute.

    The new attributes bear the empty name too: they are told apart by their kinds.
    """
    kinds = find_kinds(claims, hierarchy)
    if claims.attributes != ("",) or kinds != (Kind.TEXT,):
        return claims, kinds
    items, texts = distinct_rows(claims.item, claims.text)
    starts = np.searchsorted(items, np.arange(len(claims.items) + 1)).tolist()
    own = ([claims.texts[one] for one in texts[start:end].tolist()] for start, end in pairwise(starts))
    of_item = [_kind_of_item(one, hierarchy) for one in own]
    found = tuple(kind for kind in Kind if kind in of_item)
    attribute = np.array([found.index(kind) for kind in of_item], np.int64)
    return replace(claims, attributes=("",) * len(found), attribute=attribute), found


def _kind_of_item(texts: list[str], hierarchy: Hierarchy) -> Kind:
    """Find the kind of one item; what stands before a number must be a currency there, or a word that bounds it:
    "about 40 percent" is an amount, "Boeing 747" a name.
    """
    kind = _kind_of(texts, 0.0, hierarchy)
    named = kind == Kind.NUMBER and any(
        _NAMED.match(text) is not None and read_interval(plain(text)) is None for text in texts
    )
    return Kind.TEXT if named else kind


_NAMED = re.compile(r"\s*(?![A-Z]{3}\b)[^\W\d_]")


def _kind_of(texts: list[str], turned: float, hierarchy: Hierarchy) -> Kind:
    telling = [text for text in texts if not is_silent(words_of(text))]
    least = SHARE * len(telling)
    if len(telling) == 0:
        return Kind.TEXT
    if len(hierarchy) > 0 and sum(key_of(text) in hierarchy for text in telling) >= least:
        return Kind.PLACE
    days = sum(read_moment(text) is not None for text in telling)
    if days > 0 and days + sum(_span_of(text) != "" for text in telling) >= least and 4 * days >= least:
        return Kind.TIME
    if sum(_is_amount(text) for text in telling) >= least:
        return Kind.NUMBER
    return Kind.PERSONS if turned >= TURNED_SHARE else Kind.TEXT


def _is_amount(text: str) -> bool:
    return read_number(text) is not None or read_interval(plain(text)) is not None


def _turned_shares(claims: Claims) -> list[float]:
    """Count the items in which two texts have the same words in another order, and no digits: names do."""
    words = [_name_words(text) for text in claims.texts]
    named = np.array([len(one) > 1 for one in words], bool)
    items, texts = distinct_rows(claims.item[named[claims.text]], claims.text[named[claims.text]])
    orders: dict[int, dict[tuple[str, ...], set[tuple[str, ...]]]] = defaultdict(lambda: defaultdict(set))
    for item, text in zip(items.tolist(), texts.tolist(), strict=True):
        orders[item][tuple(sorted(words[text]))].add(words[text])
    seen, turned = Counter[int](), Counter[int]()
    for item, by_words in orders.items():
        if sum(map(len, by_words.values())) > 1:
            attribute = int(claims.attribute[item])
            seen[attribute] += 1
            turned[attribute] += any(len(ways) > 1 for ways in by_words.values())
    return [turned[number] / seen[number] if seen[number] > 0 else 0.0 for number in range(len(claims.attributes))]


def _name_words(text: str) -> tuple[str, ...]:
    return () if has_digits(text) else words_of(text)


def read_values(claims: Claims, kinds: tuple[Kind, ...], hierarchy: Hierarchy) -> Values:
    """Read the text of each claim as a value of its item."""
    codes: dict[Hashable, int] = {}
    values: list[Value] = []

    def number_of(attribute: int, value: Value | None) -> int:
        if value is None:
            return -1
        number = codes.setdefault((attribute, value.key), len(values))
        if number == len(values):
            values.append(value)
        return number

    attribute = claims.attribute[claims.item]
    found = np.full(len(claims), -1, np.int64)
    for number, kind in enumerate(kinds):
        rows = np.flatnonzero(attribute == number)
        reads, each = _read_times(claims, rows) if kind == Kind.TIME else _read_texts(claims, rows, kind, hierarchy)
        found[rows] = np.array([number_of(number, one) for one in reads], np.int64)[each]
    return Values(tuple(values), found)


def _read_texts(claims: Claims, rows: Ints, kind: Kind, hierarchy: Hierarchy) -> tuple[list[Value | None], Ints]:
    """Read each distinct text once; gives what was read, and which of it each row is."""
    texts, each = np.unique(claims.text[rows], return_inverse=True)
    return [_read(claims.texts[text], kind, hierarchy) for text in texts.tolist()], each


def _read(text: str, kind: Kind, hierarchy: Hierarchy) -> Value | None:
    words = words_of(text)
    if is_silent(words):
        return None
    if kind == Kind.NUMBER and (amount := _amount(text)) is not None:
        return amount
    if kind == Kind.PERSONS:
        surnames = surnames_of(text)
        return Value(tuple(sorted(surnames)), surnames) if len(surnames) > 0 else None
    if kind == Kind.PLACE and (key := " ".join(words)) in hierarchy:
        return Value(key, hierarchy.within(key) | {key}, is_open=hierarchy.has_narrower(key))
    return _text_value(text, words)


def _amount(text: str) -> Value | None:
    """Read an amount: one that can be one number only has a place on the line of numbers."""
    interval = read_interval(plain(text))
    if interval is not None:
        position = interval.bounds[0] if interval.is_point else None
        return Value(("amount", *interval), frozenset(), position, interval.unit, interval=interval)
    number = read_number(text)
    return None if number is None else Value((number.unit, number.value), frozenset(), number.value, number.unit)


def _text_value(text: str, words: tuple[str, ...]) -> Value:
    """Take a text as it is: words in which sources differ by spaces, or digits, of which every sign counts."""
    if has_digits(text):
        return Value(("digits", digits_key(text)))
    return Value("".join(words) or plain(text).strip().casefold(), frozenset(words))


def _read_times(claims: Claims, rows: Ints) -> tuple[list[Value | None], Ints]:
    """Read times: a day or year that a text lacks is the one that most of its item's claims name."""
    texts, each = np.unique(claims.text[rows], return_inverse=True)
    first = _day_first(claims, rows)
    usual = [read_moment(claims.texts[text]) for text in texts.tolist()]
    turned = (
        [read_moment(claims.texts[text], day_first=True) for text in texts.tolist()] if bool(first.any()) else usual
    )
    ways = _columns(usual + turned)
    year, month, day, minute = ways[:, each + np.where(first, len(texts), 0)]
    item = claims.item[rows]
    full = (year >= 0) & (month >= 0)
    usual_year = _most_of(np.zeros(int(full.sum()), np.int64), year[full], 1, 2000)[0]
    item_year = _most_of(item[full], year[full], len(claims.items), int(usual_year))
    year = np.where((year < 0) & (month >= 0), item_year[item], year)
    days, which = np.unique((year * 16 + month) * 32 + day, return_inverse=True)
    ordinal = np.array([_ordinal(one) for one in days.tolist()], np.int64)[which]
    item_day = _most_of(item[full], ordinal[full], len(claims.items), 0)
    ordinal = np.where(month >= 0, ordinal, item_day[item])
    told = (month >= 0) | (minute >= 0)
    # What is no time keeps its text; it stands behind all times.
    bare = np.array([holds_silence(words_of(claims.texts[text])) for text in texts.tolist()], bool)[each]
    told &= (minute >= 0) | ~bare
    key = np.where(told, ordinal * (MINUTES_PER_DAY + 1) + minute + 1, -1 - claims.text[rows])
    keys, each_key = np.unique(key, return_inverse=True)
    return [_time_value(claims, one) for one in keys.tolist()], each_key


def _columns(moments: list[Moment | None]) -> Ints:
    """Write moments as columns: year, month, day, minute; -1: not told."""
    rows = [(-1, -1, -1, -1) if one is None else tuple(-1 if part is None else part for part in one) for one in moments]
    return np.array(rows, np.int64).reshape(-1, 4).T


def _day_first(claims: Claims, rows: Ints) -> Flags:
    """Find, for each row, whether its source writes the day first in dates of numbers alone."""
    sources, texts = distinct_rows(claims.source[rows], claims.text[rows])
    first = np.zeros(len(claims.sources), bool)
    for source in np.unique(sources).tolist():
        first[source] = is_day_first([claims.texts[text] for text in texts[sources == source].tolist()])
    return first[claims.source[rows]]


def _ordinal(packed: int) -> int:
    """Number the day of a packed year, month and day; 0: there is no such day."""
    if packed < 0:
        return 0
    try:
        return date(packed >> 9, packed >> 5 & 15, packed & 31).toordinal()
    except ValueError:  # 29 February of a year that has none
        return 0


def _most_of(group: Ints, value: Ints, groups: int, default: int) -> Ints:
    """Give, for each group, its most frequent value; of equally frequent ones the smallest."""
    found = np.full(groups, default, np.int64)
    if len(group) == 0:
        return found
    order = np.lexsort((value, group))
    group, value = group[order], value[order]
    new = np.flatnonzero(np.diff(group, prepend=-1) | np.diff(value, prepend=-1))
    count = np.diff(np.append(new, len(group)))
    best = np.lexsort((value[new], -count, group[new]))
    first = best[np.flatnonzero(np.diff(group[new][best], prepend=-1))]
    found[group[new][first]] = value[new][first]
    return found


def _time_value(claims: Claims, key: int) -> Value | None:
    if key < 0:
        span = _span_of(claims.texts[-1 - key])
        if span != "":
            return Value(("span", span), frozenset({span, span[:4]}))
        words = words_of(claims.texts[-1 - key])
        return None if is_silent(words) or holds_silence(words) else _text_value(claims.texts[-1 - key], words)
    day, minute = key // (MINUTES_PER_DAY + 1) * MINUTES_PER_DAY, key % (MINUTES_PER_DAY + 1) - 1
    if minute < 0:
        return Value(("day", day), frozenset({*_spans_around(day), str(day)}))
    return Value(day + minute, frozenset({*_spans_around(day), str(day), f"{day} {minute}"}), float(day + minute))


@functools.lru_cache(maxsize=65_536)
def _spans_around(day: int) -> tuple[str, ...]:
    """Give the month and the year of a day in minutes; none of a day that is not known."""
    written = date.fromordinal(day // MINUTES_PER_DAY).isoformat() if day > 0 else ""
    return (written[:7], written[:4]) if written != "" else ()


def _span_of(text: str) -> str:
    """Read a text that is a month or a year and no day ("2003-04", "April 2003"); empty: it is not."""
    found = read_date(text) if read_moment(text) is None else None
    return found if found is not None and _SPAN.match(found) is not None else ""


_SPAN = re.compile(r"\d{4}(?:-\d\d)?$")
