"""FtM properties of parties in, arrays of facts out."""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from counterflow.compare.fact.country import read_country_numbers
from counterflow.compare.fact.date import birth_intervals, read_intervals
from counterflow.compare.fact.facts import NEAR_SHIFT, CountryRole, DateKind, Facts, Gender, PlaceKind
from counterflow.compare.fact.identifier import IDENTIFIER_PROPERTIES, Identifier, read_identifiers
from counterflow.compare.fact.place import read_place
from counterflow.compare.fact.schema import family_of

Number = TypeVar("Number", bound=np.generic)

MAX_ROWS = 256
"""Dates, countries, identifiers or places of one party that are kept: a bound on the time of one comparison."""

_COUNTRY_ROLES = {
    "nationality": int(CountryRole.NATIONALITY),
    "citizenship": int(CountryRole.NATIONALITY),
    "country": int(CountryRole.RESIDENCE),
    "mainCountry": int(CountryRole.RESIDENCE),
    "jurisdiction": int(CountryRole.JURISDICTION),
    "birthCountry": int(CountryRole.BIRTH),
    "flag": int(CountryRole.FLAG),
    "pastFlags": int(CountryRole.FLAG),
}
_DATE_KINDS = {
    "deathDate": int(DateKind.DEATH),
    "incorporationDate": int(DateKind.INCORPORATION),
    "buildDate": int(DateKind.BUILD),
}
_PLACE_KINDS = {"address": int(PlaceKind.ADDRESS), "birthPlace": int(PlaceKind.BIRTH)}
_BIRTH = int(DateKind.BIRTH)
_MALE, _FEMALE = int(Gender.MALE), int(Gender.FEMALE)
_GENDERS = {"male": _MALE, "m": _MALE, "female": _FEMALE, "f": _FEMALE}
_TONS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{2,7}(?:\.\d+)?")


class FactBuilder:
    """Collects the facts of parties, in the order they are added."""

    def __init__(self) -> None:
        """Start empty."""
        self._family, self._gender, self._tonnage = array("B"), array("B"), array("f")
        self._date_at, self._date_kind = array("I", [0]), array("B")
        self._date_first, self._date_last = array("i"), array("i")
        self._country_at, self._country, self._role = array("I", [0]), array("I"), array("H")
        self._identifier_at, self._identifier = array("I", [0]), array("Q")
        self._identifier_kind, self._identifier_country = array("B"), array("I")
        self._place_at, self._place_kind = array("I", [0]), array("B")
        self._word_at, self._word = array("I", [0]), array("I")

    def add(self, schema: str, properties: Mapping[str, Sequence[str]]) -> None:
        """Add one party; what cannot be read is left out.

        Args:
            schema: name of its FtM schema.
            properties: its FtM properties with all their values.
        """
        dates: set[tuple[int, int, int]] = set()
        countries: dict[int, int] = {}
        identifiers: set[Identifier] = set()
        places: set[tuple[int, tuple[int, ...]]] = set()
        gender = 0
        for name, values in properties.items():
            if name in _COUNTRY_ROLES:
                _add_countries(countries, _COUNTRY_ROLES[name], values)
            elif name in IDENTIFIER_PROPERTIES:
                for value in values:
                    identifiers.update(read_identifiers(name, value))
            elif name in _PLACE_KINDS:
                places.update([(_PLACE_KINDS[name], read_place(value)) for value in values])
            elif name == "birthDate":
                dates.update([(_BIRTH, first, last) for first, last in birth_intervals(tuple(values))])
            elif name in _DATE_KINDS:
                dates.update((_DATE_KINDS[name], *interval) for value in values for interval in read_intervals(value))
            elif name == "gender":
                for value in values:
                    gender |= _GENDERS.get(value.strip().lower(), 0)
        self._family.append(family_of(schema))
        self._gender.append(gender if gender in (_MALE, _FEMALE) else 0)
        # "tonnage" is deadweight in some lists and gross in others, so it is not read.
        self._tonnage.append(_read_tonnage(properties.get("grossRegisteredTonnage", ())))
        self._add_dates(dates)
        self._add_countries(countries)
        self._add_identifiers(identifiers)
        self._add_places(places)

    def freeze(self) -> Facts:
        """Give what was added, read-only, as an index mapped into memory is."""
        return Facts(
            family=_frozen(self._family, np.uint8),
            gender=_frozen(self._gender, np.uint8),
            tonnage=_frozen(self._tonnage, np.float32),
            date_at=_frozen(self._date_at, np.uint32),
            date_kind=_frozen(self._date_kind, np.uint8),
            date_first=_frozen(self._date_first, np.int32),
            date_last=_frozen(self._date_last, np.int32),
            country_at=_frozen(self._country_at, np.uint32),
            country=_frozen(self._country, np.uint32),
            country_role=_frozen(self._role, np.uint16),
            identifier_at=_frozen(self._identifier_at, np.uint32),
            identifier=_frozen(self._identifier, np.uint64),
            identifier_kind=_frozen(self._identifier_kind, np.uint8),
            identifier_country=_frozen(self._identifier_country, np.uint32),
            place_at=_frozen(self._place_at, np.uint32),
            place_kind=_frozen(self._place_kind, np.uint8),
            word_at=_frozen(self._word_at, np.uint32),
            word=_frozen(self._word, np.uint32),
        )

    def _add_dates(self, dates: Iterable[tuple[int, int, int]]) -> None:
        for kind, first, last in sorted(dates)[:MAX_ROWS]:
            self._date_kind.append(kind)
            self._date_first.append(first)
            self._date_last.append(last)
        self._date_at.append(len(self._date_kind))

    def _add_countries(self, countries: Mapping[int, int]) -> None:
        for number in sorted(countries)[:MAX_ROWS]:
            self._country.append(number)
            self._role.append(countries[number])
        self._country_at.append(len(self._country))

    def _add_identifiers(self, identifiers: Iterable[Identifier]) -> None:
        for digest, kind, country in sorted(identifiers)[:MAX_ROWS]:
            self._identifier.append(digest)
            self._identifier_kind.append(kind)
            self._identifier_country.append(country)
        self._identifier_at.append(len(self._identifier))

    def _add_places(self, places: Iterable[tuple[int, tuple[int, ...]]]) -> None:
        for kind, words in sorted(places)[:MAX_ROWS]:
            if len(words) > 0:
                self._place_kind.append(kind)
                self._word.extend(words)
                self._word_at.append(len(self._word))
        self._place_at.append(len(self._place_kind))


def _add_countries(countries: dict[int, int], role: int, values: Sequence[str]) -> None:
    for value in values:
        for number in read_country_numbers(value)[:1]:
            countries[number] = countries.get(number, 0) | role
        for number in read_country_numbers(value)[1:]:
            countries[number] = countries.get(number, 0) | role << NEAR_SHIFT


def _read_tonnage(values: Sequence[str]) -> float:
    """Read gross tonnage, the largest stated; 0: none."""
    if len(values) == 0:
        return 0.0
    found = (_TONS.search(value[:40]) for value in values)
    return max((float(number[0].replace(",", "")) for number in found if number is not None), default=0.0)


def _frozen(values: array[int] | array[float], dtype: type[Number]) -> NDArray[Number]:
    return np.frombuffer(values.tobytes(), dtype)
