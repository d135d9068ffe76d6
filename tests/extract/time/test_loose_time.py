"""Loose times: those that no calendar gives, found where they tell when and nowhere else."""

from __future__ import annotations

import itertools

import pytest

from counterflow.extract.parse.parsed import parse
from counterflow.extract.parse.passage import fold, split_lines, split_sentences
from counterflow.extract.read import read_text
from counterflow.extract.time.loose_time import add_loose_times, find_loose_times


def times(text: str, published: str | None = None) -> dict[str, str | None]:
    """Give the times of a text with their values."""
    return {one.text: one.edtf for one in read_text(text, published=published).mentions if one.form == "time"}


FOUND = [
    # sequence
    ("Later, methamphetamines were introduced to the country.", ["Later"]),
    ("The company, which was later dissolved, sold coal.", ["later"]),
    ("She subsequently worked for a trading company.", ["subsequently"]),
    ("The account was closed some time later.", ["some time later"]),
    ("Four days later, the goods were found in Syria.", ["Four days later"]),
    ("The forces have now advanced to the dam.", ["now"]),
    ("At the time, workers located in Europe sent money home.", ["At the time"]),
    ("The tugs are for now based in Fujairah.", ["for now"]),
    ("The consignment left for Latakia the same night.", ["the same night"]),
    ("That year, Pyongyang tested a missile.", ["That year"]),
    # events and periods
    ("Output grew following the collapse of the Soviet Union.", ["following the collapse of the Soviet Union"]),
    ("The army distributed it to soldiers during the occupation.", ["during the occupation"]),
    ("He was promoted shortly after the coup.", ["shortly after the coup"]),
    ("Two days after the coup in Mali, the envoy flew home.", ["Two days after the coup in Mali"]),
    ("At the time of the invasion he carried two passports.", ["At the time of the invasion"]),
    ("At the height of the famine, factories turned to drugs.", ["At the height of the famine"]),
    ("By the end of the war, the unit had 300 men.", ["By the end of the war"]),
    ("On his return to Pyongyang he was promoted.", ["On his return to Pyongyang"]),
    ("He visited the plant during World War II.", ["during World War II"]),
    ("Since the conflict began, trade has stopped.", ["Since the conflict began"]),
    ("The country earned little in the wake of recent attacks.", ["in the wake of recent attacks"]),
    # points and limits
    ("The diplomats were to sell the drugs for cash by a certain time.", ["by a certain time"]),
    ("They must form a government within the constitutional time-frame.", ["within the constitutional time-frame"]),
    ("The fee must be paid by the deadline.", ["by the deadline"]),
    # rates
    ("Each embassy is expected to send back $100,000 per year to North Korea.", ["per year"]),
    ("Teams of workers earn more than USD 3 million annually.", ["annually"]),
    ("The fees amount to $2,000 a month.", ["a month"]),
    ("Workers return most of their wages every two weeks.", ["every two weeks"]),
    ("The ship calls at the port twice a month.", ["twice a month"]),
    ("The report is made on a monthly basis.", ["on a monthly basis"]),
    # durations
    ("The firm operated for six years under another name.", ["for six years"]),
    ("For decades, the state has underscored this.", ["For decades"]),
    ("The law has been in place for nearly 90 years.", ["for nearly 90 years"]),
    ("Two couriers were arrested and released within a week.", ["within a week"]),
    ("The group plans to be deployed two months, which is short.", ["two months"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), FOUND)
def test_what_tells_when_is_a_time(text: str, expected: list[str]) -> None:
    """Each kind of loose time is found whole, and nothing gives it a value."""
    assert times(text) == dict.fromkeys(expected)


@pytest.mark.parametrize(
    "text",
    [
        "We return to this later in this report.",
        "The sale is described in later reports.",
        "Subsequent reports confirmed the sale.",
        "The minister arrived before the prime minister.",
        "The proposal lies before the court.",
        "The road was named after the war hero.",
        "The ministry looks after the operation of the ports.",
        "After Ri Su-yong he is the most powerful man.",
        "The following operations are listed.",
        "Since the operation is secret, nothing is known.",
        "He called upon the operation to stop.",
        "The truck was parked behind the operation centre.",
        "They met at the same time.",
        "Passengers board two at a time.",
        "Over 200 containers were seized.",
        "The monthly report lists the ships.",
        "The semi-annual reports are public.",
        "The children are five years old.",
        "Five-year contracts were signed.",
        "It paid for three days' work.",
        "The order is valid so far as the law allows.",
    ],
)
def test_what_tells_which_or_where_is_none(text: str) -> None:
    """Adjectives, places, parties, ages, reasons and amounts are no times."""
    assert times(text) == {}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He was a general during the 1991 Gulf War.", {"during the 1991 Gulf War": "1991"}),
        ("In the wake of the 2017 nuclear test, trade fell.", {"In the wake of the 2017 nuclear test": "2017/.."}),
        ("Prior to the 2014 invasion, the firm traded.", {"Prior to the 2014 invasion": "../2014"}),
        ("Arslan ran the firm from 2010 until its collapse.", {"from 2010 until its collapse": "2010/.."}),
        ("It was cut off since the siege began Oct. 17.", {"since the siege began Oct. 17": "XXXX-10-17/.."}),
        ("He fled after the coup in March 2013.", {"after the coup": None, "March 2013": "2013-03"}),
        ("After the 5 May 2015 attack he fled.", {"5 May 2015": "2015-05-05"}),
    ],
)  # fmt: skip
def test_a_value_is_only_what_stands_in_it(text: str, expected: dict[str, str | None]) -> None:
    """A year that names an event gives the time its value; a full date stays a date."""
    assert times(text) == expected


def test_values_relative_to_publication_need_its_full_date() -> None:
    """A period of the day of telling has a value only when that day is known."""
    text = "Earlier this year, exports stopped; by the end of this year, they will start."
    assert times(text, "2019-06-01") == {"Earlier this year": "2019", "by the end of this year": "2019~"}
    assert times(text, "2019") == dict.fromkeys(["Earlier this year", "by the end of this year"])
    assert times(text) == dict.fromkeys(["Earlier this year", "by the end of this year"])


def test_a_date_that_says_the_same_stays() -> None:
    """A preposition alone makes no second time of a date."""
    assert times("Over the past decade, the network has moved $2 billion.") == {"the past decade": None}


def test_spans_lie_in_their_sentence_without_overlap() -> None:
    """Whatever the words, a time is in one sentence and overlaps no other."""
    pieces = ["after the war", "for two years", "later that year", "per month.", "In the past", "24 hours", "since the"]
    pieces += ["1991 attack", "began Oct. 17,", "by a certain time", "within a", "\n\n", "of the", "every two weeks"]
    for step in (3, 5, 9, 11):
        text = " ".join(pieces[at * step % len(pieces)] for at in range(60))
        folded = fold(text)
        runs = split_lines(folded)
        parses = [run.parsed for run in parse(folded, runs, split_sentences(folded, runs))]
        for parsed in parses:
            for one in find_loose_times(parsed):
                assert one.first <= one.last < len(parsed.text)
                assert parsed.sentence[one.first] == parsed.sentence[one.last]
        found = add_loose_times(parses, [])
        assert len(found) > 0
        assert all(left.end <= right.start for left, right in itertools.pairwise(found))
