"""Where places lie: countries by code and name, cities by any spelling."""

from __future__ import annotations

import pytest
from rigour.territories import get_territories

from counterflow.clean.place import find_place, place_key


@pytest.mark.parametrize(
    ("text", "name", "country", "where"),
    [
        ("kp", "kp", "kp", (40, 127)),
        ("North Korea", "kp", "kp", (40, 127)),
        ("Nampo", "Nampo", "kp", (39, 125)),
        ("Namp'o", "Nampo", "kp", (39, 125)),
        ("Sao Paulo", "Sao Paulo", "br", (-24, -47)),
        ("re", "re", "re", (-21, 55)),
    ],
)
def test_a_place_is_found(text: str, name: str, country: str, where: tuple[int, int]) -> None:
    """By code, name or another spelling, near where a map has it."""
    place = find_place(text)
    assert place is not None
    assert (place.name, place.country) == (name, country)
    assert (place.latitude, place.longitude) == pytest.approx(where, abs=2)


def test_what_is_no_place_is_none() -> None:
    """Nor is a city found in another country than it lies in."""
    assert find_place("the coast") is None
    assert find_place("") is None
    assert find_place("Nampo", "cn") is None


def test_every_country_lies_somewhere() -> None:
    """Each state that has a code today has a point on the globe."""
    states = {one.ftm_country for one in get_territories() if one.is_country and not one.is_historical and one.is_ftm}
    missing = {code for code in states if code is not None and find_place(code) is None}
    assert missing == set()


def test_spellings_have_one_key() -> None:
    """Case, accents, hyphens and apostrophes do not count; letters do."""
    assert place_key("N'Djamena") == place_key("ndjamena")
    assert place_key("São Paulo") == place_key("SAO-PAULO")
    assert place_key("Nampo") != place_key("Nampho")
