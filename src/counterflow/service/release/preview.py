"""What a releaser is shown: what leaves, field by field what stays and why, and how the recipient's picture differs."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any

import pyarrow as pa

from counterflow.dossier.difference import Difference, compare_builds
from counterflow.exc import AmbiguousNameError, NotFoundError
from counterflow.run.releasable import NAMED
from counterflow.service.release.choose import choose_parties
from counterflow.service.release.make import WHOLE_ONLY, Release
from counterflow.service.release.shape import HeldBack, LeftOutEntry, LeftOutInput, ReleasePreview
from counterflow.share import Reason
from counterflow.share.around import select_around
from counterflow.share.export import STIX
from counterflow.share.stix.native import LEAVING_SQL

LESS_EVIDENCE = "it leaves on less evidence than it has here"
"""Reason beside those of `Reason`."""

NO_PLACE = "the format has no place for it"
"""The same."""

_RELEASED_SQL = """
SELECT DISTINCT statement.id FROM statement JOIN canonical USING (entity_id)
JOIN wanted ON wanted.canonical_id = canonical.canonical_id
WHERE NOT EXISTS (SELECT 1 FROM held_back WHERE held_back.id = statement.id)
"""
_BUNDLED_SQL = f"SELECT id FROM ({LEAVING_SQL})"  # noqa: S608 - a constant
_KEPT_SQL = "SELECT statement.id, reason FROM statement LEFT JOIN held_back ON held_back.id = statement.id"
_EVIDENCE_SQL = "SELECT id FROM evidence"
_MEMBERS_SQL = """
SELECT entity_id FROM canonical WHERE canonical_id IN (SELECT unnest($ids)) ORDER BY entity_id
"""
_OWN_SQL = """
SELECT DISTINCT canonical_id FROM canonical WHERE entity_id IN (SELECT unnest($ids)) ORDER BY canonical_id
"""

# A value that is an entity is shown by its caption.
_HELD_SQL = """
SELECT
    entity.canonical_id AS party, entity.caption, entity.schema, statement.prop,
    coalesce(min(other.caption), statement.value) AS value,
    bool_or(released.id IS NOT NULL) AS leaves, bool_or(kept.id IS NOT NULL) AS is_given, min(kept.reason) AS reason,
    list_sort(list_distinct(list(evidence.handling))) AS markings,
    list_sort(list_distinct(list(coalesce(resource.path, 'ledger')))) AS sources
FROM statement
JOIN canonical USING (entity_id)
JOIN entity ON entity.canonical_id = canonical.canonical_id
JOIN wanted ON wanted.canonical_id = canonical.canonical_id
JOIN evidence ON evidence.statement_id = statement.id
LEFT JOIN resource ON resource.id = evidence.resource_id
LEFT JOIN released ON released.id = statement.id
LEFT JOIN kept ON kept.id = statement.id
LEFT JOIN given_evidence ON given_evidence.id = evidence.id
LEFT JOIN canonical AS target ON statement.prop_type = 'entity' AND target.entity_id = statement.value
LEFT JOIN entity AS other ON other.canonical_id = target.canonical_id
-- What is in the release's build and stays for another reason is shown with all of its evidence.
WHERE (given_evidence.id IS NULL OR released.id IS NULL) AND kept.reason IS DISTINCT FROM 'QUERY'
GROUP BY entity.canonical_id, entity.caption, entity.schema, statement.id, statement.prop, statement.value
ORDER BY leaves, entity.caption, party, statement.prop, value, statement.id
"""

_INPUTS_SQL = """
SELECT DISTINCT path, handling FROM resource WHERE id NOT IN (SELECT id FROM given_resource) ORDER BY path, handling
"""


def preview_release(release: Release) -> ReleasePreview:
    """Say what would leave and what stays.

    Reads:
        of both builds `statement`, `evidence`, `canonical`, `entity`, `resource`, `belief` and `edge`.
    """
    order, report = release.order, release.report
    own, given = release.own.engine, release.given.engine
    wanted = _wanted(release)
    own.register("given_resource", given.query("SELECT id FROM resource"))
    difference = compare_builds(release.made.own, release.made.given)
    return ReleasePreview(
        partner=order.partner.key,
        format=order.format,
        what=order.what,
        depth=order.depth,
        max_tlp=order.partner.max_tlp,
        build=release.build,
        own_build=release.made.own.manifest.build,
        marking=report.marking,
        entities=report.entities,
        statements=report.statements,
        bytes=release.path.stat().st_size,
        sha256=release.sha256,
        held_back=() if order.format == WHOLE_ONLY else tuple(_list_held_back(release, wanted)),
        inputs=tuple(
            LeftOutInput(path=row["path"], marking=row["handling"]) for row in own.query(_INPUTS_SQL).to_pylist()
        ),
        entries=tuple(
            LeftOutEntry(kind=kind, about=tuple(str(said[name]) for name in NAMED[kind]))
            for kind, said in release.made.left_out
        ),
        difference=difference if wanted is None else _narrow(difference, _ids(wanted) | _ids(release.asked)),
    )


def _list_held_back(release: Release, wanted: pa.Table | None) -> Iterator[HeldBack]:
    """Yield the fields of parties that stay; routes are none."""
    own, given = release.own.engine, release.given.engine
    own.register("wanted", wanted if wanted is not None else own.query("SELECT canonical_id FROM entity"))
    own.register("released", given.query(_BUNDLED_SQL if release.order.format == STIX else _RELEASED_SQL))
    own.register("kept", given.query(_KEPT_SQL))
    own.register("given_evidence", given.query(_EVIDENCE_SQL))
    yield from map(_held_back, own.query(_HELD_SQL).to_pylist())


def _held_back(row: dict[str, Any]) -> HeldBack:
    reason, is_given = row.pop("reason"), row.pop("is_given")
    if row["leaves"]:
        return HeldBack(**row, reason=LESS_EVIDENCE)
    if reason is not None:
        return HeldBack(**row, reason=str(Reason[reason]))
    return HeldBack(**row, reason=NO_PLACE if is_given else str(Reason.HANDLING))


def _wanted(release: Release) -> pa.Table | None:
    """Find in our own build what the order asks for: the same records, whatever parties they are there."""
    if release.asked is None:
        return None
    members = release.given.rows(_MEMBERS_SQL, ids=release.begins)
    begins = {row["canonical_id"] for row in release.own.rows(_OWN_SQL, ids=[row["entity_id"] for row in members])}
    # A name may mean several with what stays; those that were meant are there.
    with contextlib.suppress(NotFoundError, AmbiguousNameError):
        begins |= set(choose_parties(release.own, release.order.what))
    return select_around(release.own.engine, begins, release.order.depth)


def _ids(table: pa.Table | None) -> set[str]:
    return set() if table is None else set(table.column("canonical_id").to_pylist())


def _narrow(found: Difference, ids: set[str]) -> Difference:
    """Keep of a difference what concerns some parties."""
    return found.model_copy(
        update={
            "entities": tuple(one for one in found.entities if one.id in ids),
            "beliefs": tuple(one for one in found.beliefs if one.canonical_id in ids),
            "edges": tuple(one for one in found.edges if one.source_id in ids or one.target_id in ids),
        }
    )
