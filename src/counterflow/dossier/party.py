"""The dossier of one party: its names, facts, links and passages, every line with its source."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal

from rigour.text.scripts import text_scripts

from counterflow.dossier.archive import RESOURCE_COLUMNS, Archive, resource_ref
from counterflow.dossier.basis import say_basis
from counterflow.dossier.event import list_events
from counterflow.dossier.frame import document_ref, frames_in, list_frames, page_of
from counterflow.dossier.identity import list_identity
from counterflow.dossier.party_shape import (
    DatasetRef,
    Dossier,
    Fact,
    FactValue,
    Interval,
    Link,
    Member,
    NameGroup,
    NameValue,
)
from counterflow.dossier.role import list_roles
from counterflow.dossier.shape import EvidenceItem, PartyRef, ProblemItem, Reason
from counterflow.dossier.stockpile import list_stockpiles
from counterflow.dossier.told_shape import Event, FrameItem, Narrative, Passage
from counterflow.exc import NotFoundError
from counterflow.model.doubt import CREDIBILITY_UNKNOWN, Reliability
from counterflow.model.handling import strictest
from counterflow.model.schema import get_property, get_schema
from counterflow.model.told import frame_entity_id, is_told_party, no_party_sql

HIDDEN_PROPS = frozenset(["topics", "id"])
"""Shown in the dossier's head, or not at all."""

_PASSAGE_ORDER = {"report": 0, "narrative": 1}

_MEMBERS = """
SELECT c.entity_id, c.dataset, c.canonical_id, l.reasons, l.probability,
       coalesce(min(s.value) FILTER (s.prop = 'name'), min(s.value) FILTER (s.prop = 'abbreviation')) AS caption
FROM canonical c
LEFT JOIN statement s USING (entity_id)
LEFT JOIN link l ON l.source_id = c.entity_id AND l.kind = 'entity' AND l.decision = 'same'
WHERE c.canonical_id = $id
GROUP BY ALL
ORDER BY c.entity_id
"""

# Intervals that say something of one party alone (a designation, a passport) are read as its own facts.
_ATTACHED = """
SELECT DISTINCT s.entity_id
FROM statement s
WHERE s.prop_type = 'entity' AND s.value IN (SELECT unnest($members)) AND s.schema IN (SELECT unnest($schemata))
ORDER BY s.entity_id
"""

_GIVEN_BY = "CASE WHEN g.evidence_id IS NOT NULL THEN coalesce(g.given_by, g.giver_id, 'a bundle') END AS given_by"

_STATEMENTS = f"""
SELECT s.id AS statement_id, s.entity_id, s.prop, s.prop_type, s.schema, s.value, s.dataset, s.handling,
       v.resource_id, v.record, v.field, v.text, v.document_id, v.start, v."end", v.edtf, v.hedge, v.polarity,
       v.attribution, v.first_seen, v.last_seen, v.gone_on, v.handling AS evidence_handling, {_GIVEN_BY},
       {RESOURCE_COLUMNS}
FROM statement s
JOIN evidence v ON v.statement_id = s.id
JOIN resource r ON r.id = v.resource_id
LEFT JOIN given g ON g.evidence_id = v.id
WHERE s.entity_id IN (SELECT unnest($ids))
ORDER BY s.prop, v.gone_on IS NOT NULL, s.value, v.document_id IS NOT NULL, s.dataset, s.entity_id,
    v.record, v.field, v.text, v.id
"""  # noqa: S608 - a constant

_BELIEFS = """
SELECT canonical_id, prop, value, reports, roots, reliability, credibility, probability
FROM belief WHERE canonical_id IN (SELECT unnest($ids))
"""

# An event that a document tells is read with its passage.
_EDGES = f"""
SELECT * FROM edge
WHERE (source_id = $id AND NOT {no_party_sql("target_id")}) OR (target_id = $id AND NOT {no_party_sql("source_id")})
ORDER BY role, start_date, source_id, target_id, id
"""  # noqa: S608 - a constant

_EDGE_EVIDENCE = f"""
SELECT s.id AS statement_id, s.entity_id, s.dataset, v.resource_id, v.record, v.field, v.text, v.document_id, v.start,
       v."end", v.hedge, v.polarity, v.attribution, v.first_seen, v.last_seen, v.gone_on,
       v.handling AS evidence_handling, {_GIVEN_BY}, {RESOURCE_COLUMNS}
FROM statement s
JOIN evidence v ON v.statement_id = s.id
JOIN resource r ON r.id = v.resource_id
LEFT JOIN given g ON g.evidence_id = v.id
WHERE s.id IN (SELECT unnest($ids))
ORDER BY s.id, v.id
"""  # noqa: S608 - a constant

_PASSAGES = """
WITH named AS (
    SELECT m.start, m."end", m.sentence_start, m.sentence_end, m.document_id, m.entity, l.decision, l.reasons
    FROM link l
    JOIN mention m ON m.id = l.source_id
    JOIN canonical c ON c.entity_id = l.target_id
    WHERE l.kind = 'mention' AND c.canonical_id = $id
), meant AS (
    SELECT document_id, entity, max(decision) AS decision, arg_max(reasons, decision || reasons) AS reasons
    FROM named GROUP BY document_id, entity
), told AS (
    -- "He", "the ship": no name, but an argument of something told.
    SELECT m.start, m."end", m.sentence_start, m.sentence_end, m.document_id, m.entity, meant.decision, meant.reasons
    FROM mention m
    JOIN meant ON meant.document_id = m.document_id AND meant.entity = m.entity
    JOIN (SELECT DISTINCT document_id, unnest(args).mention_id AS mention_id FROM frame) argument
        ON argument.document_id = m.document_id AND argument.mention_id = m.id
    WHERE m.form NOT IN ('name', 'time')
)
SELECT one.*, d.id, d.title, d.publisher, d.published, d.kind, d.field, d.subject, d.pages, d.handling,
       substring(d.text, sentence_start + 1, sentence_end - sentence_start) AS sentence
FROM (SELECT * FROM named UNION SELECT * FROM told) one
JOIN document d ON d.id = one.document_id
ORDER BY d.id, one.start, one."end"
"""

_NARRATIVES = """
SELECT d.id, d.title, d.publisher, d.published, d.kind, d.field, d.text, d.handling
FROM document d
WHERE d.subject IN (SELECT unnest($members))
ORDER BY d.subject, d.field, d.id
"""

_PROBLEMS = """
SELECT DISTINCT p.path, p.record, p.field, p.value, p.severity, p.message, p.expected, p.next_step
FROM problem p
JOIN resource r ON r.id = p.resource_id
JOIN (
    SELECT DISTINCT s.dataset, v.record FROM evidence v JOIN statement s ON s.id = v.statement_id
    WHERE s.entity_id IN (SELECT unnest($members)) AND v.document_id IS NULL
) said ON said.dataset = r.dataset AND said.record = p.record
ORDER BY p.path, p.record, p.field, p.message
"""

Rows = Sequence[Mapping[str, Any]]


def build_dossier(archive: Archive, canonical_id: str) -> Dossier:
    """Put together everything a build says of one party.

    Reads `entity`, `canonical`, `statement`, `evidence`, `resource`, `belief`, `edge`, `role`, `stockpile`, `identity`,
    `link`, `mention`, `document` and `problem`.

    Raises:
        NotFoundError: the build has no such party.
    """
    found = archive.rows("SELECT * FROM entity WHERE canonical_id = $id", id=canonical_id)
    if len(found) == 0:
        raise NotFoundError(f"no party has the id {canonical_id!r}", where=archive.place)
    return _Builder(archive, found[0]).build()


class _Builder:
    def __init__(self, archive: Archive, entity: Mapping[str, Any]) -> None:
        self.archive = archive
        self.entity = entity
        self.id: str = entity["canonical_id"]
        self.member_rows = archive.rows(_MEMBERS, id=self.id)
        self.members = [row["entity_id"] for row in self.member_rows]
        attached = archive.rows(_ATTACHED, members=self.members, schemata=_attached_schemata())
        self.attached = [row["entity_id"] for row in attached]
        self.statements = archive.rows(_STATEMENTS, ids=self.members + self.attached)
        self.markings = {row["handling"] for row in self.statements}
        said = archive.rows(_BELIEFS, ids=[self.id, *self.attached])
        self.beliefs = {(row["canonical_id"] == self.id, row["prop"], row["value"]): row for row in said}
        self.refs = archive.subject_refs(row["value"] for row in self.statements if row["prop_type"] == "entity")

    def build(self) -> Dossier:
        links, narratives, passages = self._links(), self._narratives(), self._passages()
        return Dossier(
            id=self.id,
            caption=self.entity["caption"],
            schema_=self.entity["schema"],
            handling=strictest(self.markings),
            listed_now=self.entity["listed_now"],
            delisted_on=self.entity["delisted_on"],
            countries=tuple(self.entity["countries"]),
            topics=tuple(self.entity["topics"]),
            datasets=tuple(self._dataset(name) for name in self.entity["datasets"]),
            members=tuple(
                self._member(row)
                for row in self.member_rows
                # Under a clock, what later documents tell has no statements.
                if row["caption"] is not None or not is_told_party(row["entity_id"])
            ),
            names=self._names(),
            facts=self._facts(),
            intervals=self._intervals(),
            links=links,
            roles=list_roles(self.archive, self.id, read_evidence),
            stockpiles=list_stockpiles(self.archive, read_evidence, self.id),
            identity=tuple(list_identity(self.archive, read_evidence, self.id)),
            narratives=narratives,
            passages=passages,
            events=self._events(passages),
            problems=tuple(ProblemItem(**row) for row in self.archive.rows(_PROBLEMS, members=self.members)),
        )

    def _dataset(self, name: str) -> DatasetRef:
        """Say with its evidence whether a dataset designates the party, as `listed_now` is decided."""
        rows = [row for row in self.statements if row["dataset"] == name and self._is_designation(row)]
        newest = max((row["last_seen"] or "" for row in rows), default="")
        return DatasetRef(
            name=name,
            title=self.archive.dataset_title(name),
            last_listed=newest if newest != "" else None,
            evidence=tuple(self._evidence(row) for row in rows if newest in ("", row["last_seen"])),
        )

    def _is_designation(self, row: Mapping[str, Any]) -> bool:
        if row["prop"] == "topics":
            return bool(row["value"] == "sanction")
        return row["schema"] == "Sanction" and row["prop"] == "entity" and row["value"] in self.members

    def _member(self, row: Mapping[str, Any]) -> Member:
        return Member(
            entity_id=row["entity_id"],
            dataset=row["dataset"],
            caption=row["caption"] or row["entity_id"],
            basis=say_basis(row["reasons"], row["probability"], is_canonical=row["entity_id"] == self.id),
            is_told=is_told_party(row["entity_id"]),
        )

    def _names(self) -> tuple[NameGroup, ...]:
        groups: dict[str, dict[tuple[str, str], list[EvidenceItem]]] = defaultdict(lambda: defaultdict(list))
        for row in self.statements:
            if row["prop_type"] == "name" and row["entity_id"] in self.members:
                groups[_script(row["value"])][row["value"], row["prop"]].append(self._evidence(row))
        return tuple(
            NameGroup(
                script=script,
                values=tuple(
                    NameValue(value=value, kind=kind, evidence=tuple(evidence))
                    for (value, kind), evidence in sorted(names.items(), key=_name_order)
                ),
            )
            for script, names in sorted(groups.items(), key=lambda item: (item[0] != "Latin", item[0]))
        )

    def _facts(self) -> tuple[Fact, ...]:
        members = set(self.members)
        return self._facts_of(row for row in self.statements if row["entity_id"] in members)

    def _intervals(self) -> tuple[Interval, ...]:
        rows: dict[str, list[Mapping[str, Any]]] = {one: [] for one in self.attached}
        for row in self.statements:
            if row["entity_id"] in rows:
                rows[row["entity_id"]].append(row)
        return tuple(
            Interval(
                id=entity_id,
                schema_=some[0]["schema"],
                label=get_schema(some[0]["schema"]).label,
                dataset=some[0]["dataset"],
                dataset_title=self.archive.dataset_title(some[0]["dataset"]),
                facts=self._facts_of(some),
            )
            for entity_id, some in rows.items()
        )

    def _facts_of(self, rows: Iterable[Mapping[str, Any]]) -> tuple[Fact, ...]:
        """Group statements by property and value, entities of one party as one value.

        Names stand in their own section, a way back to the party nowhere.
        """
        grouped: dict[tuple[str, str, str], dict[str, list[Mapping[str, Any]]]] = {}
        for row in rows:
            is_own_name = row["prop_type"] == "name" and row["entity_id"] in self.members
            is_way_back = row["prop_type"] == "entity" and row["value"] in self.members
            if is_own_name or is_way_back or row["prop"] in HIDDEN_PROPS:
                continue
            key = (row["prop"], get_property(row["schema"], row["prop"]).label, row["prop_type"])
            ref = self.refs.get(row["value"]) if row["prop_type"] == "entity" else None
            grouped.setdefault(key, {}).setdefault(row["value"] if ref is None else ref.id, []).append(row)
        return tuple(
            Fact(
                prop=prop,
                label=label,
                type=type_,
                values=tuple(self._fact_value(prop, type_, value, some) for value, some in values.items()),
            )
            for (prop, label, type_), values in sorted(grouped.items())
        )

    def _fact_value(self, prop: str, type_: str, value: str, rows: Rows) -> FactValue:
        ref = self.refs.get(rows[0]["value"]) if type_ == "entity" else None
        # A belief names the party that the entity is.
        belief = self.beliefs.get((rows[0]["entity_id"] in self.members, prop, value if ref is None else ref.id))
        resources = {row["resource_id"] for row in rows}
        return FactValue(
            value=value,
            caption=_caption(rows[0]["schema"], prop, type_, value) if ref is None else ref.caption,
            edtf=next((row["edtf"] for row in rows if row["edtf"] is not None), None),
            reports=len(resources) if belief is None else belief["reports"],
            roots=1 if belief is None else belief["roots"],
            reliability=str(Reliability.F) if belief is None else belief["reliability"],
            credibility=CREDIBILITY_UNKNOWN if belief is None else belief["credibility"],
            probability=None if belief is None else belief["probability"],
            evidence=tuple(self._evidence(row) for row in rows),
        )

    def _links(self) -> tuple[Link, ...]:
        edges = self.archive.rows(_EDGES, id=self.id)
        refs = self.archive.party_refs(edge[side] for edge in edges for side in ("source_id", "target_id"))
        ids = sorted({one for edge in edges for one in edge["statements"]})
        evidence: dict[str, list[EvidenceItem]] = defaultdict(list)
        for item in read_evidence(self.archive, ids):
            evidence[item.statement_id].append(item)
        return tuple(self._link(edge, refs, evidence) for edge in edges)

    def _link(
        self, edge: Mapping[str, Any], refs: Mapping[str, PartyRef], evidence: Mapping[str, list[EvidenceItem]]
    ) -> Link:
        self.markings.add(edge["handling"])
        is_source = edge["source_id"] == self.id
        other = edge["target_id" if is_source else "source_id"]
        direction: Literal["out", "in", "none"] = "none"
        if edge["is_directed"]:
            direction = "out" if is_source else "in"
        return Link(
            id=edge["id"],
            role=edge["role"],
            schema_=edge["schema"],
            direction=direction,
            other=refs.get(other) or PartyRef(id=other, caption=other, schema_="Thing"),
            start_date=edge["start_date"],
            end_date=edge["end_date"],
            evidence=tuple(item for one in edge["statements"] for item in evidence.get(one, [])),
        )

    def _passages(self) -> tuple[Passage, ...]:
        rows = self.archive.rows(_PASSAGES, id=self.id)
        subjects = self.archive.subject_refs(row["subject"] for row in rows)
        rows.sort(key=lambda row: row["published"] or "", reverse=True)
        rows.sort(key=lambda row: (_PASSAGE_ORDER.get(row["kind"], 2), (row["published"] or "X").startswith("X")))
        self.markings.update(row["handling"] for row in rows)
        frames = list_frames(self.archive, [row["id"] for row in rows])
        return tuple(
            Passage(
                document=document_ref(self.archive, row),
                subject=subjects.get(row["subject"]),
                start=row["start"],
                end=row["end"],
                text=row["sentence"],
                highlight=(row["start"] - row["sentence_start"], row["end"] - row["sentence_start"]),
                decision=row["decision"],
                reasons=tuple(
                    Reason(feature=one["feature"], source=str(one.get("source")), target=str(one.get("target")))
                    for one in json.loads(row["reasons"])
                ),
                page=page_of(row["pages"], row["start"]),
                frames=frames_in(frames[row["id"]], row["sentence_start"], row["sentence_end"]),
            )
            for row in rows
            # A narrative's own subject is the whole narrative, shown once above.
            if row["subject"] not in self.members
        )

    def _events(self, passages: Sequence[Passage]) -> tuple[Event, ...]:
        told = {one.id for passage in passages for one in passage.frames if _takes_part(one, self.id)}
        events = list_events(self.archive, [*self.members, *map(frame_entity_id, sorted(told))])
        return tuple(events)

    def _narratives(self) -> tuple[Narrative, ...]:
        rows = self.archive.rows(_NARRATIVES, members=self.members + self.attached)
        self.markings.update(row["handling"] for row in rows)
        frames = list_frames(self.archive, [row["id"] for row in rows])
        return tuple(
            Narrative(document=document_ref(self.archive, row), text=row["text"], frames=tuple(frames[row["id"]]))
            for row in rows
        )

    def _evidence(self, row: Mapping[str, Any]) -> EvidenceItem:
        return _evidence_item(self.archive, row)


def read_evidence(archive: Archive, statements: Sequence[str]) -> list[EvidenceItem]:
    """Read what stands behind statements, in the order of their ids."""
    if len(statements) == 0:
        return []
    return [_evidence_item(archive, row) for row in archive.rows(_EDGE_EVIDENCE, ids=list(statements))]


def _evidence_item(archive: Archive, row: Mapping[str, Any]) -> EvidenceItem:
    names = ("statement_id", "dataset", "entity_id", "record", "field", "text", "document_id", "start", "end")
    return EvidenceItem(
        **{name: row[name] for name in (*names, "hedge", "polarity", "first_seen", "last_seen", "gone_on")},
        dataset_title=archive.dataset_title(row["dataset"]),
        resource=resource_ref(row),
        attribution=tuple(row["attribution"]),
        handling=row["evidence_handling"],
        given_by=row["given_by"],
    )


def _takes_part(frame: FrameItem, party: str) -> bool:
    return any(one.party is not None and one.party.id == party for one in frame.args)


def _attached_schemata() -> list[str]:
    from counterflow.model.schema import load_model

    return sorted(
        name
        for name, schema in load_model().schemata.items()
        if schema.is_a("Interval") and not schema.edge and not schema.is_a("Thing")
    )


def _script(name: str) -> str:
    scripts = sorted(text_scripts(name))
    return " and ".join(scripts) if len(scripts) > 0 else "Other"


def _name_order(named: tuple[tuple[str, str], Sequence[EvidenceItem]]) -> tuple[bool, int, str]:
    """Order names by their kind, those that only documents use last."""
    (value, kind), evidence = named
    order = ("name", "alias", "previousName", "weakAlias")
    is_told = all(item.document_id is not None for item in evidence)
    return is_told, order.index(kind) if kind in order else len(order), value


def _caption(schema: str, prop: str, type_: str, value: str) -> str:
    if type_ in ("country", "language", "topic", "gender"):
        property_ = get_property(schema, prop)
        return property_.type.caption(value) or value
    return value
