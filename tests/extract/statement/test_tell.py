"""Statements: what the frames of a document become, each with its passage, its speakers and its doubt."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from counterflow.extract.frame.identity import frame_id
from counterflow.extract.read import read
from counterflow.extract.reading import Reading
from counterflow.extract.statement.row import Source
from counterflow.extract.statement.tell import find_dates, tell
from counterflow.model.told import DATASET, ORIGIN, commodity_id, frame_entity_id
from counterflow.tables import Evidence, Frame, Quantity, Statement


class Told(NamedTuple):
    """What a text tells."""

    statements: list[Statement]
    evidence: dict[str, Evidence]
    frames: list[Frame]
    quantities: list[Quantity]

    def values(self, prop: str) -> list[str]:
        """Give the values of a property, a party by its name."""
        names = {row.entity_id: row.value for row in self.statements if row.prop in ("name", "abbreviation")}
        return sorted(names.get(row.value, row.value) for row in self.statements if row.prop == prop)

    def schemata(self) -> set[str]:
        """Give the schemata of what frames became."""
        return {row.schema for row in self.statements if row.entity_id.startswith("zframe-")}


def told(text: str, subject: str | None = None) -> Told:
    """Read a text and make its statements."""
    reading = Reading("doc", text, subject=subject)
    source = Source("doc", "file", text, "TLP:GREEN", None if subject is None else "ofac-1")
    rows = list(tell(read(reading), source))
    return Told(
        [row for row in rows if isinstance(row, Statement)],
        {row.statement_id: row for row in rows if isinstance(row, Evidence)},
        [row for row in rows if isinstance(row, Frame)],
        [row for row in rows if isinstance(row, Quantity)],
    )


def test_a_tie_has_both_its_ends_and_its_passage() -> None:
    """Who owns what becomes an Ownership whose statements stand in the sentence that tells it."""
    text = "Prosecutors said that Korea Songi Shipping Company owned the ship Wise Honest."
    found = told(text)
    assert (found.values("owner"), found.values("asset")) == (["Korea Songi Shipping Company"], ["Wise Honest"])
    assert found.schemata() == {"Ownership"}
    (owner,) = (row for row in found.statements if row.prop == "owner")
    (frame,) = (one for one in found.frames if one.type == "owns")
    evidence = found.evidence[owner.id]
    assert owner.entity_id == frame_entity_id(frame.id)
    assert (owner.dataset, owner.origin, owner.first_seen) == (DATASET, ORIGIN, None)
    assert (evidence.text, evidence.attribution) == (text, ("Prosecutors",))
    assert (evidence.hedge, evidence.polarity, evidence.frame_id) == ("reported", "affirmed", frame.id)
    assert (evidence.resource_id, evidence.document_id, evidence.handling) == ("file", "doc", "TLP:GREEN")


def test_a_tie_needs_both_its_ends_named() -> None:
    """A tie with what the text does not name is stated by nobody."""
    assert told("A businessman owns the ship Wise Honest.").schemata() == set()


@pytest.mark.parametrize(
    ("text", "polarity", "hedge"),
    [
        ("Hongxiang Trading Limited denied that it owned Korea Songi Shipping Company.", "denied", None),
        ("Hongxiang Trading Limited does not own Korea Songi Shipping Company.", "negated", None),
        ("Hongxiang Trading Limited may own Korea Songi Shipping Company.", "affirmed", "possible"),
    ],
)
def test_doubt_stays_on_the_evidence(text: str, polarity: str, hedge: str | None) -> None:
    """What is denied or thought possible is stated too, and its evidence says so; that the names are used is a fact."""
    found = told(text)
    (owner,) = (row for row in found.statements if row.prop == "owner")
    assert found.evidence[owner.id].polarity == polarity
    assert hedge in (None, found.evidence[owner.id].hedge)
    names = [found.evidence[row.id] for row in found.statements if row.prop == "name"]
    assert {(one.polarity, one.hedge) for one in names} == {("affirmed", "fact")}


def test_a_tie_that_its_schema_cannot_hold_is_a_link_that_keeps_its_role() -> None:
    """FtM's Control is of legal entities: a person's of a ship is an UnknownLink that says what it is."""
    found = told("Son Young Nam controls the ship Wise Honest.")
    assert found.schemata() == {"UnknownLink"}
    assert (found.values("subject"), found.values("object")) == (["Son Young Nam"], ["Wise Honest"])
    assert found.values("role") == ["controls"]


def test_a_body_that_runs_a_ship_is_its_operator() -> None:
    """FtM's Vessel has an operator, so no tie of its own is needed."""
    found = told("Koryo Bank controls the ship Wise Honest.")
    assert (found.values("operator"), found.schemata()) == (["Koryo Bank"], set())


def test_an_event_has_its_parties_goods_and_amounts() -> None:
    """A seizure keeps authority, goods, amount and day; the amount says whose value it is."""
    found = told("On 20 April 2003 the Australian Federal Police seized 150 kilograms of heroin.")
    assert found.schemata() == {"Seizure"}
    assert found.values("authority") == ["Australian Federal Police"]
    assert found.values("commodity") == ["heroin"]
    assert (found.values("quantity"), found.values("date")) == (["150 kilograms"], ["2003-04-20"])
    (quantity,) = (one for one in found.quantities if one.kind == "mass")
    (statement,) = (row for row in found.statements if row.prop == "quantity")
    assert quantity.statement_id == statement.id
    heroin = {row.prop: row.value for row in found.statements if row.entity_id == commodity_id("heroin")}
    assert heroin["type"] == "narcotic"


def test_an_event_of_nobody_and_nothing_is_not_stated() -> None:
    """An event needs a named party, a state, a good or an amount."""
    assert told("The soldiers arrested the crew.").schemata() == set()
    assert told("Australia seized the ship in 2003.").schemata() == {"Seizure"}


@pytest.mark.parametrize(
    ("text", "described"),
    [
        ("In April 2003 Australian troops boarded a North Korean freighter.", ["North Korean freighter"]),
        ("Australian troops boarded a North Korean freighter.", []),
        ("In April 2003 Australian troops boarded North Korean freighters.", []),
        ("In April 2003 Australian troops boarded the North Korean fleet.", []),
        ("In April 2003 Australian troops boarded the Pong Su, a freighter.", []),
    ],
)
def test_a_described_ship_is_a_party_of_its_dated_events(text: str, described: list[str]) -> None:
    """One ship, without a name, and a day on which something is done to it: another report may name it."""
    found = told(text)
    assert found.values("description") == described
    assert (found.schemata() == set()) == (described == [] and "the Pong Su" not in text)


def test_a_ship_is_no_event_of_the_word_that_describes_it() -> None:
    """ "The seized ship" was seized some day; not on the day on which it is sunk."""
    found = told("The Australians blew up the seized ship in 2006.")
    assert found.schemata() == {"Destruction"}
    (ship,) = (row.entity_id for row in found.statements if row.prop == "description")
    assert found.values("asset") == [ship]


@pytest.mark.parametrize(
    ("written", "amount", "usd"),
    [
        ("$5 million", ["$5 million"], ["5000000"]),
        ("about $5 million", ["about $5 million"], []),
        ("$5 million a year", ["$5 million a year"], []),
    ],
)
def test_dollars_are_exact_or_not_stated(written: str, amount: list[str], usd: list[str]) -> None:
    """The amount is as written; FtM's number of dollars only where the text gives one, and not a rate."""
    found = told(f"Chinpo Shipping Company paid {written} to Ocean Maritime Management.")
    assert (found.values("amount"), found.values("amountUsd")) == (amount, usd)
    assert found.values("currency") == ["USD"]


def test_names_are_full_forms() -> None:
    """The fullest form is the name, an acronym an abbreviation, and a surname is no name."""
    found = told(
        "Korea Mining Development Trading Corporation (KOMID) sold missiles to Syria. Son Young Nam works for KOMID. "
        "Son owns the ship Pong Su."
    )
    assert "Korea Mining Development Trading Corporation" in found.values("name")
    assert found.values("abbreviation") == ["KOMID"]
    assert "Son Young Nam" in found.values("name")
    assert "Son" not in [*found.values("name"), *found.values("alias")]


def test_a_bare_surname_is_nobody() -> None:
    """Who is only called by a surname is no party."""
    assert told("Kim owns Hongxiang Trading Limited.").schemata() == set()


def test_an_implied_subject_is_the_listed_party_itself() -> None:
    """A narrative's statements point at the list's own id, and nothing names it anew."""
    found = told("Owns Hongxiang Trading Limited. Located in Dandong, China.", subject="Ma Xiaohong")
    (owner,) = (row for row in found.statements if row.prop == "owner")
    assert owner.value == "ofac-1"
    own = {row.prop for row in found.statements if row.entity_id == "ofac-1"}
    assert "name" not in own


def test_facts_of_a_party_are_its_properties() -> None:
    """A flag is the ship's, a town its holder's address, a country its country; a capital is a town."""
    found = told("The North Korean ship Pong Su sank. Koryo Bank is located in Pyongyang.")
    assert found.values("flag") == ["kp"]
    assert (found.values("address"), found.values("country")) == (["Pyongyang"], [])


@pytest.mark.parametrize(
    ("edtf", "dates"),
    [
        ("2003-04-20", [("date", "2003-04-20")]),
        ("2003~", [("date", "2003")]),
        ("2005-23", [("date", "2005")]),
        ("2015-12/2019-05", [("startDate", "2015-12"), ("endDate", "2019-05")]),
        ("2015/..", [("startDate", "2015")]),
        ("XXXX-05-12", []),
        ("197X", []),
        (None, []),
    ],
)
def test_dates_are_those_that_ftm_can_hold(edtf: str | None, dates: list[tuple[str, str]]) -> None:
    """An interval has two ends, a season its year; a decade and a day without a year are no date of FtM's."""
    assert list(find_dates(edtf)) == dates


def test_an_inexact_date_keeps_what_was_written() -> None:
    """Where FtM's value holds less than the text, the evidence has the EDTF."""
    found = told("In spring 2005 Koryo Bank bought gold.")
    (date,) = (row for row in found.statements if row.prop == "date")
    assert (date.value, found.evidence[date.id].edtf) == ("2005", "2005-21")


def test_every_passage_equals_its_text() -> None:
    """Evidence stands in the document word for word."""
    text = "The Treasury said Koryo Bank paid $5 million.\n\nKoryo Bank denied it. Koryo Bank sold heroin in 2004."
    found = told(text)
    assert len(found.evidence) > 3
    for one in found.evidence.values():
        assert text[one.start : one.end] == one.text


def test_frames_make_the_same_statements_whoever_read_them() -> None:
    """An id of an event is its frame's: a corrected frame is another event."""
    assert frame_entity_id(frame_id("doc", "owns", (0, 4), ())) != frame_entity_id(frame_id("doc", "sale", (0, 4), ()))
