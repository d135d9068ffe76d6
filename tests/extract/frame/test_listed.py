"""The listed party: what its narrative leaves out is said of it only where it can be."""

from __future__ import annotations

import pytest

from counterflow.extract.frame.listed import PARTY, subject_classes
from counterflow.extract.read import read_text

SAID_OF_ANOTHER = [
    "Uncle of an alleged member of the Olan Front.",
    "Resembles the leader of the Olan Front.",
    "Removed from the list of Olan Front members.",
    # A person is no money and no ship.
    "Released from custody.",
]

SAID_OF_IT = [
    ("Alleged member of the Olan Front.", "person"),
    ("One of the leaders of the Olan Front.", "agent"),
    ("Former director of the Olan Bank.", "person"),
    ("Registered in Bosnia.", "entity"),
]


@pytest.mark.parametrize("text", SAID_OF_ANOTHER)
def test_what_is_said_of_another_is_not_said_of_it(text: str) -> None:
    """An office inside the name of a relative, a list or an object is not the party's."""
    found = read_text(text, subject="Karim Sadik").frames
    assert [arg.role for one in found for arg in one.args if arg.text == "Karim Sadik"] == []


@pytest.mark.parametrize(("text", "role"), SAID_OF_IT)
def test_what_opens_a_sentence_is_said_of_it(text: str, role: str) -> None:
    """A sentence without a subject is about the party."""
    found = read_text(text, subject="Karim Sadik").frames
    assert {arg.role for one in found for arg in one.args if arg.text == "Karim Sadik"} == {role}


def test_a_ship_is_no_party() -> None:
    """A narrative about a ship has a ship for its subject; any other has a party."""
    assert "vessel" in subject_classes("M/V Lorna Star", "Carried coal.")
    assert "vessel" in subject_classes("Lorna Star", "Vessel flagged in Togo.")
    assert subject_classes("Lorna Shipping", "Manager of the vessel Lorna Star, IMO 8987333.") == PARTY
