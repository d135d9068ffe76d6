"""The Beneficial Ownership Data Standard: three versions, one reading; newer statements replace older ones."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterflow.collect.find import read_head
from counterflow.collect.readers.bods import bods_stream
from counterflow.collect.readers.bods.bods_interest import share_text
from counterflow.collect.readers.bods.bods_json import BodsJson
from counterflow.collect.readers.ftm.entity_json import FtmJson
from counterflow.exc import InputError

from ..register_damage import check_register, mutations

Read = Callable[..., Any]
Statement = dict[str, Any]


def _new(record: str, kind: str, details: Statement, **more: Any) -> Statement:
    """Write a statement of version 0.4."""
    return {
        "statementId": more.pop("statementId", f"{record}-statement-of-thirty-two-characters"),
        "declarationSubject": "rec-works",
        "statementDate": "2024-05-01",
        "publicationDetails": {
            "publicationDate": "2024-06-01",
            "bodsVersion": "0.4",
            "publisher": {"name": "Example Register", "url": "https://register.example.org"},
        },
        "source": {
            "type": ["officialRegister", "verified"],
            "url": "https://register.example.org/1",
            "assertedBy": [{"name": "Example Agent"}],
        },
        "recordId": record,
        "recordStatus": "new",
        "recordType": kind,
        "recordDetails": {"isComponent": False, **details},
        **more,
    }


WORKS = _new(
    "rec-works",
    "entity",
    {
        "entityType": {"type": "registeredEntity", "details": "Private limited company"},
        "name": "Example Works Ltd",
        "alternateNames": ["EW Ltd", "Works of Example"],
        "jurisdiction": {"name": "Delaware", "code": "US-DE"},
        "identifiers": [
            {"scheme": "GB-COH", "schemeName": "Companies House", "id": "00000001"},
            {"scheme": "XI-LEI", "id": "52990000000000000196"},
            {"schemeName": "Example list", "id": "17"},
            {"schemeName": "OpenCorporates", "id": "https://opencorporates.com/companies/gb/00000001"},
        ],
        "foundingDate": "2001-02-03",
        "addresses": [
            {
                "type": "registered",
                "address": "1 Example Street, London",
                "postCode": "EX1 1AA",
                "country": {"name": "United Kingdom", "code": "GB"},
            }
        ],
        "uri": "https://register.example.org/works",
        "publicListing": {
            "hasPublicListing": True,
            "securitiesListings": [
                {
                    "stockExchangeName": "Example Exchange",
                    "stockExchangeJurisdiction": "GB",
                    "security": {"ticker": "EXMP", "idScheme": "isin", "id": "US0378331005"},
                }
            ],
        },
    },
)
PERSON = _new(
    "rec-person",
    "person",
    {
        "personType": "knownPerson",
        "names": [
            {"type": "legal", "fullName": "Anna Petrovna Example", "familyName": "Example", "givenName": "Anna"},
            {"type": "transliteration", "fullName": "Анна Пример"},
            {"type": "birth", "givenName": "Anna", "familyName": "Earlier"},
        ],
        "birthDate": "1975-06",
        "nationalities": [{"name": "Malta", "code": "MT"}, {"name": "Cyprus"}],
        "placeOfBirth": {"address": "Valletta", "country": {"name": "Malta", "code": "MT"}},
        "taxResidencies": [{"name": "Cyprus", "code": "CY"}],
        "identifiers": [{"scheme": "MLT-PASSPORT", "id": "000001"}, {"scheme": "CYP-TAXID", "id": "000002"}],
        "politicalExposure": {
            "status": "isPep",
            "details": [
                {"reason": "Member of parliament", "jurisdiction": {"name": "Malta"}, "startDate": "2010-01-01"}
            ],
        },
    },
)
STAKE = _new(
    "rec-stake",
    "relationship",
    {
        "subject": "rec-works",
        "interestedParty": "rec-person",
        "interests": [
            {
                "type": "shareholding",
                "directOrIndirect": "direct",
                "beneficialOwnershipOrControl": True,
                "share": {"minimum": 25, "exclusiveMaximum": 50},
                "startDate": "2010-01-01",
            },
            {"type": "votingRights", "directOrIndirect": "indirect", "share": {"exact": 40.5}},
            {"type": "boardChair", "details": "Chair of the supervisory board"},
            {"type": "rightsToProfitOrIncome"},
        ],
    },
    annotations=[{"motivation": "commenting", "statementPointerTarget": "/", "description": "As filed"}],
)
NOBODY = _new(
    "rec-nobody",
    "relationship",
    {
        "subject": "rec-works",
        "interestedParty": {"reason": "noBeneficialOwners", "description": "Nobody holds a quarter"},
        "interests": [{"type": "shareholding", "beneficialOwnershipOrControl": True}],
    },
)
NEW = [STAKE, WORKS, PERSON, NOBODY]

OLD: list[Statement] = [
    {
        "statementID": "old-works-1",
        "statementType": "entityStatement",
        "statementDate": "2019-01-01",
        "entityType": "registeredEntity",
        "name": "Former Works Ltd",
        "incorporatedInJurisdiction": {"name": "United Kingdom", "code": "GB"},
    },
    {
        "statementID": "old-works-2",
        "statementType": "entityStatement",
        "statementDate": "2020-01-01",
        "entityType": "registeredEntity",
        "name": "Example Works Ltd",
        "addresses": [{"type": "registered", "address": "1 Example Street", "country": "GB"}],
        "replacesStatements": ["old-works-1"],
        "isComponent": False,
    },
    {
        "statementID": "old-person",
        "statementType": "personStatement",
        "personType": "anonymousPerson",
        "missingInfoReason": "Protected by a court",
        "hasPepStatus": True,
        "pepStatusDetails": [{"reason": "Minister"}],
    },
    {
        "statementID": "old-stake",
        "statementType": "ownershipOrControlStatement",
        "subject": {"describedByEntityStatement": "old-works-1"},
        "interestedParty": {"describedByPersonStatement": "old-person"},
        "interests": [
            {"type": "voting-rights", "interestLevel": "direct", "share": {"minimum": 75}},
            {"type": "trustee-of-trust", "interestLevel": "unknown", "endDate": "2021-02-03"},
        ],
    },
    {
        "statementID": "old-unknown",
        "statementType": "ownershipOrControlStatement",
        "subject": {"describedByEntityStatement": "old-works-2"},
        "interestedParty": {"unspecified": {"reason": "unknown", "description": "Not found"}},
    },
]


def _read(read_list: Read, folder: Path, statements: list[Any], *, lines: bool = False) -> Any:
    path = folder / "statements.json"
    if lines:
        path.write_text("".join(json.dumps(one) + "\n" for one in statements), encoding="utf-8")
    else:
        path.write_text(json.dumps(statements, indent=2), encoding="utf-8")
    assert BodsJson().recognise(read_head(path))
    assert not FtmJson().recognise(read_head(path))
    return read_list(path, reader=BodsJson())


@pytest.fixture(scope="module")
def new(read_list: Read, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Version 0.4: a company, a person, an interest of four kinds, a declaration that nobody owns."""
    return _read(read_list, tmp_path_factory.mktemp("bods"), NEW)


@pytest.fixture(scope="module")
def old(read_list: Read, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Version 0.2."""
    return _read(read_list, tmp_path_factory.mktemp("bods"), OLD, lines=True)


def test_entity(new: Any) -> None:
    """A registered entity is a company; identifiers go where their scheme says."""
    new.check()
    assert new.problems == []
    assert [(tally.records, tally.parties) for tally in new.tallies] == [(4, 4)]
    assert new.source.published == "2024-06-01"
    entity = "bods-rec-works"
    assert new.entities("Company") == {entity}
    assert new.values(entity, "name") == ["Example Works Ltd"]
    assert new.values(entity, "alias") == ["EW Ltd", "Works of Example"]
    assert new.values(entity, "jurisdiction") == ["us"]
    assert new.values(entity, "registrationNumber") == ["00000001"]
    assert [row.field for row in new.support(entity, "registrationNumber")] == [
        "recordDetails/identifiers[]/id (GB-COH, Companies House)"
    ]
    assert new.values(entity, "leiCode") == ["52990000000000000196"]
    assert new.values(entity, "idNumber") == ["17"]
    assert new.values(entity, "incorporationDate") == ["2001-02-03"]
    assert new.values(entity, "address") == ["1 Example Street, London, EX1 1AA, United Kingdom"]
    assert new.values(entity, "country") == ["gb"]
    assert new.values(entity, "legalForm") == ["Private limited company"]
    assert new.values(entity, "isinCode") == ["US0378331005"]
    assert new.values(entity, "ticker") == ["EXMP"]
    # The statement that nobody owns it is about the company, too.
    assert set(new.values(entity, "publisher")) == {"Example Register"}
    assert set(new.values(entity, "sourceUrl")) == {
        "https://register.example.org/1",
        "https://register.example.org/works",
        "https://opencorporates.com/companies/gb/00000001",
    }
    assert list(dict.fromkeys(new.values(entity, "notes"))) == [
        "Publicly listed: true",
        "Listed: isin; US0378331005; EXMP; Example Exchange; GB",
        "Source: officialRegister; verified; Example Agent",
        "Interested party not specified: noBeneficialOwners; Nobody holds a quarter; shareholding; beneficial: true",
    ]


def test_person(new: Any) -> None:
    """Names by their type, a birth date as exact as it is given, the exposure with its reason."""
    entity = "bods-rec-person"
    assert new.entities("Person") == {entity}
    assert new.values(entity, "name") == ["Anna Petrovna Example"]
    assert new.values(entity, "alias") == ["Анна Пример"]
    assert new.values(entity, "previousName") == ["Anna Earlier"]
    assert new.values(entity, "lastName") == ["Example"]
    assert new.values(entity, "birthDate") == ["1975-06"]
    assert new.values(entity, "birthPlace") == ["Valletta, Malta"]
    assert new.values(entity, "birthCountry") == ["mt"]
    assert new.values(entity, "nationality") == ["mt", "cy"]
    assert new.values(entity, "passportNumber") == ["000001"]
    assert new.values(entity, "taxNumber") == ["000002"]
    assert new.values(entity, "topics") == ["role.pep"]
    assert new.values(entity, "notes")[:3] == [
        "Tax residency: Cyprus; CY",
        "Politically exposed: isPep",
        "Politically exposed: Member of parliament; Malta; 2010-01-01",
    ]


def test_interests(new: Any) -> None:
    """Each interest is a relation of its own, with the publisher's code as its role."""
    (stake,) = new.entities("Ownership")
    assert (new.values(stake, "owner"), new.values(stake, "asset")) == (["bods-rec-person"], ["bods-rec-works"])
    assert new.values(stake, "percentage") == ["25 to less than 50"]
    assert new.values(stake, "ownershipType") == ["direct"]
    assert new.values(stake, "startDate") == ["2010-01-01"]
    assert "Beneficial ownership or control: true" in new.values(stake, "description")
    assert "Annotation: commenting; /; As filed" in new.values(stake, "description")
    (control,) = new.entities("Control")
    assert (new.values(control, "controller"), new.values(control, "role")) == (["bods-rec-person"], ["votingRights"])
    assert new.values(control, "summary") == ["40.5 %"]
    (seat,) = new.entities("Directorship")
    assert new.values(seat, "description")[0] == "Chair of the supervisory board"
    (other,) = new.entities("UnknownLink")
    assert new.values(other, "role") == ["rightsToProfitOrIncome"]


def test_nobody_is_invented(new: Any, old: Any) -> None:
    """Where no party is specified, the reason is a note on the other, and there is no relation."""
    assert not any("rec-nobody" in row.entity_id for row in new.statements)
    assert old.values("bods-old-works-1", "notes") == ["Interested party not specified: unknown; Not found"]


def test_version_02(old: Any) -> None:
    """A replaced statement is history; what names it means the one that stands, known by the oldest of its chain."""
    old.check()
    assert old.problems == []
    assert [(tally.records, tally.parties) for tally in old.tallies] == [(4, 4)]
    assert old.entities("Company") == {"bods-old-works-1"}
    assert old.values("bods-old-works-1", "name") == ["Example Works Ltd"]
    assert old.values("bods-old-works-1", "country") == ["gb"]
    controls = {old.values(one, "role")[0]: one for one in old.entities("Control")}
    assert set(controls) == {"voting-rights", "trustee-of-trust"}
    assert old.values(controls["voting-rights"], "controlled") == ["bods-old-works-1"]
    assert old.values(controls["voting-rights"], "summary") == ["75 or more %"]
    assert old.values(controls["trustee-of-trust"], "endDate") == ["2021-02-03"]
    assert old.values("bods-old-person", "topics") == ["role.pep"]
    assert old.values("bods-old-person", "name") == []
    assert "Person type: anonymousPerson" in old.values("bods-old-person", "notes")
    assert "Not specified: Protected by a court" in old.values("bods-old-person", "notes")


def test_chain_keeps_its_id(tmp_path: Path, read_list: Read) -> None:
    """A party keeps its id when its statement is replaced once more, whatever the order of the file."""
    third = {**OLD[1], "statementID": "old-works-3", "replacesStatements": ["old-works-2"], "name": "Newest Works Ltd"}
    for order in ([*OLD, third], [third, *OLD[::-1]]):
        reading = _read(read_list, tmp_path, order)
        assert reading.problems == []
        assert reading.values("bods-old-works-1", "name") == ["Newest Works Ltd"]
        assert reading.entities("Company") == {"bods-old-works-1"}


def test_circle(tmp_path: Path, read_list: Read) -> None:
    """Two statements that replace each other leave one, the newer."""
    circle = [{**OLD[0], "replacesStatements": ["old-works-2"]}, *OLD[1:]]
    reading = _read(read_list, tmp_path, circle)
    (entity,) = reading.entities("Company")
    assert reading.values(entity, "name") == ["Example Works Ltd"]
    assert [(tally.records, tally.parties) for tally in reading.tallies] == [(4, 4)]


def test_rivals(tmp_path: Path, read_list: Read) -> None:
    """Of two statements that replace the same one the newer stands, and the other is in quarantine."""
    rival = {**OLD[1], "statementID": "old-works-2b", "statementDate": "2019-06-01", "name": "Rival Ltd"}
    reading = _read(read_list, tmp_path, [*OLD, rival])
    reading.check()
    assert reading.messages("record") == ["the statement old-works-2b has a rival that is newer"]
    assert reading.values("bods-old-works-1", "name") == ["Example Works Ltd"]


def test_closed_record(tmp_path: Path, read_list: Read) -> None:
    """The newest statement of a record stands; a closed relationship has ended on the day that it says."""
    closed = {**STAKE, "statementId": "s" * 32, "recordStatus": "closed", "statementDate": "2025-03-04T10:00:00Z"}
    gone = {**PERSON, "statementId": "t" * 32, "recordStatus": "closed", "statementDate": "2025-03-05"}
    reading = _read(read_list, tmp_path, [closed, gone, *NEW])
    reading.check()
    assert [(tally.records, tally.parties) for tally in reading.tallies] == [(4, 4)]
    (stake,) = reading.entities("Ownership")
    assert reading.values(stake, "endDate") == ["2025-03-04"]
    assert [row.field for row in reading.support(stake, "endDate")] == ["statementDate"]
    assert reading.values(stake, "status") == ["closed"]
    assert "Record closed: 2025-03-05" in reading.values("bods-rec-person", "notes")


def test_lines_and_array_say_the_same(tmp_path: Path, read_list: Read, new: Any) -> None:
    """JSON lines are read as an array is; a piece of the file may end anywhere in a statement."""
    lines = _read(read_list, tmp_path, NEW, lines=True)
    assert [row.id for row in lines.statements] == [row.id for row in new.statements]


@pytest.mark.parametrize("size", [1, 7, 64])
def test_small_pieces(tmp_path: Path, read_list: Read, new: Any, monkeypatch: pytest.MonkeyPatch, size: int) -> None:
    """An array is read in pieces of any size."""
    monkeypatch.setattr(bods_stream, "CHUNK_BYTES", size)
    reading = _read(read_list, tmp_path, NEW)
    assert [row.id for row in reading.statements] == [row.id for row in new.statements]


def test_unknown_fields(tmp_path: Path, read_list: Read) -> None:
    """A field that the standard has not, a value of another form, a field of another kind: each is a problem."""
    details = {**PERSON["recordDetails"], "height": 180, "birthDate": ["1975"], "entityType": {"type": "state"}}
    reading = _read(read_list, tmp_path, [*NEW[:2], {**PERSON, "recordDetails": details}])
    assert sorted((row.field, row.value) for row in reading.problems) == [
        ("recordDetails/birthDate[]", "1975"),
        ("recordDetails/entityType/type", "state"),
        ("recordDetails/height", "180"),
    ]


def test_quarantine(tmp_path: Path, read_list: Read) -> None:
    """What is no statement, has no id, no known type or names nobody is a problem; the others are read."""
    nobody = _new(
        "rec-none", "relationship", {"subject": {"reason": "unknown"}, "interestedParty": {"reason": "unknown"}}
    )
    other_kind = {**PERSON, "recordId": "rec-works", "statementDate": "2020-01-01"}
    half = {**WORKS, "recordId": "rec-half", "declaration": "\ud800"}
    bad = [7, {"statementId": "x", "recordType": "entity"}, {**WORKS, "recordType": "ship"}, nobody, other_kind, half]
    reading = _read(read_list, tmp_path, [*NEW, OLD[1], OLD[2], *bad])
    reading.check()
    assert reading.messages("record") == [
        "a JSON int is no statement",
        "the statement has no id",
        "the type of statement is not known",
        "the relationship names neither its subject nor an interested party",
        "the record rec-works is of another kind elsewhere",
        "the statement holds half a character",
    ]
    assert reading.tallies[0].parties == 6


def test_bad_line(tmp_path: Path, read_list: Read) -> None:
    """A line that is no JSON is a problem; one that is cut off at the end of the file refuses the file."""
    path = tmp_path / "statements.jsonl"
    good = [json.dumps(one) for one in OLD]
    path.write_text("\n".join([good[0], '{"statementID": ', *good[1:], '{"a": NaN}']) + "\n", encoding="utf-8")
    reading = read_list(path, reader=BodsJson())
    assert reading.messages("record") == [
        "no valid JSON: Expecting value",
        "no valid JSON: NaN is no number",
    ]
    path.write_text("\n".join(good)[:-20], encoding="utf-8")
    with pytest.raises(InputError, match="ends inside a record"):
        read_list(path, reader=BodsJson())


@pytest.mark.parametrize(
    ("damage", "reason"),
    [
        (lambda text: text[:-30], "no valid JSON"),
        (lambda text: text[: text.rindex("]")], "ends inside its array"),
        (lambda text: text + "[]", "goes on after the end"),
        (lambda text: text.replace('"recordId"', "recordId", 1), "no valid JSON: Expecting"),
    ],
)
def test_refused(tmp_path: Path, read_list: Read, damage: Callable[[str], str], reason: str) -> None:
    """An array that is cut off or no JSON is refused whole."""
    path = tmp_path / "statements.json"
    path.write_text(damage(json.dumps(NEW)), encoding="utf-8")
    with pytest.raises(InputError, match=reason):
        read_list(path, reader=BodsJson())


@pytest.mark.parametrize(
    ("share", "expected"),
    [
        ({"exact": 100, "minimum": 100, "maximum": 100}, "100"),
        ({"exact": 33.3}, "33.3"),
        ({"minimum": 25, "maximum": 50}, "25 to 50"),
        ({"exclusiveMinimum": 25, "maximum": 50}, "more than 25 to 50"),
        ({"minimum": 75}, "75 or more"),
        ({"exclusiveMinimum": 75}, "more than 75"),
        ({"maximum": 5}, "5 or less"),
        ({"exclusiveMaximum": 5}, "less than 5"),
        ({"minimum": 20.0, "maximum": 20.0}, "20"),
        ({}, None),
    ],
)
def test_shares(share: dict[str, float], expected: str | None) -> None:
    """A range stays a range."""
    assert share_text(share) == expected


@pytest.mark.shared_data
@pytest.mark.parametrize(
    ("name", "records", "schemata"),
    [
        ("core/01-direct-ownership", 3, {"Company": 1, "Person": 1, "Ownership": 1, "Control": 1}),
        ("edge-cases/10-circular-ownership", 4, {"Company": 2, "Ownership": 2}),
        ("edge-cases/11-anonymous-person", 2, {"Company": 1}),
    ],
)
def test_published_examples(
    shared_data: Path, read_list: Read, name: str, records: int, schemata: dict[str, int]
) -> None:
    """The conformance examples of version 0.4: all read, without a problem, and nobody made up."""
    path = shared_data / "interop" / "bods_v04_fixtures" / "bods_fixtures" / "data" / f"{name}.json"
    assert BodsJson().recognise(read_head(path))
    reading = read_list(path, reader=BodsJson())
    reading.check()
    assert reading.problems == []
    assert [(tally.records, tally.parties) for tally in reading.tallies] == [(records, records)]
    assert {one: len(reading.entities(one)) for one in schemata} == schemata
    known = {row.entity_id for row in reading.statements}
    assert all(row.value in known for row in reading.statements if row.prop_type == "entity")
    if name.endswith("anonymous-person"):
        (note,) = (
            row.value
            for row in reading.statements
            if row.prop == "notes" and row.value.startswith("Interested party not specified")
        )
        assert "subjectUnableToConfirmOrIdentifyBeneficialOwner" in note
        assert reading.entities("Person") == set()


ARRAY = json.dumps(NEW).encode()
LINES = "".join(json.dumps(one) + "\n" for one in OLD).encode()


@given(st.data(), st.sampled_from([ARRAY, LINES]))
@settings(max_examples=200)
def test_mutated_records(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject, file: bytes) -> None:
    """Whatever happens to a file, its books balance or it is refused."""
    check_register(BodsJson(), "statements.json", data.draw(mutations(file)), tmp_path_factory.getbasetemp())


@pytest.mark.slow
@given(st.data(), st.sampled_from([ARRAY, LINES]))
@settings(max_examples=10_000)
def test_many_mutated_records(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject, file: bytes) -> None:
    """The same at length."""
    check_register(BodsJson(), "statements.json", data.draw(mutations(file)), tmp_path_factory.getbasetemp())
