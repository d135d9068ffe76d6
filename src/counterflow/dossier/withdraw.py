"""Withdrawing a source: which resource a person means, and what a case would say without it."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from counterflow.dossier.archive import Archive
from counterflow.dossier.difference import Difference
from counterflow.dossier.shape import Shape
from counterflow.exc import AmbiguousNameError, NotFoundError
from counterflow.weigh.lineage.evidence import SURE
from counterflow.weigh.lineage.root import COPYING

MIN_ID = 6
"""Digits of an id by which a source may be named."""


class WithdrawnSource(Shape):
    """A source that is taken out."""

    resource_id: str
    path: str
    title: str | None
    publisher: str | None
    published: str | None
    is_copy: bool = False
    """Whether it goes because it repeats one that was asked for."""


class WhatIf(Shape):
    """What a case would say without some sources."""

    withdrawn: tuple[WithdrawnSource, ...]
    is_entered: bool
    """Whether the ledger holds the withdrawal now; False: nothing was changed."""
    difference: Difference


SHAPES: dict[str, type[Shape]] = {"what_if": WhatIf}
"""Shapes that leave, by the name of their JSON Schema."""

_SOURCE_SQL = """
SELECT DISTINCT r.id AS resource_id, r.path, d.id AS document_id, d.title,
    coalesce(d.publisher, r.publisher) AS publisher, coalesce(d.published, r.published) AS published
FROM resource r LEFT JOIN document d ON d.resource_id = r.id AND d.kind = 'report'
ORDER BY r.path, r.id, d.id
"""


_COPY_SQL = """
SELECT DISTINCT source.resource_id AS resource_id, repeated.resource_id AS repeats_id
FROM lineage
JOIN document source ON source.id = lineage.source_id
JOIN document repeated ON repeated.id = lineage.repeats_id
WHERE lineage.basis IN (SELECT unnest($bases)) AND lineage.probability >= $sure
ORDER BY ALL
"""


def find_copies(archive: Archive, sources: Iterable[str]) -> list[WithdrawnSource]:
    """Find what repeats some sources whole, and what repeats that: it has nothing that they do not stand for.

    Args:
        archive: the build.
        sources: ids of resources.
    """
    rows = archive.rows(_COPY_SQL, bases=sorted(COPYING), sure=SURE)
    found = set(asked := frozenset(sources))
    while True:
        more = {row["resource_id"] for row in rows if row["repeats_id"] in found} - found
        if len(more) == 0:
            break
        found |= more
    known = {row["resource_id"]: row for row in archive.rows(_SOURCE_SQL)}
    return [
        WithdrawnSource(**{name: value for name, value in known[one].items() if name != "document_id"}, is_copy=True)
        for one in sorted(found - asked, key=lambda id_: (known[id_]["path"], id_))
    ]


def find_source(archive: Archive, word: str) -> WithdrawnSource:
    """Find the one resource that a person means.

    Args:
        archive: the build.
        word: path or file name, title, or id of the resource or of its document, or the id's first digits.

    Raises:
        NotFoundError: none is called so.
        AmbiguousNameError: several are.
    """
    key = word.strip().casefold()
    rows = archive.rows(_SOURCE_SQL)
    found: dict[str, WithdrawnSource] = {}
    for row in rows:
        ids = [one for one in (row["resource_id"], row["document_id"]) if one is not None]
        names = {row["path"].casefold(), row["path"].rsplit("/", 1)[-1].casefold(), (row["title"] or "").casefold()}
        if key in names - {""} or (len(key) >= MIN_ID and any(one.startswith(key) for one in ids)):
            shown = {name: value for name, value in row.items() if name != "document_id"}
            found.setdefault(row["resource_id"], WithdrawnSource(**shown))
    if len(found) == 1:
        return next(iter(found.values()))
    if len(found) > 1:
        candidates = [(one.resource_id, one.path, one.title or "no title") for one in found.values()]
        raise AmbiguousNameError(word, candidates)
    known = {name: None for row in rows for name in (row["path"].rsplit("/", 1)[-1], row["title"]) if name}
    near = difflib.get_close_matches(word, list(known), 1, 0.5)
    hint = f"Did you mean {near[0]!r}" if len(near) > 0 else "Name its file, its title or its id"
    raise NotFoundError(f"no source is called {word!r}", where=archive.place, next_step=hint)
