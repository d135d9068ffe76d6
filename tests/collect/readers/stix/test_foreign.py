"""Objects of other programs: what they say of parties, places, events and ties, and what of them is not read."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from counterflow.collect.readers.stix.bundle import StixBundle
from counterflow.collect.source import Source, SourceFile
from counterflow.stix.tlp import TLP_IDS
from counterflow.tables import Offer, Problem

MOMENT = "2026-01-02T03:04:05.000Z"


def uid(type_: str, number: int) -> str:
    return f"{type_}--00000000-0000-4000-8000-{number:012}"


MAKER = {"type": "identity", "id": uid("identity", 1), "name": "CERT Example", "identity_class": "organization"}


def make(type_: str, number: int, **properties: Any) -> dict[str, Any]:
    head = {"type": type_, "spec_version": "2.1", "id": uid(type_, number), "created": MOMENT, "modified": MOMENT}
    return {**head, "created_by_ref": MAKER["id"], **properties}


class Said:
    """What a bundle gives."""

    def __init__(self, rows: list[Any]) -> None:
        self.offers = [row for row in rows if isinstance(row, Offer)]
        self.problems = [row for row in rows if isinstance(row, Problem)]

    def rows(self, kind: str) -> list[dict[str, Any]]:
        return [json.loads(one.content) for one in self.offers if one.kind == kind]

    def values(self, id_: str) -> dict[str, set[str]]:
        """The values of an entity by property; its schema as `schema`."""
        found: dict[str, set[str]] = {}
        for row in self.rows("statement"):
            if row["entity_id"] == id_:
                found.setdefault(row["prop"], set()).add(row["value"])
                found.setdefault("schema", set()).add(row["schema"])
        return found


@pytest.fixture
def read(tmp_path: Path) -> Callable[..., Said]:
    """Read objects of one creator."""

    def one(*objects: dict[str, Any], **known: Any) -> Said:
        path = tmp_path / "bundle.json"
        maker = {"spec_version": "2.1", "created": MOMENT, "modified": MOMENT, **MAKER}
        path.write_text(json.dumps({"type": "bundle", "objects": [maker, *objects]}), encoding="utf-8")
        file = SourceFile(path, "inputs/bundle.json", "0" * 64, 1, "f" * 40)
        return Said(list(StixBundle().read(Source("stix", (file,), "case_documents", **known))))

    return one


def test_an_identity_is_a_party(read: Callable[..., Said]) -> None:
    said = read(
        make(
            "identity",
            2,
            name="Red Star Trading",
            identity_class="organization",
            sectors=["maritime"],
            description="A front company",
            contact_information="Harbour road 1",
            confidence=75,
            external_references=[{"source_name": "register", "external_id": "42", "url": "https://example.org/42"}],
        )
    )
    assert said.values(uid("identity", 2)) == {
        "schema": {"Organization"},
        "name": {"Red Star Trading"},
        "sector": {"maritime"},
        "description": {"A front company"},
        "sourceUrl": {"https://example.org/42"},
        "notes": {
            "contact information: Harbour road 1",
            "Its creator's confidence: 75 of 100",
            "register 42",
        },
    }
    assert said.problems == []
    assert {row["dataset"] for row in said.rows("statement")} == {"stix_cert_example"}
    evidence = said.rows("evidence")
    assert {row["hedge"] for row in evidence} == {"reported"}
    assert {row["root"]["root"] for row in evidence} == {"source cert example"}
    assert {(one.given_by, one.giver_id, one.modified) for one in said.offers} == {
        ("CERT Example", MAKER["id"], MOMENT)
    }


def test_the_identity_that_only_made_the_objects_is_no_party_of_the_case(read: Callable[..., Said]) -> None:
    assert read(make("identity", 2, name="A")).values(str(MAKER["id"])) == {}


@pytest.mark.parametrize(
    ("object_", "schema", "props"),
    [
        (make("identity", 2, name="Kim", identity_class="individual"), "Person", {"name": "Kim"}),
        (make("identity", 2, name="Kim"), "LegalEntity", {"name": "Kim"}),
        (make("threat-actor", 2, name="Group", aliases=["G"]), "Organization", {"name": "Group", "alias": "G"}),
        (make("campaign", 2, name="C", first_seen=MOMENT), "Event", {"name": "C", "startDate": "2026-01-02"}),
        (make("infrastructure", 2, name="Server"), "Asset", {"name": "Server"}),
        (make("infrastructure", 2, name="Odd", infrastructure_types=7), "Asset", {"name": "Odd"}),
        (
            make("infrastructure", 2, name="Wise Honest", infrastructure_types=["vessel"], labels=["sanctioned"]),
            "Vessel",
            {"name": "Wise Honest", "notes": "labels: sanctioned"},
        ),
        (
            make(
                "infrastructure",
                2,
                name="Wise Honest",
                infrastructure_types=["cargo ship"],
                external_references=[{"source_name": "IMO", "external_id": "IMO 8905490"}],
            ),
            "Vessel",
            {"imoNumber": "IMO8905490"},
        ),
        (
            make("x-vessel", 2, name="Wise Honest", imo_number="8905490", flag="KP", mmsi="445123000"),
            "Vessel",
            {"imoNumber": "IMO8905490", "flag": "kp", "mmsi": "445123000"},
        ),
        (make("location", 2, country="KP", city="Nampo"), "Address", {"country": "kp", "city": "Nampo"}),
        (make("report", 2, name="R", published=MOMENT, object_refs=[uid("identity", 3)]), "Article", {"title": "R"}),
    ],
)
def test_what_types_become(read: Callable[..., Said], object_: dict[str, Any], schema: str, props: Any) -> None:
    values = read(object_).values(object_["id"])
    assert values["schema"] == {schema}
    for prop, value in props.items():
        assert value in values[prop]


A, B, SHIP = (
    make("identity", 2, name="A", identity_class="organization"),
    make("identity", 3, name="B", identity_class="individual"),
    make("infrastructure", 4, name="S", infrastructure_types=["ship"]),
)


@pytest.mark.parametrize(
    ("type_", "source", "target", "schema", "ends"),
    [
        ("owns", A, SHIP, "Ownership", ("owner", "asset")),
        ("owned-by", SHIP, A, "Ownership", ("asset", "owner")),
        ("works-for", B, A, "Employment", ("employee", "employer")),
        ("works-for", A, B, "UnknownLink", ("subject", "object")),
        ("uses", A, SHIP, "UnknownLink", ("subject", "object")),
    ],
)
def test_relationships_are_ties(
    read: Callable[..., Said], type_: str, source: Any, target: Any, schema: str, ends: tuple[str, str]
) -> None:
    tie = make(
        "relationship",
        9,
        relationship_type=type_,
        source_ref=source["id"],
        target_ref=target["id"],
        start_time=MOMENT,
        confidence=10,
    )
    said = read(A, B, SHIP, tie)
    values = said.values(tie["id"])
    assert values["schema"] == {schema}
    assert [values[end] for end in ends] == [{source["id"]}, {target["id"]}]
    assert values["role"] == {type_.replace("-", " ")}
    assert values["startDate"] == {"2026-01-02"}
    # A low confidence is a doubt.
    hedges = {row["hedge"] for row in said.rows("evidence") if row["record"] == tie["id"]}
    assert hedges == {"possible"}


def test_a_tie_to_what_came_in_another_bundle_stands(read: Callable[..., Said]) -> None:
    tie = make("relationship", 9, relationship_type="uses", source_ref=A["id"], target_ref=uid("infrastructure", 77))
    said = read(A, tie)
    assert said.problems == []
    assert said.values(tie["id"])["object"] == {uid("infrastructure", 77)}


def test_sightings_notes_opinions_and_reports_speak_of_parties(read: Callable[..., Said]) -> None:
    sighting = make("sighting", 5, sighting_of_ref=SHIP["id"], where_sighted_refs=[A["id"]], first_seen=MOMENT, count=2)
    note = make("note", 6, content="Seen at night", authors=["Anna"], object_refs=[SHIP["id"]])
    opinion = make("opinion", 7, opinion="strongly-disagree", explanation="No such ship", object_refs=[SHIP["id"]])
    report = make("report", 8, name="R", published=MOMENT, object_refs=[SHIP["id"], note["id"]])
    said = read(A, SHIP, sighting, note, opinion, report)
    assert said.problems == []
    seen = said.values(f"{sighting['id']}-{A['id']}")
    assert (seen["subject"], seen["object"], seen["role"]) == ({SHIP["id"]}, {A["id"]}, {"sighted"})
    assert seen["summary"] == {"count: 2"}
    assert said.values(note["id"])["description"] == {"Seen at night"}
    assert said.values(note["id"])["entity"] == {SHIP["id"]}
    assert said.values(opinion["id"])["description"] == {"strongly-disagree: No such ship"}
    denials = [row for row in said.rows("evidence") if row["polarity"] == "denied"]
    assert [row["record"] for row in denials] == [opinion["id"]]
    about = said.values(f"{report['id']}-{SHIP['id']}")
    assert (about["document"], about["entity"]) == ({report["id"]}, {SHIP["id"]})


@pytest.mark.parametrize(
    ("object_", "fault"),
    [
        (
            make("indicator", 5, pattern="[file:name = 'a']", pattern_type="stix", valid_from=MOMENT),
            "objects of the type indicator are not read",
        ),
        ({"type": "ipv4-addr", "id": uid("ipv4-addr", 5), "value": "192.0.2.1"}, "objects of the type ipv4-addr"),
        (
            make("relationship", 5, relationship_type="uses", source_ref=A["id"], target_ref=uid("malware", 6)),
            "its target_ref is nothing that is read",
        ),
        (make("sighting", 5, sighting_of_ref=A["id"]), "a sighting says neither who saw it nor where"),
        (make("note", 5, content="x", object_refs=[uid("malware", 6)]), "it speaks of what is not read"),
        (make("identity", 5, name="x", x_own={"a": 1}), "the property is not read"),
        (
            make("identity", 5, name="x", extensions={uid("extension-definition", 6): {"a": 1}}),
            "the extension of another program is not read",
        ),
        (
            make("x-vessel", 5, name="x", imo="1234568"),
            "imoNumber fails the check of its kind; kept as notes",
        ),
    ],
)
def test_what_is_not_read_is_said(read: Callable[..., Said], object_: dict[str, Any], fault: str) -> None:
    assert any(one.message.startswith(fault) for one in read(A, object_).problems)


def test_markings_are_the_rows(read: Callable[..., Said]) -> None:
    """TLP 2.0, TLP 1.0 as everyone has it, one stated in a definition, and a marking of a part."""
    old = "marking-definition--f88d31f6-486f-44da-b317-01333bde0b82"
    part = [{"marking_ref": TLP_IDS["TLP:RED"], "selectors": ["name"]}]
    cases: list[tuple[dict[str, Any], str]] = [
        ({"object_marking_refs": [TLP_IDS["TLP:GREEN"]]}, "TLP:GREEN"),
        ({"object_marking_refs": [old]}, "TLP:AMBER"),
        ({"object_marking_refs": [TLP_IDS["TLP:GREEN"]], "granular_markings": part}, "TLP:RED"),
        ({}, "TLP:CLEAR"),
    ]
    for refs, marking in cases:
        said = read(make("identity", 2, name="A", **refs))
        assert {row["handling"] for row in said.rows("evidence")} == {marking}
    assert {row["handling"] for row in read(A, handling="TLP:GREEN").rows("evidence")} == {"TLP:GREEN"}


def test_a_revoked_object_says_nothing_but_that(read: Callable[..., Said]) -> None:
    assert [one.kind for one in read({**A, "revoked": True}).offers] == ["revoked"]
