"""What changed from one vintage of a list to the next."""

from __future__ import annotations

from counterflow.dossier.shape import Shape


class ListedParty(Shape):
    """A party as one list names it."""

    entity_id: str
    record: str
    """The record as the list numbers it."""
    caption: str
    schema_: str


class ChangedField(Shape):
    """One property that lost or gained values."""

    schema_: str
    """Of the party itself, or of what belongs to its record: `Sanction`, `Passport`, ..."""
    prop: str
    label: str
    added: tuple[str, ...]
    removed: tuple[str, ...]


class ChangedParty(Shape):
    """A party that stayed on its list and is described otherwise."""

    party: ListedParty
    fields: tuple[ChangedField, ...]


class ChangeStep(Shape):
    """What changed from one vintage of a list to the next."""

    dataset: str
    dataset_title: str
    previous: str
    """Publisher's date of the vintage before, EDTF."""
    published: str
    """Publisher's date of the vintage, EDTF."""
    added: tuple[ListedParty, ...]
    removed: tuple[ListedParty, ...]
    changed: tuple[ChangedParty, ...]
