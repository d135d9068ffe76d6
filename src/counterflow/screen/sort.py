"""What sort of party a query asks for: as the user says it, or as its columns give away."""

from __future__ import annotations

import functools
from collections.abc import Collection

SCHEMATA = (
    "Person",
    "Organization",
    "Company",
    "PublicBody",
    "LegalEntity",
    "Vessel",
    "Airplane",
    "Vehicle",
    "CryptoWallet",
    "Security",
    "Asset",
    "Thing",
)
"""FtM schemata that a query may ask for."""

_WORDS = {
    "Person": "individual natural person people human man woman physical naturalperson physicalperson",
    "Organization": "organisation organization org ngo group association foundation",
    "Company": "company corporate corporation business firm enterprise bank",
    "LegalEntity": "entity legalentity legalperson juridicalperson nonindividual nonperson",
    "PublicBody": "publicbody government agency ministry",
    "Vessel": "vessel ship boat tanker",
    "Airplane": "aircraft airplane plane helicopter",
    "CryptoWallet": "wallet cryptowallet",
}

_OF_PERSON = frozenset(
    ["firstName", "secondName", "middleName", "fatherName", "lastName", "birthDate", "birthPlace", "gender"]
)
_OF_VESSEL = frozenset(["imoNumber", "mmsi"])
_OF_ORGANISATION = frozenset(["leiCode", "swiftBic", "incorporationDate", "jurisdiction", "registrationNumber"])

ANY_SORT = ("Person", "LegalEntity")
"""Schemata by which a query is read that says nothing of its sort: words of a person's name weigh otherwise."""


@functools.cache
def _schemata() -> dict[str, str]:
    known = {name.lower(): name for name in SCHEMATA}
    return known | {word: name for name, words in _WORDS.items() for word in words.split()}


def read_schema(text: str) -> str | None:
    """Read an FtM schema or a word for it (`individual`, `ship`); None for any other word."""
    return _schemata().get("".join(filter(str.isalnum, text.lower())))


def guess_schemata(properties: Collection[str]) -> tuple[str, ...]:
    """Say as which sorts of party to read a query that does not say: one that its facts give away, or `ANY_SORT`."""
    if not _OF_PERSON.isdisjoint(properties):
        return ("Person",)
    if not _OF_VESSEL.isdisjoint(properties):
        return ("Vessel",)
    return ("LegalEntity",) if not _OF_ORGANISATION.isdisjoint(properties) else ANY_SORT
