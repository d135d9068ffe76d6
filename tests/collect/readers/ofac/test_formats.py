"""One party in OFAC's four formats has one id, one set of papers and wallets, and the same core values."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from counterflow.collect.readers.ofac.advanced_xml import OfacAdvancedXml
from counterflow.collect.readers.ofac.enhanced_xml import OfacEnhancedXml
from counterflow.collect.readers.ofac.legacy_xml import OfacLegacyXml
from counterflow.collect.readers.ofac.sdn_csv import OfacSdnCsv
from counterflow.collect.readers.ofac.wallet import wallet_id
from counterflow.model.identity import make_id

Read = Callable[..., Any]
WALLET = "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa"
PASSPORT = make_id("ofac-90501", "Passport", "passport", "K000000")

SDN_CSV = (
    '90501,"EXAMPLE, Kim Il",individual,DPRK3] [CYBER2,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,'
    '"DOB 05 Mar 1971; POB Sinuiju; nationality Korea, North; Gender Male; Passport K000000 (Korea, North) '
    f"issued 01 Jan 2015 expires 01 Jan 2020; Digital Currency Address - XBT {WALLET}; a.k.a. 'THE EXAMPLE'.\"\n"
)
LEGACY = f"""<sdnList xmlns="http://tempuri.org/sdnList.xsd"><publshInformation><Publish_Date>03/05/2024</Publish_Date>
<Record_Count>1</Record_Count></publshInformation><sdnEntry><uid>90501</uid><firstName>Kim Il</firstName>
<lastName>EXAMPLE</lastName><sdnType>Individual</sdnType><programList><program>DPRK3</program><program>CYBER2</program>
</programList><idList><id><uid>1</uid><idType>Passport</idType><idNumber>K000000</idNumber>
<idCountry>Korea, North</idCountry><issueDate>01 Jan 2015</issueDate><expirationDate>01 Jan 2020</expirationDate></id>
<id><uid>2</uid><idType>Digital Currency Address - XBT</idType><idNumber>{WALLET}</idNumber></id>
<id><uid>3</uid><idType>Gender</idType><idNumber>Male</idNumber></id></idList><akaList><aka><uid>4</uid>
<type>a.k.a.</type><category>weak</category><lastName>THE EXAMPLE</lastName></aka></akaList><addressList><address>
<uid>5</uid><city>Dandong</city><country>China</country></address></addressList><nationalityList><nationality><uid>6</uid>
<country>Korea, North</country><mainEntry>true</mainEntry></nationality></nationalityList><dateOfBirthList>
<dateOfBirthItem><uid>7</uid><dateOfBirth>05 Mar 1971</dateOfBirth><mainEntry>true</mainEntry></dateOfBirthItem>
</dateOfBirthList><placeOfBirthList><placeOfBirthItem><uid>8</uid><placeOfBirth>Sinuiju</placeOfBirth>
<mainEntry>true</mainEntry></placeOfBirthItem></placeOfBirthList></sdnEntry></sdnList>"""


def _days(tag: str, day: str) -> str:
    bounds = "".join(f"<{name}>{day}</{name}>" for name in ("fromDateBegin", "fromDateEnd", "toDateBegin", "toDateEnd"))
    return f"<{tag}>{bounds}<isApproximate>false</isApproximate></{tag}>"


def _name(primary: str, text: str, kind: str, parts: str) -> str:
    return (
        f"<name><isPrimary>{primary}</isPrimary>{kind}<translations><translation><isPrimary>true</isPrimary>"
        f"<script>Latin</script><formattedFullName>{text}</formattedFullName><nameParts>{parts}</nameParts>"
        "</translation></translations></name>"
    )


def _feature(kind: str, value: str, days: str = "") -> str:
    return f"<feature><type>{kind}</type><value>{value}</value>{days}</feature>"


_PART = "<namePart><type>{}</type><value>{}</value></namePart>"
ENHANCED = f"""<sanctionsData><publicationInfo><dataAsOf>2024-03-05T00:00:00</dataAsOf><filters/></publicationInfo>
<entities><entity id="90501"><generalInfo><entityType>Individual</entityType></generalInfo><sanctionsPrograms>
<sanctionsProgram>DPRK3</sanctionsProgram><sanctionsProgram>CYBER2</sanctionsProgram></sanctionsPrograms><names>
{_name("true", "EXAMPLE, Kim Il", "", _PART.format("First Name", "Kim Il") + _PART.format("Last Name", "Example"))}
{_name("false", "THE EXAMPLE", "<aliasType>A.K.A.</aliasType><isLowQuality>true</isLowQuality>", "")}</names>
<addresses><address><country>China</country><translations><translation><addressParts><addressPart><type>CITY</type>
<value>Dandong</value></addressPart></addressParts></translation></translations></address></addresses><features>
{_feature("Birthdate", "05 Mar 1971", _days("valueDate", "1971-03-05"))}{_feature("Place of Birth", "Sinuiju")}
{_feature("Nationality Country", "Korea, North")}{_feature("Gender", "Male")}
{_feature("Digital Currency Address - XBT", WALLET)}</features>
<identityDocuments><identityDocument><type>Passport</type>
<documentNumber>K000000</documentNumber><isValid>true</isValid><issuingCountry>Korea, North</issuingCountry>
{_days("issueDate", "2015-01-01")}{_days("expirationDate", "2020-01-01")}</identityDocument></identityDocuments>
</entity></entities></sanctionsData>"""
CORE = {
    "name": {"Kim Il EXAMPLE"},
    "lastName": {"EXAMPLE"},
    "firstName": {"Kim Il"},
    "weakAlias": {"THE EXAMPLE"},
    "address": {"Dandong, China"},
    "country": {"cn"},
    "birthDate": {"1971-03-05"},
    "birthPlace": {"Sinuiju"},
    "nationality": {"kp"},
    "gender": {"male"},
    "passportNumber": {"K000000"},
    "topics": {"sanction"},
}


@pytest.mark.parametrize("form", ["csv", "legacy", "enhanced"])
def test_one_party(form: str, tmp_path: Path, read_list: Read) -> None:
    """Names, dates, papers, wallets and programmes agree, and so do the ids of all that stands beside the party."""
    (tmp_path / "add.csv").write_text('90501,1,-0- ,"Dandong","China",-0- \n')
    (tmp_path / "alt.csv").write_text('90501,1,aka,"EXAMPLE, Kim",-0- \n')
    text, reader, name = {
        "csv": (SDN_CSV, OfacSdnCsv(), "sdn.csv"),
        "legacy": (LEGACY, OfacLegacyXml(), "sdn.xml"),
        "enhanced": (ENHANCED, OfacEnhancedXml(), "sdn_enhanced.xml"),
    }[form]
    (tmp_path / name).write_text(text, encoding="utf-8")
    reading = read_list(tmp_path / name, reader=reader)
    reading.check()
    assert reading.problems == []
    assert {prop: set(reading.values("ofac-90501", prop)) for prop in CORE} == CORE
    assert reading.entities("Passport") == {PASSPORT}
    assert [reading.values(PASSPORT, prop) for prop in ("startDate", "endDate")] == [["2015-01-01"], ["2020-01-01"]]
    assert reading.entities("CryptoWallet") == {wallet_id(WALLET)}
    assert reading.values(wallet_id(WALLET), "currencySymbol") == ["XBT"]
    assert set(reading.values("ofac-90501-sanction", "programId")) == {"DPRK3", "CYBER2"}


def test_advanced_and_enhanced_agree(lists_path: Path, read_list: Read) -> None:
    """The fixtures of both hold the same parties, named alike, with the same birth dates and papers."""
    enhanced = read_list(lists_path / "ofac_enhanced" / "sdn_enhanced.xml", reader=OfacEnhancedXml())
    advanced = read_list(lists_path / "ofac_advanced" / "sdn_advanced.xml", reader=OfacAdvancedXml())
    for party in ("ofac-90101", "ofac-90102", "ofac-90104"):
        for prop in ("name", "birthDate", "passportNumber"):
            assert set(enhanced.values(party, prop)) & set(advanced.values(party, prop)) or not (
                enhanced.values(party, prop) and advanced.values(party, prop)
            )


def test_a_town_in_no_country(tmp_path: Path, read_list: Read) -> None:
    """A place whose country is undetermined is an address all the same."""
    (tmp_path / "sdn.csv").write_text(SDN_CSV)
    (tmp_path / "add.csv").write_text('90501,1,-0- ,"Gaza Strip","undetermined",-0- \n')
    reading = read_list(tmp_path / "sdn.csv", reader=OfacSdnCsv())
    assert reading.values("ofac-90501", "address") == ["Gaza Strip"]
    assert reading.values("ofac-90501", "country") == []


@pytest.mark.parametrize(
    ("item", "prop", "values"),
    [
        ("a.k.a. ''ABDUL-EXAMPLE'", "weakAlias", ["'ABDUL-EXAMPLE"]),
        ("Passport Booklet: A0000000", "passportNumber", ["A0000000"]),
        ("Passport No.: 0000001", "passportNumber", ["0000001"]),
        ("Passport place of issue: Al-Anbar, Iraq", "passportNumber", []),
        ("Tax ID No. Provisional", "taxNumber", []),
    ],
)
def test_items(item: str, prop: str, values: list[str], tmp_path: Path, read_list: Read) -> None:
    """An ayn is no quotation mark, a sign before a number is not part of it, and words alone number nothing."""
    line = f'1,"EXAMPLE, Kim",individual,SDGT,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,"{item}."\n'
    (tmp_path / "sdn.csv").write_text(line)
    reading = read_list(tmp_path / "sdn.csv", reader=OfacSdnCsv())
    assert reading.values("ofac-1", prop) == values
    assert reading.values("ofac-1", "notes") == ([] if len(values) > 0 else [item])


def test_alternative_provisions(tmp_path: Path, read_list: Read) -> None:
    """What the remarks put before a second item is no part of what it says; the passage keeps it."""
    item = "alt. Executive Order 13846 information: FOREIGN EXCHANGE.  Sec. 5(a)(ii)"
    line = f'1,EXAMPLE,-0- ,IRAN,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,"{item}."\n'
    (tmp_path / "sdn.csv").write_text(line)
    reading = read_list(tmp_path / "sdn.csv", reader=OfacSdnCsv())
    sanction = "ofac-1-sanction"
    expected = ["Executive Order 13846 information: FOREIGN EXCHANGE. Sec. 5(a)(ii)"]
    assert reading.values(sanction, "provisions") == expected
    assert [row.text for row in reading.support(sanction, "provisions")] == [item]


def test_what_stands_twice_is_told(tmp_path: Path, read_list: Read) -> None:
    """A second value where the format has one is a problem of its party, not silence."""
    text = ENHANCED.replace("<documentNumber>", "<documentNumber>K111111</documentNumber><documentNumber>", 1)
    (tmp_path / "sdn.xml").write_text(text, encoding="utf-8")
    reading = read_list(tmp_path / "sdn.xml", reader=OfacEnhancedXml())
    assert [(row.field, row.value) for row in reading.problems] == [
        ("identityDocuments/identityDocument/documentNumber", "K000000")
    ]


def test_the_primary_name_is_a_name(tmp_path: Path, read_list: Read) -> None:
    """A primary name is the party's name though it be of low quality or in another script alone."""
    text = ENHANCED.replace(
        "<isPrimary>true</isPrimary><translations>",
        "<isPrimary>true</isPrimary><isLowQuality>true</isLowQuality><translations>",
        1,
    ).replace("Latin", "Cyrillic")
    (tmp_path / "sdn.xml").write_text(text, encoding="utf-8")
    reading = read_list(tmp_path / "sdn.xml", reader=OfacEnhancedXml())
    assert reading.values("ofac-90501", "name") == ["Kim Il EXAMPLE"]
