"""Dates of two parties: the pair of dates that speaks most for one party decides."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from counterflow.compare.compiled import borrowing
from counterflow.compare.fact.facts import DateKind, Facts
from counterflow.compare.fact.feature import Feature

_BIRTH, _DEATH = int(DateKind.BIRTH), int(DateKind.DEATH)
_INCORPORATION, _BUILD = int(DateKind.INCORPORATION), int(DateKind.BUILD)
_NONE = 1_000_000
"""Worse than any agreement: a side has no such date."""

# How two dates agree, firmest first: the features of birth dates are numbered in this order.
_DAY_EQUAL = int(Feature.BIRTH_DATE_DAY_EQUAL)
_YEAR_TYPO = int(Feature.BIRTH_DATE_YEAR_TYPO)
_SWAPPED = int(Feature.BIRTH_DATE_DAY_MONTH_SWAPPED)
_MONTH_EQUAL = int(Feature.BIRTH_DATE_MONTH_EQUAL)
_DAY_DIFFERS = int(Feature.BIRTH_DATE_DAY_DIFFERS)
_YEAR_EQUAL = int(Feature.BIRTH_YEAR_EQUAL)
_RANGE = int(Feature.BIRTH_RANGE_OVERLAPS)
_OTHER_DAY = int(Feature.BIRTH_YEAR_OTHER_DAY)
_OFF_BY_ONE = int(Feature.BIRTH_YEAR_OFF_BY_ONE)
_DIFFERS = int(Feature.BIRTH_YEAR_DIFFERS)
_ALL_DIFFERS = int(Feature.BIRTH_DATE_DIFFERS)

_YEARS_APART = int(Feature.BIRTH_YEARS_APART)
_BORN_AFTER_DEATH = int(Feature.BORN_AFTER_DEATH)
_DEATH_EQUAL, _DEATH_DIFFERS = int(Feature.DEATH_YEAR_EQUAL), int(Feature.DEATH_YEAR_DIFFERS)
_FOUNDED_DAY = int(Feature.INCORPORATION_DAY_EQUAL)
_FOUNDED_YEAR, _FOUNDED_DIFFERS = int(Feature.INCORPORATION_YEAR_EQUAL), int(Feature.INCORPORATION_YEAR_DIFFERS)
_BUILT_YEAR, _BUILT_DIFFERS = int(Feature.BUILD_YEAR_EQUAL), int(Feature.BUILD_YEAR_DIFFERS)
_MOST_YEARS = 20
"""Beyond, more years apart say no more. Years."""


@borrowing
def compare_dates(left: Facts, left_party: int, right: Facts, right_party: int, out: NDArray[np.float32]) -> None:
    """Fill the features of dates; see `kernel.compare_facts`."""
    birth = death = founded = built = _NONE
    fewest = _NONE
    has_death = False
    for i in range(left.date_at[left_party], left.date_at[left_party + 1]):
        kind, first, last = left.date_kind[i], left.date_first[i], left.date_last[i]
        has_death |= kind == _DEATH
        for j in range(right.date_at[right_party], right.date_at[right_party + 1]):
            has_death |= right.date_kind[j] == _DEATH
            if right.date_kind[j] != kind:
                continue
            found, years = agreement(first, last, right.date_first[j], right.date_last[j])
            if kind == _BIRTH:
                birth = min(birth, found)
                fewest = min(fewest, years)
            elif kind == _DEATH:
                death = min(death, found)
            elif kind == _INCORPORATION:
                founded = min(founded, found)
            else:
                built = min(built, found)
    if birth != _NONE:
        out[birth] = 1.0
        if birth >= _DIFFERS:
            out[_YEARS_APART] = min(fewest - 1, _MOST_YEARS) / _MOST_YEARS
    if has_death:
        _put(out, death, _DEATH_EQUAL, _DEATH_EQUAL, _DEATH_DIFFERS)
        if _is_born_after(left, left_party, right, right_party) or _is_born_after(right, right_party, left, left_party):
            out[_BORN_AFTER_DEATH] = 1.0
    _put(out, founded, _FOUNDED_DAY, _FOUNDED_YEAR, _FOUNDED_DIFFERS)
    _put(out, built, _BUILT_YEAR, _BUILT_YEAR, _BUILT_DIFFERS)


@borrowing
def _put(out: NDArray[np.float32], kind: int, day_equal: int, year_equal: int, differs: int) -> None:
    """Fill the features of a date of which lists tell the year, seldom the day; a year apart says nothing."""
    if kind == _DAY_EQUAL:
        out[day_equal] = 1.0
    elif kind in (_DIFFERS, _ALL_DIFFERS):
        out[differs] = 1.0
    elif kind not in (_NONE, _OFF_BY_ONE, _YEAR_TYPO):
        out[year_equal] = 1.0


@borrowing
def agreement(a_first: int, a_last: int, b_first: int, b_last: int) -> tuple[int, int]:
    """Say how two dates agree, as the number of a feature of birth dates, and how many years they are apart."""
    a_year, b_year = a_first >> 9, b_first >> 9
    if a_first == a_last and b_first == b_last:
        return _days_agreement(a_first, b_first), abs(a_year - b_year)
    years = max(b_year - (a_last >> 9), a_year - (b_last >> 9), 0)
    if a_first <= b_last and b_first <= a_last:
        if a_year != a_last >> 9 or b_year != b_last >> 9:
            return _RANGE, 0
        return (_MONTH_EQUAL if a_first >> 5 == a_last >> 5 and b_first >> 5 == b_last >> 5 else _YEAR_EQUAL), 0
    if years == 0:
        return _OTHER_DAY, 0
    return (_OFF_BY_ONE if years == 1 else _DIFFERS), years


@borrowing
def _days_agreement(a: int, b: int) -> int:
    if a == b:
        return _DAY_EQUAL
    a_year, a_month, a_day = a >> 9, (a >> 5) & 15, a & 31
    b_year, b_month, b_day = b >> 9, (b >> 5) & 15, b & 31
    years = abs(a_year - b_year)
    if a_month == b_month and a_day == b_day and _is_year_typo(a_year, b_year):
        return _YEAR_TYPO
    if years == 0:
        if a_month == b_day and a_day == b_month:
            return _SWAPPED
        return _DAY_DIFFERS if a_month == b_month else _OTHER_DAY
    if years == 1:
        return _OFF_BY_ONE
    return _ALL_DIFFERS if a_month != b_month and a_day != b_day else _DIFFERS


@borrowing
def _is_year_typo(a: int, b: int) -> bool:
    """Whether two years are one or ten apart, or the same with the last two digits swapped."""
    years = abs(a - b)
    return years in (1, 10) or (a // 100 == b // 100 and a % 10 == b // 10 % 10 and b % 10 == a // 10 % 10)


@borrowing
def _is_born_after(left: Facts, left_party: int, right: Facts, right_party: int) -> bool:
    """Whether every birth of the left lies after every death of the right."""
    birth, death = 1 << 30, 0
    for i in range(left.date_at[left_party], left.date_at[left_party + 1]):
        if left.date_kind[i] == _BIRTH:
            birth = min(birth, left.date_first[i])
    for j in range(right.date_at[right_party], right.date_at[right_party + 1]):
        if right.date_kind[j] == _DEATH:
            death = max(death, right.date_last[j])
    return birth < 1 << 30 and death > 0 and birth > death
