"""The two sides of an item as a person compares them: what each says, and where it stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from counterflow.dossier.archive import Archive
from counterflow.dossier.frame import document_ref, list_frames, page_of
from counterflow.dossier.shape import PartyRef
from counterflow.dossier.told_shape import FrameItem
from counterflow.exc import InputError
from counterflow.model.schema import get_property
from counterflow.model.told import PARTY_ID_SQL, frame_entity_id, is_told_event, is_told_party
from counterflow.service.queue.shape import QueueFact, QueuePassage, QueueSource, Side

MOST_VALUES = 6
MOST_PASSAGES = 3
MOST_CHARS = 300

_HIDDEN = ("id", "topics", "sourceUrl", "modifiedAt", "createdAt", "recordId")
_ORDER = ("name", "alias", "weakAlias", "previousName", "birthDate", "birthPlace", "gender", "nationality", "country")
"""Properties shown first, in this order: what tells two parties apart."""

_ENTITIES = """
SELECT c.entity_id, c.canonical_id, c.dataset, e.caption, e.schema, e.listed_now, e.members
FROM canonical c JOIN entity e USING (canonical_id) WHERE c.entity_id IN (SELECT unnest($ids))
"""

_VALUES = """
SELECT entity_id, schema, prop, array_sort(array_agg(DISTINCT value)) AS values
FROM statement WHERE entity_id IN (SELECT unnest($ids)) AND prop_type <> 'entity' GROUP BY entity_id, schema, prop
"""

_SOURCES = """
SELECT DISTINCT s.entity_id, s.dataset, r.path, v.record
FROM statement s JOIN evidence v ON v.statement_id = s.id JOIN resource r ON r.id = v.resource_id
WHERE s.entity_id IN (SELECT unnest($ids)) AND v.document_id IS NULL AND v.gone_on IS NULL
ORDER BY s.entity_id, r.path, v.record
"""

_DOCUMENT = "d.id, d.title, d.publisher, d.published, d.kind, d.field, d.pages"

# Sentences in which a document names one thing, by the fullest name first.
_NAMING = f"""
WITH named AS (
    SELECT *, {PARTY_ID_SQL} AS told_id FROM mention WHERE form IN ('name', 'nominal')
)
SELECT told_id AS entity_id, n.text AS name, n.type, n.schema AS name_schema, n.start AS name_start,
    n."end" AS name_end,
    n.sentence_start AS start, n.sentence_end AS "end",
    substring(d.text, n.sentence_start + 1, n.sentence_end - n.sentence_start) AS sentence, {_DOCUMENT}
FROM named n JOIN document d ON d.id = n.document_id
WHERE told_id IN (SELECT unnest($ids))
ORDER BY told_id, n.form = 'nominal', length(n.text) DESC, n.start
"""  # noqa: S608 - a constant

_TOLD = f"""
SELECT f.id, f.document_id, f.start, f."end", f.trigger_start, f.trigger_end,
    substring(d.text, f.start + 1, f."end" - f.start) AS sentence, {_DOCUMENT.replace("d.id", "d.id AS of_document")}
FROM frame f JOIN document d ON d.id = f.document_id WHERE f.id IN (SELECT unnest($ids))
"""  # noqa: S608 - a constant


def make_sides(archive: Archive, ids: Iterable[str]) -> dict[str, Side]:
    """Describe entities, names of documents, and frames, by their ids.

    Reads `canonical`, `entity`, `statement`, `evidence`, `resource`, `mention`, `document`, `frame`.
    """
    wanted = sorted(set(ids))
    if len(wanted) == 0:
        return {}
    known = {row["entity_id"]: row for row in archive.rows(_ENTITIES, ids=wanted)}
    told = [one for one in wanted if is_told_party(one)]
    listed = [one for one in wanted if one in known and not is_told_party(one) and not is_told_event(one)]
    return {
        **_records(archive, listed, known),
        **_named(archive, told, known),
        **_frames(archive, [one for one in wanted if one not in told and one not in listed]),
    }


def _records(archive: Archive, ids: Sequence[str], known: Mapping[str, Mapping[str, Any]]) -> dict[str, Side]:
    facts, names = _facts(archive, ids)
    sources: dict[str, list[QueueSource]] = {}
    for row in archive.rows(_SOURCES, ids=list(ids)) if len(ids) > 0 else []:
        title = archive.dataset_title(row["dataset"])
        source = QueueSource(dataset=row["dataset"], title=title, path=row["path"], record=row["record"])
        sources.setdefault(row["entity_id"], []).append(source)
    return {
        id_: Side(
            entity_id=id_,
            caption=names.get(id_, known[id_]["caption"]),
            schema_=known[id_]["schema"],
            party=_party(known[id_]),
            listed_now=known[id_]["listed_now"],
            members=known[id_]["members"],
            sources=tuple(sources.get(id_, ())[:MOST_PASSAGES]),
            facts=facts.get(id_, ()),
            passages=(),
        )
        for id_ in ids
    }


def _named(archive: Archive, ids: Sequence[str], known: Mapping[str, Mapping[str, Any]]) -> dict[str, Side]:
    """Describe what documents name: its name, and the sentences that name it."""
    facts, _ = _facts(archive, [one for one in ids if one in known])
    rows: dict[str, list[dict[str, Any]]] = {}
    for row in archive.rows(_NAMING, ids=list(ids)) if len(ids) > 0 else []:
        rows.setdefault(row["entity_id"], []).append(row)
    sides = {}
    for id_, named in rows.items():
        seen: dict[int, dict[str, Any]] = {}
        for row in named:
            seen.setdefault(row["start"], row)
        names = tuple(dict.fromkeys(row["name"] for row in named))
        spelled = QueueFact(label="Called", values=names[:MOST_VALUES], more=max(0, len(names) - MOST_VALUES))
        schema = next((row["name_schema"] for row in named if row["name_schema"] is not None), None)
        entity = known.get(id_)
        sides[id_] = Side(
            entity_id=id_,
            caption=names[0],
            schema_=schema if entity is None else entity["schema"],
            party=None if entity is None else _party(entity),
            listed_now=entity is not None and entity["listed_now"],
            members=1 if entity is None else entity["members"],
            sources=(),
            facts=(spelled, *(one for one in facts.get(id_, ()) if not set(one.values) <= set(names))),
            passages=tuple(
                _passage(archive, one, (one["name_start"], one["name_end"]))
                for one in sorted(list(seen.values())[:MOST_PASSAGES], key=lambda one: one["start"])
            ),
        )
    return sides


def _frames(archive: Archive, ids: Sequence[str]) -> dict[str, Side]:
    """Describe frames, by their own id or that of the event that they became."""
    of_frame = {one.removeprefix(frame_entity_id("")): one for one in ids}
    rows = archive.rows(_TOLD, ids=sorted(of_frame)) if len(of_frame) > 0 else []
    frames = {
        frame.id: frame
        for found in list_frames(archive, [row["document_id"] for row in rows]).values()
        for frame in found
        if frame.id in of_frame
    }
    return {
        of_frame[row["id"]]: Side(
            entity_id=of_frame[row["id"]],
            caption=frames[row["id"]].type.replace("_", " ").capitalize(),
            schema_=frames[row["id"]].schema_,
            party=None,
            listed_now=False,
            members=1,
            sources=(),
            facts=_told_facts(frames[row["id"]]),
            passages=(
                _passage(archive, {**row, "id": row["of_document"]}, (row["trigger_start"], row["trigger_end"])),
            ),
        )
        for row in rows
    }


def _told_facts(frame: FrameItem) -> tuple[QueueFact, ...]:
    """Give who did what, when and how firmly it is told."""
    roles: dict[str, list[str]] = {}
    for one in frame.args:
        name = one.text if one.name is None else f"{one.text} (= {one.name})"
        party = f" → {one.party.caption}" if one.party is not None and one.party.caption != one.text else ""
        roles.setdefault(one.role, []).append(name + party)
    facts = [
        QueueFact(label=role.replace("_", " ").capitalize(), values=tuple(values)) for role, values in roles.items()
    ]
    if frame.time_text is not None or frame.edtf is not None:
        text = " = ".join(one for one in (frame.time_text, frame.edtf) if one is not None)
        facts.append(QueueFact(label="Time", values=(text,)))
    firm = f"{frame.polarity}, as {frame.hedge}"
    facts.append(QueueFact(label="Told as", values=(firm,)))
    if len(frame.attribution) > 0:
        facts.append(QueueFact(label="Who says so", values=tuple(one.text for one in frame.attribution)))
    return tuple(facts)


def _facts(archive: Archive, ids: Sequence[str]) -> tuple[dict[str, tuple[QueueFact, ...]], dict[str, str]]:
    """Give what is stated of entities, and the name of each."""
    found: dict[str, list[tuple[tuple[int, str], QueueFact]]] = {}
    names: dict[str, str] = {}
    for row in archive.rows(_VALUES, ids=list(ids)) if len(ids) > 0 else []:
        prop, values = row["prop"], [_short(value) for value in row["values"]]
        if prop in _HIDDEN:
            continue
        if prop == "name":
            names[row["entity_id"]] = values[0]
        try:
            label = get_property(row["schema"], prop).label
        except InputError:
            label = prop
        rank = (_ORDER.index(prop) if prop in _ORDER else len(_ORDER), label)
        fact = QueueFact(label=label, values=tuple(values[:MOST_VALUES]), more=max(0, len(values) - MOST_VALUES))
        found.setdefault(row["entity_id"], []).append((rank, fact))
    return {id_: tuple(fact for _, fact in sorted(rows, key=lambda one: one[0])) for id_, rows in found.items()}, names


def _passage(archive: Archive, row: Mapping[str, Any], span: tuple[int, int]) -> QueuePassage:
    inside = row["start"] <= span[0] and span[1] <= row["end"]
    return QueuePassage(
        document=document_ref(archive, row),
        page=page_of(row["pages"], row["start"]),
        start=row["start"],
        end=row["end"],
        text=row["sentence"],
        highlight=(span[0] - row["start"], span[1] - row["start"]) if inside else None,
    )


def _party(row: Mapping[str, Any]) -> PartyRef:
    return PartyRef(id=row["canonical_id"], caption=row["caption"], schema_=row["schema"])


def _short(text: str) -> str:
    return text if len(text) <= MOST_CHARS else text[: MOST_CHARS - 2].rstrip() + " …"
