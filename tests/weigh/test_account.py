"""Accounts of one event: what is the same, what says less, what differs."""

from __future__ import annotations

from typing import Any

import pytest

from counterflow.clean.quantity.interval import Interval, make_interval
from counterflow.weigh.account import Filler, Stance, Telling, compare_role, compare_tellings, gather_tellings

PONG_SU = Filler("Pong Su", party="ship")
SHIP = Filler("North Korean ship", is_name=False)


def kilograms(low: float | None, high: float | None, text: str = "x") -> Filler:
    return Filler(text, amount=make_interval(low, high, unit="kg"))


def pounds(low: float, high: float) -> Filler:
    return Filler("x", amount=make_interval(low, high, unit="kg", scale=(0.453592, 0.453592)))


@pytest.mark.parametrize(
    ("role", "left", "right", "expected"),
    [
        ("agent", Filler("Australian navy"), Filler("Australia"), Stance.WITHIN),
        ("agent", Filler("Japanese navy"), Filler("Australia"), Stance.CONFLICTS),
        ("agent", Filler("Australian navy"), Filler("Japanese navy"), Stance.CONFLICTS),
        ("agent", Filler("the navy"), Filler("navy"), Stance.SAME),
        ("agent", Filler("they", is_name=False), Filler("North Korea"), Stance.WITHIN),
        ("agent", Filler("they", name="North Korea", is_name=False), Filler("North Korea"), Stance.SAME),
        ("patient", PONG_SU, SHIP._replace(party="ship"), Stance.SAME),
        ("patient", PONG_SU, SHIP, Stance.WITHIN),
        ("patient", PONG_SU, Filler("Chong Chon Gang", party="other"), Stance.CONFLICTS),
        # "the freighter" that its document names elsewhere, and one that nobody names there
        ("patient", SHIP._replace(text="the freighter", name="Pong Su", party="ship"), SHIP, Stance.WITHIN),
        ("patient", PONG_SU, SHIP._replace(party="described ship"), Stance.WITHIN),
        ("patient", SHIP, Filler("the freighter", is_name=False), Stance.SAME),
        ("patient", SHIP, Filler("a Cuban freighter", is_name=False), Stance.CONFLICTS),
        ("quantity", kilograms(150, 150), kilograms(150, 150, "150 kilograms"), Stance.SAME),
        ("quantity", kilograms(100, 200), kilograms(150, 150), Stance.WITHIN),
        ("quantity", kilograms(100, None), kilograms(150, 300), Stance.WITHIN),
        ("quantity", kilograms(125, 125), kilograms(150, 150), Stance.CONFLICTS),
        ("quantity", kilograms(150, 150), pounds(330, 330), Stance.SAME),
        ("quantity", kilograms(125, 150), pounds(330, 330), Stance.WITHIN),
        ("quantity", kilograms(100, 200), kilograms(150, 250), Stance.WITHIN),
        ("quantity", kilograms(150, 150), pounds(275, 275), Stance.CONFLICTS),
        ("money", Filler("the money"), Filler("$25 million", amount=Interval(25e6, 25e6, "USD")), Stance.WITHIN),
        ("commodity", Filler("heroin"), Filler("drugs"), Stance.WITHIN),
        ("commodity", Filler("heroin"), Filler("rocket launchers"), Stance.CONFLICTS),
        ("time", Filler("2003"), Filler("2003-04-20"), Stance.WITHIN),
        ("time", Filler("2003"), Filler("2006"), Stance.CONFLICTS),
    ],
)
def test_one_against_one(role: str, left: Filler, right: Filler, expected: Stance) -> None:
    """What two accounts say in a role is the same, or one says less, or they differ; in either order."""
    assert compare_role(role, [left], [right]) is expected
    assert compare_role(role, [right], [left]) is expected


def test_a_shorter_list_says_less() -> None:
    """Who names two of three buyers contradicts nobody who names the third."""
    iran, syria, burma = (Filler(name) for name in ("Iran", "Syria", "Burma"))
    assert compare_role("recipient", [iran, syria], [iran, burma]) is Stance.WITHIN
    assert compare_role("recipient", [iran, syria], [syria, iran]) is Stance.SAME
    assert compare_role("recipient", [iran], [burma]) is Stance.CONFLICTS


def test_accounts_differ_by_their_worst_role() -> None:
    """One role that conflicts is a conflict; a role that one alone tells is no difference in what both tell."""
    navy = Telling("e", "zframe-1", "1", "d", {"agent": (Filler("Australian navy"),), "patient": (PONG_SU,)})
    state = navy._replace(entity_id="zframe-2", roles={"agent": (Filler("Australia"),)})
    japan = navy._replace(entity_id="zframe-3", roles={"agent": (Filler("Japan"),), "patient": (PONG_SU,)})
    assert compare_tellings(navy, navy) is Stance.SAME
    assert compare_tellings(navy, state) is Stance.WITHIN
    assert compare_tellings(navy, japan) is Stance.CONFLICTS


ROW: dict[str, Any] = {
    "event": "e",
    "entity_id": "zframe-1",
    "frame": "1",
    "document_id": "d",
    "edtf": "2003",
    "role": "quantity",
    "text": "5 tons",
    "party": None,
    "form": None,
    "name": None,
    "per": None,
    "modifier": "=",
    "is_ambiguous": False,
    "low": 5.0,
    "high": 5.0,
    "unit": "tons",
    "norm_low": None,
    "norm_high": None,
    "norm_unit": None,
}


def test_an_amount_that_cannot_be_normalised_keeps_its_own_unit() -> None:
    """Rows of the query become accounts, with the unit as written where no other is known."""
    (told,) = gather_tellings([ROW])["e"]
    assert told.roles["quantity"][0].amount == Interval(5.0, 5.0, "tons")
    assert told.roles["time"] == (Filler("2003"),)


def test_an_ambiguous_unit_has_all_its_readings() -> None:
    """Tons of an unknown kind hold metric ones, and are compared with each other as they are written."""
    tons = {**ROW, "norm_low": 5000.0, "norm_high": 5000.0, "norm_unit": "kg", "is_ambiguous": True}
    tonnes = {**tons, "entity_id": "zframe-2", "unit": "tonnes", "is_ambiguous": False}
    more = {**tons, "entity_id": "zframe-3", "low": 5.1, "high": 5.1}
    rough, exact, other = (one.roles["quantity"] for one in gather_tellings([tons, tonnes, more])["e"])
    assert compare_role("quantity", rough, exact) is Stance.WITHIN
    assert compare_role("quantity", rough, other) is Stance.CONFLICTS
