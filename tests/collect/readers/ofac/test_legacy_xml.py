"""OFAC's legacy XML says what its CSV says, of both lists; order, line ends and namespaces change nothing."""

from __future__ import annotations

import itertools
import random
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from counterflow.collect.dataset import find_dataset
from counterflow.collect.find import read_head
from counterflow.collect.reader import Head, ListRecord
from counterflow.collect.readers.ofac.kinds import KINDS
from counterflow.collect.readers.ofac.legacy_party import FIELDS, OfacLegacyParty, leaves_of
from counterflow.collect.readers.ofac.legacy_xml import OfacLegacyXml
from counterflow.collect.readers.ofac.remarks import read_item
from counterflow.collect.source import Source, SourceFile
from counterflow.exc import InputError

Read = Callable[..., Any]
READER = OfacLegacyXml()
GENUINE = {
    "consolidated_native_2018-04-06.xml": 639,
    "consolidated_native_2024-05-06.xml": 443,
    "consolidated_native_2025-03-28.xml": 443,
}
CHANGED = "consolidated_native_2025-06-30_TAMPERED.xml"


@pytest.fixture(scope="module")
def sdn(read_list: Read, lists_path: Path) -> Any:
    """The small SDN list of the fixtures, the same parties as in its CSV form."""
    return read_list(lists_path / "ofac_xml" / "sdn.xml", reader=READER)


@pytest.fixture(scope="module")
def consolidated(read_list: Read, lists_path: Path) -> Any:
    """The small consolidated list of the fixtures."""
    return read_list(lists_path / "ofac_xml" / "consolidated.xml", reader=READER)


def _contents(path: Path) -> dict[str, bytes]:
    file = SourceFile(path, path.name, "", 0, "")
    records = READER.records(Source(READER.NAME, (file,), "us_ofac_sdn"))
    return {one.id: one.content for one in records if isinstance(one, ListRecord)}


def _written(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8", newline="")
    return path


def test_both_formats_say_the_same(sdn: Any, read_list: Read, lists_path: Path) -> None:
    """A party has the same id, values and papers whether it comes from the CSV or from the XML."""
    sdn.check()
    csv = read_list(lists_path / "ofac" / "sdn.csv")

    def said(reading: Any) -> set[tuple[str, ...]]:
        return {(row.schema, row.entity_id, row.prop, row.value.rstrip(".")) for row in reading.statements}

    assert len(said(csv)) == 128
    assert said(sdn) == said(csv)
    assert sdn.messages("value") == csv.messages("value")


def test_what_the_list_says_of_itself(sdn: Any, consolidated: Any) -> None:
    """The publisher's date is month/day/year; the consolidated list is told by its name."""
    assert (sdn.source.dataset, sdn.source.published) == ("us_ofac_sdn", "2024-05-31")
    assert (consolidated.source.dataset, consolidated.source.published) == ("us_ofac_cons", "2018-04-06")


def test_person(sdn: Any) -> None:
    """Names in natural order, dates with what was written, a passport with its country and dates."""
    person = "ofac-16084"
    assert sdn.values(person, "name") == ["Chol Sam KIM"]
    assert sdn.values(person, "alias") == ["Ch'o'l-sam KIM Jr."]
    assert {row.edtf for row in sdn.support(person, "birthDate")} == {None, "1970~", "1969/1972"}
    (passport,) = sdn.entities("Passport")
    assert sdn.values(passport, "country") == ["kp"]
    assert sdn.values(passport, "endDate") == ["2018-05-25"]
    (evidence,) = sdn.support(passport, "number")
    assert (evidence.field, evidence.text) == ("idList/id", "Passport 645120378 Korea, North 26 May 2013 25 May 2018")


def test_consolidated_list(consolidated: Any) -> None:
    """Links in brackets, dates of a directive, addresses with a state; an issuer's country is not lost."""
    consolidated.check()
    party = "ofac-90011"
    assert consolidated.values(f"{party}-link-ofac-90012", "role") == ["Linked To"]
    assert consolidated.values(f"{party}-sanction", "listingDate") == ["2021-06-03"]
    assert consolidated.values(f"{party}-sanction", "programId") == ["CMIC-EO13959", "SYRIA"]
    assert consolidated.values(party, "address") == ["Tower A, 2 Example Road, Guadalajara, Jalisco 44250, Mexico"]
    assert consolidated.values(party, "leiCode") == ["529900T8BM49AURSDO55"]
    assert consolidated.values(party, "notes") == [
        "All offices worldwide",
        "Issuer Name Example Securities Ltd. Hong Kong",
        "Phantom Licence Kind of no use",
    ]
    assert consolidated.values("ofac-90012", "notes") == ["tonnage: 99144"]
    assert consolidated.values("ofac-90013", "weakAlias") == ["Example FAMILLY"]
    assert consolidated.values("ofac-90013", "citizenship") == ["ch"]
    assert consolidated.problems == []


@pytest.mark.parametrize(
    ("name", "count", "dataset"),
    [
        ("sdn.xml", 3, "us_ofac_sdn"),
        ("SDN_2024.xml", 3, "us_ofac_sdn"),
        ("cons.xml", 90_000, "us_ofac_cons"),
        ("non-sdn.xml", 90_000, "us_ofac_cons"),
        ("ofac_consolidated_native.xml", 90_000, "us_ofac_cons"),
        ("list.xml", 443, "us_ofac_cons"),
        ("list.xml", 18_000, "us_ofac_sdn"),
    ],
)
def test_which_list(name: str, count: int, dataset: str) -> None:
    """The name of the file tells the list; a name that tells nothing leaves it to the number of parties."""
    head = Head(Path(name), f"<sdnList><publshInformation><Record_Count>{count}</Record_Count>".encode())
    assert READER.describe(Source(READER.NAME, (), "us_ofac_sdn"), head).dataset == dataset
    assert READER.describe(Source(READER.NAME, (), "our_own"), head).dataset == "our_own"


def test_impossible_date() -> None:
    """A date that is none leaves the vintage undated, for case.toml or the file's name to date."""
    head = Head(Path("sdn.xml"), b"<sdnList><Publish_Date>13/41/2024</Publish_Date>")
    assert READER.describe(Source(READER.NAME, (), "us_ofac_sdn"), head).published is None


def test_recognised_by_its_root(lists_path: Path) -> None:
    """With any namespace and prefix; no other list."""
    assert READER.recognise(
        Head(Path("x"), b'<?xml version="1.0"?>\r\n<sdnList xmlns="http://tempuri.org/sdnList.xsd">')
    )
    assert READER.recognise(Head(Path("x"), b"<a:sdnList xmlns:a='urn:a'>"))
    assert not READER.recognise(Head(Path("sdn.xml"), b"<sdnListing>"))
    for other in ("un/consolidated.xml", "ofac/sdn.csv"):
        assert not READER.recognise(read_head(lists_path / other))


def test_order_has_no_meaning(lists_path: Path, tmp_path: Path) -> None:
    """A list whose parts stand in another order, with other line ends, row numbers and namespace, is unchanged."""
    before = lists_path / "ofac_xml" / "sdn.xml"
    root = etree.parse(before).getroot()
    shuffle = random.Random(7).shuffle
    for element in [one for one in root.iter(etree.Element) if one.tag.rpartition("}")[2] not in ("sdnList",)]:
        children = list(element)
        shuffle(children)
        element[:] = children
    for number in root.iterfind("{*}sdnEntry/*/*/{*}uid"):
        number.text = f"9{number.text}"
    text = etree.tostring(root, encoding="unicode").replace("\n", "\r\n")
    text = re.sub(r'xmlns="[^"]+"', 'xmlns="http://tempuri.org/sdnList.xsd"', text)
    assert _contents(_written(tmp_path / "sdn.xml", text)) == _contents(before)


@pytest.mark.parametrize(
    ("old", "new", "changed"),
    [
        ("<idNumber>645120378<", "<idNumber>645120379<", {"16084"}),
        ("<category>weak<", "<category>strong<", {"12209"}),
        ("<program>CUBA<", "<program>IRAN<", {"90002"}),
        ("OFFICE 39</lastName>", "OFFICE 40</lastName>", {"12209", "17068", "90001"}),
    ],
)
def test_what_changes_a_record(lists_path: Path, tmp_path: Path, old: str, new: str, changed: set[str]) -> None:
    """A record changes with its values, and when whom it names is another party or is no longer listed."""
    path = lists_path / "ofac_xml" / "sdn.xml"
    before = _contents(path)
    after = _contents(_written(tmp_path / "sdn.xml", path.read_text().replace(old, new, 1)))
    assert {number for number in before if before[number] != after[number]} == changed


def test_bad_entries_are_quarantined(lists_path: Path, tmp_path: Path, read_list: Read) -> None:
    """A number used twice, no number and no name are problems of their own; the rest is read."""
    text = (lists_path / "ofac_xml" / "sdn.xml").read_text()
    text = text.replace("<uid>17068</uid>", "<uid>12209</uid>").replace("<lastName>P-881</lastName>", "")
    text = text.replace("<uid>19570</uid>", "<uid>x1</uid>")
    reading = read_list(_written(tmp_path / "sdn.xml", text), reader=READER)
    reading.check()
    assert reading.messages("record") == [
        "uid 12209 was used before, for 'OFFICE 39'",
        "uid 'x1' is no number",
        "the record has no lastName",
    ]
    assert reading.tallies[0][1:3] == (6, 3)


def test_what_is_not_known(lists_path: Path, tmp_path: Path, read_list: Read) -> None:
    """A new element, an attribute, an element that stands twice, and new words of the list's own are named."""
    text = (lists_path / "ofac_xml" / "sdn.xml").read_text()
    text = text.replace("<sdnType>Aircraft<", "<sdnType>Balloon<").replace("<category>weak<", "<category>mild<")
    text = text.replace("<type>f.k.a.<", "<type>z.z.z.<").replace("<city>Pyongyang<", '<city lang="en">Pyongyang<')
    text = text.replace("<country>Singapore<", "<planet>Earth</planet><country>Asia</country><country>Singapore<")
    reading = read_list(_written(tmp_path / "sdn.xml", text), reader=READER)
    reading.check()
    assert sorted((row.message, row.field, row.value) for row in reading.problems if row.record != "90002") == [
        ("country is not a country", "addressList/address/country", "Asia"),
        ("the category of an alias is not known; read as weak", "akaList/aka/category", "mild"),
        (
            "the element stands twice where one is allowed; the first is read",
            "addressList/address/country",
            "Singapore",
        ),
        ("the field is not known", "addressList/address/city@lang", "en"),
        ("the field is not known", "addressList/address/planet", "Earth"),
        ("the type is not known; read as LegalEntity", "sdnType", "Balloon"),
        ("the type of an alias is not known; read as a.k.a.", "akaList/aka/type", "z.z.z."),
    ]
    assert "ofac-90001" in reading.entities("LegalEntity")


def test_party_without_a_program(lists_path: Path, tmp_path: Path, read_list: Read) -> None:
    """OFAC lists nobody under no programme: the file is not as OFAC let it go, and says so."""
    text = (lists_path / "ofac_xml" / "sdn.xml").read_text().replace("<program>CUBA</program>", "<program> </program>")
    reading = read_list(_written(tmp_path / "sdn.xml", text), reader=READER)
    reading.check()
    assert reading.messages("file") == ["integrity: 'EXAMPLE EXPORT, S.A.' is listed under no program"]
    assert [row.record for row in reading.problems if row.severity == "file"] == ["90002"]


@pytest.mark.parametrize("count", ["<Record_Count>7</Record_Count>", "<Record_Count>six</Record_Count>", ""])
def test_count_of_the_publisher(lists_path: Path, tmp_path: Path, read_list: Read, count: str) -> None:
    """A list with fewer entries than its publisher counted is refused whole."""
    text = (lists_path / "ofac_xml" / "sdn.xml").read_text().replace("<Record_Count>6</Record_Count>", count)
    with pytest.raises(InputError, match="it holds 6 entries; its Record_Count says"):
        read_list(_written(tmp_path / "sdn.xml", text), reader=READER)


def test_cut_off_file(lists_path: Path, tmp_path: Path, read_list: Read) -> None:
    """A file that ends inside an entry is refused."""
    text = (lists_path / "ofac_xml" / "sdn.xml").read_text()
    with pytest.raises(InputError, match="not well-formed"):
        read_list(_written(tmp_path / "sdn.xml", text[: len(text) // 2]), reader=READER)


def test_address_of_a_region(lists_path: Path, tmp_path: Path, read_list: Read) -> None:
    """The schema's `region` is part of the address, and stands for the country where there is none."""
    text = (lists_path / "ofac_xml" / "sdn.xml").read_text()
    text = text.replace("<country>Singapore<", "<region>Crimea</region><planet/><country>Ukraine<").replace(
        "<planet/>", ""
    )
    text = text.replace("<country>undetermined</country>", "<region>Crimea</region>")
    reading = read_list(_written(tmp_path / "sdn.xml", text), reader=READER)
    assert reading.values("ofac-17068", "address") == ["Crimea, Ukraine"]
    assert reading.values("ofac-90002", "country") == ["ua"]


def _read_mutated(path: Path, read_list: Read) -> None:
    """Read a file that was changed at random: it is refused with an InputError, or its books balance."""
    try:
        reading = read_list(path, reader=READER)
    except InputError:
        return
    reading.check()
    parties = {row.entity_id for row in reading.statements if row.prop == "topics" and row.schema != "CryptoWallet"}
    assert len(parties) == reading.tallies[0].parties


_PIECES = st.one_of(
    st.binary(max_size=12),
    st.sampled_from(
        [
            b"<uid>12209</uid>",
            b"</sdnEntry><sdnEntry>",
            b"<id/>",
            b"<!-- x -->",
            b"<program/>",
            b"&amp;",
            b"&x;",
            b"<a><b>",
        ]
    ),
    st.text(alphabet="<>/&;\"'\u0644\u202e\x00\U0001f600 (-", max_size=12).map(lambda text: text.encode()),
    st.integers(10, 2000).map(lambda count: b"A " * count),
)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_mutated_bytes(data: st.DataObject, tmp_path: Path, lists_path: Path, read_list: Read) -> None:
    """Whatever happens to the bytes, nothing but an InputError is raised and no record is lost."""
    content = (lists_path / "ofac_xml" / "sdn.xml").read_bytes()
    start = data.draw(st.integers(200, len(content)))
    end = data.draw(st.integers(start, min(len(content), start + 60)))
    path = tmp_path / "sdn.xml"
    path.write_bytes(content[:start] + data.draw(_PIECES) + content[end:])
    _read_mutated(path, read_list)


@pytest.mark.shared_data
@pytest.mark.parametrize(("name", "parties"), GENUINE.items())
def test_true_counts(shared_data: Path, read_list: Read, name: str, parties: int) -> None:
    """Every party of the genuine vintages is read, under its programs; no field of theirs is unknown."""
    reading = read_list(shared_data / "lists" / "ofac_consolidated" / name, reader=READER)
    reading.check()
    assert reading.source.dataset == "us_ofac_cons"
    assert reading.source.published == name[20:30]
    assert reading.tallies[0][1:3] == (parties, parties)
    assert len(reading.entities("Sanction")) == parties
    programs = {row.entity_id for row in reading.statements if (row.schema, row.prop) == ("Sanction", "program")}
    assert programs == reading.entities("Sanction")
    # PRIYEMNAYA@YGDU is no address; four Legal Entity Numbers of 2024 and 2025 are misprinted.
    assert {row.message for row in reading.problems} <= {
        "email is not a valid email",
        "leiCode fails the check of its kind; kept as registrationNumber",
    }
    dataset = find_dataset("us_ofac_cons")
    assert dataset is not None
    assert dataset.expected.min <= parties <= dataset.expected.max


@pytest.mark.shared_data
def test_true_links(shared_data: Path, read_list: Read) -> None:
    """Links in brackets lead to the parties of the list: Gazprom's 51 subsidiaries of 2024."""
    reading = read_list(shared_data / "lists" / "ofac_consolidated" / list(GENUINE)[1], reader=READER)
    (gazprom,) = {
        row.entity_id
        for row in reading.statements
        if row.prop in ("name", "alias") and row.value == "PUBLIC JOINT STOCK COMPANY GAZPROM"
    }
    linked = [row for row in reading.statements if (row.prop, row.value) == ("object", gazprom)]
    assert len(linked) == 51


@pytest.mark.shared_data
def test_true_types_are_known(shared_data: Path) -> None:
    """Every idType of the real files is of a kind that is known."""
    types = set()
    for name in (*GENUINE, CHANGED):
        text = (shared_data / "lists" / "ofac_consolidated" / name).read_text()
        types |= set(re.findall("<idType>([^<]+)</idType>", text))
    assert len(types) == 54
    assert {name for name in types if read_item(name, "1").kind is None} == set()


@pytest.mark.shared_data
def test_unchanged_records(shared_data: Path) -> None:
    """Between vintages only the parties whose values changed are read again, whatever the order of their rows."""
    folder = shared_data / "lists" / "ofac_consolidated"
    contents = [_contents(folder / name) for name in (*GENUINE, CHANGED)]
    same = [
        sum(after.get(number) == content for number, content in before.items())
        for before, after in itertools.pairwise(contents)
    ]
    assert same == [77, 368, 441]
    changed = {number for number, content in contents[3].items() if contents[2][number] != content}
    assert changed == {"9639", "18782"}


@pytest.mark.shared_data
def test_changed_copy(shared_data: Path, read_list: Read) -> None:
    """The copy that another hand changed is whole in itself: every party of it still has a program.

    Its one sign is the name INFOSEC TEST FILE, which `collect.integrity` sees. The programme that party 18782 lacks is
    one of four, as it is when a programme ends.
    """
    reading = read_list(shared_data / "lists" / "ofac_consolidated" / CHANGED, reader=READER)
    reading.check()
    assert reading.messages("file") == []
    assert reading.values("ofac-9639", "name") == ["INFOSEC TEST FILE HANIYA"]
    assert reading.values("ofac-18782-sanction", "program") == ["IRAN-CON-ARMS-EO", "RUSSIA-EO14024", "UKRAINE-EO13662"]


@pytest.mark.shared_data
def test_other_lists_are_left_alone(shared_data: Path) -> None:
    """Of all real files only those of this form are recognised."""
    found = {
        path.name for path in (shared_data / "lists").rglob("*") if path.is_file() and READER.recognise(read_head(path))
    }
    assert found == {*GENUINE, CHANGED}


def test_kinds_lead_to_methods() -> None:
    """Every action of `KINDS` is a method of the entry that reads it."""
    assert all(hasattr(OfacLegacyParty, f"_{kind.action}") for kind in KINDS.values())


def test_fields_are_the_schema() -> None:
    """`FIELDS` names each element of sdn.xsd below `sdnEntry` with what it is in."""
    assert len(FIELDS) == 61
    assert all(path.rpartition("/")[0] in ("", *FIELDS) for path in FIELDS)


def test_leaves() -> None:
    """Of two children of one name the first counts; blank ones and comments say nothing."""
    element = etree.fromstring("<aka><!-- x --><uid> 1 </uid><type> </type><uid>2</uid></aka>")
    assert leaves_of(element) == {"uid": "1"}
