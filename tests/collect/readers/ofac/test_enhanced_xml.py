"""OFAC's enhanced XML: every field has its place, relations keep their words and their direction, filters are seen."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from counterflow.clean.date import read_date
from counterflow.collect.find import read_head
from counterflow.collect.reader import Head, ListRecord
from counterflow.collect.readers.ofac.enhanced_fields import FIELDS
from counterflow.collect.readers.ofac.enhanced_profile import read_entity
from counterflow.collect.readers.ofac.enhanced_xml import OfacEnhancedXml
from counterflow.collect.readers.ofac.profile import compose_name
from counterflow.collect.source import Source, SourceFile
from counterflow.exc import InputError
from counterflow.model.identity import make_id

Read = Callable[..., Any]
READER = OfacEnhancedXml()
PERSON, COMPANY, SHIP, AIRCRAFT = "ofac-90101", "ofac-90102", "ofac-90104", "ofac-90105"
PARTIAL = Path("lists/ofac_enhanced/irgc_subset_2024-08-28.xml")
CONSOLIDATED = Path("lists/ofac_consolidated/CONS_ENHANCED.ZIP")


@pytest.fixture(scope="module")
def fixture_path(lists_path: Path) -> Path:
    """The small list of the fixtures."""
    return lists_path / "ofac_enhanced" / "sdn_enhanced.xml"


@pytest.fixture(scope="module")
def small(read_list: Read, fixture_path: Path) -> Any:
    """The small list, read."""
    return read_list(fixture_path, reader=READER)


def _copy(source: Path, target: Path, *changes: tuple[str, str]) -> Path:
    text = source.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    target.write_text(text, encoding="utf-8")
    return target


def _contents(path: Path) -> dict[str, bytes]:
    source = Source(READER.NAME, (SourceFile(path, path.name, "", 0, ""),), "us_ofac_sdn")
    return {one.id: one.content for one in READER.records(source) if isinstance(one, ListRecord)}


def _passages(reading: Any, entity_id: str, prop: str) -> set[tuple[str, str | None, str]]:
    return {(row.text, row.edtf, row.hedge) for row in reading.support(entity_id, prop)}


def _link(reading: Any, schema: str, prop: str, entity_id: str) -> dict[str, list[str]]:
    """Give the properties of the only link of a schema that has a party at one end."""
    (found,) = {
        row.entity_id
        for row in reading.statements
        if row.schema == schema and row.prop == prop and row.value == entity_id
    }
    props = {row.prop for row in reading.statements if row.entity_id == found}
    return {name: reading.values(found, name) for name in sorted(props)}


def test_every_record_is_a_party(small: Any) -> None:
    """All four are parties of the SDN list, of the date of the data; nothing of them is a problem."""
    small.check()
    assert small.tallies[0].parties == 4
    assert (small.source.dataset, small.source.published, small.source.is_partial) == (
        "us_ofac_sdn",
        "2024-08-28",
        False,
    )
    assert small.problems == []
    schemata = {row.entity_id: row.schema for row in small.statements if row.prop == "topics"}
    assert [schemata[one] for one in (PERSON, COMPANY, SHIP, AIRCRAFT)] == ["Person", "Company", "Vessel", "Airplane"]


def test_names(small: Any) -> None:
    """Names stand in natural order; weak, former and foreign ones have their own properties."""
    assert small.values(PERSON, "name") == ["Adil Karim SAMPLESON"]
    assert small.values(PERSON, "firstName") == ["Adil"]
    assert small.values(PERSON, "middleName") == ["Karim"]
    assert small.values(PERSON, "lastName") == ["SAMPLESON"]
    assert small.values(PERSON, "alias") == ["عادل نمونه", "Adel SAMPLESSON"]
    assert small.values(PERSON, "weakAlias") == ["The Broker"]
    assert small.values(PERSON, "previousName") == ["Adil OLDNAME"]
    assert small.values(COMPANY, "alias") == ["ООО ПРИМЕР", "EOT LTD"]
    assert _passages(small, PERSON, "name") == {("SAMPLESON, Adil Karim", None, "fact")}


def test_dates_keep_their_doubt(small: Any) -> None:
    """Circa, ranges and hearsay stand on the evidence; what OFAC holds to be false is no birth date."""
    assert small.values(PERSON, "birthDate") == ["1957", "1965", "1966", "1959"]
    assert _passages(small, PERSON, "birthDate") == {
        ("Birthdate circa 1957", "1957~", "fact"),
        ("Birthdate 21 Mar 1965 to 20 Mar 1966", "1965-03-21/1966-03-20", "fact"),
        ("Birthdate 1959", None, "reported"),
    }
    assert "Birthdate 1970: reliability False" in small.values(PERSON, "notes")
    assert _passages(small, PERSON, "citizenship") == {("Citizenship Country Syria", None, "reported")}


def test_addresses(small: Any) -> None:
    """An address is one line as in the legacy list, one for each script; a region may be a country of its own."""
    assert small.values(PERSON, "address") == ["No. 7 Orchard Street, Tehran 14678, Iran"]
    assert small.values(PERSON, "country") == ["ir", "sy"]
    assert small.values(COMPANY, "address") == [
        "1 Mira Street, Office 4, Moscow 119049, Russia",
        "ул. Мира, 1, Москва, Russia",
    ]
    assert small.values(COMPANY, "country") == ["ru", "ps"]


def test_features(small: Any) -> None:
    """A feature is the property of its type; a type that nobody knows is a note, its comment with it."""
    assert small.values(PERSON, "birthPlace") == ["Shiraz, Iran"]
    assert small.values(PERSON, "nationality") == ["ir"]
    assert small.values(PERSON, "gender") == ["male"]
    assert small.values(PERSON, "notes") == [
        "Birthdate 1970: reliability False",
        "Favourite Harbour Bandar Abbas (of the family)",
    ]
    assert small.values(COMPANY, "incorporationDate") == ["2007-06-30"]
    assert small.values(COMPANY, "website") == ["http://www.example.com/"]
    assert small.values(COMPANY, "swiftBic") == ["VTBRRUMM"]
    (wallet,) = small.entities("CryptoWallet")
    assert small.values(wallet, "currencySymbol") == ["XBT"]
    assert small.values(wallet, "holder") == [PERSON]


def test_ships_and_aircraft(small: Any) -> None:
    """Ships and aircraft have their own properties; who owns or operates one is the listed party of that name."""
    assert small.values(SHIP, "callSign") == ["EQPA"]
    assert small.values(SHIP, "type") == ["Crude Oil Tanker"]
    assert (small.values(SHIP, "flag"), small.values(SHIP, "pastFlags")) == (["ir"], ["mt"])
    assert small.values(SHIP, "buildDate") == ["2004"]
    assert small.values(SHIP, "grossRegisteredTonnage") == ["81,479"]
    assert small.values(SHIP, "owner") == [COMPANY]
    assert (small.values(SHIP, "imoNumber"), small.values(SHIP, "mmsi")) == (["IMO9187629"], ["422031500"])
    assert small.values(AIRCRAFT, "serialNumber") == ["33448393"]
    assert small.values(AIRCRAFT, "operator") == [COMPANY]
    assert small.values(AIRCRAFT, "buildDate") == ["1983"]


def test_sanction(small: Any) -> None:
    """One sanction a party: programmes, authorities, measures, and when it was entered in which list."""
    sanction = f"{COMPANY}-sanction"
    assert small.values(sanction, "entity") == [COMPANY]
    assert small.values(sanction, "program") == ["IRGC"]
    assert small.values(sanction, "reason") == ["Executive Order 13382 (Non-proliferation)", "TRA"]
    assert small.values(sanction, "summary") == ["SDN List, 2019-04-15", "Consolidated List, 2020-11-12"]
    assert small.values(sanction, "listingDate") == ["2019-04-15", "2020-11-12", "2021-06-03"]
    assert small.values(sanction, "provisions") == [
        "Block",
        "Secondary sanctions risk: section 1(b) of Executive Order 13224, as amended by Executive Order 13886",
        "Listing Date (CMIC) 03 Jun 2021",
    ]


def test_papers(small: Any) -> None:
    """Numbers stand on the party; what is known of the paper stands on the paper."""
    assert small.values(PERSON, "passportNumber") == ["G9342868"]
    assert small.values(PERSON, "idNumber") == ["0064-12", "59784"]
    (passport,) = small.entities("Passport")
    assert passport == make_id(PERSON, "Passport", "passport", "G9342868")
    assert (small.values(passport, "startDate"), small.values(passport, "endDate")) == (["2016-03-16"], ["2021-03-16"])
    assert small.values(passport, "country") == ["ir"]
    card = make_id(PERSON, "Identification", "national id no.", "0064-12")
    assert small.values(card, "authority") == ["Shiraz"]
    assert small.values(card, "namesMentioned") == ["Adel SAMPLESSON"]
    assert small.values(card, "summary") == ["not valid", "Gender: Male"]


def test_relations(small: Any) -> None:
    """A relation has the schema that says no more than OFAC does, its direction, and OFAC's words."""
    agent = _link(small, "Representation", "agent", PERSON)
    assert (agent["client"], agent["role"]) == ([COMPANY], ["Acting for or on behalf of"])
    control = _link(small, "Control", "controlled", COMPANY)
    assert control["controller"] == ["ofac-90103"]
    assert control["role"] == ["Owned or Controlled By"]
    assert control["summary"] == ["Quality: High"]
    assert small.entities("Ownership") == set()
    family = _link(small, "Family", "person", PERSON)
    assert (family["relative"], family["relationship"]) == (["ofac-90199"], ["Family member of"])
    office = _link(small, "Directorship", "director", PERSON)
    assert office["organization"] == [COMPANY]
    plane = _link(small, "UnknownLink", "subject", AIRCRAFT)
    assert (plane["object"], plane["role"]) == ([COMPANY], ["Owned or Controlled By"])


def test_parties_outside_the_file(small: Any) -> None:
    """A party that only a relation names has its name and nothing else: it is not said to be listed."""
    assert small.values("ofac-90199", "name") == ["Nadia SAMPLESON"]
    assert small.values("ofac-90103", "name") == ["EXAMPLE HOLDING (NOT IN THIS FILE)"]
    for one in ("ofac-90199", "ofac-90103"):
        assert {row.prop for row in small.statements if row.entity_id == one} == {"name"}


@pytest.mark.parametrize(
    ("lists", "more", "dataset", "is_partial"),
    [
        (("SDN List",), "", "us_ofac_sdn", False),
        ((), "", "us_ofac_sdn", False),
        (("Consolidated List",), "", "us_ofac_cons", False),
        (("Consolidated List", "FSE List"), "", "us_ofac_cons", False),
        (("FSE List",), "", "us_ofac_cons", True),
        (("SDN List", "FSE List"), "", "us_ofac_sdn", False),
        (
            ("SDN List",),
            "<sanctionsPrograms><sanctionsProgram>IRGC</sanctionsProgram></sanctionsPrograms>",
            "us_ofac_sdn",
            True,
        ),
    ],
)
def test_filters(lists: tuple[str, ...], more: str, dataset: str, is_partial: bool) -> None:
    """The filters of the download say which list it is, and whether parties of it may be missing."""
    named = "".join(f"<sanctionsList>{one}</sanctionsList>" for one in lists)
    filters = f"<filters>{f'<sanctionsLists>{named}</sanctionsLists>' if named else ''}{more}</filters>"
    data = f"<sanctionsData><publicationInfo><dataAsOf>2025-01-10T00:00:00</dataAsOf>{filters}</publicationInfo><ent"
    source = Source(READER.NAME, (), "us_ofac_sdn")
    described = READER.describe(source, Head(Path("x.xml"), data.encode()))
    assert (described.dataset, described.is_partial, described.published) == (dataset, is_partial, "2025-01-10")


def test_a_named_dataset_stands() -> None:
    """The dataset of case.toml is not overruled by the file."""
    data = b"<sanctionsData><publicationInfo><filters><sanctionsLists><sanctionsList>Consolidated List</sanctionsList>"
    data += b"</sanctionsLists></filters></publicationInfo>"
    described = READER.describe(Source(READER.NAME, (), "my_list", published="2020"), Head(Path("x.xml"), data))
    assert (described.dataset, described.published) == ("my_list", "2020")


def test_order_and_row_numbers_mean_nothing(fixture_path: Path, tmp_path: Path) -> None:
    """The same parties with their fields in another order and other row numbers are unchanged; another word is not."""
    root = etree.parse(fixture_path).getroot()
    for tag in ("features", "identityDocuments", "relationships", "sanctionsLists", "addresses", "names"):
        for parent in root.iter(f"{{*}}{tag}"):
            parent[:] = list(reversed(parent))
    for one in root.iter("{*}feature", "{*}name", "{*}namePart", "{*}address", "{*}relationship", "{*}valueDate"):
        if "id" in one.attrib:
            one.set("id", str(int(one.get("id", "0")) + 7_000))
    (tmp_path / "other.xml").write_bytes(etree.tostring(root))
    before = _contents(fixture_path)
    assert _contents(tmp_path / "other.xml") == before
    changed = _contents(_copy(fixture_path, tmp_path / "changed.xml", ("Shiraz, Iran", "Isfahan, Iran")))
    assert [number for number in before if changed[number] != before[number]] == ["90101"]


def test_a_repeated_number_is_quarantined(fixture_path: Path, tmp_path: Path, read_list: Read) -> None:
    """Two parties under one number are not mixed: the second is a problem."""
    path = _copy(fixture_path, tmp_path / "sdn.xml", ('<entity id="90104">', '<entity id="90101">'))
    reading = read_list(path, reader=READER)
    reading.check()
    assert reading.messages("record") == ["number 90101 was used before"]
    assert reading.tallies[0][1:3] == (4, 3)


@pytest.mark.parametrize(("new", "message"), [("", "no number"), ("A1", "is no number")])
def test_a_party_without_number(fixture_path: Path, tmp_path: Path, read_list: Read, new: str, message: str) -> None:
    """A party that cannot be told apart is a problem."""
    path = _copy(fixture_path, tmp_path / "sdn.xml", ('<entity id="90104">', f'<entity id="{new}">'))
    reading = read_list(path, reader=READER)
    reading.check()
    assert [message in one for one in reading.messages("record")] == [True]


def test_a_quarantined_party_is_outside_the_file(fixture_path: Path, tmp_path: Path, read_list: Read) -> None:
    """Relations to a party that cannot be read still have somebody at their other end."""
    path = _copy(fixture_path, tmp_path / "sdn.xml", ("90102", "9010x"))
    reading = read_list(path, reader=READER)
    reading.check()
    assert reading.messages("record") == ["'9010x' is no number"]
    assert set(reading.values("ofac-9010x", "name")) == {"EXAMPLE ORCHARD TRADING CO"}
    assert reading.values("ofac-9010x", "topics") == []


def test_integrity(fixture_path: Path, tmp_path: Path, read_list: Read) -> None:
    """A party entered after the date of the data, or under no programme, is no work of OFAC's: the file is told."""
    path = _copy(
        fixture_path,
        tmp_path / "sdn.xml",
        ('datePublished="2020-11-12"', 'datePublished="2024-08-29"'),
    )
    text = re.sub(
        r"(?s)(<entity id=\"90104\">.*?)<sanctionsProgram .*?</sanctionsProgram>", r"\1", path.read_text("utf-8")
    )
    path.write_text(text, encoding="utf-8")
    reading = read_list(path, reader=READER)
    reading.check()
    assert [(row.record, row.message) for row in reading.problems if row.severity == "file"] == [
        ("90102", "integrity: the party was entered on 2024-08-29, after the day of the data, 2024-08-28"),
        ("90104", "integrity: the party is under no sanctions programme"),
    ]


def test_what_cannot_be_read_is_told(fixture_path: Path, tmp_path: Path, read_list: Read) -> None:
    """An unknown field, a date that is none and a relation to nobody are problems of their party."""
    path = _copy(
        fixture_path,
        tmp_path / "sdn.xml",
        ("<title>", "<mood>sunny</mood><title>"),
        ("<fromDateBegin>1957-01-01", "<fromDateBegin>1957-13-01"),
        (' entityId="90199"', ""),
    )
    reading = read_list(path, reader=READER)
    reading.check()
    assert {(row.record, row.field) for row in reading.problems} == {
        ("90101", "generalInfo/mood"),
        ("90101", "features/feature/valueDate"),
        ("90101", "relationships/relationship/relatedEntity"),
    }


def test_a_cut_file_is_refused(fixture_path: Path, tmp_path: Path, read_list: Read) -> None:
    """A file that ends before its end is refused whole."""
    (tmp_path / "sdn.xml").write_bytes(fixture_path.read_bytes()[:-40])
    with pytest.raises(InputError, match="not well-formed"):
        read_list(tmp_path / "sdn.xml", reader=READER)


@pytest.mark.shared_data
@pytest.mark.parametrize(
    ("path", "origin", "parties", "relations"),
    [
        (PARTIAL, ("us_ofac_sdn", "2024-08-28", True), 293, 229),
        (CONSOLIDATED, ("us_ofac_cons", "2025-01-10", False), 443, 283),
    ],
)
def test_true_counts(
    shared_data: Path, read_list: Read, path: Path, origin: tuple[str, str, bool], parties: int, relations: int
) -> None:
    """Every party and relation of the real files is read; no field of theirs is unknown, no sign of tampering."""
    reading = read_list(shared_data / path, reader=READER)
    reading.check()
    assert (reading.source.dataset, reading.source.published, reading.source.is_partial) == origin
    assert reading.tallies[0].parties == reading.tallies[0].records == parties
    roles = [row for row in reading.statements if row.prop in {"role", "relationship"}]
    assert len(roles) == relations
    assert {row.message for row in reading.problems} <= {"phone is not a valid phone", "email is not a valid email"}
    assert reading.messages("file") == []


@pytest.mark.shared_data
def test_real_relations(shared_data: Path, read_list: Read) -> None:
    """The relations of the real file by schema, and what they say in OFAC's words."""
    reading = read_list(shared_data / PARTIAL, reader=READER)
    roles = Counter((row.schema, row.value) for row in reading.statements if row.prop in {"role", "relationship"})
    assert roles == {
        ("Representation", "Acting for or on behalf of"): 112,
        ("Control", "Owned or Controlled By"): 24,
        ("UnknownLink", "Owned or Controlled By"): 43,
        ("UnknownLink", "Providing support to"): 42,
        ("Directorship", "Leader or official of"): 7,
        ("UnknownLink", "Property in the interest of"): 1,
    }
    listed = {row.entity_id for row in reading.statements if row.prop == "topics" and row.schema != "CryptoWallet"}
    named = {row.value for row in reading.statements if row.prop_type == "entity" and row.value.startswith("ofac-")}
    assert len(named - listed) == 13


def _entities(path: Path) -> list[etree._Element]:
    file = SourceFile(path, path.name, "", 0, "")
    with file.open() as handle:
        root = etree.parse(handle).getroot()
    for one in root.iter(etree.Element):
        one.tag = one.tag.rpartition("}")[2]
    return root.findall("entities/entity")


@pytest.mark.shared_data
@pytest.mark.parametrize("path", [PARTIAL, CONSOLIDATED])
def test_bounds_agree_with_words(shared_data: Path, path: Path) -> None:
    """The four bounds of every real date say in EDTF what the list's own words say."""
    checked = 0
    for entity in _entities(shared_data / path):
        for feature in read_entity(entity).features:
            if feature.period is not None:
                assert feature.value is not None
                assert feature.period.edtf == read_date(feature.value)
                checked += 1
    assert checked == {PARTIAL: 235, CONSOLIDATED: 363}[path]


@pytest.mark.shared_data
@pytest.mark.parametrize("path", [PARTIAL, CONSOLIDATED])
def test_parts_agree_with_formatted_names(shared_data: Path, path: Path) -> None:
    """A Latin name composed of its parts is OFAC's own formatted name in natural order."""
    different = [
        (name.whole, composed)
        for entity in _entities(shared_data / path)
        for name in read_entity(entity).names
        if name.script == "Latin" and (composed := compose_name(name.parts, script=name.script)) != name.whole
    ]
    assert different == []


@pytest.mark.slow
@pytest.mark.shared_data
def test_numbers_are_those_of_the_legacy_list(shared_data: Path, read_list: Read) -> None:
    """A party has the same id and name in the legacy list of the same year."""
    reading = read_list(shared_data / PARTIAL, reader=READER)
    legacy = read_list(shared_data / "lists" / "ofac_sdn_history" / "sdn_2024-04-15_55ef02b.csv.gz")
    names = {row.entity_id: row.value for row in reading.statements if row.prop == "name"}
    common = {row.entity_id: row.value for row in legacy.statements if row.prop == "name" and row.entity_id in names}
    assert len(common) == 266 + 13
    assert [one for one in common if common[one] != names[one]] == []


@pytest.mark.shared_data
def test_only_its_own_files_are_recognised(shared_data: Path) -> None:
    """Of all real lists, the two in this format are taken on."""
    paths = sorted(path for path in (shared_data / "lists").rglob("*") if path.is_file())
    assert [path for path in paths if READER.recognise(read_head(path))] == sorted(
        (shared_data / CONSOLIDATED, shared_data / PARTIAL)
    )


def test_fields_are_explained() -> None:
    """Every field says what becomes of it."""
    assert READER.FIELDS is FIELDS
    assert all(use != "" for use in FIELDS.values())
