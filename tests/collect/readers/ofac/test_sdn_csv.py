"""OFAC's legacy CSV: every column and every item of the remarks comes out, and damage is named."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from counterflow.collect.reader import Head
from counterflow.collect.readers.ofac.record import NameIndex, natural_name
from counterflow.collect.readers.ofac.remarks import read_number, read_remarks, split_remarks
from counterflow.collect.readers.ofac.sdn_csv import OfacSdnCsv
from counterflow.exc import InputError

Read = Callable[..., Any]


@pytest.fixture(scope="module")
def small(read_list: Read, lists_path: Path) -> Any:
    """The small list of the fixtures."""
    return read_list(lists_path / "ofac" / "sdn.csv")


def _copy(lists_path: Path, folder: Path) -> Path:
    shutil.copytree(lists_path / "ofac", folder, dirs_exist_ok=True)
    return folder / "sdn.csv"


def test_records_are_parties(small: Any) -> None:
    """Each line is a party with its sanction, and the rows fit their tables."""
    small.check()
    assert small.tallies[0].records == small.tallies[0].parties == 6
    assert len(small.entities("Sanction")) == 6
    assert [row.record for row in small.problems if row.severity == "record"] == []


def test_organisation(small: Any) -> None:
    """Names, aliases by kind, address, country, and the quoted alias of the remarks as a weak one."""
    assert small.values("ofac-12209", "name") == ["OFFICE 39"]
    assert small.values("ofac-12209", "alias") == ["BUREAU 39"]
    assert small.values("ofac-12209", "previousName") == ["DIVISION 39"]
    assert small.values("ofac-12209", "weakAlias") == ["THIRD FLOOR"]
    assert small.values("ofac-12209", "address") == ["Changgwang Street, Pyongyang, Korea, North"]
    assert small.values("ofac-12209", "country") == ["kp"]
    assert small.values("ofac-12209", "topics") == ["sanction"]
    assert small.values("ofac-12209-sanction", "entity") == ["ofac-12209"]
    assert small.values("ofac-12209-sanction", "programId") == ["DPRK"]
    assert "Secondary sanctions risk" in small.values("ofac-12209-sanction", "provisions")[0]


def test_person(small: Any) -> None:
    """Names in natural order keep the list's own form; dates keep what was written; programmes are told apart."""
    person = "ofac-16084"
    assert small.entities("Person") == {person}
    assert small.values(person, "name") == ["Chol Sam KIM"]
    assert (
        next(row for row in small.statements if row.prop == "name" and row.entity_id == person).original_value
        == "KIM, Chol Sam"
    )
    assert small.values(person, "lastName") == ["KIM"]
    assert small.values(person, "firstName") == ["Chol Sam"]
    assert small.values(person, "alias") == ["Ch'o'l-sam KIM Jr."]
    assert small.values(person, "birthDate") == ["1971-03-11", "1970", "1969", "1972"]
    assert {row.edtf for row in small.support(person, "birthDate")} == {None, "1970~", "1969/1972"}
    assert small.values(person, "birthPlace") == ["Pyongyang, Korea, North"]
    assert small.values(person, "nationality") == ["kp"]
    assert small.values(person, "gender") == ["male"]
    assert small.values(person, "position") == ["Treasurer, Daedong Credit Bank"]
    assert small.values(f"{person}-sanction", "program") == ["NPWMD", "DPRK"]


def test_documents_of_a_person(small: Any) -> None:
    """Two passports are two numbers; country and dates make a document of the one that states them."""
    assert small.values("ofac-16084", "passportNumber") == ["645120378", "836420186"]
    (passport,) = small.entities("Passport")
    assert small.values(passport, "holder") == ["ofac-16084"]
    assert small.values(passport, "number") == ["645120378"]
    assert small.values(passport, "country") == ["kp"]
    assert small.values(passport, "startDate") == ["2013-05-26"]
    assert small.values(passport, "endDate") == ["2018-05-25"]
    papers = {small.values(one, "type")[0]: small.values(one, "country") for one in small.entities("Identification")}
    assert papers == {"National ID No.": ["cn"], "Tax ID No.": ["gb"]}
    (wallet,) = small.entities("CryptoWallet")
    assert small.values(wallet, "currencySymbol") == ["XBT"]
    assert small.values(wallet, "holder") == ["ofac-16084"]


def test_vessel(small: Any) -> None:
    """The vessel's columns and remarks, with its former flag; "None Identified" says nothing."""
    vessel = "ofac-19570"
    assert small.entities("Vessel") == {vessel}
    assert small.values(vessel, "imoNumber") == ["IMO8914934"]
    assert small.values(vessel, "flag") == ["sl"]
    assert small.values(vessel, "pastFlags") == ["kh"]
    assert small.values(vessel, "type") == ["General Cargo"]
    assert small.values(vessel, "callSign") == ["9LU2"]
    assert small.values(vessel, "mmsi") == ["667001469"]
    assert small.values(vessel, "tonnage") == ["5,000"]
    assert small.values(vessel, "buildDate") == ["1990"]
    owner = small.values(vessel, "owner")[0]
    assert small.values(owner, "name") == ["Example Shipping Co"]


def test_aircraft(small: Any) -> None:
    """The aircraft's fields; a previous tail number is marked as former; the operator is the party of that name."""
    plane = "ofac-90001"
    assert small.entities("Airplane") == {plane}
    assert small.values(plane, "model") == ["IL76-TD"]
    assert small.values(plane, "serialNumber") == ["1023409321"]
    assert small.values(plane, "buildDate") == ["1999-05-01"]
    assert small.values(plane, "operator") == ["ofac-12209"]
    assert [row.hedge for row in small.support(plane, "registrationNumber")] == ["former"]


def test_links(small: Any) -> None:
    """ "Linked To" finds the listed party, else makes a party of that name alone, which is not listed; never itself."""
    assert small.values("ofac-19570-link-ofac-17068", "subject") == ["ofac-19570"]
    assert small.values("ofac-19570-link-ofac-17068", "object") == ["ofac-17068"]
    assert small.values("ofac-17068-link-ofac-12209", "role") == ["Linked To"]
    stub = next(
        row.value for row in small.statements if row.prop == "object" and row.entity_id.startswith("ofac-16084")
    )
    assert {row.prop for row in small.statements if row.entity_id == stub} == {"name"}
    assert small.values(stub, "name") == ["EXAMPLE TRADING, S.A"]
    assert not any(row.entity_id.startswith("ofac-90002-link") for row in small.statements)


def test_company(small: Any) -> None:
    """Identifiers go to their properties; a wrong IMO number is kept beside a problem; unknown words become notes."""
    company = "ofac-90002"
    assert company in small.entities("Company")
    assert small.values(company, "swiftBic") == ["HAVIGB2L"]
    assert small.values(company, "dunsCode") == ["542957624"]
    assert small.values(company, "taxNumber") == ["01074897"]
    assert small.values(company, "registrationNumber") == ["15411"]
    assert small.values(company, "incorporationDate") == ["1969"]
    assert small.values(company, "phone") == ["+982188526300", "+35722678777"]
    assert small.values(company, "country") == []
    assert small.values(company, "address") == ["1 Example Street, Kafia Kingi, Region: Kafia Kingi"]
    assert small.values(company, "notes") == ["quite unlike anything else", "Linked To: EXAMPLE EXPORT, S.A"]
    assert small.messages("value") == ["imoNumber fails the check of its kind; kept as registrationNumber"]


def test_evidence_stands_in_its_record(small: Any, lists_path: Path) -> None:
    """What evidence quotes from the remarks stands in that record's line, word for word."""
    lines = {line.split(",")[0]: line for line in (lists_path / "ofac" / "sdn.csv").read_text().splitlines()}
    quoted = [row for row in small.evidence if row.field == "Remarks"]
    assert len(quoted) > 50
    assert all(row.text in lines[row.record] for row in quoted)


@pytest.mark.parametrize(
    ("name", "natural"),
    [
        ("KIM, Chol Sam", ("Chol Sam KIM", "KIM", "Chol Sam", None)),
        (
            "DELOS REYES, Feliciano Semborio, Jr.",
            ("Feliciano Semborio DELOS REYES Jr.", "DELOS REYES", "Feliciano Semborio", "Jr."),
        ),
        ("KNOWLES, JR., Samuel", ("Samuel KNOWLES JR.", "KNOWLES", "Samuel", "JR.")),
        ("MARUF, Taha, Muhyi al-Din", ("Taha Muhyi al-Din MARUF", "MARUF", "Taha Muhyi al-Din", None)),
        ("SANTOSO", ("SANTOSO", None, None, None)),
    ],
)
def test_natural_name(name: str, natural: tuple[str | None, ...]) -> None:
    """The list's order becomes the natural one; a name without a comma stays."""
    assert natural_name(name) == natural


@pytest.mark.parametrize(
    ("value", "number"),
    [
        ("1084010 (Egypt)", ("1084010", "Egypt", None, None)),
        ("K754050 issued 26 May 1999 expires 25 May 2004", ("K754050", None, "26 May 1999", "25 May 2004")),
        ("# 890115794-3 (Colombia)", ("890115794-3", "Colombia", None, None)),
        ("467323, Doc. 694710 (Panama)", ("467323, Doc. 694710", "Panama", None, None)),
        ("", ("", None, None, None)),
    ],
)
def test_number(value: str, number: tuple[str | None, ...]) -> None:
    """A number is told apart from its country and dates."""
    assert tuple(read_number(value)) == number


def test_remarks_are_split_whole() -> None:
    """Items keep their words; a semicolon in brackets parts nothing; the last full stop is the list's."""
    text = "DOB 1946; Linked To: A. (Formerly B; C), S.A.; nationality X;arrested 2002."
    assert split_remarks(text) == ("DOB 1946", "Linked To: A. (Formerly B; C), S.A.", "nationality X", "arrested 2002")


def test_link_needs_one_bearer() -> None:
    """A name that two parties bear leads to neither; a primary name counts before an alias."""
    names = NameIndex()
    names.add("A CO.", "1", is_primary=True)
    names.add("B", "2", is_primary=True)
    names.add("B", "3", is_primary=True)
    names.add("A CO.", "4", is_primary=False)
    assert names.find("A CO") == "1"
    assert names.find("a  co.") == "1"
    assert names.find("B") is None
    assert names.find("C") is None


def test_companions_belong_to_the_vintage(tmp_path: Path) -> None:
    """Of two vintages in one folder each takes the files of its own date."""
    for name in ("sdn_2022-01-05.csv", "add_2022-01-05.csv", "ALT_2022-01-05.CSV", "add.csv", "alt_2021-04-01.csv"):
        (tmp_path / name).write_text("")
    found = OfacSdnCsv().companions(tmp_path / "sdn_2022-01-05.csv")
    assert [path.name for path in found] == ["add_2022-01-05.csv", "ALT_2022-01-05.CSV"]


def test_recognised_by_content() -> None:
    """Twelve columns with a number first and a type third."""
    line = b'36,"AEROCARIBBEAN AIRLINES",-0- ,"CUBA",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \r\n'
    assert OfacSdnCsv().recognise(Head(Path("SDN.CSV"), line))
    assert not OfacSdnCsv().recognise(Head(Path("sdn.csv"), line.replace(b"36,", b"x,")))
    assert not OfacSdnCsv().recognise(Head(Path("sdn.csv"), b"a,b,c\n"))


def test_cut_off_file(tmp_path: Path, lists_path: Path, read_list: Read) -> None:
    """A file that ends inside a record is refused, with the line."""
    path = _copy(lists_path, tmp_path)
    path.write_bytes(path.read_bytes()[:-60])
    with pytest.raises(InputError, match=r"ends inside a record") as caught:
        read_list(path)
    assert caught.value.where == "sdn.csv, line 6"


def test_lost_parties(tmp_path: Path, lists_path: Path, read_list: Read) -> None:
    """A list that lacks the parties of its companions is refused; a single orphan goes into quarantine."""
    path = _copy(lists_path, tmp_path)
    (tmp_path / "add.csv").write_text('34489,1,"Cairo Road","Lusaka","Zambia",-0- \n')
    reading = read_list(path)
    reading.check()
    assert reading.messages("record") == ["ent_num 34489 is not in the list"]
    (tmp_path / "add.csv").write_text(
        "".join(f'{number},1,"Cairo Road","Lusaka","Zambia",-0- \n' for number in range(50))
    )
    with pytest.raises(InputError, match="name a party that is not in the list"):
        read_list(path)


def test_bad_lines_are_quarantined(tmp_path: Path, lists_path: Path, read_list: Read) -> None:
    """A broken line, a number used twice and a nameless record are problems of their own; the rest is read."""
    path = _copy(lists_path, tmp_path)
    lines = path.read_text().splitlines(keepends=True)
    lines.insert(1, '1,"broken,-0- \n')
    lines.insert(2, "12209,ANOTHER PARTY" + ",-0- " * 10 + "\n")
    lines.insert(3, "2,-0- " + ",-0- " * 10 + "\n")
    path.write_text("".join(lines))
    reading = read_list(path)
    reading.check()
    assert reading.tallies[0].parties == 6
    assert len(reading.messages("record")) == 3
    assert reading.values("ofac-12209", "name") == ["OFFICE 39"]


def test_remarks_go_on_in_the_comments(tmp_path: Path, lists_path: Path, read_list: Read) -> None:
    """A remark cut off after 1,000 characters goes on in sdn_comments.csv; half an item is not read."""
    path = _copy(lists_path, tmp_path)
    remark = "DOB 1946; " + "a.k.a. 'X'; " * 81 + "POB Nowhere at all, Linked To: OFF"
    remark = remark[: 1000 - 3] + "Lin"
    path.write_text(f'1,"EXAMPLE, Party",individual,DPRK{",-0- " * 7},"{remark}"\n2,OFFICE 39,-0- ,DPRK{",-0- " * 8}\n')
    (tmp_path / "add.csv").unlink()
    (tmp_path / "alt.csv").unlink()
    alone = read_list(path)
    assert alone.messages("value")[0] == "the remark is cut off after 1,000 characters"
    assert alone.entities("UnknownLink") == set()
    (tmp_path / "sdn_comments.csv").write_text("1,ked To: OFFICE 39.\n")
    whole = read_list(path)
    whole.check()
    assert all("is not beside it" in message for message in whole.messages("value"))
    assert whole.values("ofac-1", "notes") == []


@pytest.mark.slow
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_mutations(data: st.DataObject, tmp_path: Path, lists_path: Path, read_list: Read) -> None:
    """Whatever happens to the bytes, the list is refused with an InputError or read with its books in balance."""
    path = _copy(lists_path, tmp_path)
    target = data.draw(st.sampled_from([path, tmp_path / "add.csv", tmp_path / "alt.csv"]))
    content = target.read_bytes()
    start = data.draw(st.integers(0, len(content)))
    end = data.draw(st.integers(start, min(len(content), start + 40)))
    piece = data.draw(
        st.one_of(st.binary(max_size=12), st.text(alphabet='",;()\n\r -0(ľ', max_size=12).map(str.encode))
    )
    target.write_bytes(content[:start] + piece + content[end:])
    try:
        reading = read_list(path)
    except (InputError, StopIteration):
        return  # StopIteration: no longer recognised as this format
    reading.check()


@pytest.mark.slow
@pytest.mark.shared_data
@pytest.mark.parametrize(("vintage", "parties", "quarantined"), [("2021-04", 8_890, 0), ("2022-01", 9_043, 1)])
def test_true_counts(shared_data: Path, read_list: Read, vintage: str, parties: int, quarantined: int) -> None:
    """Every party of the real vintages; the 2022 copy uses one number twice, and its second bearer is quarantined."""
    reading = read_list(shared_data / "lists" / "ofac_sdn" / vintage / "sdn.csv")
    reading.check()
    assert reading.tallies[0].parties == parties
    assert reading.tallies[0].records == parties + quarantined
    assert reading.values("ofac-12209", "name") == ["OFFICE 39"]
    assert "BUREAU 39" in reading.values("ofac-12209", "alias")
    assert reading.values("ofac-12209", "weakAlias") == ["THIRD FLOOR"]
    assert reading.values("ofac-2676", "passportNumber") == ["1084010", "19820215"]
    managers = [row.entity_id for row in reading.statements if (row.prop, row.value) == ("object", "ofac-17068")]
    ships = [reading.values(link, "subject")[0] for link in managers]
    flagged = [ship for ship in ships if reading.values(ship, "imoNumber") and reading.values(ship, "flag")]
    assert len(flagged) >= 5
    assert sum(row.prop == "weakAlias" for row in reading.statements) > 2_000
    # Every item of a remark is a statement, or says why it is none.
    assert len(reading.messages("value")) < 60


@pytest.mark.shared_data
@pytest.mark.parametrize("vintage", ["2021-04", "2022-01"])
def test_remarks_are_known(shared_data: Path, vintage: str) -> None:
    """At least 99 % of the items of all remarks are of a known kind; the unknown ones are listed when it fails."""
    known, unknown = 0, []
    for line in (shared_data / "lists" / "ofac_sdn" / vintage / "sdn.csv").read_text().splitlines():
        cells = _split(line)
        for remark in read_remarks(cells[11], cells[4]) if len(cells) == 12 and cells[11].strip() != "-0-" else ():
            if remark.kind is None or (remark.name == "position" and cells[2] != "individual"):
                unknown.append(remark.text)
            else:
                known += 1
    share = known / (known + len(unknown))
    assert known > 32_000
    assert share >= 0.99, f"{share:.4f}: {unknown}"


def _split(line: str) -> list[str]:
    import csv

    return next(csv.reader([line]))


def test_a_list_without_its_other_files_says_so(tmp_path: Path, lists_path: Path, read_list: Read) -> None:
    """Aliases and addresses stand in files of their own: absent ones are named, empty ones are failed downloads."""
    path = _copy(lists_path, tmp_path)
    (tmp_path / "alt.csv").unlink()
    assert "alt.csv is not beside it, so the list was read without its aliases" in read_list(path).messages("file")
    (tmp_path / "alt.csv").write_bytes(b"")
    with pytest.raises(InputError, match=r"alt.csv: the file holds no record"):
        read_list(path)
