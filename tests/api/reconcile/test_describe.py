"""An entity in a few words."""

from __future__ import annotations

from counterflow.api.reconcile.describe import describe, entity_name


def test_a_description_tells_namesakes_apart() -> None:
    """Sort, date, number, country, and who lists it."""
    ship = {
        "id": "x",
        "schema": "Vessel",
        "datasets": ["un_sc_sanctions"],
        "properties": {"imoNumber": ["7937317"], "flag": ["kp"], "buildDate": ["1977"]},
    }
    assert describe(ship) == "Vessel; 1977; 7937317; North Korea; un_sc_sanctions"


def test_a_note_comes_before_all_else() -> None:
    """A party that no list holds is never shown without that word."""
    assert describe({"id": "x", "schema": "Person"}, "UNVERIFIED") == "UNVERIFIED; Person"


def test_an_entity_without_a_name_has_its_id() -> None:
    """The specification allows no empty name."""
    assert [entity_name({"id": "x", "caption": text}) for text in ("", " ", None, "Kim")] == ["x", "x", "x", "Kim"]
