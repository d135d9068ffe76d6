"""Frames of a build: what its documents tell, and which party each argument is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from counterflow.dossier.archive import Archive
from counterflow.dossier.shape import DocumentRef, PartyRef
from counterflow.dossier.told_shape import FrameArgument, FrameItem, PassageFrames
from counterflow.exc import NotFoundError
from counterflow.tables import Argument, Frame

MIN_DIGITS = 6
"""Fewest digits of its id that name a frame."""

_FRAMES = """
SELECT f.*, substring(d.text, f.time_start + 1, f.time_end - f.time_start) AS time_text, d.subject
FROM frame f JOIN document d ON d.id = f.document_id
WHERE f.document_id IN (SELECT unnest($ids))
ORDER BY f.document_id, f.start, f.trigger_start, f.trigger_end, f.type, f.id
"""

# What a document calls one thing has one id in it, and means a party where one of its names does.
_NAMED = """
SELECT m.document_id, m.entity, min(c.canonical_id) AS canonical_id
FROM mention m
JOIN link l ON l.source_id = m.id AND l.kind = 'mention' AND l.decision = 'same'
JOIN canonical c ON c.entity_id = l.target_id
WHERE m.document_id IN (SELECT unnest($ids))
GROUP BY m.document_id, m.entity
"""

# "She", "the ship": the longest name that the document has for it.
_STOOD_FOR = """
SELECT m.id, max_by(n.text, (length(n.text), -n.start)) AS name
FROM mention m
JOIN mention n ON n.document_id = m.document_id AND n.entity = m.entity AND n.form = 'name'
WHERE m.document_id IN (SELECT unnest($ids)) AND m.form IN ('pronoun', 'nominal')
GROUP BY m.id
"""

_PASSAGES = """
SELECT d.id, d.title, d.publisher, d.published, d.kind, d.field, d.subject, d.pages, d.handling, f.start, f."end",
       substring(d.text, f.start + 1, f."end" - f.start) AS sentence
FROM ({spans}) f JOIN document d ON d.id = f.document_id
ORDER BY d.kind = 'narrative', d.published IS NULL OR d.published LIKE 'X%', d.published DESC, d.id, f.start, f."end"
"""
_TELLING = _PASSAGES.format(spans='SELECT DISTINCT document_id, start, "end" FROM frame')
_NAMING = _PASSAGES.format(
    spans='SELECT DISTINCT document_id, sentence_start AS start, sentence_end AS "end" FROM mention '
    "WHERE lower(text) = lower($name)"
)

_FOUND = """
SELECT f.*, d.text AS document_text FROM frame f JOIN document d ON d.id = f.document_id
WHERE starts_with(f.id, $digits) ORDER BY f.id LIMIT 2
"""


def list_frames(archive: Archive, document_ids: Sequence[str]) -> dict[str, list[FrameItem]]:
    """List the frames of documents, by document, in the order of the text.

    Reads `frame`, `document`, `mention`, `link`, `canonical`, `entity`.
    """
    ids = sorted(set(document_ids))
    found: dict[str, list[FrameItem]] = {one: [] for one in ids}
    if len(ids) == 0:
        return found
    rows = archive.rows(_FRAMES, ids=ids)
    named = {(row["document_id"], row["entity"]): row["canonical_id"] for row in archive.rows(_NAMED, ids=ids)}
    names = {row["id"]: row["name"] for row in archive.rows(_STOOD_FOR, ids=ids)}
    refs = archive.party_refs(named.values())
    subjects = archive.subject_refs(row["subject"] for row in rows)
    for row in rows:

        def party(argument: Mapping[str, Any], row: Mapping[str, Any] = row) -> PartyRef | None:
            if argument["start"] is None:
                return subjects.get(row["subject"])
            return refs.get(named.get((row["document_id"], argument["entity"]), ""))

        args, attribution = (
            tuple(
                FrameArgument(
                    **{name: one[name] for name in ("role", "start", "end", "text", "entity")},
                    name=names.get(one["mention_id"]),
                    party=party(one),
                )
                for one in row[column]
            )
            for column in ("args", "attribution")
        )
        plain = ("id", "type", "start", "end", "trigger_start", "trigger_end", "time_start", "time_end", "time_text")
        found[row["document_id"]].append(
            FrameItem(
                **{name: row[name] for name in (*plain, "edtf", "polarity", "hedge", "extractor")},
                schema_=row["schema"],
                args=args,
                attribution=attribution,
            )
        )
    return found


def list_passages(archive: Archive) -> list[PassageFrames]:
    """List every sentence that tells something: reports first, newest first."""
    return _passages(archive, archive.rows(_TELLING))


def _passages(archive: Archive, rows: Sequence[Mapping[str, Any]]) -> list[PassageFrames]:
    frames = list_frames(archive, [row["id"] for row in rows])
    subjects = archive.subject_refs(row["subject"] for row in rows)
    return [
        PassageFrames(
            document=document_ref(archive, row),
            subject=subjects.get(row["subject"]),
            page=page_of(row["pages"], row["start"]),
            start=row["start"],
            end=row["end"],
            text=row["sentence"],
            frames=frames_in(frames[row["id"]], row["start"], row["end"]),
        )
        for row in rows
    ]


def list_naming_passages(archive: Archive, name: str) -> list[PassageFrames]:
    """List every sentence that holds a name, whether or not a party bears it: reports first, newest first."""
    return _passages(archive, archive.rows(_NAMING, name=name))


def frames_in(frames: Sequence[FrameItem], start: int, end: int) -> tuple[FrameItem, ...]:
    """Choose the frames that a span of their document tells."""
    return tuple(one for one in frames if start <= one.trigger_start < end)


def page_of(pages: Sequence[Mapping[str, Any]], start: int) -> int | None:
    """Give the number of the page on which a character stands; None: the format has none."""
    return next((page["number"] for page in pages if page["start"] <= start < page["end"]), None)


def document_ref(archive: Archive, row: Mapping[str, Any]) -> DocumentRef:
    """Name the document of a row that has its columns."""
    return DocumentRef(
        id=row["id"],
        title=row["title"],
        publisher=archive.publisher_name(row["publisher"]),
        published=row["published"],
        kind=row["kind"],
        field=row["field"],
    )


def find_frame(archive: Archive, digits: str) -> tuple[Frame, str]:
    """Find a frame by its id or its first digits; gives it with the text of its document.

    Raises:
        NotFoundError: no frame of the build has it, or several begin so.
    """
    wanted = digits.strip().lower()
    rows = archive.rows(_FOUND, digits=wanted) if len(wanted) >= MIN_DIGITS else []
    if len(rows) != 1:
        raise NotFoundError(
            f"{'several frames begin' if len(rows) > 1 else 'no frame begins'} with {digits[:50]!r}",
            where=archive.place,
            expected=f"the id of one frame, or its first {MIN_DIGITS} digits or more",
            next_step="counterflow show CASE --passages shows them",
        )
    row = rows[0]
    text = str(row.pop("document_text"))
    nested = {name: tuple(Argument(**one) for one in row[name]) for name in ("args", "attribution")}
    return Frame(**{**row, **nested}), text
