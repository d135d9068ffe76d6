"""Objects of other programs, as MISP and OpenCTI write them: parties, places and events in FollowTheMoney's schemata.

What an object says is its creator's word: it is `reported`, on the creator as its root. Identities, infrastructure and
their like become parties; `foreign_tie.py` has what says something of others. Indicators, malware and what else is
about machines alone has no place in a case: each becomes a problem that says so, and no property of an object that is
read is left out in silence.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from counterflow.clean.name import normal_name
from counterflow.collect.party import Party
from counterflow.collect.readers.stix.sent import Refused, Sent
from counterflow.model.doubt import Hedge
from counterflow.model.schema import load_model
from counterflow.stage import Row
from counterflow.tables import Statement

Object = Mapping[str, Any]

EXTRACTOR = "stix/1"

COMMON = frozenset(
    "type spec_version id created modified created_by_ref object_marking_refs granular_markings revoked extensions "
    "lang defanged".split()
)
"""Properties of every object that are read with it, or say how it is written."""

_SHIP = re.compile(r"\b(?:vessel|ship|tanker)s?\b", re.IGNORECASE)
_LOW = 30
"""Confidence below which STIX's scales call it low (STIX 2.1, appendix A)."""
_NUMBERS = {"imo": "imoNumber", "mmsi": "mmsi", "call sign": "callSign", "callsign": "callSign", "lei": "leiCode"}
"""What sources of external references are called whose ids are numbers that FtM knows."""


class Form(NamedTuple):
    """What a type becomes."""

    schema: Callable[[Object], str]
    properties: Mapping[str, str]
    """FtM property by STIX property; of those that a schema lacks, `notes`."""


def _always(schema: str) -> Callable[[Object], str]:
    return lambda _: schema


def _identity(one: Object) -> str:
    classes = {"individual": "Person", "organization": "Organization", "group": "Organization"}
    return classes.get(str(one.get("identity_class")), "LegalEntity")


def _actor(one: Object) -> str:
    return "Person" if one.get("resource_level") == "individual" else "Organization"


def _infrastructure(one: Object) -> str:
    words = [one.get(name, "") for name in ("infrastructure_types", "labels", "description")]
    return "Vessel" if any(_SHIP.search(str(word)) is not None for word in words) else "Asset"


_NAMED = {"name": "name", "aliases": "alias", "x_opencti_aliases": "alias", "description": "description"}
_LASTED = {**_NAMED, "first_seen": "startDate", "last_seen": "endDate", "objective": "summary"}
_SHIPS = {
    **_NAMED,
    **dict.fromkeys(("imo", "imo_number", "imoNumber"), "imoNumber"),
    **dict.fromkeys(("call_sign", "callsign"), "callSign"),
    "mmsi": "mmsi",
    "flag": "flag",
    "country": "flag",
}

FORMS: Mapping[str, Form] = {
    "identity": Form(_identity, {**_NAMED, "sectors": "sector"}),
    "threat-actor": Form(_actor, _NAMED),
    "intrusion-set": Form(_always("Organization"), _NAMED),
    "infrastructure": Form(_infrastructure, _SHIPS),
    "campaign": Form(_always("Event"), _LASTED),
    "incident": Form(_always("Event"), _LASTED),
    "location": Form(
        _always("Address"),
        {
            "name": "name",
            "description": "description",
            "country": "country",
            "region": "region",
            "administrative_area": "state",
            "city": "city",
            "street_address": "street",
            "postal_code": "postalCode",
            "latitude": "latitude",
            "longitude": "longitude",
        },
    ),
    "cryptocurrency-wallet": Form(_always("CryptoWallet"), {"value": "publicKey"}),
    "user-account": Form(
        _always("UserAccount"), {"account_login": "username", "user_id": "name", "display_name": "alias"}
    ),
    "report": Form(_always("Article"), {"name": "title", "description": "summary", "published": "publishedAt"}),
    "grouping": Form(_always("Article"), {"name": "title", "description": "summary"}),
}
"""The types that become entities of their own; a type of somebody's extension that calls itself a vessel is one."""

_SHIP_FORM = Form(_always("Vessel"), _SHIPS)

_OF_TIES = frozenset(["object_refs"])
"""Properties that `foreign_tie.py` reads."""


def form_of(one: Object) -> Form | None:
    """Say what an object becomes; None: no entity of its own."""
    type_ = str(one["type"])
    if type_ in FORMS:
        return FORMS[type_]
    return _SHIP_FORM if _SHIP.search(type_.replace("-", " ")) is not None else None


def entity_rows(one: Object, form: Form, sent: Sent, marking: str) -> Iterator[Row]:
    """Yield the statements, evidence and problems of an object that becomes an entity."""
    party = make_party(one, form.schema(one), str(one["id"]), sent, marking)
    for name, value in one.items():
        if name in COMMON or name in _OF_TIES or (name == "identity_class" and party.schema != "LegalEntity"):
            continue
        if name == "external_references":
            _add_references(party, value)
        elif name == "confidence":
            add(party, "notes", f"Its creator's confidence: {value} of 100", name, one)
        else:
            for item in value if isinstance(value, list) else [value]:
                _add_value(party, form, name, item, one)
    for name in one.get("extensions", {}):
        party.problem("the extension of another program is not read", field="extensions", value=str(name))
    rows = list(party.rows())
    if not any(isinstance(row, Statement) for row in rows):
        party.add_id(field="id")
        rows = list(party.rows())
    yield from rows


def make_party(one: Object, schema: str, entity_id: str, sent: Sent, marking: str) -> Party:
    """Begin an entity that an object tells of."""
    known = replace(
        sent.source,
        dataset=dataset_of(one, sent),
        published=str(one.get("modified", one.get("created", "")))[:10] or sent.source.published,
        handling=marking,
        series="",
    )
    return Party(known, EXTRACTOR, schema, entity_id, str(one["id"]))


def dataset_of(one: Object, sent: Sent) -> str:
    """Name the dataset of what a creator says."""
    name = sent.giver_of(one).name
    slug = re.sub(r"[^a-z0-9]+", "_", normal_name(name or "")).strip("_")
    return "stix" if slug == "" else f"stix_{slug}"


def hedge_of(one: Object) -> str:
    """Say how firmly an object is meant: reported, or possible where its creator's confidence is low."""
    confidence = one.get("confidence")
    is_low = isinstance(confidence, int) and confidence < _LOW
    return str(Hedge.POSSIBLE if is_low else Hedge.REPORTED)


def add(party: Party, prop: str, value: object, field: str, one: Object) -> None:
    """Add one value of an object; what the schema has no place for goes to its notes."""
    text = str(value)
    if prop in ("startDate", "endDate", "publishedAt", "date") and re.match(r"\d{4}-\d\d-\d\dT", text):
        party.add(prop, text, value=text[:10], field=field, hedge=hedge_of(one))
    elif prop == "imoNumber":
        digits = re.sub(r"\D", "", text)
        party.add_identifier(prop, digits, fallback="notes", field=field, passage=text, hedge=hedge_of(one))
    else:
        party.add(prop, text, field=field, hedge=hedge_of(one))


def _add_value(party: Party, form: Form, name: str, value: object, one: Object) -> None:
    if isinstance(value, dict | list | bool) or str(value).strip() == "":
        party.problem("the property is not read", field=name, value=str(value), expected="a text or a number")
        return
    prop = form.properties.get(name)
    known = _has(party.schema, prop)
    if prop is not None and known:
        add(party, prop, value, name, one)
    elif _has(party.schema, "notes"):
        add(party, "notes", f"{name.replace('_', ' ')}: {value}", name, one)
    else:
        party.problem("the property is not read", field=name, value=str(value))


def _has(schema: str, prop: str | None) -> bool:
    return prop is not None and load_model().schemata[schema].get(prop) is not None


def _add_references(party: Party, references: object) -> None:
    for one in references if isinstance(references, list) else []:
        source, id_, url = (one.get(name) for name in ("source_name", "external_id", "url"))
        prop = _NUMBERS.get(str(source).strip().lower())
        if isinstance(id_, str) and prop is not None and _has(party.schema, prop):
            party.add_identifier(prop, id_, fallback="notes", field="external_references", hedge=Hedge.REPORTED)
        elif isinstance(id_, str) or isinstance(one.get("description"), str):
            said = " ".join(str(text) for text in (source, id_, one.get("description")) if text is not None)
            if _has(party.schema, "notes"):
                party.add("notes", said, field="external_references", hedge=Hedge.REPORTED)
        if isinstance(url, str) and _has(party.schema, "sourceUrl"):
            party.add("sourceUrl", url, field="external_references", hedge=Hedge.REPORTED)


def root_of(one: Object, sent: Sent) -> dict[str, Any]:
    """Say who is behind what an object says: its creator."""
    giver = sent.giver_of(one)
    named = normal_name(giver.name or "")
    root = f"source {named}" if named != "" else f"document {sent.source.main.resource_id}"
    told = {"root": root, "origin_id": giver.id, "origin": giver.name, "publisher_name": giver.name}
    return {name: value for name, value in told.items() if value is not None}


def not_read(one: Object) -> Refused:
    """Say that a type has no place in a case."""
    return Refused(
        f"objects of the type {one['type']} are not read",
        "parties, places, events, reports and what ties them",
        field="type",
        value=str(one.get("name", one.get("value", one["type"]))),
        next_step="If it tells of a party, ask who gave it to say so as an identity or infrastructure",
    )
