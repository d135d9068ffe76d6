"""SQL over EDTF dates: the days that a date covers, as texts whose order is that of time."""

from __future__ import annotations

_DAY = "regexp_extract({column}, '^[0-9]{{4}}(-[0-9]{{2}}){{0,2}}')"
"""The part of a date that is a calendar date; '' for one without a year."""


def last_day(column: str) -> str:
    """SQL for the last day that an EDTF date covers: 2022-02-28 of 2022-02. A date without a year gives ''."""
    day = _DAY.format(column=column)
    of_month = f"coalesce(CAST(last_day(TRY_CAST({day} || '-01' AS DATE)) AS VARCHAR), {day} || '-31')"
    return _by_length(day, of_month, f"{day} || '-12-31'")


def first_day(column: str) -> str:
    """SQL for the first day that an EDTF date covers."""
    day = _DAY.format(column=column)
    return _by_length(day, f"{day} || '-01'", f"{day} || '-01-01'")


def _by_length(day: str, of_month: str, of_year: str) -> str:
    return f"CASE length({day}) WHEN 10 THEN {day} WHEN 7 THEN {of_month} WHEN 4 THEN {of_year} WHEN 0 THEN '' END"
