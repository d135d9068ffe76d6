"""Countries as numbers, and which countries stand for each other: states that ended, dependencies, disputed land."""

from __future__ import annotations

import functools
import zlib

from rigour.territories import get_territories, get_territory

from counterflow.clean.country import read_country

_SUCCESSORS = {
    # rigour's list of Yugoslavia's successors leaves out Serbia and Montenegro.
    "yucs": ("csxx", "rs", "me", "si", "hr", "ba", "mk", "xk"),
    "csxx": ("rs", "me", "xk", "yucs"),
}


def country_number(code: str) -> int:
    """Give the number of an FtM country code: its CRC-32, so an index keeps its meaning when countries come or go."""
    return zlib.crc32(code.encode())


@functools.lru_cache(maxsize=65_536)
def read_country_numbers(text: str) -> tuple[int, ...]:
    """Read a country's code, or its name in any language that rigour knows.

    Returns:
        Its number, then those of countries that may stand for it: successors, parent, claimants. Empty: no country.
    """
    code = _plain_code(text.strip().lower()) or _named_code(text)
    return () if code is None else tuple(country_number(other) for other in (code, *_near(code)))


def _plain_code(text: str) -> str | None:
    """Give the code of what is one already, or an English name: all that lists write, without loading all languages."""
    return text if text in _codes() else _english_names().get(text)


def is_country_name(text: str) -> bool:
    """Whether a text in lower case is the English name of a country."""
    return text in _english_names()


@functools.cache
def _codes() -> frozenset[str]:
    return frozenset(_english_names().values())


@functools.cache
def _english_names() -> dict[str, str]:
    """Codes of countries by name in lower case: 20 ms, where rigour takes two seconds to load all languages."""
    return {
        name.lower(): territory.code
        for territory in get_territories()
        if territory.is_ftm
        for name in (territory.full_name, territory.name)
    }


def _named_code(text: str) -> str | None:
    try:
        return read_country(text)
    except UnicodeEncodeError:  # a lone surrogate
        return None


def _near(code: str) -> list[str]:
    territory = get_territory(code)
    if territory is None:
        return []
    found = set(_SUCCESSORS.get(code) or (other.ftm_country for other in territory.successors))
    found.update(other.ftm_country for other in territory.claims)
    if territory.parent is not None:
        found.add(territory.parent.ftm_country)
    return sorted(other for other in found if other is not None and other != code)
