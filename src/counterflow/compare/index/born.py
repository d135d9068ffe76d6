"""Parties by their date of birth: to the day, or to the month where no day is told.

A date agrees by chance with one in twenty thousand, which weighs as much as a rare name. So parties born on the day of
a query's are looked at whatever their names promise, and those whose date may be the same mistyped.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from counterflow.compare.compiled import borrowing, compiled, inlined
from counterflow.compare.fact.facts import DateKind, Facts
from counterflow.compare.index.scalar import Whole

FIRST_YEAR, LAST_YEAR = 1880, 2039
"""Years whose days are told apart."""
MAX_BORN = 512
"""Parties of one date: of what more parties share (the first of January), names decide."""
MAX_BORN_ALL = 1024
"""Parties of all dates of one query together, those of the very day first."""
MAX_DATES = 64
"""Dates that are looked up for one party."""

_YEAR_SHIFT, _MONTH_SHIFT = 9, 5
_MONTHS, _DAYS = 15, 31
_ORIGIN = FIRST_YEAR << _YEAR_SHIFT
_CODES = LAST_YEAR - FIRST_YEAR + 1 << _YEAR_SHIFT
_BIRTH = int(DateKind.BIRTH)
_NONE = -1
_FAR = 10
"""Years by which a mistyped decade differs."""


@compiled
def list_born(facts: Facts) -> tuple[NDArray[np.uint32], NDArray[np.uint32]]:
    """List parties by date of birth.

    Returns:
        Where those of each date begin, by `code_of`, and the parties.
    """
    parties = len(facts.date_at) - 1
    born_at = np.zeros(_CODES + 1, np.uint32)
    for at in range(len(facts.date_kind)):
        code = _code_at(facts, at)
        if code != _NONE:
            born_at[code + 1] += np.uint32(1)
    for code in range(_CODES):
        born_at[code + 1] += born_at[code]
    born, place = np.empty(np.int64(born_at[-1]), np.uint32), born_at[:-1].copy()
    for party in range(parties):
        for at in range(np.int64(facts.date_at[party]), np.int64(facts.date_at[party + 1])):
            code = _code_at(facts, at)
            if code != _NONE:
                born[place[code]] = party
                place[code] += np.uint32(1)
    return born_at, born


@inlined
def _code_at(facts: Facts, at: Whole) -> Whole:
    """Give the code of a date; `_NONE` for what is no birth to the day or month, or lies outside the years."""
    if facts.date_kind[at] != _BIRTH:
        return np.int64(_NONE)
    return code_of(np.int64(facts.date_first[at]), np.int64(facts.date_last[at]))


@inlined
def code_of(first: Whole, last: Whole) -> Whole:
    """Number a day, or a month and what lies within one as its day 0, from the first year on; -1 if it is neither."""
    if first >> _MONTH_SHIFT != last >> _MONTH_SHIFT:
        return np.int64(_NONE)
    code = (first if first == last else first >> _MONTH_SHIFT << _MONTH_SHIFT) - _ORIGIN
    return code if 0 <= code < _CODES else np.int64(_NONE)


@borrowing
def dates_like(facts: Facts, party: Whole, codes: NDArray[np.int64]) -> Whole:
    """List the dates that a party of the query may be born on, mistyped ones too (`compare_date.agreement`).

    Writes:
        codes: (MAX_DATES), as `code_of`.

    Returns:
        How many there are.
    """
    count: Whole = np.int64(0)
    for at in range(np.int64(facts.date_at[party]), np.int64(facts.date_at[party + 1])):
        code = _code_at(facts, at)
        if code == _NONE:
            continue
        day, month, year = code & _DAYS, code >> _MONTH_SHIFT & _MONTHS, code >> _YEAR_SHIFT
        count = _add(codes, count, code)
        if day == 0:
            for other in range(1, _DAYS + 1):
                count = _add(codes, count, code + other)
            continue
        count = _add(codes, count, code - day)
        if day != month and day <= 12:
            count = _add(codes, count, year << _YEAR_SHIFT | day << _MONTH_SHIFT | month)
        full = year + FIRST_YEAR
        swapped = full - full % 100 + full % 10 * 10 + full // 10 % 10
        for typed in (year - 1, year + 1, year - _FAR, year + _FAR, swapped - FIRST_YEAR):
            if typed != year:
                count = _add(codes, count, (typed << _YEAR_SHIFT) + (code & ((1 << _YEAR_SHIFT) - 1)))
    return count


@inlined
def _add(codes: NDArray[np.int64], count: Whole, code: Whole) -> Whole:
    if count < MAX_DATES and 0 <= code < _CODES:
        codes[count] = code
        count += 1
    return count
