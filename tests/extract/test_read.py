"""Laws of reading: spans are exact, sentences surround them, the same text gives the same rows."""

from __future__ import annotations

import csv
import itertools
import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterflow.extract.read import read, read_text
from counterflow.extract.reading import Reading
from counterflow.stage import Step
from counterflow.tables import FRAME, MENTION, QUANTITY, Mention

PIECES = [
    "Kim Jong-Il’s ", "the U.S. ", "$100 million ", "to ", "between ", "and ", "2,500 ", "tons ", "15 April 2012", ". ",
    "\n", "\n\n", "(KOMID) ", "Bureau 39 ", "M/V Chong Chon Gang ", "é", "𐍈", "\u00a0", "“", "”", "al-", "-", "'s ",
    "%", "about ", "a year ", "two years ago ", "Ministry of Trade ", "in 2003 ", "5", "\r\n", "\u2028",
    "resolution 1718 (2006) ",
]  # fmt: skip


def check_spans(text: str) -> None:
    """Assert the span law for every row of a text."""
    mentions, quantities, frames = read_text(text, published="2015-05-05")
    spans = [(one.start, one.end, one.text) for one in mentions]
    for frame in frames:
        arguments = [*frame.args, *frame.attribution]
        spans += [(one.start, one.end, one.text) for one in arguments if one.start is not None and one.end is not None]
        assert frame.start <= frame.trigger_start < frame.trigger_end <= frame.end <= len(text)
    amounts = [(one.start or 0, one.end, one.text) for one in quantities]
    for start, end, span in (*spans, *amounts):
        assert end is not None
        assert start < end
        assert text[start:end] == span
    for one in mentions:
        assert one.sentence_start <= one.start < one.end <= one.sentence_end <= len(text)
        # A name goes on over a line that wrapping broke, never over a blank line.
        assert re.search(r"\n\s*\n", one.text) is None
    names = [one for one in mentions if one.form in ("name", "demonym")]
    assert all(left.end <= right.start for left, right in itertools.pairwise(names))
    for amount in quantities:
        assert amount.low is None or amount.high is None or amount.low <= amount.high
    assert len({one.id for one in mentions}) == len(mentions)
    assert len({one.id for one in quantities}) == len(quantities)
    assert len({one.id for one in frames}) == len(frames)
    FRAME.from_rows(frames)
    MENTION.from_rows(mentions)
    QUANTITY.from_rows(quantities)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=25).map("".join))
def test_every_span_equals_its_text_in_made_up_text(text: str) -> None:
    """The span law holds whatever stands side by side."""
    check_spans(text)


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=200))
def test_every_span_equals_its_text_in_any_text(text: str) -> None:
    """The span law holds for any code points."""
    check_spans(text)


def test_reading_twice_gives_the_same_rows() -> None:
    """Reading is a pure function of the text."""
    text = "In 2003, the Australian navy seized the vessel Pong Su, which carried 150 kilograms of heroin."
    assert read_text(text) == read_text(text)


def test_a_text_in_another_language_gives_nothing_yet() -> None:
    """Only English is read; a text whose language is not known is taken for English."""
    text = "Kim Jong Un sold arms."
    assert list(read(Reading("d", text, language="kor"))) == []
    mentions = [row.text for row in read(Reading("d", text, language=None)) if isinstance(row, Mention)]
    assert mentions == ["Kim Jong Un", "arms"]


def test_rows_carry_the_marking_and_the_extractor() -> None:
    """Handling comes from the document; each mention names what made it."""
    rows = list(read(Reading("d", "Kim Jong Un paid $5 million in 2003.", handling="TLP:AMBER")))
    assert {row.handling for row in rows if not isinstance(row, Step)} == {"TLP:AMBER"}
    assert [(row.extractor, row.schema) for row in rows if isinstance(row, Mention)] == [
        ("names/2", "Person"),
        ("time/2", None),
    ]


def test_a_rate_is_a_time_without_a_date_and_an_amount_of_time_none() -> None:
    """ "a year" after money is its rate and repeats like "each year"; "six to eight hours" is a quantity alone."""
    text = "It earns $5 million a year. They train six to eight hours. Each year it grows."
    mentions, quantities, _ = read_text(text)
    assert [(one.text, one.edtf) for one in mentions if one.form == "time"] == [("a year", None), ("Each year", None)]
    assert [(one.kind, one.per) for one in quantities] == [("money", "year"), ("duration", None)]


def test_a_resolution_is_a_document_and_its_year_no_date() -> None:
    """The year and number of a resolution belong to its name."""
    mentions, quantities, _ = read_text("It broke UNSCRs 1718 (2006), 1874 (2009) and 2397(2017) in March 2018.")
    types = [one.type for one in mentions if one.form in ("name", "time")]
    assert types == ["document", "document", "document", "date"]
    assert quantities == []


@pytest.mark.slow
@pytest.mark.shared_data
def test_spans_are_exact_in_real_texts(shared_data: Path) -> None:
    """The span law holds for the reports, an advisory and 150 reasons of an EU list."""
    paths = sorted(shared_data.glob("text/reports/*.txt")) + sorted(shared_data.glob("text/us_advisories/*.md"))[:3]
    for path in paths:
        check_spans(path.read_bytes().decode("utf-8"))
    (path,) = shared_data.glob("lists/eu_journal_*/consolidated/32017R1509.csv")
    with path.open(encoding="utf-8-sig", newline="") as file:
        reasons = [row["reason"] for row in csv.DictReader(file) if row["reason"] != ""]
    for reason in reasons[:150]:
        check_spans(reason)


@pytest.mark.shared_data
def test_the_office_of_the_second_report_is_a_mention(shared_data: Path) -> None:
    """The report's "section called Bureau 39" is an organization with its exact span."""
    (path,) = shared_data.glob("text/reports/004_*.txt")
    text = path.read_bytes().decode("utf-8")
    mentions = read_text(text).mentions
    (office,) = [one for one in mentions if one.text == "Bureau 39"]
    assert (office.type, office.schema, office.start) == ("organization", "Organization", text.index("Bureau 39"))


@pytest.mark.shared_data
def test_reading_reaches_its_scores_on_the_annotated_report(shared_data: Path) -> None:
    """Names, dates and quantities of the hand-annotated report; the floors lie a bit under what is reached."""
    (path,) = shared_data.glob("text/gold/000_*.json")
    gold = json.loads(path.read_text(encoding="utf-8"))
    text = (path.parent / gold["doc"]["file"]).read_bytes().decode("utf-8")
    mentions, quantities, _ = read_text(text)
    scored = {(m["start"], m["end"]) for m in gold["mentions"] if m["form"] in ("name", "demonym", "figurative")}
    ignored = {(m["start"], m["end"]) for m in gold["mentions"]} - scored
    names = {(one.start, one.end) for one in mentions if one.form in ("name", "demonym")} - ignored
    assert f1(names, scored) > 0.96
    dates = {one.text: one.edtf for one in mentions if one.edtf is not None}
    assert dates["15 April 2012"] == "2012-04-15"
    assert dates["the 1970s"] == "197X"
    assert dates["May 5"] == "XXXX-05-05"
    amounts = {(one.start, one.end, one.kind) for one in quantities}
    assert f1(amounts, {(q["start"], q["end"], q["kind"]) for q in gold["quantities"]}) > 0.95


def f1(found: set[Any], gold: set[Any]) -> float:
    """F1 of two sets."""
    return 2 * len(found & gold) / (len(found) + len(gold))
