"""Fields: which columns of a record say one thing, and as what they are compared."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple


class Kind(StrEnum):
    """How two values are compared; `kernel.py` has the levels."""

    NAME = "name"
    """Words in any order, each worth its rarity; misspellings, nicknames, initials."""
    DATE = "date"
    """Day, month, year: one digit wrong, digits or day and month swapped, the year alone."""
    CODE = "code"
    """Characters that mean something by place: postcode, number, telephone, e-mail."""
    WORDS = "words"
    """A place, an occupation, an address, free text: equal, or words in common."""


class Field(NamedTuple):
    """One thing that is said of a record."""

    name: str
    """What reasons call it: a property of FollowTheMoney, or the column."""
    kind: Kind
    columns: tuple[str, ...]
    """Columns read as one value in this order, parted by a space (given name, family name)."""


NAME_PARTS = ("firstName", "secondName", "middleName", "patronymic", "fatherName", "lastName")
"""Properties that hold a part of a name, in the order in which a whole name has them."""

_KINDS: Mapping[str, Kind] = {
    **dict.fromkeys(("name", "alias", "previousName", *NAME_PARTS), Kind.NAME),
    **dict.fromkeys(("birthDate", "incorporationDate", "foundingDate"), Kind.DATE),
    **dict.fromkeys(
        "postalCode idNumber passportNumber taxNumber registrationNumber socialSecurityNumber phone email website "
        "streetNumber imoNumber leiCode".split(),
        Kind.CODE,
    ),
    **dict.fromkeys(
        "birthPlace address street street2 city state country nationality citizenship jurisdiction gender position "
        "occupation sector summary notes".split(),
        Kind.WORDS,
    ),
}


def kind_of(name: str) -> Kind | None:
    """Tell how values of a property of FollowTheMoney are compared; None for one that is not."""
    return _KINDS.get(name)


def infer_fields(properties: Mapping[str, str]) -> list[Field]:
    """Make fields of columns by the properties of FollowTheMoney that they hold.

    The parts of a name become one field: files put parts into each other's columns, and name words carry their
    rarity whatever column they stand in. A whole name beside its parts makes the parts superfluous.

    Args:
        properties: column to property; a column without one is not compared.

    Returns:
        Fields in the order of the columns, names first.
    """
    whole = [column for column, name in properties.items() if name in ("name", "alias", "previousName")]
    parts = sorted(
        (column for column, name in properties.items() if name in NAME_PARTS),
        key=lambda column: NAME_PARTS.index(properties[column]),
    )
    fields = [Field("name", Kind.NAME, (column,)) for column in whole[:1]]
    if len(fields) == 0 and len(parts) > 0:
        fields.append(Field("name", Kind.NAME, tuple(parts)))
    for column, name in properties.items():
        if name in _KINDS and _KINDS[name] != Kind.NAME:
            fields.append(Field(name, _KINDS[name], (column,)))
    return fields
