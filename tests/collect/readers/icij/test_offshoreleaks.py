"""ICIJ's Offshore Leaks database. No file of ICIJ was at hand: the headers are those of its published packages."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterflow.collect.dataset import check_counts, find_dataset
from counterflow.collect.find import read_head
from counterflow.collect.readers.icij.offshoreleaks import FIELDS, IcijOffshoreLeaks
from counterflow.collect.readers.icij.relationship import kind_of_role
from counterflow.exc import CountError, InputError

from ..register_damage import check_register, mutations

Read = Callable[..., Any]

FILES = {
    "nodes-entities": (
        "node_id,name,original_name,former_name,jurisdiction,jurisdiction_description,company_type,address,internal_id,"
        "incorporation_date,inactivation_date,struck_off_date,dorm_date,status,service_provider,ibcRUC,country_codes,"
        "countries,sourceID,valid_until,note\n"
        '10000001,"EXAMPLE TRADING CO., LTD.","EXAMPLE TRADING CO., LTD.",OLD EXAMPLE LTD,SAM,Samoa,Business Company,'
        '"ORION HOUSE; EXAMPLE STREET, APIA",1001256,23-MAR-2006,18-FEB-2013,15-FEB-2013,,Defaulted,Example Provider,'
        "25221,HKG,Hong Kong,Panama Papers,The Panama Papers data is current through 2015,\n"
        '10000002,The Example Trust,EXAMPLE TRUST,,XXX,Recorded in leaked files as "fund",Trust,,,,,,,,,,,,'
        "Paradise Papers - Example,,A note\n"
    ),
    "nodes-officers": (
        "node_id,name,countries,country_codes,sourceID,valid_until,note\n"
        "12000001,EXAMPLE PERSON,South Korea;Isle of Man,KOR;IMN,Panama Papers,The Panama Papers data is current "
        "through 2015,\n"
        "12000002,THE BEARER,,XXX,Panama Papers,,\n"
    ),
    "nodes-intermediaries": (
        "node_id,name,status,internal_id,address,countries,country_codes,sourceID,valid_until,note\n"
        "11000001,EXAMPLE & PARTNERS,ACTIVE,10001,,,PHL,Panama Papers,,\n"
    ),
    "nodes-others": (
        "node_id,name,type,incorporation_date,struck_off_date,closed_date,jurisdiction,jurisdiction_description,countries,"
        "country_codes,sourceID,valid_until,note\n"
        "85004929,EXAMPLE ENTERPRISES N.V.,LIMITED LIABILITY COMPANY,18-MAY-1983,,28-NOV-2012,AW,Aruba,,,"
        "Paradise Papers - Aruba corporate registry,,Closed date stands for Cancelled date.\n"
    ),
    "nodes-addresses": (
        "node_id,address,name,countries,country_codes,sourceID,valid_until,note\n"
        '24000001,"1 EXAMPLE STREET; NASSAU; THE BAHAMAS",1 EXAMPLE,Bahamas,BHS,Bahamas Leaks,,\n'
    ),
    "relationships": (
        "node_id_start,node_id_end,rel_type,link,status,start_date,end_date,sourceID\n"
        "12000001,10000001,officer_of,shareholder of,,04-APR-2006,18-FEB-2013,Panama Papers\n"
        "12000001,10000001,officer_of,director of,,,,Panama Papers\n"
        "12000002,10000001,officer_of,beneficiary of,,,,Panama Papers\n"
        "11000001,10000001,intermediary_of,intermediary of,,,,Panama Papers\n"
        "10000001,24000001,registered_address,registered address,,,,Panama Papers\n"
        "12000001,24000001,registered_address,residential address,,01-JAN-2010,,Panama Papers\n"
        "12000001,12000002,same_name_as,same name as,,,,Panama Papers\n"
        "12000001,12000002,similar,,,,,Panama Papers\n"
    ),
}


@pytest.fixture(scope="module")
def small(read_list: Read, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The six files, each read by itself."""
    folder = tmp_path_factory.mktemp("icij")
    readings = {}
    for name, text in FILES.items():
        path = folder / f"{name}.csv"
        path.write_text(text, encoding="utf-8")
        assert IcijOffshoreLeaks().recognise(read_head(path))
        readings[name] = read_list(path, reader=IcijOffshoreLeaks())
    return readings


@pytest.mark.parametrize(("name", "records"), [(name, text.count("\n") - 1) for name, text in FILES.items()])
def test_each_file_is_a_series(small: dict[str, Any], name: str, records: int) -> None:
    """What a file is follows from its columns; all its rows are read, without a problem and without topics."""
    reading = small[name]
    assert reading.reader.series(reading.source) == name
    assert [(tally.records, tally.parties) for tally in reading.tallies] == [(records, records)]
    assert reading.problems == []
    assert not any(row.prop == "topics" for row in reading.statements)


def test_entity(small: dict[str, Any]) -> None:
    """A company with its dates; what may end again is a note and no dissolution."""
    reading, entity = small["nodes-entities"], "icij-10000001"
    assert reading.entities("Company") == {entity}
    assert reading.values(entity, "name") == ["EXAMPLE TRADING CO., LTD."]
    assert reading.values(entity, "alias") == []
    assert reading.values(entity, "previousName") == ["OLD EXAMPLE LTD"]
    assert reading.values(entity, "icijId") == ["10000001"]
    assert reading.values(entity, "jurisdiction") == ["ws"]
    assert reading.values(entity, "country") == ["hk"]
    assert reading.values(entity, "registrationNumber") == ["25221"]
    assert reading.values(entity, "incorporationDate") == ["2006-03-23"]
    assert reading.values(entity, "dissolutionDate") == ["2013-02-15"]
    assert reading.values(entity, "publisher") == ["Panama Papers"]
    assert reading.values(entity, "notes") == [
        "Inactivated: 18-FEB-2013",
        "Service provider: Example Provider",
        "Number in the provider's books: 1001256",
        "The Panama Papers data is current through 2015",
    ]


def test_trust(small: dict[str, Any]) -> None:
    """A trust is no company; a jurisdiction that is no country is kept word for word."""
    reading, entity = small["nodes-entities"], "icij-10000002"
    assert reading.entities("Organization") == {entity}
    assert reading.values(entity, "alias") == ["EXAMPLE TRUST"]
    assert reading.values(entity, "jurisdiction") == []
    assert reading.values(entity, "notes") == [
        'jurisdiction_description: Recorded in leaked files as "fund"',
        "A note",
    ]


def test_other_nodes(small: dict[str, Any]) -> None:
    """Officers, intermediaries and others may be persons or companies; an address is an address."""
    officers = small["nodes-officers"]
    assert officers.entities("LegalEntity") == {"icij-12000001", "icij-12000002"}
    assert officers.values("icij-12000001", "country") == ["kr", "im"]
    assert small["nodes-intermediaries"].values("icij-11000001", "country") == ["ph"]
    assert small["nodes-others"].values("icij-85004929", "dissolutionDate") == ["2012-11-28"]
    address = small["nodes-addresses"]
    assert address.entities("Address") == {"icij-24000001"}
    assert address.values("icij-24000001", "full") == ["1 EXAMPLE STREET, NASSAU, THE BAHAMAS"]
    assert address.values("icij-24000001", "name") == ["1 EXAMPLE"]


def test_relationships(small: dict[str, Any]) -> None:
    """The words of a row decide what it is; those that look alike are linked and not made one."""
    reading = small["relationships"]
    (stake,) = reading.entities("Ownership")
    assert (reading.values(stake, "owner"), reading.values(stake, "asset")) == (["icij-12000001"], ["icij-10000001"])
    assert (reading.values(stake, "startDate"), reading.values(stake, "endDate")) == (["2006-04-04"], ["2013-02-18"])
    (seat,) = reading.entities("Directorship")
    assert reading.values(seat, "role") == ["director of"]
    (agency,) = reading.entities("Representation")
    assert reading.values(agency, "client") == ["icij-10000001"]
    roles = sorted(tuple(reading.values(one, "role")) for one in reading.entities("UnknownLink"))
    assert roles == [
        ("beneficiary of", "officer of"),
        ("residential address", "registered address"),
        ("same name as",),
        ("similar",),
    ]
    assert reading.values("icij-10000001", "addressEntity") == ["icij-24000001"]


@pytest.mark.parametrize(
    ("link", "schema"),
    [
        ("nominee shareholder of", "Ownership"),
        ("beneficial owner of", "Ownership"),
        ("president / director of", "Directorship"),
        ("secretary of", "Directorship"),
        ("trustee of trust of", "Control"),
        ("protector of", "Control"),
        ("power of attorney of", "Representation"),
        ("authorised person / signatory of", "Representation"),
        ("beneficiary of", "UnknownLink"),
        ("connected to", "UnknownLink"),
        ("", "UnknownLink"),
    ],
)
def test_roles(link: str, schema: str) -> None:
    """An officer is an owner, a director, a trustee or an agent by the words of the link, and else just linked."""
    assert kind_of_role("officer_of", link)[0] == schema


def test_quarantine(tmp_path: Path, read_list: Read) -> None:
    """A number twice, a row without one, a name missing; a relationship that stands there twice."""
    path = tmp_path / "nodes-officers.csv"
    text = FILES["nodes-officers"]
    path.write_text(text + "12000001,OTHER,,,X,,\nabc,OTHER,,,X,,\n12000003,,,,X,,\n", encoding="utf-8")
    with pytest.raises(InputError, match="3 of 5 rows"):
        read_list(path, reader=IcijOffshoreLeaks())
    path.write_text(text + "12000004,A,,,X,,\n12000001,OTHER,,,X,,\n12000003,,,,X,,\n", encoding="utf-8")
    reading = read_list(path, reader=IcijOffshoreLeaks())
    assert reading.messages("record") == ["the number 12000001 was used before", "the node has no name"]
    edges = tmp_path / "relationships.csv"
    edges.write_text(FILES["relationships"] + FILES["relationships"].splitlines()[1] + "\n", encoding="utf-8")
    reading = read_list(edges, reader=IcijOffshoreLeaks())
    assert reading.messages("record") == ["the relationship stands in the file before, word for word"]


def test_unknown_column(tmp_path: Path, read_list: Read) -> None:
    """A column that ICIJ did not have is said once, and its values are kept."""
    path = tmp_path / "nodes-officers.csv"
    lines = FILES["nodes-officers"].splitlines()
    path.write_text("\n".join([lines[0] + ",colour", *(line + ",red" for line in lines[1:])]) + "\n", encoding="utf-8")
    reading = read_list(path, reader=IcijOffshoreLeaks())
    assert reading.messages("value") == ["the field is not known; its values are kept as text"]
    assert "colour: red" in reading.values("icij-12000001", "notes")


def test_not_of_icij(tmp_path: Path, read_list: Read) -> None:
    """A file of other columns is not recognised, and refused where case.toml calls it one."""
    path = tmp_path / "list.csv"
    path.write_text("node_id,name\n1,A\n", encoding="utf-8")
    assert not IcijOffshoreLeaks().recognise(read_head(path))
    with pytest.raises(InputError, match="none of the six"):
        read_list(path, reader=IcijOffshoreLeaks())


def test_fields_and_dataset() -> None:
    """Each column of the six files stands in FIELDS; each file has its own expected count."""
    columns = {column for text in FILES.values() for column in text.partition("\n")[0].split(",")}
    assert columns - FIELDS.keys() == set()
    dataset = find_dataset("icij_offshoreleaks")
    assert dataset is not None
    assert dataset.format == IcijOffshoreLeaks.NAME
    check_counts(dataset, 814_616, "inputs/nodes-entities.csv")
    with pytest.raises(CountError, match="400,000 parties"):
        check_counts(dataset, 400_000, "inputs/nodes-entities.csv")


@given(st.data(), st.sampled_from(sorted(FILES)))
@settings(max_examples=200)
def test_mutated_records(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject, name: str) -> None:
    """Whatever happens to a file, its books balance or it is refused."""
    damaged = data.draw(mutations(FILES[name].encode()))
    check_register(IcijOffshoreLeaks(), f"{name}.csv", damaged, tmp_path_factory.getbasetemp())


@pytest.mark.slow
@given(st.data(), st.sampled_from(sorted(FILES)))
@settings(max_examples=10_000)
def test_many_mutated_records(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject, name: str) -> None:
    """The same at length."""
    damaged = data.draw(mutations(FILES[name].encode()))
    check_register(IcijOffshoreLeaks(), f"{name}.csv", damaged, tmp_path_factory.getbasetemp())
