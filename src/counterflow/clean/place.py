"""Places: where a country or a city lies, offline.

`place.csv` is made by `tool/make_places.py`: countries by the point where Natural Earth (public domain) writes their
name, the cities that reports are read with from GeoNames (CC BY 4.0).
"""

from __future__ import annotations

import csv
import functools
import re
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from rigour.territories import get_territory

from counterflow.clean.country import read_country

PLACE_PATH = Path(__file__).parent / "place.csv"

ATTRIBUTION = "Coordinates of countries: Natural Earth (public domain); of cities: GeoNames (CC BY 4.0)"
"""What a file with coordinates has to say."""

_NO_LETTER = re.compile(r"[^\w]+|_")


class Place(NamedTuple):
    """A country or a city."""

    name: str
    """A country's code, or a city's name."""
    country: str
    """FtM's code."""
    latitude: float
    """WGS 84, decimal degrees, as the next."""
    longitude: float
    is_country: bool


def place_key(name: str) -> str:
    """Make what spellings of one name have in common: no case, accents, apostrophes, hyphens or spaces."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    return _NO_LETTER.sub("", "".join(char for char in plain if not unicodedata.combining(char)))


@functools.cache
def _load() -> tuple[Mapping[str, Place], Mapping[str, tuple[Place, ...]]]:
    """Read the file, once a process: countries by code, cities by key."""
    countries: dict[str, Place] = {}
    cities: dict[str, tuple[Place, ...]] = {}
    with PLACE_PATH.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            where = float(row["latitude"]), float(row["longitude"])
            if row["kind"] == "country":
                countries[row["country"]] = Place(row["country"], row["country"], *where, True)
                continue
            names = row["names"].split(";")
            city = Place(names[0], row["country"], *where, False)
            for key in {place_key(name) for name in names}:
                cities[key] = (*cities.get(key, ()), city)
    return MappingProxyType(countries), MappingProxyType(cities)


def find_place(text: str, country: str | None = None) -> Place | None:
    """Find a country by its code or name, else a city by its name.

    Args:
        text: what names the place.
        country: where a city has to lie; without it, a name that two cities bear finds neither.
    """
    countries, cities = _load()
    if text in countries:
        return countries[text]
    code = read_country(text)  # also of a city that is well known
    if code is not None and place_key(_country_name(code)) == place_key(text):
        return countries.get(code)
    found = [city for city in cities.get(place_key(text), ()) if country is None or city.country == country]
    if len(found) == 1:
        return found[0]
    return countries.get(code) if code is not None and len(found) == 0 and country in (None, code) else None


def _country_name(code: str) -> str:
    territory = get_territory(code)
    return "" if territory is None else territory.name
