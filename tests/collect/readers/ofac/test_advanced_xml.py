"""OFAC's advanced XML: its tables are joined, and it says what the enhanced XML says of the same parties.

No whole file of the publisher's was at hand: the fixture is written after the schema and the published counts of its
fields, and the sample of the shared data is one that others made by hand.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from counterflow.collect.find import read_head
from counterflow.collect.reader import Head, ListRecord
from counterflow.collect.readers.ofac.advanced_xml import OfacAdvancedXml
from counterflow.collect.readers.ofac.enhanced_xml import OfacEnhancedXml
from counterflow.collect.readers.ofac.wallet import wallet_id
from counterflow.collect.source import Source, SourceFile
from counterflow.exc import InputError
from counterflow.model.identity import make_id

Read = Callable[..., Any]
READER = OfacAdvancedXml()
PERSON, COMPANY, SHIP = "ofac-90101", "ofac-90102", "ofac-90104"
SAMPLE = Path("lists/ofac_crypto/sample_sdn_advanced.xml")
OLD_NAMESPACE = "http://www.un.org/sanctions/1.0"
NEW_NAMESPACE = "https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports/ADVANCED_XML"


@pytest.fixture(scope="module")
def fixture_path(lists_path: Path) -> Path:
    """The small list of the fixtures."""
    return lists_path / "ofac_advanced" / "sdn_advanced.xml"


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


def test_every_record_is_a_party(small: Any) -> None:
    """All three are parties of the SDN list, of the date of issue; nothing of them is a problem."""
    small.check()
    assert small.tallies[0].parties == 3
    assert (small.source.dataset, small.source.published) == ("us_ofac_sdn", "2024-08-28")
    assert small.problems == []
    schemata = {row.entity_id: row.schema for row in small.statements if row.prop == "topics"}
    assert [schemata[one] for one in (PERSON, COMPANY, SHIP)] == ["Person", "Company", "Vessel"]


def test_it_says_what_the_enhanced_list_says(small: Any, read_list: Read, lists_path: Path) -> None:
    """Names, dates, addresses, numbers and relations of one party are the same values in both formats."""
    enhanced = read_list(lists_path / "ofac_enhanced" / "sdn_enhanced.xml", reader=OfacEnhancedXml())
    for entity_id, props in {
        PERSON: (
            *("name", "firstName", "middleName", "lastName", "alias", "weakAlias", "previousName", "birthDate"),
            *("birthPlace", "nationality", "gender", "address", "passportNumber", "phone"),
        ),
        COMPANY: ("name", "alias"),
        SHIP: ("name", "callSign", "type", "flag", "owner", "imoNumber"),
        f"{PERSON}-sanction": ("program", "listingDate", "reason", "provisions", "authorityId"),
    }.items():
        for prop in props:
            assert small.values(entity_id, prop) == enhanced.values(entity_id, prop), prop
            assert small.values(entity_id, prop) != [], prop
    for schema in ("Passport", "CryptoWallet", "Representation", "Control"):
        assert small.entities(schema) == enhanced.entities(schema)


def test_dates_keep_their_doubt(small: Any) -> None:
    """Approximate dates, ranges and hearsay stand on the evidence; what OFAC holds to be false is a note."""
    assert _passages(small, PERSON, "birthDate") == {
        ("Birthdate 1957~", "1957~", "fact"),
        ("Birthdate 1965-03-21/1966-03-20", "1965-03-21/1966-03-20", "fact"),
        ("Birthdate 1959", None, "reported"),
    }
    assert "Birthdate 1970: reliability False" in small.values(PERSON, "notes")


def test_locations(small: Any) -> None:
    """A location is an address, one for each script; one without a known country is its town alone."""
    assert small.values(COMPANY, "address") == ["1 Mira Street, Moscow, Russia", "ул. Мира, 1, Москва, Russia", "Sidon"]
    assert small.values(COMPANY, "country") == ["ru"]


def test_papers(small: Any) -> None:
    """Documents stand before the parties and are joined to them by identity and by name."""
    (passport,) = small.entities("Passport")
    assert (small.values(passport, "startDate"), small.values(passport, "endDate")) == (["2016-03-16"], ["2021-03-16"])
    card = make_id(PERSON, "Identification", "national id no.", "0064-12")
    assert small.values(card, "namesMentioned") == ["Adel SAMPLESSON"]
    assert small.values(card, "summary") == ["Fraudulent", "Tazkera"]
    assert small.values(card, "authority") == ["Iran"]


def test_wallets(small: Any) -> None:
    """A digital currency address is a wallet of its holder; its comment is kept."""
    address = "1BoatSLRHtKNngkdXEeobR76b53LETtpyT"
    assert small.entities("CryptoWallet") == {wallet_id(address)}
    assert small.values(wallet_id(address), "holder") == [PERSON]
    assert f"Digital Currency Address - XBT {address} (No forks.)" in small.values(PERSON, "notes")


def test_entries(small: Any) -> None:
    """Each entry names its list, its day and its programmes; what the reference calls unknown is no reason."""
    sanction = f"{COMPANY}-sanction"
    assert small.values(sanction, "summary") == [
        "SDN List, 2019-04-15: IRGC",
        "Consolidated List, 2020-11-12: 561-Related",
    ]
    assert small.values(sanction, "program") == ["IRGC", "561-Related"]
    assert small.values(sanction, "listingDate") == ["2019-04-15", "2020-11-12"]
    assert small.values(sanction, "provisions") == ["Block"]
    assert small.values(sanction, "reason") == []


def test_relations(small: Any) -> None:
    """Relations stand after the parties: dates, comment and direction are kept, a former one is marked."""
    agency = make_id(PERSON, "relation", "acting for or on behalf of", COMPANY)
    assert (small.values(agency, "agent"), small.values(agency, "client")) == ([PERSON], [COMPANY])
    assert (small.values(agency, "startDate"), small.values(agency, "endDate")) == (["2015-04-01"], ["2018-06-27"])
    family = make_id(PERSON, "relation", "family member of", "ofac-90199")
    assert small.values(family, "summary") == ["Brother"]
    former = make_id(SHIP, "relation", "owned or controlled by", COMPANY)
    assert small.values(former, "object") == [COMPANY]
    assert {row.hedge for row in small.support(former, "object")} == {"former"}
    assert small.values("ofac-90103", "id") == ["ofac-90103"]


def test_namespaces_do_not_matter(small: Any, fixture_path: Path, tmp_path: Path, read_list: Read) -> None:
    """The older namespace holds the same list."""
    path = _copy(fixture_path, tmp_path / "sdn_advanced.xml", (NEW_NAMESPACE, OLD_NAMESPACE))
    assert READER.recognise(read_head(path))
    old = read_list(path, reader=READER)
    assert {row.id for row in old.statements} == {row.id for row in small.statements}


@pytest.mark.parametrize(
    ("name", "changes", "dataset"),
    [
        ("sdn_advanced.xml", (), "us_ofac_sdn"),
        ("sdn_advanced.xml", (('ListID="1550"', 'ListID="91512"'),), "us_ofac_cons"),
        ("cons_advanced.xml", (("<SanctionsEntry ", "<SanctionsEntryless "),), "us_ofac_cons"),
        ("advanced.xml", (("<SanctionsEntry ", "<SanctionsEntryless "),), "us_ofac_sdn"),
    ],
)
def test_dataset(
    fixture_path: Path, tmp_path: Path, name: str, changes: tuple[tuple[str, str], ...], dataset: str
) -> None:
    """The lists of the entries say which list a file is, its name where it has no entry."""
    path = _copy(fixture_path, tmp_path / name, *changes)
    source = Source(READER.NAME, (SourceFile(path, name, "", 0, ""),), "us_ofac_sdn")
    assert READER.describe(source, read_head(path)).dataset == dataset


def test_order_and_row_numbers_mean_nothing(fixture_path: Path, tmp_path: Path) -> None:
    """The same parties with their rows in another order and other row numbers are unchanged; another word is not."""
    root = etree.parse(fixture_path).getroot()
    for tag in ("ProfileRelationships", "SanctionsEntries", "IDRegDocuments", "DistinctParties"):
        for parent in root.iter(f"{{*}}{tag}"):
            parent[:] = list(reversed(parent))
    for one in root.iter("{*}Feature", "{*}FeatureVersion", "{*}SanctionsEntry", "{*}ProfileRelationship"):
        one.set("ID", str(int(one.get("ID", "0")) + 7_000))
    (tmp_path / "other.xml").write_bytes(etree.tostring(root))
    before = _contents(fixture_path)
    assert _contents(tmp_path / "other.xml") == before
    changed = _contents(_copy(fixture_path, tmp_path / "changed.xml", ("No. 7 Orchard Street", "No. 8 Orchard Street")))
    assert [number for number in before if changed[number] != before[number]] == ["90101"]


def test_records_without_a_party_are_told(fixture_path: Path, tmp_path: Path, read_list: Read) -> None:
    """A relation, an entry and a document that refer to no party of the file are problems, not lost."""
    path = _copy(
        fixture_path,
        tmp_path / "sdn_advanced.xml",
        ('From-ProfileID="90104"', 'From-ProfileID="99999"'),
        ('ProfileID="90104" ListID', 'ProfileID="99998" ListID'),
        ('IdentityID="7004" ValidityID', 'IdentityID="99997" ValidityID'),
    )
    reading = read_list(path, reader=READER)
    reading.check()
    assert {(row.record, row.field) for row in reading.problems if row.severity == "value"} == {
        ("99999", "ProfileRelationship"),
        ("99998", "SanctionsEntry"),
        ("99997", "IDRegDocument"),
    }


def test_what_cannot_be_read_is_told(fixture_path: Path, tmp_path: Path, read_list: Read) -> None:
    """Unknown fields of any table and dates that are none are problems of the party they belong to."""
    path = _copy(
        fixture_path,
        tmp_path / "sdn_advanced.xml",
        ("<IDRegistrationNo>G9342868", "<Mood>sunny</Mood><IDRegistrationNo>G9342868"),
        ("<Year>1965</Year>", "<Year>MCMLXV</Year>"),
        ('Former="true"', 'Former="true" Mood="sunny"'),
    )
    reading = read_list(path, reader=READER)
    reading.check()
    assert {(row.record, row.field) for row in reading.problems} == {
        ("90101", "IDRegDocument/Mood"),
        ("90101", "Profile/Feature/FeatureVersion/DatePeriod"),
        ("90104", "ProfileRelationship@Mood"),
    }


def test_integrity(fixture_path: Path, tmp_path: Path, read_list: Read) -> None:
    """A party entered after the date of issue, or under no programme, is no work of OFAC's: the file is told."""
    path = _copy(fixture_path, tmp_path / "sdn_advanced.xml", ("<Year>2020</Year>", "<Year>2030</Year>"))
    program = re.compile(r'(ProfileID="90104" ListID.*?)<Comment>IRGC</Comment>', re.DOTALL)
    path.write_text(program.sub(r"\1", path.read_text("utf-8")), "utf-8")
    reading = read_list(path, reader=READER)
    assert [(row.record, row.message) for row in reading.problems if row.severity == "file"] == [
        ("90102", "integrity: the party was entered on 2030-11-12, after the day of the data, 2024-08-28"),
        ("90104", "integrity: the party is under no sanctions programme"),
    ]


def test_quarantine(fixture_path: Path, tmp_path: Path, read_list: Read) -> None:
    """A number that comes twice, and a party without a name, are problems in the place of parties."""
    path = _copy(fixture_path, tmp_path / "sdn_advanced.xml", ('<Profile ID="90104"', '<Profile ID="90102"'))
    reading = read_list(path, reader=READER)
    reading.check()
    assert reading.messages("record") == ["number 90102 was used before"]
    path = _copy(fixture_path, tmp_path / "sdn_advanced.xml", ("EXAMPLE STAR", ""))
    assert read_list(path, reader=READER).messages("record") == ["the party has no name"]


def test_a_cut_file_is_refused(fixture_path: Path, tmp_path: Path, read_list: Read) -> None:
    """A file that ends before its end is refused whole."""
    (tmp_path / "sdn_advanced.xml").write_bytes(fixture_path.read_bytes()[:-60])
    with pytest.raises(InputError, match="not well-formed"):
        read_list(tmp_path / "sdn_advanced.xml", reader=READER)


@pytest.mark.parametrize(
    ("data", "is_ours"),
    [
        (f'<Sanctions xmlns="{NEW_NAMESPACE}">'.encode(), True),
        (f'<s:Sanctions xmlns:s="{OLD_NAMESPACE}">'.encode(), True),
        (b"<Sanctions><DateOfIssue/>", True),
        (b"<Sanctions><Sanction/>", False),
        (b"<sanctionsData/>", False),
    ],
)
def test_recognise(data: bytes, is_ours: bool) -> None:
    """The root and the model together name the format: other lists have a root of this name."""
    assert READER.recognise(Head(Path("x.xml"), data)) is is_ours


def _repeat(path: Path, count: int) -> Iterator[bytes]:
    """Write the fixture's tables with each record repeated under numbers of its own."""
    text = path.read_text("utf-8")
    numbers = re.compile(
        r"\b((?:ID|FixedRef|IdentityID|LocationID|ProfileID|From-ProfileID|To-ProfileID|DocumentedNameID|NamePartGroupID"
        r'|IssuedIn-LocationID)=")(\d+)"'
    )
    head, _, rest = text.partition("  <Locations>")
    yield head.encode()
    for table in re.findall(r"(?s)  (<(\w+)>\n(.*?)  </\2>)", "  <Locations>" + rest):
        yield f"<{table[1]}>".encode()
        for copy in range(count):
            yield numbers.sub(lambda found: f'{found[1]}{copy}{found[2]:0>6}"', table[2]).encode()  # noqa: B023
        yield f"</{table[1]}>".encode()
    yield b"</Sanctions>"


@pytest.mark.slow
def test_memory_of_a_whole_list(fixture_path: Path, tmp_path: Path) -> None:
    """20,000 parties with their documents, relations and entries take less than 200 MB beyond the process itself."""
    import resource

    path = tmp_path / "sdn_advanced.xml"
    with path.open("wb") as handle:
        for piece in _repeat(fixture_path, 6_667):
            handle.write(piece)
    source = Source(READER.NAME, (SourceFile(path, path.name, "", 0, ""),), "us_ofac_sdn")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    count = 0
    for record in READER.records(source):
        if isinstance(record, ListRecord):
            count += sum(1 for _ in record.read())
    used_kib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert count > 1_000_000
    assert used_kib < 200_000


@pytest.mark.shared_data
def test_sample(shared_data: Path, read_list: Read) -> None:
    """The sample that others made by hand, without types, name parts or profile numbers, is read all the same."""
    reading = read_list(shared_data / SAMPLE, reader=READER)
    reading.check()
    assert (reading.source.dataset, reading.source.published) == ("us_ofac_sdn", "2026-03-23")
    assert reading.tallies[0].parties == 6
    assert reading.values("ofac-39498", "name") == ["LAZARUS GROUP"]
    assert reading.values("ofac-39498-sanction", "program") == ["CYBER2", "DPRK3"]
    assert reading.values("ofac-39498-sanction", "listingDate") == ["2022-04-14"]
    wallet = wallet_id("0xd882cFc20F52f2599D84b8e8D58C7FB62cfE344b")
    assert set(reading.values(wallet, "holder")) == {"ofac-39498", "ofac-42001"}
    assert set(reading.values(wallet, "currencySymbol")) == {"ETH", "USDT"}


@pytest.mark.shared_data
def test_only_its_own_files_are_recognised(shared_data: Path) -> None:
    """Of all real lists, the sample in this format is taken on."""
    paths = sorted(path for path in (shared_data / "lists").rglob("*") if path.is_file())
    assert [path for path in paths if READER.recognise(read_head(path))] == [shared_data / SAMPLE]
