"""Names, addresses and dates of OFAC's database, written as its legacy formats write them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterflow.clean.date import edtf_bounds, read_date
from counterflow.collect.readers.ofac.profile import (
    Link,
    Name,
    Part,
    Place,
    Profile,
    ProfileIndex,
    compose_name,
    read_formatted,
    write_period,
)

DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))


@pytest.mark.parametrize(
    ("bounds", "edtf"),
    [
        (("1957-10-10", "1957-10-10", "1957-10-10", "1957-10-10"), "1957-10-10"),
        (("1972-01-01", "1972-01-01", "1972-12-31", "1972-12-31"), "1972"),
        (("1955-03-01", "1955-03-01", "1955-03-31", "1955-03-31"), "1955-03"),
        (("1951-01-01", "1951-12-31", "1953-01-01", "1953-12-31"), "1951/1953"),
        (("1955-03-01", "1955-03-31", "1956-03-01", "1956-03-31"), "1955-03/1956-03"),
        (("1965-03-21", "1965-03-21", "1966-03-20", "1966-03-20"), "1965-03-21/1966-03-20"),
    ],
)
def test_periods(bounds: tuple[str, str, str, str], edtf: str) -> None:
    """Four days are the day, month, year or interval that they bound."""
    first, second, third, fourth = map(date.fromisoformat, bounds)
    assert write_period((first, second, third, fourth), is_approximate=False) == edtf


def test_approximate_periods() -> None:
    """What the remarks call circa is marked, at both ends of an interval."""
    year = (date(1957, 1, 1), date(1957, 1, 1), date(1957, 12, 31), date(1957, 12, 31))
    assert write_period(year, is_approximate=True) == "1957~"
    years = (date(1951, 1, 1), date(1951, 12, 31), date(1953, 1, 1), date(1953, 12, 31))
    assert write_period(years, is_approximate=True) == "1951~/1953~"


@given(st.lists(DAYS, min_size=4, max_size=4).map(sorted))
def test_any_period_is_edtf(days: list[date]) -> None:
    """Whatever the bounds, the result is EDTF that covers the first and the last of them."""
    edtf = write_period((days[0], days[1], days[2], days[3]), is_approximate=False)
    assert read_date(edtf) == edtf
    assert edtf_bounds(edtf) == (days[0], days[3])


def test_names() -> None:
    """Parts stand in natural order, family names and entities in capitals, other scripts as they are."""
    parts = (
        Part("Last Name", "Garza"),
        Part("Matronymic", "Ruiz"),
        Part("First Name", "Ana"),
        Part("Middle Name", "M"),
    )
    assert compose_name(parts, script="Latin") == "Ana M GARZA RUIZ"
    assert compose_name((Part("Entity Name", "Aero Example"),), script="Latin") == "AERO EXAMPLE"
    assert compose_name((Part("", "as written"),), script="Latin") == "as written"
    assert compose_name((Part("Entity Name", "\u202bنمونه\u202c"),), script="Arabic") == "نمونه"
    assert read_formatted("GARZA RUIZ, Ana M", is_person=True) == "Ana M GARZA RUIZ"
    assert read_formatted("EXAMPLE CO., LTD.", is_person=False) == "EXAMPLE CO., LTD."


def test_places() -> None:
    """An address has its street, its town and its country as the legacy list parts them."""
    parts = (
        Part("CITY", "Moscow"),
        Part("POSTAL CODE", "119049"),
        Part("ADDRESS2", "Office 4"),
        Part("ADDRESS1", "1 Mira"),
    )
    place = Place(parts, "Russia")
    assert (place.street, place.town, place.area) == ("1 Mira, Office 4", "Moscow 119049", "Russia")
    assert place.line == "1 Mira, Office 4, Moscow 119049, Russia"
    region = Place((Part("REGION", "Gaza"),), None)
    assert (region.street, region.town, region.area) == (None, None, "Region: Gaza")
    assert Place((Part("STATE/PROVINCE", "Jalisco"), Part("REGION", "North")), "Mexico").town == "Jalisco, North"


def _profile(number: str, *names: str, links: tuple[Link, ...] = ()) -> Profile:
    found = tuple(Name(name, name, "", is_weak=False, script="Latin", parts=()) for name in names)
    return Profile(number, "Entity", found, links=links)


def test_content_follows_from_other_parties_too() -> None:
    """What a relation is depends on its other party: when that one enters the file, the record is another."""
    profile = _profile("1", "EXAMPLE LTD", links=(Link("Owned or Controlled By", "2"),))
    index = ProfileIndex()
    index.add(profile)
    alone = index.resolve(profile)
    index.add(_profile("2", "EXAMPLE HOLDING LTD"))
    together = index.resolve(profile)
    assert (alone.links[0].schema, together.links[0].schema) == (None, "Company")
    assert alone.content() != together.content()
