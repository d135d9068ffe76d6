"""Companies reborn: the address, the people and the dates must all be there."""

from __future__ import annotations

import pytest

from counterflow.trace.company import address_key, find_reborn
from counterflow.trace.ship import Claim

OFFICE = "Room 1605, 16/F, Ho King Commercial Centre, Kowloon"


def company(party: str, people: str = "chan", address: str = OFFICE, **dates: str) -> list[Claim]:
    values = {"name": party.title(), "address": address} | dates
    claims = [Claim(party, party, prop, value, statement=f"{party} {prop}") for prop, value in values.items()]
    return claims + [Claim(party, party, "person", one, statement=f"{party} {one}") for one in people.split()]


OLD = company("old trading", "chan lee", dissolutionDate="2016-09")


@pytest.mark.parametrize(
    ("new", "expected"),
    [
        (company("new trading", incorporationDate="2016-11-02"), True),
        (company("new trading", incorporationDate="2016-06"), True),  # founded while the old one was still wound up
        (company("new trading", incorporationDate="2018"), True),  # some day of 2018 is within two years
        (company("new trading", incorporationDate="2020"), False),
        (company("new trading", incorporationDate="2012"), False),
        (company("new trading", people="wong", incorporationDate="2016-11"), False),
        (company("new trading", address="Kowloon", incorporationDate="2016-11"), False),
        (company("new trading", address="12 Other Street, Kowloon, Hong Kong", incorporationDate="2016-11"), False),
        (company("new trading"), False),
    ],
)
def test_what_makes_a_company_one_reborn(new: list[Claim], expected: bool) -> None:
    """One address, one person at least, and a beginning near the end."""
    found = find_reborn([*OLD, *new])
    assert [(one.kind, one.party, one.other) for one in found] == (
        [("reborn", "old trading", "new trading")] if expected else []
    )


def test_a_find_names_all_that_it_rests_on() -> None:
    """The end, the beginning, both addresses and both ties of the person."""
    (game,) = find_reborn([*OLD, *company("new trading", incorporationDate="2016-11-02")])
    assert game.since == "2016-11-02"
    assert (game.value, game.other_value) == ("Old Trading", "New Trading")
    assert set(game.statements) == {
        "old trading dissolutionDate",
        "new trading incorporationDate",
        "old trading address",
        "new trading address",
        "old trading chan",
        "new trading chan",
    }


def test_a_nominee_and_a_registrar_tie_nobody() -> None:
    """A director of thirty companies, or an address of thirty, is no reason."""
    new = company("new trading", incorporationDate="2016-11")
    elsewhere = [company(f"client {number}", address=f"{number} Far Away Road, Kowloon") for number in range(30)]
    assert find_reborn([*OLD, *new, *(one for part in elsewhere for one in part)]) == []
    neighbours = [company(f"client {number}", people=f"p{number}") for number in range(30)]
    assert find_reborn([*OLD, *new, *(one for part in neighbours for one in part)]) == []


def test_addresses_are_compared_without_signs() -> None:
    """Case and commas do not count; a town is no address."""
    assert address_key("Room 1605 Ho King Commercial Centre") == address_key("ROOM 1605, HO KING COMMERCIAL CENTRE.")
    assert address_key("Hong Kong") is None
    assert address_key("Ho King Commercial Centre, Kowloon") is None
