"""Accounts of one event are found to be one, with their differences; what only looks alike stays apart."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from counterflow.resolve.event.account import Account, gather_spoken
from counterflow.resolve.event.cluster import JOINED
from counterflow.resolve.event.frequency import Frequencies
from counterflow.resolve.event.likeness import NO_ANCHOR, compare_accounts
from counterflow.resolve.event.resolve import KEPT_APART, LEAST_BITS, SURE, resolve_events

from .telling import tell

NAVY = ("agent", "Norland navy", "public_body")
SHIP = ("patient", "Lome Star", "vessel")
HEROIN = ("commodity", "heroin", "commodity")


def clusters_of(accounts: Sequence[Account]) -> list[set[str]]:
    """Give the events told more than once, as sets of account ids."""
    accounts = sorted(accounts, key=lambda account: account.id)
    return [{accounts[at].id for at in cluster} for cluster in resolve_events(accounts, {}).clusters]


def bar_between(left: Account, right: Account) -> str | None:
    """Give what forbids that two accounts are of one event."""
    return compare_accounts(left, right, Frequencies([left, right])).bar


def features_of(left: Account, right: Account) -> set[str]:
    """Give what was compared."""
    return {reason.feature for reason in compare_accounts(left, right, Frequencies([left, right])).reasons}


def test_one_seizure_of_a_named_and_an_unnamed_ship() -> None:
    """The navy of a state and the state; the ship by name and by description; carried and tried to deliver."""
    seized = tell("seizure", ("agent", "Australian navy", "public_body"), SHIP, edtf="2003")
    carried = tell("shipment", ("vessel", *SHIP[1:]), HEROIN, edtf="2003", amounts=[("150 kilograms", 150, "kg")])
    taken = tell("seizure", ("agent", "Australia", "place"), ("patient", "ship", "vessel"), edtf="2003", document="b")
    tried = tell(
        "shipment",
        ("vessel", "ship", "vessel"),
        HEROIN,
        edtf="2003",
        document="b",
        hedge="planned",
        amounts=[("150 kg", 150, "kg")],
    )
    sunk = tell("destruction", ("patient", "ship", "vessel"), edtf="2006", document="b")
    accounts = [seized, carried, taken, tried, sunk]
    assert clusters_of(accounts) == [{seized.id, taken.id}, {carried.id, tried.id}]
    shown = resolve_events(accounts, {}).shown
    assert {local: one.key for local, one in shown.items()} == {("b", "ship"): "name:lome star"}
    assert SURE <= shown["b", "ship"].probability < 1


@pytest.mark.parametrize(
    ("type_", "named", "described", "probability"),
    [
        ("company", "Daesong Mining Company", "the bank", None),
        ("company", "Daesong Mining Company", "a trading company", 0.5),
        ("public_body", "Orlan National Police", "the coast guard", None),
        ("public_body", "Orlan Coast Guard", "the coast guard", 0.5),
    ],
)
def test_who_acts_is_no_named_party_for_the_event_alone(
    type_: str, named: str, described: str, probability: float | None
) -> None:
    """A bank is no mining company, a coast guard no police; of one noun they may be one, and are candidates at most."""
    left = tell("seizure", ("agent", named, type_), SHIP, edtf="2003-04-20")
    right = tell("seizure", ("agent", described, type_), SHIP, edtf="2003-04-20", document="b")
    assert clusters_of([left, right]) == [{left.id, right.id}]
    shown = resolve_events([left, right], {}).shown.get(("b", described))
    assert (None if shown is None else shown.probability) == (None if probability is None else pytest.approx(0.5, 0.02))


def test_what_an_event_shows_does_not_speak_for_the_event() -> None:
    """The unnamed ship takes the name for other events; between its own accounts the name weighs nothing."""
    left = tell("seizure", NAVY, SHIP, HEROIN, edtf="2003-04-20")
    right = tell("seizure", NAVY, ("patient", "a ship", "vessel"), HEROIN, edtf="2003-04-20", document="b")
    events = resolve_events([left, right], {})
    assert events.shown["b", "a ship"].key == "name:lome star"
    assert events.likeness[0, 1].bits == compare_accounts(left, right, Frequencies([left, right])).bits
    sunk = [
        tell("destruction", SHIP, edtf="2006"),
        tell("destruction", ("patient", "a ship", "vessel"), edtf="2006", document="b"),
    ]
    events = resolve_events([left, right, *sunk], {})
    assert [len(cluster) for cluster in events.clusters] == [2, 2]
    assert any(reason.feature == "party done to" for reason in events.likeness[2, 3].reasons)


def test_what_is_joined_is_likelier_than_what_is_not() -> None:
    """Links go by one probability, that of the two events; what is kept apart all the same says by what."""
    accounts = [
        tell("seizure", NAVY, SHIP, edtf=edtf, document=document, amounts=[("coal", value, "kg")])
        for document, edtf, value in (
            ("a", "2003", 437),
            ("b", "2003", 512),
            ("c", "2003-04", 437),
            ("d", "2003-09", 512),
        )
    ]
    accounts += [tell("seizure", ("agent", "Norland", "place"), HEROIN, edtf="2011", document=one) for one in "efg"]
    events = resolve_events(accounts, {})
    assert len(events.clusters) > 0 and len(events.near) > 0
    assert min(alike.bits for alike in events.likeness.values()) > JOINED
    for alike in events.near.values():
        is_barred = any(reason.feature == KEPT_APART and reason.left == "time" for reason in alike.reasons)
        assert is_barred or alike.bits <= JOINED
    assert any(reason.feature == KEPT_APART for alike in events.near.values() for reason in alike.reasons)
    for alike in [*events.likeness.values(), *events.near.values()]:
        weighed = sum(reason.bits for reason in alike.reasons if reason.feature != KEPT_APART)
        assert alike.bits - weighed < 0  # the prior: before anything is compared, two accounts are rather two events


@pytest.mark.parametrize(
    ("other", "bar"),
    [
        ({"edtf": "2004"}, "time"),
        ({"edtf": "XXXX-05"}, None),
        ({"edtf": "2003-04-16"}, None),
        ({"edtf": "2003-06"}, None),
    ],
)
def test_times(other: dict[str, Any], bar: str | None) -> None:
    """Days that cannot be the same forbid it; a coarser time, or one without a year, does not."""
    left = tell("seizure", NAVY, SHIP, edtf="2003")
    assert bar_between(left, tell("seizure", NAVY, SHIP, document="b", **other)) == bar


def test_a_day_without_its_year_is_compared_as_such() -> None:
    """15 December is not 6 December, whatever the year."""
    left = tell("campaign", NAVY, edtf="XXXX-12-15")
    assert bar_between(left, tell("campaign", NAVY, document="b", edtf="2016-12-06")) == "time"
    assert bar_between(left, tell("campaign", NAVY, document="b", edtf="2016-12-15")) is None


def test_what_was_told_before_it_happened_is_another_event() -> None:
    """A report of 2003 does not tell of a seizure of 2005, unless it speaks of a plan."""
    later = tell("seizure", NAVY, SHIP, edtf="2005-03")
    assert bar_between(later, tell("seizure", NAVY, SHIP, document="b", published="2003-05-01")) == "told before"
    planned = tell("seizure", NAVY, SHIP, document="b", published="2003-05-01", hedge="planned")
    assert bar_between(later, planned) is None


def test_repeats_on_other_dates_stay_apart() -> None:
    """The same strike, on another day, is another strike."""
    days = [tell("campaign", NAVY, ("place", "Orlan", "place"), edtf=f"2016-12-{day:02d}") for day in (6, 9, 15)]
    assert clusters_of(days) == []


def test_kinds_of_event_stay_apart() -> None:
    """Who does what in general is not one happening, however alike two sentences are."""
    left = tell("trafficking", ("agent", "diplomats", "person"), ("commodity", "drugs", "commodity"))
    right = tell("trafficking", ("agent", "diplomats", "person"), ("commodity", "drugs", "commodity"), document="b")
    assert NO_ANCHOR in features_of(left, right)
    assert clusters_of([left, right]) == []


def test_totals_of_different_things_stay_apart() -> None:
    """Production value, all income, sales to one buyer: another sum is another total."""
    regime = ("agent", "Office Nine", "organization")
    totals = [
        tell("revenue", regime, document=document, edtf="2010", amounts=[(f"${value}", value, "USD")])
        for document, value in (("a", 1e9), ("b", 2e9), ("c", 1.5e8))
    ]
    copy = tell("revenue", regime, document="d", edtf="2010", amounts=[("$1bn", 1e9, "USD")])
    assert clusters_of([*totals, copy]) == [{totals[0].id, copy.id}]


def test_another_person_sentenced_is_another_sentence() -> None:
    """Two accused of one trial get two sentences."""
    left = tell("sentencing", ("patient", "Karim Olan", "person"), edtf="2015-03-04")
    right = tell("sentencing", ("patient", "Sami Sadik", "person"), edtf="2015-03-04", document="b")
    assert bar_between(left, right) == "other target"


def test_weights_that_differ_are_kept_side_by_side() -> None:
    """125 or 150 kilograms: reporters differ, the day and the ship do not."""
    left = tell("seizure", NAVY, SHIP, edtf="2003-04-20", amounts=[("150 kg", 150, "kg")])
    right = tell("seizure", NAVY, SHIP, edtf="2003-04-20", document="b", amounts=[("125 kg", 125, "kg")])
    assert clusters_of([left, right]) == [{left.id, right.id}]


def test_a_copied_sentence_is_one_account() -> None:
    """The same words in two papers, without a date or a name."""
    words = "The coal was to have been moved to another ship off the coast in the north of the island"
    left = tell("transfer", ("commodity", "coal", "commodity"), words=words)
    right = tell("transfer", ("commodity", "coal", "commodity"), words=words + " later", document="b")
    assert clusters_of([left, right]) == [{left.id, right.id}]


def test_a_person_joins_and_parts() -> None:
    """A judgement stands whatever the likeness says."""
    left = tell("seizure", NAVY, SHIP, edtf="2003-04-20")
    right = tell("seizure", NAVY, SHIP, edtf="2003-04-20", document="b")
    other = tell("seizure", ("patient", "barge", "vessel"), document="c")
    assert resolve_events([left, right, other], {(0, 1): False}).clusters == []
    assert resolve_events([left, right, other], {(0, 2): True}).clusters == [[0, 1, 2]]


def test_the_bulletin_of_the_next_day_tells_of_other_strikes() -> None:
    """The same sentence, word for word, below another day's heading."""
    words = "Near Orlan, two strikes of the coalition destroyed a bridge and three vehicles of the militia"
    strikes = [
        tell("campaign", NAVY, ("place", "Orlan", "place"), words=words, document=document, day=day)
        for document, day in (("a", "XXXX-01-09"), ("b", "2017-01-10"), ("c", "2017-01-10"))
    ]
    assert clusters_of(strikes) == [{strikes[1].id, strikes[2].id}]


def test_what_is_not_quite_one_event_is_a_candidate() -> None:
    """Below three to one, and above one to four: joined to nothing, and left to a person."""
    first = tell("seizure", ("agent", "Norland", "place"), HEROIN, edtf="2003")
    other = tell("seizure", ("agent", "Norland", "place"), HEROIN, edtf="2003", document="b")
    far = tell("seizure", ("agent", "Sudland", "place"), HEROIN, edtf="2011", document="c")
    accounts = [first, other, far]
    found = resolve_events(accounts, {})
    bits = compare_accounts(first, other, Frequencies(accounts)).bits
    assert (found.clusters, list(found.near)) == (([[0, 1]], []) if bits > JOINED else ([], [(0, 1)]))
    assert bits > LEAST_BITS
    assert resolve_events(accounts, {(0, 1): False}).near == {}


def test_no_word_joins_across_another(accounts_of_three: list[Account]) -> None:
    """One event with the first, two with the second: what lies between joins nothing, whatever the order of pairs."""
    for said in ({(0, 1): True, (1, 2): True, (0, 2): False}, {(0, 2): True, (1, 2): True, (0, 1): False}):
        for cluster in resolve_events(accounts_of_three, said).clusters:
            assert not any({left, right} <= set(cluster) for (left, right), one in said.items() if not one)


@pytest.fixture
def accounts_of_three() -> list[Account]:
    """Three accounts that look alike."""
    return [tell("seizure", ("agent", "Norland", "place"), SHIP, edtf="2003", document=one) for one in "abc"]


@pytest.mark.parametrize(
    ("before", "countries"),
    [
        ("forces boarded the North Korean freighter ", {"kp"}),
        ("The North Korean cargo ship ", {"kp"}),
        ("the Australian navy seized the ", set()),
        ("the Australian navy boarded the ship ", set()),
    ],
)
def test_a_ship_is_of_the_country_that_stands_before_her_name(before: str, countries: set[str]) -> None:
    """The word for a ship stands between the two; a navy before it says nothing of her."""
    mention = {"document_id": "a", "entity": "s", "type": "vessel", "form": "name", "text": "Pong Su"}
    spoken = gather_spoken([{**mention, "canonical_id": None, "before": before}])
    assert spoken["a", "s"].countries == countries
