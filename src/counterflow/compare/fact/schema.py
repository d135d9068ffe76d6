"""Families of FtM schemata, and which of them can be one party."""

from __future__ import annotations

import enum

import numpy as np
from numpy.typing import NDArray


class Family(enum.IntEnum):
    """What sort of thing a party is."""

    ANY = 0
    """LegalEntity, Thing and what is not known: says nothing."""
    PERSON = 1
    ORGANIZATION = 2
    COMPANY = 3
    PUBLIC_BODY = 4
    VESSEL = 5
    AIRPLANE = 6
    VEHICLE = 7
    WALLET = 8
    SECURITY = 9
    PLACE = 10


_OF_SCHEMA = {
    "Person": Family.PERSON,
    "Organization": Family.ORGANIZATION,
    "Company": Family.COMPANY,
    "PublicBody": Family.PUBLIC_BODY,
    "Vessel": Family.VESSEL,
    "Airplane": Family.AIRPLANE,
    "Vehicle": Family.VEHICLE,
    "CryptoWallet": Family.WALLET,
    "Security": Family.SECURITY,
    "Address": Family.PLACE,
    "RealEstate": Family.PLACE,
    "Territory": Family.PLACE,
}
_GROUPS = (
    (Family.ORGANIZATION, Family.COMPANY, Family.PUBLIC_BODY),
    (Family.VEHICLE, Family.VESSEL),
    (Family.VEHICLE, Family.AIRPLANE),
)
"""Families that lists confuse or that generalise each other."""


def family_of(schema: str) -> Family:
    """Give the family of an FtM schema; `ANY` for one that is not listed."""
    return _OF_SCHEMA.get(schema, Family.ANY)


def _agreement() -> NDArray[np.int8]:
    """Tabulate (family, family): 1 the same, 0 possible, -1 not one party."""
    table = np.full((len(Family), len(Family)), -1, np.int8)
    table[Family.ANY, :] = table[:, Family.ANY] = 0
    for group in _GROUPS:
        for left in group:
            table[left, list(group)] = 0
    for family in Family:
        if family != Family.ANY:
            table[family, family] = 1
    return table


AGREEMENT: NDArray[np.int8] = _agreement()
"""(family, family): 1 the same, 0 possibly one party, -1 not one party."""
