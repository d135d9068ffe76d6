"""Which parties a release is asked for: by name or id, or by what a column of `entity` holds."""

from __future__ import annotations

from collections.abc import Iterable

from counterflow.dossier.archive import Archive
from counterflow.dossier.find import find_party
from counterflow.exc import NotFoundError
from counterflow.model.schema import get_schema, load_model

_SQL = {
    "country": "SELECT canonical_id FROM entity WHERE list_contains(countries, $value)",
    "topic": "SELECT canonical_id FROM entity WHERE list_contains(topics, $value)",
    "dataset": "SELECT canonical_id FROM entity WHERE list_contains(datasets, $value)",
    "schema": "SELECT canonical_id FROM entity WHERE schema IN (SELECT unnest($value))",
}
FIELDS = tuple(_SQL)
"""Fields by which parties are chosen, as FIELD=VALUE."""


def choose_parties(archive: Archive, words: Iterable[str]) -> list[str]:
    """Give the canonical ids that words mean: each is a name, an id, or FIELD=VALUE with one of `FIELDS`.

    Raises:
        AmbiguousNameError: several parties bear a name.
        NotFoundError: a word means nobody.
        InputError: no such schema.
    """
    found: set[str] = set()
    for word in words:
        field, sign, value = word.partition("=")
        if sign == "" or field not in _SQL:
            found.add(find_party(archive, word))
            continue
        wanted = value if field != "schema" else _below(value)
        rows = archive.rows(_SQL[field], value=wanted)
        if len(rows) == 0:
            raise NotFoundError(f"no party has the {field} {value!r}", where=archive.place)
        found |= {row["canonical_id"] for row in rows}
    return sorted(found)


def _below(schema: str) -> list[str]:
    get_schema(schema)
    return [name for name, one in load_model().schemata.items() if one.is_a(schema)]
