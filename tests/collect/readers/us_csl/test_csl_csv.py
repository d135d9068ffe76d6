"""The US Consolidated Screening List: OFAC's numbers are its entities, and each list means what it restricts."""

from __future__ import annotations

import csv
import gzip
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from counterflow.collect.dataset import check_counts, find_dataset
from counterflow.collect.find import read_head
from counterflow.collect.reader import ListRecord
from counterflow.collect.readers.ofac.sdn_csv import OfacSdnCsv
from counterflow.collect.readers.us_csl.cells import (
    find_kind,
    has_lone_date,
    read_address,
    read_id,
    repair,
    split_cell,
    split_notices,
)
from counterflow.collect.readers.us_csl.csl_csv import FIELDS, UsCslCsv
from counterflow.collect.readers.us_csl.lists import find_list
from counterflow.exc import InputError

Read = Callable[..., Any]


@pytest.fixture(scope="module")
def small(read_list: Read, lists_path: Path) -> Any:
    """The small list of the fixtures."""
    return read_list(lists_path / "us_csl" / "consolidated_2022-04.csv", reader=UsCslCsv())


def _id_of(reading: Any, name: str) -> str:
    (entity_id,) = {row.entity_id for row in reading.statements if row.prop == "name" and row.value == name}
    return str(entity_id)


def test_rows_are_parties(small: Any) -> None:
    """Twelve rows, twelve records; a number on two lists is one entity with one designation, as in OFAC's own files."""
    small.check()
    assert (small.tallies[0].records, small.tallies[0].parties) == (12, 12)
    assert small.messages("record") == []
    assert {row for row in small.entities("Sanction") if row.startswith("ofac-90002")} == {"ofac-90002-sanction"}
    assert "UKRAINE-EO13662" in small.values("ofac-90002-sanction", "program")
    lists = {row.record for row in small.support("ofac-90002-sanction", "program")}
    assert lists == {"SDN 90002", "SSI 90002"}


def test_person(small: Any) -> None:
    """Names in natural order; an alias that is not inverted is weak; each value of a cell is a statement."""
    person = "ofac-90001"
    assert small.values(person, "name") == ["Kim EXAMPLE"]
    assert small.values(person, "alias") == ["Kim Il EXAMPLE"]
    assert small.values(person, "weakAlias") == ["The Example"]
    assert small.values(person, "birthDate") == ["1961", "1960", "1962", "1961-03-04"]
    assert {row.edtf for row in small.support(person, "birthDate")} == {"1961~", "1960/1962", None}
    assert small.values(person, "birthPlace") == ["Pyongyang, North Korea", "Sinuiju"]
    assert small.values(person, "country") == ["kp", "cn"]
    assert small.values(person, "address") == ["12 Example Street, Dandong, CN"]
    assert small.values(person, "position") == ["Representative of the Example Trading Corporation", "Consul"]
    assert small.values(person, "gender") == ["male"]


def test_ids_become_papers(small: Any) -> None:
    """A passport has country, expiry and issue; one lone date may be either, so a note has it."""
    person = "ofac-90001"
    assert small.values(person, "passportNumber") == ["000000001", "000000002"]
    papers = {small.values(one, "number")[0]: one for one in small.entities("Passport")}
    first = papers["000000001"]
    assert (small.values(first, "startDate"), small.values(first, "endDate")) == (["2015-02-01"], ["2020-02-01"])
    assert small.values(first, "country") == ["kp"]
    assert small.values(papers["000000002"], "endDate") == []
    assert small.values(person, "notes") == ["KP, 2019-05-05, 000000002, Diplomatic Passport"]
    (wallet,) = small.entities("CryptoWallet")
    assert small.values(wallet, "currencySymbol") == ["XBT"]
    assert [row.field for row in small.support(wallet, "publicKey")] == ["ids"]


def test_links_find_listed_parties(small: Any) -> None:
    """Whom a party is linked to is the listed one of that name; who is not listed has the name alone."""
    links = {small.values(one, "object")[0] for one in small.entities("UnknownLink")}
    assert "ofac-90002" in links
    (other,) = links - {"ofac-90002"}
    assert small.values(other, "name") == ["NOBODY LTD"]
    assert small.values(other, "topics") == []
    assert small.values("ofac-90003", "owner") == ["ofac-90002"]


def test_vessel(small: Any) -> None:
    """A ship has its columns and its numbers."""
    assert small.values("ofac-90003", "imoNumber") == ["IMO9187629"]
    assert small.values("ofac-90003", "mmsi") == ["445000000"]
    assert small.values("ofac-90003", "flag") == ["kp"]
    assert small.values("ofac-90003", "tonnage") == ["4500"]
    assert small.values("ofac-90003", "grossRegisteredTonnage") == ["3000"]


def test_entity_list(small: Any) -> None:
    """What the export writes as `?` is a quotation mark or an apostrophe again; the passage keeps the list's words."""
    works = _id_of(small, 'Example "Works" JSC')
    assert works.startswith("csl-")
    assert [row.text for row in small.support(works, "name")] == ["Example ?Works? JSC"]
    assert small.values(works, "alias") == ["Example Works", 'JSC "Example"', "China Academy's Works"]
    assert small.values(works, "topics") == ["export.control"]
    assert small.values(f"{works}-sanction", "authorityId") == ["84 FR 22961", "85 FR 29852"]
    assert small.values(f"{works}-sanction", "startDate") == ["2019-05-21"]
    assert small.values(f"{works}-sanction", "authority") == ["Bureau of Industry and Security"]
    assert len(small.values(f"{works}-sanction", "provisions")) == 2


def test_namesakes_of_one_list_are_two(small: Any) -> None:
    """Two denied persons of one name are told apart by their addresses and dates."""
    named = {row.entity_id for row in small.statements if row.prop == "name" and row.value == "PAT EXAMPLE"}
    assert len(named) == 2
    ends = [small.values(f"{one}-sanction", "endDate") for one in sorted(named)]
    assert sorted(ends) == [[], ["2056-06-29"]]


def test_record_ids_do_not_depend_on_the_hash(lists_path: Path, tmp_path: Path, read_list: Read, small: Any) -> None:
    """The publisher's `_id` is another one whenever a word changes: neither ids nor contents hold it."""
    text = (lists_path / "us_csl" / "consolidated_2022-04.csv").read_text(encoding="utf-8")
    path = tmp_path / "consolidated.csv"
    path.write_text(text.replace("\na1,", "\nz9,"), encoding="utf-8")
    changed = read_list(path, reader=UsCslCsv())
    assert _contents(changed) == _contents(small)


def _contents(reading: Any) -> list[tuple[str, bytes]]:
    records = UsCslCsv().records(reading.source)
    return [(one.id, one.content) for one in records if isinstance(one, ListRecord)]


@pytest.mark.parametrize(
    ("source", "code", "topics"),
    [
        ("Specially Designated Nationals (SDN) - Treasury Department", "SDN", ("sanction",)),
        ("Non-SDN Menu-Based Sanctions List (NS-MBS List) - Treasury Department", "MBS", ("sanction",)),
        ("Military End User (MEU) List - Bureau of Industry and Security", "MEU", ("export.control",)),
        ("Unverified List (UVL) - Bureau of Industry and Security", "UVL", ("export.risk",)),
        ("ITAR Debarred (DTC) - State Department", "DTC", ("debarment",)),
        ("Brand New List (BNL) - Some Department", "BNL", ("export.risk",)),
    ],
)
def test_lists(source: str, code: str, topics: tuple[str, ...]) -> None:
    """A list is known by the code in its name; a new one gets the mildest topic."""
    found = find_list(source)
    assert (found.code, found.topics) == (code, topics)


def test_cells() -> None:
    """The notations of single cells."""
    assert split_cell("A; B; and C; ") == ("A", "B", "C")
    assert read_address("1 Example St., Kirov, RU") == ("1 Example St., Kirov, RU", "RU")
    assert read_address("SY") == (None, "SY")
    assert read_address("P.O. Box 1, EXAMPLE, TX, 78602") == ("P.O. Box 1, EXAMPLE, TX, 78602", None)
    assert read_id("PA, 467, Doc. 69, Public Registration Number").value == "467, Doc. 69"
    assert read_id("something new").kind is None
    assert read_id("#H0044232, Passport").given == ("H0044232", None, None, None)
    assert read_id("MX, 12651 (Jalisco), Registration Number").given == ("12651 (Jalisco)", "MX", None, None)
    assert has_lone_date(read_id("MM, 2017-01-16, 110, Registration Number"))
    assert not has_lone_date(read_id("MM, 2019-01-16, 2017-01-16, 110, Registration Number"))
    assert find_kind("Effective Date (CMIC)") == find_kind("effective date")
    assert repair("Fa?ur") == "Fa?ur"
    assert repair("Donetsk People?s Republic") == "Donetsk People's Republic"
    assert split_notices("67 F.R. 1 6/27/03 71 F.R. 2") == ("67 F.R. 1 6/27/03", "71 F.R. 2")


def _write(lists_path: Path, folder: Path, old: str, new: str) -> Path:
    text = (lists_path / "us_csl" / "consolidated_2022-04.csv").read_text(encoding="utf-8")
    assert old in text
    path = folder / "consolidated.csv"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return path


def test_quarantine(lists_path: Path, tmp_path: Path, read_list: Read) -> None:
    """A row without a name is a problem; the others are read."""
    reading = read_list(_write(lists_path, tmp_path, "EXAMPLE STAR", ""), reader=UsCslCsv())
    reading.check()
    assert reading.messages("record") == ["the record has no name"]
    assert reading.tallies[0].parties == 11


def test_unknown_column(lists_path: Path, tmp_path: Path, read_list: Read) -> None:
    """A column that the list did not have is said once, and its values are notes."""
    text = (lists_path / "us_csl" / "consolidated_2022-04.csv").read_text(encoding="utf-8").splitlines()
    path = tmp_path / "consolidated.csv"
    path.write_text("\n".join([text[0] + ",risk", *(line + ",high" for line in text[1:])]) + "\n", encoding="utf-8")
    reading = read_list(path, reader=UsCslCsv())
    assert "the field is not known; kept as notes" in reading.messages("value")
    assert "risk: high" in reading.values("ofac-90003", "notes")


def test_another_header_is_another_format(lists_path: Path, tmp_path: Path, read_list: Read) -> None:
    """A file that lacks a column of every vintage is not recognised, and refused when case.toml insists."""
    path = _write(lists_path, tmp_path, ",alt_names,", ",other_names,")
    assert not UsCslCsv().recognise(read_head(path))
    with pytest.raises(InputError, match="the header lacks alt_names"):
        read_list(path, reader=UsCslCsv())


def test_broken_quotes(lists_path: Path, tmp_path: Path, read_list: Read) -> None:
    """A quotation mark that is not closed costs its row; one that would swallow the rest refuses the file."""
    reading = read_list(_write(lists_path, tmp_path, '"EXAMPLE, Kim"', '"EXAMPLE, Kim'), reader=UsCslCsv())
    reading.check()
    (problem,) = [row for row in reading.problems if row.severity == "record"]
    assert (problem.record, problem.message.partition(":")[0]) == ("line 2", "the row is no CSV")
    with pytest.raises(InputError, match="is never closed"):
        read_list(_write(lists_path, tmp_path, 'Listing Date (CMIC)"', "Listing Date (CMIC)"), reader=UsCslCsv())


def test_truncated(lists_path: Path, tmp_path: Path, read_list: Read) -> None:
    """A file that is cut off inside a row is refused; one whose last line has no end is read, and says so."""
    data = (lists_path / "us_csl" / "consolidated_2022-04.csv").read_bytes()
    path = tmp_path / "consolidated.csv"
    path.write_bytes(data[: data.rindex(b"Non-SDN") + 30])
    with pytest.raises(InputError, match="ends inside a row"):
        read_list(path, reader=UsCslCsv())
    path.write_bytes(data.rstrip(b"\n"))
    assert "the file has no line end" in read_list(path, reader=UsCslCsv()).messages("value")[-1]


@pytest.fixture(scope="module")
def real(shared_data: Path, read_list: Read) -> Any:
    """The real list of April 2022."""
    return read_list(shared_data / "lists" / "us_csl" / "consolidated_2022-04.csv.gz", reader=UsCslCsv())


@pytest.mark.slow
@pytest.mark.shared_data
def test_real_list(real: Any) -> None:
    """Thirteen lists, 14,160 rows; the one that comes twice is in quarantine."""
    real.check()
    assert (real.tallies[0].records, real.tallies[0].parties) == (14_160, 14_159)
    assert real.messages("record") == ["CAP 15268 was used before, in line 1979"]
    assert len({row.record for row in real.evidence}) >= 13_000
    topics = Counter(row.value for row in real.statements if row.prop == "topics" and row.schema != "CryptoWallet")
    assert topics["debarment"] == 727
    assert topics["export.risk"] == 201
    check_counts(find_dataset("us_trade_csl"), real.tallies[0].parties, "consolidated_2022-04.csv.gz")


@pytest.mark.shared_data
def test_every_column_is_known(shared_data: Path) -> None:
    """Every column of the real file is mapped, or dropped with a reason."""
    with gzip.open(
        shared_data / "lists" / "us_csl" / "consolidated_2022-04.csv.gz", "rt", encoding="utf-8-sig"
    ) as file:
        assert set(next(csv.reader(file))) == set(FIELDS)


@pytest.mark.slow
@pytest.mark.shared_data
def test_parties_are_ofacs(shared_data: Path, read_list: Read, real: Any) -> None:
    """Under one number this list and OFAC's own file of January 2022 hold one party, of one schema, with its papers."""
    own = read_list(shared_data / "lists" / "ofac_sdn" / "2022-01" / "sdn.csv", reader=OfacSdnCsv())
    ours, theirs = ({row.entity_id: row for row in one.statements if row.prop == "name"} for one in (real, own))
    both = {one for one in ours.keys() & theirs.keys() if one.startswith("ofac-")}
    assert len(both) == 9_012
    assert sum(ours[one].value == theirs[one].value for one in both) > 8_980
    assert sum(ours[one].schema == theirs[one].schema for one in both) > 9_000
    papers, own_papers = (one.entities("Passport") | one.entities("Identification") for one in (real, own))
    assert len(papers & own_papers) / len(own_papers) > 0.98


@pytest.mark.shared_data
def test_no_other_list_is_taken(shared_data: Path) -> None:
    """Of all real files this one alone is recognised."""
    files = [path for path in sorted((shared_data / "lists").rglob("*")) if path.is_file()]
    assert [path.name for path in files if UsCslCsv().recognise(read_head(path))] == ["consolidated_2022-04.csv.gz"]


def test_first_days_may_be_months(lists_path: Path, tmp_path: Path, read_list: Read) -> None:
    """The list writes the first of the month for a month alone: the month is certain, the day possible."""
    text = (lists_path / "us_csl" / "consolidated_2022-04.csv").read_text(encoding="utf-8")
    path = tmp_path / "consolidated.csv"
    path.write_text(text.replace("1961-03-04", "1961-03-01; 1960-01-01"), encoding="utf-8")
    reading = read_list(path, reader=UsCslCsv())
    support = {(row.text, row.hedge) for row in reading.support("ofac-90001", "birthDate") if row.text.endswith("-01")}
    assert support == {(day, hedge) for day in ("1961-03-01", "1960-01-01") for hedge in ("fact", "possible")}
    assert {"1961-03", "1961-03-01", "1960", "1960-01-01"} <= set(reading.values("ofac-90001", "birthDate"))
