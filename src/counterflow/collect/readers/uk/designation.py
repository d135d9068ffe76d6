"""A designation of the United Kingdom as its lists state it, whatever the format: cells under the names of the XML.

The UK Sanctions List comes as XML and as CSV, OFSI's Consolidated List as CSV: the same things under three sets of
field names. A reader puts each cell under the XML's element name (a *concept*) and keeps the field it stood in; what
belongs together (the parts of one name, the lines of one address) stays one group. A CSV repeats a group in every row
that combines it with others, so equal groups are one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from counterflow.model.schema import clean_value

NAME_PARTS = ("Name1", "Name2", "Name3", "Name4", "Name5", "Name6")
"""In the order in which a name is said; Name6 is the surname, or the whole name of an entity or a ship."""
ADDRESS_PARTS = (*(f"AddressLine{number}" for number in range(1, 7)), "AddressPostalCode", "AddressCountry")

_GROUPS: Mapping[str, tuple[str, ...]] = {
    "Name": (*NAME_PARTS, "NameType", "AliasStrength"),
    "NonLatinName": ("NameNonLatinScript", "NonLatinScriptType", "NonLatinScriptLanguage"),
    "Address": ADDRESS_PARTS,
    "Passport": ("PassportNumber", "PassportAdditionalInformation"),
    "NationalIdentifier": ("NationalIdentifierNumber", "NationalIdentifierAdditionalInformation"),
    "Location": ("TownOfBirth", "CountryOfBirth"),
    "Listing": ("RegimeName", "ListedOn", "DateDesignated"),
}
GROUP_OF: Mapping[str, str] = {concept: group for group, concepts in _GROUPS.items() for concept in concepts}
"""Group of a concept; one that is not here is a group by itself."""


class Cell(NamedTuple):
    """One value as it stands in the list."""

    field: str
    """In the format's own name: a column, or the path of an element below `Designation`."""
    text: str
    """Without outer white space, never empty."""
    concept: str = ""
    """Empty for a field that the format did not have."""


Group = Mapping[str, Cell]
"""Cells that belong together, by concept."""


@dataclass(frozen=True, slots=True)
class Designation:
    """One designated party with all that its list says of it."""

    record: str
    """As the list names it: Unique ID (`AFG0001`), in the Consolidated List Group ID (`13349`)."""
    entity_id: str
    groups: Mapping[str, tuple[Group, ...]]
    unknown: tuple[Cell, ...] = ()
    """Cells of fields that the format did not have."""

    def cells(self, concept: str) -> Iterator[Cell]:
        """Give every cell of a concept, in the order of the list."""
        for group in self.groups.get(GROUP_OF.get(concept, concept), ()):
            if concept in group:
                yield group[concept]

    def first(self, concept: str) -> Cell | None:
        """Give the first cell of a concept."""
        return next(self.cells(concept), None)


def gather(found: Iterable[tuple[str, Group]]) -> dict[str, tuple[Group, ...]]:
    """Put groups under their names, in order, equal ones once."""
    groups: dict[str, dict[tuple[tuple[str, str], ...], Group]] = {}
    for name, group in found:
        key = tuple((concept, cell.text) for concept, cell in group.items())
        groups.setdefault(name, {}).setdefault(key, group)
    return {name: tuple(distinct.values()) for name, distinct in groups.items()}


def whole_name(group: Group) -> str:
    """Join the parts of a name in the order in which it is said."""
    return " ".join(" ".join(group[part].text for part in NAME_PARTS if part in group).split())


def is_name(text: str) -> bool:
    """Whether a text can be the name of a party: a letter or a digit, and a name by FtM's rules."""
    return any(char.isalnum() for char in text) and clean_value("LegalEntity", "name", text) is not None
