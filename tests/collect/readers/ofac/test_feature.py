"""The types of OFAC's database, read as the items of its legacy formats."""

from __future__ import annotations

import pytest

from counterflow.collect.readers.ofac.feature import FEATURE_KINDS, PAPER_KINDS, read_feature, read_paper
from counterflow.model.schema import load_model


@pytest.mark.parametrize(
    ("feature_type", "value", "action", "prop"),
    [
        ("Birthdate", "1957", "date", "birthDate"),
        ("Nationality Country", "Iran", "country", "nationality"),
        ("Secondary sanctions risk:", "section 1(b) of Executive Order 13224", "provision", "provisions"),
        ("Executive Order 13662 Directive Determination -", "Subject to Directive 1", "provision", "provisions"),
        ("Listing Date (EO 14024 Directive 1a):", "24 Feb 2022", "listing_date", "listingDate"),
        ("Purchase/Sales For Divestment Date (CMIC)", "03 Jun 2022", "provision", "provisions"),
        ("Digital Currency Address - XBT", "1BoatSLRHtKNngkdXEeobR76b53LETtpyT", "wallet", "notes"),
        ("Aircraft Manufacturer\u2019s Serial Number (MSN)", "33448393", "number", "serialNumber"),
        ("VESSEL TYPE", "Crude Oil Tanker", "text", "type"),
        ("Vessel Owner", "Example Orchard Trading Co", "operator", "owner"),
        ("Location", "Tehran", "note", "notes"),
    ],
)
def test_features(feature_type: str, value: str, action: str, prop: str) -> None:
    """A feature has the kind of its type; its words are those of the list."""
    remark = read_feature(feature_type, value)
    assert remark.kind is not None
    assert (remark.kind.action, remark.kind.prop) == (action, prop)
    assert remark.text == f"{feature_type} {value}"


def test_an_unknown_type_is_no_kind() -> None:
    """What nobody knows yet keeps its words, for a note."""
    remark = read_feature("Favourite Harbour", "Bandar Abbas")
    assert (remark.kind, remark.text) == (None, "Favourite Harbour Bandar Abbas")


@pytest.mark.parametrize(
    ("paper_type", "number", "prop", "found"),
    [
        ("Passport", "G9342868", "passportNumber", "G9342868"),
        ("Tax ID No.", "7750004150", "taxNumber", "7750004150"),
        ("Vessel Registration Identification", "IMO 9187629", "imoNumber", "9187629"),
        ("Global Intermediary Identification Number", "98Q96B.00000.LE.250", "giiNumber", "98Q96B.00000.LE.250"),
        ("Membership of the Guild", "12-3", "idNumber", "12-3"),
    ],
)
def test_papers(paper_type: str, number: str, prop: str, found: str) -> None:
    """A document's number has the property of its type, a type that nobody knows numbers its holder."""
    remark = read_paper(paper_type, number, "Iran", "2016-03-16", None)
    assert remark.kind is not None
    assert remark.given is not None
    assert (remark.kind.prop, remark.given.number) == (prop, found)
    assert remark.given[1:] == ("Iran", "2016-03-16", None)


def test_properties_exist() -> None:
    """Every property is one of FtM's or ours."""
    known = {name for schema in load_model().schemata.values() for name in schema.properties}
    assert {kind.prop for kind in (*FEATURE_KINDS.values(), *PAPER_KINDS.values())} <= known
