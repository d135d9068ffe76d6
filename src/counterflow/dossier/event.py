"""Events that are told more than once: their accounts side by side, with what they differ in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import Any

from counterflow.dossier.archive import Archive
from counterflow.dossier.frame import document_ref, list_frames
from counterflow.dossier.told_shape import Event, EventAccount, EventRole, FrameItem
from counterflow.model.told import is_told_event
from counterflow.weigh.account import TIME, TOLD_SQL, Telling, compare_role, gather_tellings, worst

_WHICH = """
SELECT canonical_id FROM canonical WHERE starts_with(entity_id, 'zframe-') AND canonical_id IN (
    SELECT canonical_id FROM canonical WHERE entity_id IN (SELECT unnest($ids))
) GROUP BY canonical_id HAVING count(*) > 1 ORDER BY canonical_id
"""

_TOLD = f"SELECT * FROM ({TOLD_SQL}) WHERE event IN (SELECT unnest($events)) ORDER BY ALL"  # noqa: S608 - a constant

_TEXTS = """
SELECT f.id AS frame, d.id, d.title, d.publisher, d.published, d.kind, d.field, d.handling,
    substring(d.text, f.start + 1, f."end" - f.start) AS sentence,
    substring(d.text, f.trigger_start + 1, f.trigger_end - f.trigger_start) AS words
FROM frame f JOIN document d ON d.id = f.document_id
WHERE f.id IN (SELECT unnest($frames))
"""

_ROOTS = """
SELECT canonical_id, max(roots) AS roots FROM belief
WHERE canonical_id IN (SELECT unnest($events)) AND polarity = 'affirmed' GROUP BY canonical_id
"""


def list_events(archive: Archive, entity_ids: Sequence[str]) -> list[Event]:
    """List the events among these entities that several passages tell, each with its accounts side by side.

    Args:
        archive: the build.
        entity_ids: ids of anything; what is no told event is left aside.

    Reads `canonical`, `frame`, `document`, `mention`, `link`, `quantity`, `belief`.
    """
    ids = sorted({one for one in entity_ids if is_told_event(one)})
    if len(ids) == 0:
        return []
    events = [row["canonical_id"] for row in archive.rows(_WHICH, ids=ids)]
    if len(events) == 0:
        return []
    tellings = gather_tellings(archive.rows(_TOLD, events=events))
    frames = [one.frame for told in tellings.values() for one in told]
    texts = {row["frame"]: row for row in archive.rows(_TEXTS, frames=frames)}
    documents = sorted({one.document for told in tellings.values() for one in told})
    items = {one.id: one for found in list_frames(archive, documents).values() for one in found}
    roots = {row["canonical_id"]: row["roots"] for row in archive.rows(_ROOTS, events=events)}
    found = [
        _event(archive, event, told, texts, items, roots.get(event, 0))
        for event, told in tellings.items()
        # Under a clock, what later documents tell is not there.
        if len(told) > 1
    ]
    return sorted(found, key=lambda one: (min(account.frame.edtf or "X" for account in one.accounts), one.type, one.id))


def _event(
    archive: Archive,
    event: str,
    told: Sequence[Telling],
    texts: Mapping[str, Mapping[str, Any]],
    items: Mapping[str, FrameItem],
    roots: int,
) -> Event:
    told = sorted(told, key=lambda one: (texts[one.frame]["published"] or "X", one.document, items[one.frame].start))
    accounts = tuple(
        EventAccount(
            document=document_ref(archive, texts[one.frame]),
            text=texts[one.frame]["sentence"],
            words=texts[one.frame]["words"],
            frame=items[one.frame],
        )
        for one in told
    )
    names = sorted({role for one in told for role in one.roles}, key=lambda role: (_place(role, accounts), role))
    return Event(
        id=event,
        type=accounts[0].frame.type,
        roots=roots,
        accounts=accounts,
        roles=tuple(_role(name, told) for name in names),
    )


def _place(role: str, accounts: Sequence[EventAccount]) -> int:
    """Order roles as the first account that has them has them, the time last."""
    if role == TIME:
        return 1_000
    return min(number for one in accounts for number, argument in enumerate(one.frame.args) if argument.role == role)


def _role(name: str, told: Sequence[Telling]) -> EventRole:
    saying = [one.roles[name] for one in told if name in one.roles]
    stances = [compare_role(name, left, right) for left, right in combinations(saying, 2)]
    return EventRole(
        role=name,
        stance=worst(stances).value if len(stances) > 0 else None,
        values=tuple(_words(one, name) for one in told),
    )


def _words(telling: Telling, role: str) -> str | None:
    if role not in telling.roles:
        return None
    return "; ".join(
        one.text if one.is_name or one.name is None else f"{one.text} (= {one.name})" for one in telling.roles[role]
    )
