"""Dates as lists write them become EDTF, and no date is guessed."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterflow.clean.date import edtf_bounds, ftm_dates, read_date


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("04 Jun 1955", "1955-06-04"),
        ("4 June 1955", "1955-06-04"),
        ("4th of June 1955", "1955-06-04"),
        ("June 4, 1955", "1955-06-04"),
        ("24.8.1941", "1941-08-24"),
        ("29.6. 2015", "2015-06-29"),
        ("8 Oct.1970", "1970-10-08"),
        ("24/08/1941", "1941-08-24"),
        ("08/24/1941", "1941-08-24"),
        ("04/04/1941", "1941-04-04"),
        ("2018-06-21T19:02:22.266-04:00", "2018-06-21"),
        ("Sep 1955", "1955-09"),
        ("Sept. 1955", "1955-09"),
        ("1955-06", "1955-06"),
        ("9.1963", "1963-09"),
        ("00/00/1955", "1955"),
        ("1955-00-00", "1955"),
        ("established 2009", "2009"),
        ("circa 1941", "1941~"),
        ("Approximately 1955", "1955~"),
        ("1955?", "1955?"),
        ("c. 1960s", "196X~"),
        ("1962 to 1964", "1962/1964"),
        ("1962-64", "1962/1964"),
        ("1962-12", "1962-12"),
        ("Between 1960 and 1963", "1960/1963"),
        ("Between Aug. and Sep. 1977", "1977-08/1977-09"),
        ("circa 1960 to 1962", "1960~/1962~"),
        ("1965 or 1966", "[1965,1966]"),
        ("before 1960", "../1960"),
        ("since 2016", "2016/.."),
        ("5 May", "XXXX-05-05"),
    ],
)
def test_notations(text: str, edtf: str) -> None:
    """Each notation of the OFAC, UN and EU lists is read with the precision and the doubt that it states."""
    assert read_date(text) == edtf


@pytest.mark.parametrize(
    "text",
    [
        "",
        "unknown",
        "04/05/1941",  # 4 May or 5 April
        "31 Feb 1955",
        "1955-13-01",
        "24.6.1402",  # a Hijri year
        "11-11-1390",
        "30-35 years old",
        "1964 to 1962",
        "0000-00-00",
        "645120378",
    ],
)
def test_no_guess(text: str) -> None:
    """What is no date, or can be read in two ways, gives none."""
    assert read_date(text) is None


@pytest.mark.parametrize(
    ("edtf", "dates"),
    [
        ("1955-06-04", ("1955-06-04",)),
        ("1941~", ("1941",)),
        ("1962/1964", ("1962", "1964")),
        ("1962-08-25/1963-09-30", ("1962", "1963")),
        ("1977-08/1977-09", ("1977",)),
        ("1977-08-01/1977-08-09", ("1977-08",)),
        ("[1965,1966-02]", ("1965", "1966-02")),
        ("196X", ("1960", "1969")),
        ("../1960", ("1960",)),
        ("XXXX-05-05", ()),
    ],
)
def test_ftm_dates(edtf: str, dates: tuple[str, ...]) -> None:
    """FtM gets prefixes that were stated; a range gives years, never the first day of the range."""
    assert ftm_dates(edtf) == dates


def test_bounds() -> None:
    """Bounds are the first and last day that the text covers."""
    assert edtf_bounds("1955-02") == (date(1955, 2, 1), date(1955, 2, 28))
    assert edtf_bounds("1962~/1964-03") == (date(1962, 1, 1), date(1964, 3, 31))
    assert edtf_bounds("[1965,1972-01-02]") == (date(1965, 1, 1), date(1972, 1, 2))
    assert edtf_bounds("2016/..") == (date(2016, 1, 1), date.max)


@pytest.mark.parametrize("text", ["circa 1941", "", "1964/1962", "../..", "1955-02-30"])
def test_bounds_of_no_edtf(text: str) -> None:
    """Bounds of what is no EDTF date are an error, not a guess."""
    with pytest.raises(ValueError, match="is not an EDTF date"):
        edtf_bounds(text)


_DAYS = st.dates(date(1850, 1, 1), date(2100, 12, 31))
_ONE = st.one_of(
    _DAYS.map(lambda day: day.isoformat()),
    _DAYS.map(lambda day: day.strftime("%Y-%m")),
    _DAYS.map(lambda day: day.strftime("%Y")),
    _DAYS.map(lambda day: day.strftime("%d %b %Y")),
    _DAYS.map(lambda day: f"{day.day}.{day.month}.{day.year}"),
    _DAYS.map(lambda day: f"{day.year // 10}0s"),
    _DAYS.map(lambda day: day.strftime("%d %B")),
)
_MARKED = st.builds(
    lambda mark, one: f"{mark}{one}", st.sampled_from(["", "circa ", "possibly ", "before ", "after "]), _ONE
)
_TEXTS = st.one_of(
    _MARKED,
    st.builds(lambda a, b, sign: f"{a}{sign}{b}", _ONE, _ONE, st.sampled_from([" to ", " or ", "/", " - ", "-"])),
    st.builds(lambda a, b: f"between {a} and {b}", _ONE, _ONE),
    st.text(alphabet="0123456789./-~?X[], JanFebMay", max_size=24),
)


@given(_TEXTS)
def test_laws(text: str) -> None:
    """Reading is idempotent, bounds are ordered, and every FtM date lies within a day's reach of the bounds' years."""
    edtf = read_date(text)
    if edtf is None:
        return
    assert read_date(edtf) == edtf
    low, high = edtf_bounds(edtf)
    assert low <= high
    for one in ftm_dates(edtf):
        assert low.year <= int(one[:4]) <= high.year
        assert read_date(one) == one


@given(_DAYS)
def test_days_round_trip(day: date) -> None:
    """A day in words, in EU or in ISO notation is that day."""
    for text in (
        day.isoformat(),
        day.strftime("%d %b %Y"),
        f"{day.day}.{day.month}.{day.year}",
        day.strftime("%B %d, %Y"),
    ):
        assert read_date(text) == day.isoformat()
        assert edtf_bounds(day.isoformat()) == (day, day)
