"""Dates of the Advanced Sanctions Data Model: four bounds, each in Year, Month and Day."""

from __future__ import annotations

import calendar
from datetime import date

from counterflow.collect.readers.ofac.profile import Period, write_period
from counterflow.collect.xml import Element


def read_period(element: Element | None) -> Period | None:
    """Read a `DatePeriod`; without an end it is its start alone. None when it is no time of the calendar."""
    if element is None:
        return None
    start, end = element.find("Start"), element.find("End")
    start = end if start is None else start
    end = start if end is None else end
    return _between(start, end)


def read_side(element: Element | None) -> Period | None:
    """Read the beginning or the end of a `DatePeriod` by itself."""
    return _between(element, element)


def _between(start: Element | None, end: Element | None) -> Period | None:
    if start is None or end is None:
        return None
    first = read_bound(start.find("From"), is_last=False)
    second = read_bound(start.find("To"), is_last=start is end) or first
    fourth = read_bound(end.find("To"), is_last=True) or read_bound(end.find("From"), is_last=True)
    third = read_bound(end.find("From"), is_last=start is not end) or fourth
    if first is None or second is None or third is None or fourth is None or first > fourth:
        return None
    is_approximate = "true" in (start.get("Approximate"), end.get("Approximate"))
    edtf = write_period((first, second, third, fourth), is_approximate=is_approximate)
    return Period(edtf, edtf)


def read_bound(element: Element | None, *, is_last: bool) -> date | None:
    """Read Year, Month and Day; where month or day are missing, the first or the last one."""
    if element is None:
        return None
    found = {str(child.tag): (child.text or "").strip() or None for child in element}
    texts = [found.get(name) for name in ("Year", "Month", "Day")]
    if texts[0] is None or any(text is not None and not (text.isdecimal() and len(text) <= 4) for text in texts):
        return None
    year = int(texts[0])
    month = int(texts[1] or (12 if is_last else 1))
    if not 1 <= month <= 12 or not 1 <= year <= 9999:
        return None
    last = calendar.monthrange(year, month)[1]
    day = int(texts[2] or (last if is_last else 1))
    return date(year, month, day) if 1 <= day <= last else None
