"""What entities a client wants: asked of one entity here, and of all of a store in `condition`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from counterflow.exc import InputError, UsageError
from counterflow.model.schema import get_schema
from counterflow.screen.entity_store.field import Entity, field_values, moment, read_field, type_of
from counterflow.screen.entity_store.words import words

_IN_WORDS = frozenset(["name", "string", "text", "address", "html"])
"""Types of values that fit when they hold the words asked for; others fit as a whole."""
EXACT = frozenset(["datasets", "schema", "id", "referents"])
"""Fields in which case tells values apart."""
_DAY, _MONTH, _YEAR = 10, 7, 4


@dataclass(frozen=True, slots=True)
class FieldFilter:
    """Values that a field is to have."""

    field: str
    """As `read_field` gives it."""
    values: tuple[str, ...]
    every: bool = False
    """All values are wanted; false: one is enough."""

    @classmethod
    def read(cls, field: str, values: Iterable[str], *, every: bool = False) -> FieldFilter:
        """Make a filter of a field as a client names it.

        Raises:
            UsageError: there is no such field.
        """
        return cls(read_field(field), tuple(values), every)

    def passes(self, entity: Entity) -> bool:
        """Say whether an entity has what is wanted."""
        found = field_values(entity, self.field)
        fits = (self._fits(value, found) for value in self.values)
        return all(fits) if self.every else any(fits)

    def _fits(self, wanted: str, found: Iterable[str]) -> bool:
        kind = type_of(self.field)
        if self.field in EXACT:
            return wanted in found
        if kind in _IN_WORDS:
            sought = words(wanted)
            return any(_holds(words(value), sought) for value in found)
        if kind == "date":
            return any(wanted in (value, value[:_DAY], value[:_MONTH], value[:_YEAR]) for value in found)
        return wanted.casefold() in (value.casefold() for value in found)


@dataclass(frozen=True, slots=True)
class Filter:
    """All that an entity has to fulfil. Without any field set, every entity passes."""

    scope: frozenset[str] | None = None
    """It is in one of these datasets; None: in any or none."""
    schemata: frozenset[str] | None = None
    without_schemata: frozenset[str] = frozenset()
    without_ids: frozenset[str] = frozenset()
    """Neither its id nor a former one is one of these."""
    fields: tuple[FieldFilter, ...] = ()
    changed_since: str | None = None
    """It changed later than this (`moment`); one whose change is not known does not pass."""

    def passes(self, entity: Entity) -> bool:
        """Say whether an entity passes: the filter of `/match`, which has its entities at hand."""
        return (
            (self.scope is None or not self.scope.isdisjoint(field_values(entity, "datasets")))
            and (self.schemata is None or entity["schema"] in self.schemata)
            and entity["schema"] not in self.without_schemata
            and self.without_ids.isdisjoint([entity["id"], *field_values(entity, "referents")])
            and self._is_changed(entity)
            and all(field.passes(entity) for field in self.fields)
        )

    def _is_changed(self, entity: Entity) -> bool:
        if self.changed_since is None:
            return True
        changed = moment(next(iter(field_values(entity, "last_change")), None))
        return changed is not None and changed > self.changed_since


def searched_schemata(name: str) -> frozenset[str]:
    """Name the schemata that a search for one looks through, as the peer does.

    Those that may be the same party (a Company may be listed as a LegalEntity); for one that is not matched, such as
    Thing or Sanction, itself and its descendants.

    Raises:
        UsageError: no such schema.
    """
    try:
        schema = get_schema(name)
    except InputError as exc:
        raise UsageError(exc.what, expected=exc.expected) from exc
    found = {one.name for one in schema.matchable_schemata}
    if not schema.matchable:
        found |= {schema.name, *(one.name for one in schema.descendants)}
    return frozenset(found)


def scope_of(
    dataset: str | None, known: Iterable[str], include: Iterable[str] = (), exclude: Iterable[str] = ()
) -> frozenset[str] | None:
    """Name the datasets that are looked through, as the peer does; None: all entities, in a dataset or not.

    A dataset left out takes its name from the scope and not its entities: what another dataset lists as well stays.

    Args:
        dataset: the one that is searched; None: all.
        known: all datasets there are.
        include: only these of them; none given: all.
        exclude: none of these.
    """
    wanted, unwanted = frozenset(include), frozenset(exclude)
    if dataset is None and len(wanted) == 0 and len(unwanted) == 0:
        return None
    scope = frozenset(known if dataset is None else [dataset])
    return (scope & wanted if len(wanted) > 0 else scope) - unwanted


def _holds(found: list[str], sought: list[str]) -> bool:
    size = len(sought)
    return size > 0 and any(found[at : at + size] == sought for at in range(len(found) - size + 1))
