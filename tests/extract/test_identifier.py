"""Numbers that identify a party: found behind their label, checked, and given to who bears them."""

from __future__ import annotations

import pytest

from counterflow.extract.identifier import find_identifiers
from counterflow.extract.read import read, read_text
from counterflow.extract.reading import Reading
from counterflow.extract.statement.row import Source
from counterflow.extract.statement.tell import tell
from counterflow.tables import Evidence, Statement


@pytest.mark.parametrize(
    ("text", "prop", "value"),
    [
        ("the Pong Su (IMO 7909481)", "imoNumber", "7909481"),
        ("IMO number: 8905490", "imoNumber", "8905490"),
        ("MMSI 445114000,", "mmsi", "445114000"),
        ("call sign HMZF.", "callSign", "HMZF"),
        ("SWIFT code KDBKKPPY,", "swiftBic", "KDBKKPPY"),
        ("BIC: KDBKKPPYXXX", "swiftBic", "KDBKKPPYXXX"),
        ("LEI 5493001KJTIIGC8Y1R12", "leiCode", "5493001KJTIIGC8Y1R12"),
        ("company registration number 2011123", "registrationNumber", "2011123"),
        ("registration no. 12-34/A.", "registrationNumber", "12-34/A"),
        ("taxpayer identification number 7701234567", "taxNumber", "7701234567"),
        ("Passport No. 654233445", "passportNumber", "654233445"),
        ("identity card number 110102196508180044", "idNumber", "110102196508180044"),
        # A check digit that is wrong: the number is kept, as one that no register of ships has.
        ("IMO 7909482", "registrationNumber", "7909482"),
    ],
)
def test_a_number_behind_its_label(text: str, prop: str, value: str) -> None:
    """Labels in any case, with or without "number" and a colon."""
    (found,) = find_identifiers(text)
    assert (found.prop, found.value, text[found.value_start : found.end]) == (prop, value, value)


@pytest.mark.parametrize(
    "text",
    [
        "the IMO member states",
        "IMO resolution 1079",
        "SWIFT disconnected four banks",
        "passport in the name of Kim",
        "the registration of companies",
        "7909481",
        "LEI 5493001KJTIIGC8Y1R13",
        "a call sign NORTHERN STAR",
        "two passports 12",
    ],
)
def test_what_is_no_number(text: str) -> None:
    """A label with words behind it, a number without a label, a check that fails."""
    assert find_identifiers(text) == []


TEXT = (
    "Redline Bank, SWIFT code KDBKKPPY, paid the freighter Pong Su (IMO 7909481) on 20 April 2003. "
    "Its agent Omar Haddad holds passport no. A1234567. The tanker Wise Honest, IMO number 8905490, sailed later."
)


def test_each_number_is_of_the_nearest_party_that_can_bear_it() -> None:
    """A ship's number is no bank's; a party that does nothing but bear a number is a party."""
    rows = list(tell(read(Reading("doc", TEXT)), Source("doc", "file", TEXT, "TLP:CLEAR")))
    statements = [row for row in rows if isinstance(row, Statement)]
    names = {row.entity_id: row.value for row in statements if row.prop == "name"}
    props = ("imoNumber", "swiftBic", "passportNumber")
    assert {(names[row.entity_id], row.prop, row.value) for row in statements if row.prop in props} == {
        ("Redline Bank", "swiftBic", "KDBKKPPY"),
        ("Pong Su", "imoNumber", "IMO7909481"),
        ("Omar Haddad", "passportNumber", "A1234567"),
        ("Wise Honest", "imoNumber", "IMO8905490"),
    }
    texts = {row.statement_id: row.text for row in rows if isinstance(row, Evidence)}
    number = next(row for row in statements if row.prop == "passportNumber")
    assert texts[number.id] == "Its agent Omar Haddad holds passport no. A1234567."


def test_a_number_is_no_name_and_no_amount() -> None:
    """Nothing else is read where a number stands."""
    found = read_text(TEXT)
    spans = [(one.value_start, one.end) for one in find_identifiers(TEXT)]
    read_spans = [(one.start, one.end) for one in found.mentions] + [(one.start, one.end) for one in found.quantities]
    for start, end in read_spans:
        assert start is not None
        assert end is not None
        assert not any(start < number_end and number_start < end for number_start, number_end in spans), TEXT[start:end]
