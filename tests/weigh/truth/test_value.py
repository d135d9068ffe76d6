"""Values: which texts are one value, and what kind an attribute is of."""

from __future__ import annotations

import pytest

from counterflow.weigh.truth.claims import guess_attributes, make_claims
from counterflow.weigh.truth.hierarchy import Hierarchy
from counterflow.weigh.truth.moment import is_day_first, read_moment
from counterflow.weigh.truth.number import read_number
from counterflow.weigh.truth.person import surnames_of
from counterflow.weigh.truth.value import Kind, find_kinds, read_values, split_by_kind


@pytest.mark.parametrize(
    "text",
    [
        "2:07 PMDec 01",
        "12/1/2011 2:07PM EST",
        "12/1/11 2:07 PM (-05:00)",
        "2011-12-01 02:07 PM",
        "02:07 PM  Thu 01-Dec-2011",
        "Dec 01 - 2:07pm",
        "2:07pDec 1",
        "Thu., Dec.01, 2011 2:07 p.m.",
        "December 1, 2011               02:07 PM",
        "2011-12-01 Thu  14:07",
        "2:07P 12-01-11",
        "2:07 PM, Dec 01&nbsp(Estimated)",
    ],
)
def test_one_time_in_many_forms(text: str) -> None:
    """Every form that the sources of Flight use is the same minute of the same day."""
    moment = read_moment(text)
    assert moment is not None
    assert (moment.month, moment.day, moment.minute) == (12, 1, 14 * 60 + 7)
    assert moment.year in {None, 2011}


@pytest.mark.parametrize("text", ["Not available", "A 12", "25:99", "13:07 pm", "", "2011-02-30"])
def test_what_is_no_time(text: str) -> None:
    """A time that no clock or calendar has is none."""
    assert read_moment(text) is None


def test_midnight_and_noon() -> None:
    """12 am is the day's first hour."""
    assert [read_moment(text).minute for text in ("12:00 AM", "12:00 pm", "00:00")] == [0, 720, 0]  # type: ignore[union-attr]


def test_the_order_of_day_and_month_is_read_from_the_source() -> None:
    """A first number above 12 shows a source that puts the day first."""
    assert is_day_first(["13/1/2011", "1/2/2011"])
    assert not is_day_first(["1/13/2011", "1/2/2011"])
    assert read_moment("1/2/2011", day_first=True) == (2011, 2, 1, None)


@pytest.mark.parametrize(
    "text",
    [
        "Puder, Arno; Romer, Kay; Pilhofer, Frank",
        "Puder, Arno/ Romer, Kay/ Pilhofer, Frank",
        "Arno Puder, Kay R&ouml;mer, Frank Pilhofer",
        "Arno Puder; Kay Römer; Frank Pilhofer",
        "Puder, Arno, and Pilhofer, Frank, and Romer, Kay",
        "Puder, Arno Romer, Kay Pilhofer, Frank",
        "By (author) Puder, Arno By (author) Romer, Kay By (author) Pilhofer, Frank",
        "Puder, Arno (Author) Romer, Kay (Author) Pilhofer, Frank (Joint Author)",
        "PUDER, ARNO ROMER, KAY PILHOFER, FRANK",
        "Arno Puder and K. Romer & Frank J. Pilhofer",
        "Puder, Arno, Romer, Kay, Pilhofer, Frank",
    ],
)
def test_one_list_of_authors_in_many_forms(text: str) -> None:
    """Order, separators, roles, accents and initials do not make another list."""
    assert surnames_of(text) == {"puder", "romer", "pilhofer"}


def test_numbers_with_their_units() -> None:
    """Magnitudes are multiplied out; a unit stays beside the number."""
    assert read_number("USD 2.5 million") == (2_500_000.0, "usd")
    assert read_number("1,234") == (1234.0, "")
    assert read_number("-3.5 %") == (-3.5, "%")
    assert read_number("12A") == (12.0, "a")
    assert read_number("12 and 13") is None


def kinds_of(values: list[str], hierarchy: Hierarchy | None = None) -> tuple[Kind, ...]:
    claims = make_claims([f"i{n // 2}" for n in range(len(values))], [str(n) for n in range(len(values))], values, None)
    return find_kinds(claims, hierarchy or Hierarchy())


def test_kinds_are_found_in_the_texts() -> None:
    """What most texts of an attribute can be read as, it is."""
    assert kinds_of(["12:05", "12:06 pm", "n/a", "Dec 1 3:00p"]) == (Kind.TIME,)
    assert kinds_of(["5", "5.5", "7 kg", "12"]) == (Kind.NUMBER,)
    assert kinds_of(["A5", "A 5", "B12", "C3"]) == (Kind.TEXT,)
    assert kinds_of(["Knuth, Donald", "Donald Knuth", "Aho, Al", "Al Aho"]) == (Kind.PERSONS,)
    assert kinds_of(["Sydney, Australia", "Australia", "Perth, Scotland", "Perth"]) == (Kind.TEXT,)
    assert kinds_of(["Sydney", "Australia"], Hierarchy([("Sydney", "Australia")])) == (Kind.PLACE,)


def test_a_missing_year_is_that_of_the_others() -> None:
    """A text without a year, or without a day, means what the others of its item say."""
    texts = ["2011-12-01 02:07 PM", "2:07 PMDec 01", "14:07"]
    claims = make_claims(["i"] * 3, ["a", "b", "c"], texts, [""] * 3)
    read = read_values(claims, (Kind.TIME,), Hierarchy())
    assert len(set(read.claim.tolist())) == 1


def test_a_day_whose_time_is_not_told_is_no_time() -> None:
    """Dec 01 - Not Available tells nothing of a time; Dec 01 alone is that day."""
    texts = ["2011-12-01 02:07 PM", "Dec 01 - Not Available", "Dec 01"]
    claims = make_claims(["i"] * 3, ["a", "b", "c"], texts, [""] * 3)
    read = read_values(claims, (Kind.TIME,), Hierarchy())
    told = {claims.texts[text]: value >= 0 for text, value in zip(claims.text, read.claim, strict=True)}
    assert told == {"2011-12-01 02:07 PM": True, "Dec 01 - Not Available": False, "Dec 01": True}


def test_attributes_are_read_from_item_ids() -> None:
    """The end of an id that repeats over many items is what is told of them."""
    items = [f"flight {number} | {what}" for number in range(30) for what in ("gate", "time")]
    assert set(guess_attributes(items)) == {"gate", "time"}
    assert set(guess_attributes(["a | b", "c | d"])) == {""}


def test_a_circle_in_a_hierarchy_ends() -> None:
    """A lies in B and B in A: neither lies in itself."""
    tree = Hierarchy([("A", "B"), ("B", "A")])
    assert tree.within("a") == {"b"}


def values_of(texts: list[str], items: list[str] | None = None) -> list[int]:
    """Number of the value of each text, as truth discovery reads them without an attribute."""
    names = items or ["i"] * len(texts)
    claims = make_claims(names, [f"s{number:03}" for number in range(len(texts))], texts, [""] * len(texts))
    split, kinds = split_by_kind(claims, Hierarchy())
    read = read_values(split, kinds, Hierarchy())
    found = {claims.sources[source]: int(value) for source, value in zip(split.source, read.claim, strict=True)}
    return [found[source] for source in claims.sources]


DIFFERENT = [
    ("$1.5 million", "$15 million"),
    ("2.5 %", "25 %"),
    ("-3", "3"),
    ("−3", "3"),
    ("1.2 to 2.3 billion", "12 to 23 billion"),
    ("10-12 tons", "1,012 tons"),
    ("1e400", "1e-400"),
    ("€5", "$5"),
    ("12:30", "1230"),
    ("5 %", "5"),
    ("under .5", "under 5"),
    ("minus 3 to 5 (-3)", "minus 3 to 5 (3)"),
]


@pytest.mark.parametrize(("left", "right"), DIFFERENT)
@pytest.mark.parametrize("others", [[], ["Kim", "a ship", "gold", "Pyongyang", "by sea", "unclear how"]])
def test_different_numbers_are_different_values(left: str, right: str, others: list[str]) -> None:
    """Signs, decimal points and dashes of ranges count, whatever kind the other claims are of."""
    values = values_of([left, right, *others], ["i", "i", *others])
    assert values[0] != values[1]


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Gate A5", "gate A 5"),
        ("A-5", "A5"),
        ("10 – 12 tons", "10-12 tons"),
        ("1,012 tons of it", "1012 Tons of it"),
        ("room 5, Oslo", "Room 5 (Oslo)"),
    ],
)
def test_texts_with_digits_that_differ_in_writing_are_one_value(left: str, right: str) -> None:
    """Case, spaces between letters and digits, commas of thousands and the length of a dash tell nothing."""
    values = values_of([left, right])
    assert values[0] == values[1]


def test_without_attributes_each_item_has_its_kind() -> None:
    """One file of claims about prices, dates, names and models: numbers are read as such where they are numbers."""
    texts = ["$5 million", "$5,000,000", "Kim", "Park", "12:05", "12:05 PM", "Boeing 747", "Boeing 737", "red", "blue"]
    items = [f"i{number // 2}" for number in range(len(texts))]
    claims = make_claims(items, [str(number) for number in range(len(texts))], texts, [""] * len(texts))
    split, kinds = split_by_kind(claims, Hierarchy())
    assert [kinds[one] for one in split.attribute.tolist()] == [
        Kind.NUMBER,
        Kind.TEXT,
        Kind.TIME,
        Kind.TEXT,
        Kind.TEXT,
    ]
    assert set(split.attributes) == {""}


def test_a_month_says_less_than_its_days() -> None:
    """2003-04 beside 2003-04-20 and 20 April 2003: the days are one value, and the month is wider, as the year is."""
    texts = ["2003-04-20", "20 April 2003", "2003-04", "April 2003", "2003", "2004-04"]
    values = values_of(texts)
    assert values[0] == values[1] != values[2] == values[3]
    claims = make_claims(["i"] * 6, list("abcdef"), texts, [""] * 6)
    split, kinds = split_by_kind(claims, Hierarchy())
    read = read_values(split, kinds, Hierarchy())
    parts = {claims.texts[text]: read.values[value].parts for text, value in zip(split.text, read.claim, strict=True)}
    assert parts["2003"] < parts["2003-04"] < parts["20 April 2003"]
    assert not parts["2004-04"] < parts["2003-04-20"]


def test_years_alone_are_numbers() -> None:
    """Four digits without any day beside them may be anything."""
    assert kinds_of(["1950", "1951", "1950"]) == (Kind.NUMBER,)
