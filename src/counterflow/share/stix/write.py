"""A build as a STIX 2.1 bundle: parties, events and ties as STIX has them, and all that is told of them beside.

What another program reads without our extension is what evidence affirms, as in FtM's files; denials are opinions.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple, TextIO

import orjson
from followthemoney.model import Model

from counterflow.engine import Engine
from counterflow.model.doubt import Polarity
from counterflow.model.handling import strictest
from counterflow.model.schema import ftm_schema
from counterflow.share.entity import EntityDict, make_entity
from counterflow.share.page import ExportEntity, read_groups
from counterflow.share.stix.beside import Beside, read_beside
from counterflow.share.stix.native import Native, read_amounts, read_native
from counterflow.share.stix.root import read_roots
from counterflow.stix.extension import extend, make_extension_definition
from counterflow.stix.identifier import make_identifier
from counterflow.stix.marking import make_definitions, marking_refs
from counterflow.stix.organisation import Sender, make_identity

Object = dict[str, Any]

_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_NEWEST_SQL = "SELECT max(published) AS day FROM resource WHERE regexp_full_match(published, '\\d{4}-\\d\\d-\\d\\d')"
_REPORT_SQL = """
SELECT document.id, title, document.published, document.handling,
    list_sort(list_distinct(list(canonical.canonical_id))) AS parties
FROM document
JOIN open_marking ON open_marking.handling = document.handling
JOIN evidence ON evidence.document_id = document.id
JOIN open_marking AS told ON told.handling = evidence.handling
JOIN statement ON statement.id = evidence.statement_id
JOIN canonical USING (entity_id)
JOIN exported ON exported.canonical_id = canonical.canonical_id
WHERE kind = 'report'
GROUP BY ALL
ORDER BY document.id
"""
_NO_DAY = "2000-01-01"


class Maker(NamedTuple):
    """Whose objects are written, and as of when."""

    moment: str
    organisation: str | None = None

    def identify(self, type_: str, key: str) -> str:
        """Make an identifier: two organisations that write of one thing write two objects (STIX 2.1, section 3.1)."""
        return (
            make_identifier(type_, key) if self.organisation is None else make_identifier(type_, key, self.organisation)
        )

    def head(self, type_: str, id_: str, handling: str, day: str | None) -> Object:
        """Make the properties that every object has."""
        created = min(_moment(day), self.moment) if day is not None else self.moment
        head = {"type": type_, "spec_version": "2.1", "id": id_, "created": created, "modified": self.moment}
        creator = {} if self.organisation is None else {"created_by_ref": self.organisation}
        return {**head, **creator, "object_marking_refs": list(marking_refs(handling))}


class Form(NamedTuple):
    """What an entity is in STIX."""

    type: str
    entity: EntityDict
    native: Native
    maker: Maker

    @property
    def id(self) -> str:
        """Its identifier: the same whichever build it is from."""
        return self.maker.identify(self.type, self.entity["id"])


def write_bundle(engine: Engine, output: TextIO, sender: Sender) -> tuple[int, int, str]:
    """Write what `select_statements` lets out; gives the number of entities and of statements, and the marking.

    Reads:
        `statement`, `evidence`, `quantity`, `belief`, `canonical`, `entity`, `document`, `resource`, `root`,
        `publisher`, `pair`, `link`, `given`, `given_link`.
    """
    native = read_native(engine, read_roots(engine, sender))
    organisation = None if sender.organisation is None else sender.id
    maker = Maker(_moment(engine.query(_NEWEST_SQL).to_pylist()[0]["day"]), organisation)
    found = [one for _, group in read_groups(engine) for one in group if one.canonical_id in native]
    forms = _choose_forms(found, native, maker)
    marked = list(_objects(engine, forms, read_beside(engine, sender), maker))
    objects = [one for _, one in marked]
    markings = {marking for marking, _ in marked}
    makers = [] if sender.organisation is None else [make_identity(sender.organisation)]
    whole = [*make_extension_definition(), *makers, *make_definitions(markings), *objects]
    bundle_id = make_identifier("bundle", *(one["id"] for one in whole))
    output.write(f'{{"type":"bundle","id":"{bundle_id}","objects":[\n')
    output.write(",\n".join(orjson.dumps(one).decode() for one in whole) + "\n]}\n")
    return len(forms), sum(len(one.native.statements) for one in forms.values()), strictest(markings)


def _choose_forms(entities: Iterable[ExportEntity], native: Mapping[str, Native], maker: Maker) -> dict[str, Form]:
    """Choose each entity's type: a tie is a relationship only between two that leave as objects of their own."""
    made = {one.canonical_id: make_entity(one) for one in entities}
    nodes = {id_ for id_, one in made.items() if not _schema(one).edge}
    return {id_: Form(_type(one, nodes), one, native[id_], maker) for id_, one in made.items()}


def _type(entity: EntityDict, nodes: set[str]) -> str:
    schema = _schema(entity)
    if schema.edge and len(_ends(entity, nodes)) == 2:
        return "relationship"
    if schema.is_a("LegalEntity"):
        return "identity"
    if schema.is_a("Address") and len(_countries(entity)) > 0:
        return "location"
    if schema.is_a("Event"):
        return "incident"
    return "infrastructure" if schema.is_a("Thing") or len(_neighbours(entity, nodes)) == 0 else "note"


def _objects(engine: Engine, forms: Mapping[str, Form], beside: Beside, maker: Maker) -> Iterator[tuple[str, Object]]:
    """Yield each object with its marking: the strictest of anything in it."""
    ids = {id_: form.id for id_, form in forms.items()}
    nodes = {id_ for id_, form in forms.items() if form.type not in {"relationship", "note"}}
    for id_ in sorted(forms):
        form = forms[id_]
        rows = _beside(form, beside)
        marking = strictest([form.native.handling, *(one["handling"] for some in rows.values() for one in some)])
        head = maker.head(form.type, form.id, marking, form.entity["first_seen"])
        yield marking, head | _body(form, rows, ids, nodes)
        yield from _opinions(form)
    amounts = read_amounts(engine)
    for row in _reports(engine):
        refs = [ids[one] for one in row["parties"] if one in ids]
        yield from _report(row, refs, beside.standing_in(row["id"]), amounts.get(row["id"], []), maker)


def _beside(form: Form, beside: Beside) -> dict[str, list[Object]]:
    statements = form.native.statements
    evidence = [one for row in statements for one in row["evidence"]]
    members = {row["entity_id"] for row in statements}
    return beside.of(form.entity["id"], members, [*evidence, *form.native.quantities])


def _body(form: Form, rows: Mapping[str, list[Object]], ids: Mapping[str, str], nodes: set[str]) -> Object:
    """Say of an entity what STIX has properties for, and all of it in the extension."""
    entity, native = form.entity, form.native
    sources = [
        {"source_name": row["dataset"], "external_id": row["entity_id"]}
        for row in {(row["dataset"], row["entity_id"]): row for row in native.statements}.values()
    ]
    told: dict[str, Any] = {"entity": entity["id"], "schema": entity["schema"], "statement": list(native.statements)}
    told |= {} if len(native.beliefs) == 0 else {"belief": list(native.beliefs)}
    told |= {} if len(native.quantities) == 0 else {"quantity": list(native.quantities)}
    whole = {"external_references": sources, "extensions": extend(**told, **rows)}
    if form.type == "relationship":
        return whole | _relationship(entity, [ids[one] for one in _ends(entity, nodes)])
    if form.type == "note":
        refs = sorted({ids[one] for one in _neighbours(entity, set(ids))})
        return whole | {"content": entity["caption"], "object_refs": refs}
    if form.type == "identity":
        kind = "individual" if _schema(entity).is_a("Person") else "organization"
        return whole | {"name": entity["caption"], "identity_class": kind}
    if form.type == "location":
        return whole | {"name": entity["caption"], "country": _countries(entity)[0].upper()}
    aliases = sorted({*entity["properties"].get("name", ()), *entity["properties"].get("alias", ())})
    others = [one for one in aliases if one != entity["caption"]]
    known = {"aliases": others} if form.type == "infrastructure" and len(others) > 0 else {}
    return whole | {"name": entity["caption"], **known}


def _relationship(entity: EntityDict, ends: list[str]) -> Object:
    schema = _schema(entity)
    words = re.sub(r"[^a-z0-9]+", "-", (schema.edge_label or schema.label).lower()).strip("-")
    start, end = (_only_day(entity, prop) for prop in ("startDate", "endDate"))
    times = {"start_time": start, "stop_time": end} if start is None or end is None or start < end else {}
    known = {name: _moment(day) for name, day in times.items() if day is not None}
    return {"relationship_type": words, "source_ref": ends[0], "target_ref": ends[1], **known}


def _opinions(form: Form) -> Iterator[tuple[str, Object]]:
    """Say who denies what of an entity: STIX's way to disagree with an object."""
    for statement in form.native.statements:
        for one in statement["evidence"]:
            if one["polarity"] == Polarity.AFFIRMED:
                continue
            id_ = form.maker.identify("opinion", one["id"])
            authors = {"authors": one["attribution"]} if "attribution" in one else {}
            yield (
                one["handling"],
                {
                    **form.maker.head("opinion", id_, one["handling"], one.get("first_seen")),
                    "opinion": "disagree",
                    "explanation": one["text"],
                    "object_refs": [form.id],
                    **authors,
                    "extensions": extend(evidence_id=one["id"], statement_id=statement["id"]),
                },
            )


def _reports(engine: Engine) -> list[Object]:
    rows: list[Object] = engine.query(_REPORT_SQL).to_pylist()
    return rows


def _report(
    row: Object, refs: list[str], told: dict[str, Object], amounts: list[Object], maker: Maker
) -> Iterator[tuple[str, Object]]:
    """Make the object of a document; one without a day of publication is a grouping, for a report must have one."""
    day = row["published"] if row["published"] is not None and _DAY.fullmatch(row["published"]) else None
    type_ = "grouping" if day is None else "report"
    kind = {"context": "unspecified"} if day is None else {"published": _moment(day)}
    marking = strictest([row["handling"], *(one["handling"] for one in (*told.values(), *amounts))])
    head = maker.head(type_, maker.identify(type_, row["id"]), marking, day)
    name = row["title"] or "A report without a title"
    rows: Object = told | ({} if len(amounts) == 0 else {"quantity": amounts})
    yield marking, {**head, "name": name, **kind, "object_refs": sorted(set(refs)), "extensions": extend(**rows)}


def _schema(entity: EntityDict) -> Any:
    return Model.instance()[ftm_schema(entity["schema"])]


def _ends(entity: EntityDict, nodes: set[str]) -> list[str]:
    """Give the two ends of a tie, as far as they leave as objects of their own."""
    schema = _schema(entity)
    found = []
    for prop in (schema.edge_source, schema.edge_target):
        values = [one for one in entity["properties"].get(prop or "", ()) if one in nodes]
        found += sorted(values)[:1]
    return found


def _neighbours(entity: EntityDict, nodes: set[str]) -> set[str]:
    """Give the entities that one points to, as far as they leave."""
    values = {one for values in entity["properties"].values() for one in values}
    return (values & nodes) - {entity["id"]}


def _countries(entity: EntityDict) -> list[str]:
    return sorted(one for one in entity["properties"].get("country", ()) if re.fullmatch("[a-z]{2}", one))


def _only_day(entity: EntityDict, prop: str) -> str | None:
    values = [one for one in entity["properties"].get(prop, ()) if _DAY.fullmatch(one)]
    return values[0] if len(values) == 1 else None


def _moment(day: str | None) -> str:
    whole = day[:10] if day is not None and _DAY.fullmatch(day[:10]) else _NO_DAY
    return f"{whole}T00:00:00.000Z"
