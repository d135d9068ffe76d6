"""The cells of the UK lists: day before month, numbered values and labelled numbers."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterflow.collect.readers.uk.other_information import is_birth_approximate, is_vessel
from counterflow.collect.readers.uk.text import (
    Number,
    hedge_of,
    read_places,
    read_registration,
    read_uk_date,
    split_numbered,
)


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("13/04/2018", "2018-04-13"),
        ("08/10/2026", "2026-10-08"),
        ("00/00/1980", "1980"),
        ("'00/00/1975", "1975"),
        ("00/09/1977", "1977-09"),
        ("dd/mm/1965", "1965"),
        ("dd/07/1965", "1965-07"),
        ("--/--/1970", "1970"),
        ("27.5.2002", "2002-05-27"),
        ("12-Sep-2023", "2023-09-12"),
        ("3 May 2007", "2007-05-03"),
        ("2026-10-08T12:00:00", "2026-10-08"),
        ("08/24/1941", None),
        ("13/13/2018", None),
        ("15/08/19yy", None),
        ("12/00/1980", None),
        ("1/2-2018", None),
    ],
)
def test_dates(text: str, edtf: str | None) -> None:
    """The day comes first, zeros and letters are unknown, and a date that breaks the order is not turned around."""
    assert read_uk_date(text) == edtf


@given(st.dates(date(1700, 1, 1), date(2199, 12, 31)))
def test_every_day(day: date) -> None:
    """Every day written dd/mm/yyyy is that day."""
    assert read_uk_date(f"{day:%d/%m/%Y}") == f"{day:%Y-%m-%d}"


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("1) Saudi Arabia 2) Qatar", ("Saudi Arabia", "Qatar")),
        ("(1) (2) Iraq", ("", "Iraq")),
        ("a) General b)Major General", ("General", "Major General")),
        ("(a) 9003213 issued in Iran/unknown(b) 6620505", ("9003213 issued in Iran/unknown", "6620505")),
        ("Jordanian nos (1) K048787 (2) 486298", ("Jordanian nos K048787", "Jordanian nos 486298")),
        ("a) French, b) Tunisian", ("French", "Tunisian")),
        ("Ministry (2) of Haj", ("Ministry (2) of Haj",)),
        ("Iran (Islamic Republic of)", ("Iran (Islamic Republic of)",)),
    ],
)  # fmt: skip
def test_numbered(text: str, parts: tuple[str, ...]) -> None:
    """Numbered values are parted where the numbers follow each other; each keeps its place."""
    assert split_numbered(text) == parts


@given(st.lists(st.text("ABC xyz", min_size=1).filter(lambda text: text.strip() != ""), min_size=1, max_size=9))
def test_numbered_round_trip(values: list[str]) -> None:
    """What is numbered 1) to 9) comes apart as it was."""
    text = " ".join(f"{number}) {value.strip()}" for number, value in enumerate(values, 1))
    assert split_numbered(text) == tuple(value.strip() for value in values)


def test_registration() -> None:
    """Labels name the register; a sentence is no number."""
    assert read_registration("INN: 7707083893") == ((Number("innCode", "7707083893"),), True)
    both = (Number("ogrnCode", "1027700132195"), Number("innCode", "7707083893"))
    assert read_registration("OGRN - 1027700132195 INN: 7707083893 (Moscow)") == (both, False)
    assert read_registration("Company number 03503060 ") == ((Number("registrationNumber", "03503060"),), True)
    assert read_registration("Registered in Moscow since the year 1999 or so, they say").numbers == ()


def test_places() -> None:
    """Words about when and how do not hide the country, and words of the past mark it."""
    assert [place.code for place in read_places("In Syria as at June 2013")] == ["sy"]
    assert [place.code for place in read_places("Uganda (reportedly in prison as of September 2016)")] == ["ug"]
    assert [place.code for place in read_places("Isfahan, Iran (Islamic Republic of).")] == ["ir"]
    assert [place.code for place in read_places("Latakia Province, Syria")] == ["sy"]
    assert [place.code for place in read_places("DRC and Belgian nationalities")] == ["cd", "be"]
    assert [place.code for place in read_places("now Republic of Moldova")] == ["md"]
    assert [place.code for place in read_places("Central District, Pyongyang")] == ["kp"]
    assert read_places("Africa") == ()
    assert hedge_of("Afghanistan (previous address)") == "former"
    assert hedge_of("Kabul, Afghanistan") == "fact"


def test_vessels() -> None:
    """A vessel has one IMO number and the words of one; its company does not."""
    assert is_vessel("(IMO number: 8122347). Annex XIV.")
    assert not is_vessel("UN Ref KPe.022. IMO Number: 5342883. The company, through its vessel, shipped arms.")
    assert is_birth_approximate("Believed to be in Pakistan. Date of birth:1957 is approximate.")
    assert not is_birth_approximate("In approximately 2005, ran a camp. DOB 1970.")
