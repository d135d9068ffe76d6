"""The cells of the US Consolidated Screening List: several values in one, each with its own small notation.

    addresses   18 Example St., Kirov, 610000, RU; SY
    ids         IR, 2019-02-01, 2014-02-01, K1234567, Passport; Male, Gender; IMO 9187629, Vessel Registration ...
    alt_names   Example Works JSC; and JSC Works ?Example?

Numbers of papers are preceded by country, expiry and issue, each where known: the order of the names of these fields in
the publisher's JSON (country, expiration_date, issue_date, number, type). One date alone may be either: a note has it.
"""

from __future__ import annotations

import functools
import re

from counterflow.collect.readers.ofac.entry import NUMBER_ACTIONS
from counterflow.collect.readers.ofac.kinds import KINDS, Kind
from counterflow.collect.readers.ofac.remarks import Remark, read_number

BETWEEN = "; "
"""What stands between the values of one cell."""

_KINDS = {**KINDS, "cnp (personal numerical code)": Kind("number", "idNumber")}
_LONGEST_FIRST = sorted(_KINDS, key=len, reverse=True)
_COUNTRY = re.compile(r"[A-Z]{2}")
_DAY = re.compile(r"\d{4}(?:-\d\d){0,2}")
_ADDRESS_END = re.compile(r"(?:^|,\s*)([A-Z]{2})$")
_NOTICES = re.compile(r"[\s,;]+(?=\d+ F\.?\s?R\.? \d)")
_SUCCESSOR = re.compile(r"\s*,?\s*\band any successor, sub-unit, or subsidiary thereof\.?", re.IGNORECASE)
_SPACE = re.compile(r"\s+")
_QUOTED = re.compile(r"(?<!\w)\?([^?]+)\?(?!\w)")
_APOSTROPHE = re.compile(r"(?<=[^\W\d_])\?(?=s\b)")


def split_cell(text: str) -> tuple[str, ...]:
    """Split a cell into its values; the `and` before the last of a sentence-like list is left out."""
    if text == "":
        return ()
    values = (_SPACE.sub(" ", value).strip().removeprefix("and ").strip() for value in text.split(BETWEEN))
    return tuple(value for value in values if value != "")


@functools.lru_cache(maxsize=4_096)
def find_kind(name: str) -> tuple[str, Kind] | None:
    """Find the kind that a name begins with: `Effective Date (CMIC)`, `Digital Currency Address - XBT`."""
    lower = name.lower()
    for key in _LONGEST_FIRST:
        if lower.startswith(key) and not lower[len(key) : len(key) + 1].isalnum():
            return key, _KINDS[key]
    return None


@functools.lru_cache(maxsize=65_536)
def read_id(text: str) -> Remark:
    """Read one value of `ids` as what OFAC's own files say in their remarks."""
    *rest, name = text.split(", ")
    found = find_kind(name)
    if found is None or len(rest) == 0:
        return Remark(text, name, text, None)
    key, kind = found
    if kind.action in NUMBER_ACTIONS:
        return _read_number(text, name, kind, rest)
    value = ", ".join(rest)
    if kind.action == "wallet":
        value = f"{name.rpartition('- ')[2].strip()} {value}"
    elif kind.action in ("listing_date", "provision"):
        value = f"{name} {value}"
    return Remark(text, key, value, kind)


def _read_number(text: str, name: str, kind: Kind, rest: list[str]) -> Remark:
    country = rest.pop(0) if len(rest) > 1 and _COUNTRY.fullmatch(rest[0]) is not None else None
    days: list[str] = []
    while len(rest) > 1 and len(days) < 2 and _DAY.fullmatch(rest[0]) is not None:
        days.append(rest.pop(0))
    number = ", ".join(rest)
    if number.startswith("IMO "):
        kind, number = Kind("imo", "imoNumber"), number.removeprefix("IMO ")
    expires, issued = days if len(days) == 2 else (None, None)
    # As OFAC's own files write it, "#H0044232", "12651 (Jalisco) (Mexico)", so that both give one number.
    given = read_number(number if country is None else f"{number} ({country})")
    given = given._replace(issued=issued or given.issued, expires=expires or given.expires)
    return Remark(text, name, number, kind, given)


def has_lone_date(remark: Remark) -> bool:
    """Whether a number stands with one date, which may be that of issue or that of expiry."""
    parts = remark.text.split(", ")[:-2]
    is_open = remark.given is not None and remark.given.issued is None
    return is_open and any(_DAY.fullmatch(one) is not None for one in parts)


def read_address(text: str) -> tuple[str | None, str | None]:
    """Give the address as one line and the country's code that ends it; a code alone is no address."""
    found = _ADDRESS_END.search(text)
    code = None if found is None else found[1]
    return (None if text == code else text), code


def repair(name: str) -> str:
    """Put back what stood where the Bureau of Industry and Security's export writes `?`: quotes and apostrophes.

    Other letters (`Fa?ur`) cannot be put back, and stay as the list writes them.
    """
    if "?" not in name:
        return name
    return _APOSTROPHE.sub("'", _QUOTED.sub(r'"\1"', name))


def read_scope(name: str) -> tuple[str, str | None]:
    """Take "and any successor, sub-unit, or subsidiary thereof" off a name; it says who else is meant."""
    found = _SUCCESSOR.search(name)
    return (name, None) if found is None else (_SUCCESSOR.sub("", name).strip(), found[0].strip(" ,"))


def split_notices(text: str) -> tuple[str, ...]:
    """Split citations of the Federal Register: "84 FR 22961, 85 FR 29852", "68 F.R. 38290 6/27/03 71 F.R. 38843"."""
    return tuple(part for one in _NOTICES.split(text) if (part := one.strip(" ,;")) != "")


def one_line(text: str) -> str:
    """Give a cell without the line breaks that data entry left in it."""
    return _SPACE.sub(" ", text).strip()
