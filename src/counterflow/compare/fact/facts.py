"""The facts of parties as arrays: dates, countries, identifiers, places."""

from __future__ import annotations

import enum
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray


class DateKind(enum.IntEnum):
    """What happened on a date."""

    BIRTH = 0
    DEATH = 1
    INCORPORATION = 2
    BUILD = 3


class CountryRole(enum.IntFlag):
    """What a country is to a party; one country may have several roles.

    Shifted left by `NEAR_SHIFT` a role is not stated: it is that of a successor, parent or claimant (ru of suhh).
    """

    NATIONALITY = 1
    RESIDENCE = 2
    JURISDICTION = 4
    BIRTH = 8
    FLAG = 16


NEAR_SHIFT = 8
"""Bits from a stated role to the same role of a country that stands near."""


class PlaceKind(enum.IntEnum):
    """What a place is to a party."""

    ADDRESS = 0
    BIRTH = 1


class Gender(enum.IntFlag):
    """A record that says both says nothing."""

    UNKNOWN = 0
    MALE = 1
    FEMALE = 2


class Facts(NamedTuple):
    """Facts of P parties, party by party; the rows of one party are distinct and sorted."""

    family: NDArray[np.uint8]
    """(P): `schema.Family`."""
    gender: NDArray[np.uint8]
    """(P): `Gender`."""
    tonnage: NDArray[np.float32]
    """(P): gross tonnage of a vessel, the largest stated; 0: unknown. Register ton."""
    date_at: NDArray[np.uint32]
    """(P + 1): dates of party p."""
    date_kind: NDArray[np.uint8]
    """`DateKind`."""
    date_first: NDArray[np.int32]
    """First day that the date may be, as `date.pack_day` packs it."""
    date_last: NDArray[np.int32]
    """Last day that it may be, inclusive; its precision is the distance of the two."""
    country_at: NDArray[np.uint32]
    """(P + 1): countries of party p."""
    country: NDArray[np.uint32]
    """`country.country_number`."""
    country_role: NDArray[np.uint16]
    """`CountryRole`, a set of flags; the high byte for roles that are not stated."""
    identifier_at: NDArray[np.uint32]
    """(P + 1): identifiers of party p, and what else is equal or not: phones, mail addresses, a vessel's type."""
    identifier: NDArray[np.uint64]
    """Digest of the normalised value (`identifier.digest`); kinds that lists confuse share a digest."""
    identifier_kind: NDArray[np.uint8]
    """`identifier.Kind`."""
    identifier_country: NDArray[np.uint32]
    """Country that issued it, where the kind of number tells (INN: Russia); 0: not told."""
    place_at: NDArray[np.uint32]
    """(P + 1): places of party p."""
    place_kind: NDArray[np.uint8]
    """`PlaceKind`."""
    word_at: NDArray[np.uint32]
    """(places + 1): words of a place."""
    word: NDArray[np.uint32]
    """Digest of a word, its class in the two lowest bits (`place.WordClass`)."""
