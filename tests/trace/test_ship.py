"""Identity games of ships: what is a change, what cannot be, and what only looks like either."""

from __future__ import annotations

import random
import tomllib

import pytest
from followthemoney.types import registry

from counterflow.trace.imo import is_imo, is_mmsi
from counterflow.trace.mid import MID_PATH, mmsi_state
from counterflow.trace.ship import Claim, Game, country, find_ship_games, is_spelling, name_key

# IMO numbers with valid check digits.
ONE, TWO, THREE = "9187629", "9187655", "9187667"


def ship(
    record: str, source: str = "list", first: str | None = None, last: str | None = None, **values: str
) -> list[Claim]:
    """Claims of one record, one a value."""
    return [
        Claim(record, record, prop, value, source, first, last, f"{record} {prop} {value}")
        for prop, value in values.items()
    ]


def kinds(*claims: list[Claim]) -> list[tuple[str, str, str | None]]:
    return [(one.kind, one.value, one.other_value) for one in find_ship_games([one for part in claims for one in part])]


@pytest.mark.parametrize(
    ("number", "expected"),
    [("9074729", True), ("9187629", True), ("9187628", False), ("15411", False), ("91876290", False), ("", False)],
)
def test_imo_check_digit(number: str, expected: bool) -> None:
    """Seven digits, the last of which checks the others."""
    assert is_imo(number) is expected


def test_mmsi_begins_with_a_country() -> None:
    """Nine digits from 2 to 7; coast stations and aids to navigation begin otherwise."""
    assert is_mmsi("572469210")
    assert not is_mmsi("002469210")
    assert not is_mmsi("57246921")


def test_an_mmsi_of_no_state_is_a_contradiction_in_itself() -> None:
    """The ITU has given nobody 200 or 799; a number of a state is told by none."""
    for number in ("200123456", "799123456"):
        (game,) = find_ship_games(ship("a", name="ARGO I", mmsi=number))
        assert (game.kind, game.value, game.is_contradiction) == ("mmsi-invalid", number, True)
    assert kinds(ship("a", name="ARGO I", mmsi="256843000")) == []


def test_an_invalid_number_is_a_contradiction_in_itself() -> None:
    """BONU 5 was listed with the IMO number 15411."""
    (game,) = find_ship_games(ship("a", imoNumber="IMO 15411", name="BONU 5"))
    assert (game.kind, game.value, game.other, game.is_contradiction) == ("imo-invalid", "IMO 15411", None, True)


def test_a_stated_former_name_and_flag() -> None:
    """What a list itself calls former is a change, and no contradiction; it has no date."""
    claims = ship("a", imoNumber=ONE, name="EBANO", previousName="SAND SWAN", flag="pa", pastFlags="cy")
    games = find_ship_games(claims)
    assert [(one.kind, one.value, one.other_value, one.since) for one in games] == [
        ("reflagged", "cy", "pa", None),
        ("renamed", "SAND SWAN", "EBANO", None),
    ]
    assert not any(one.is_contradiction for one in games)


def test_a_name_and_flag_that_change_between_vintages_have_their_date() -> None:
    """The name that stood until August gives way to the one that stands from September."""
    old = ship("a", first="2021-01", last="2021-08-18", imoNumber=ONE, name="SAND SWAN", flag="Cyprus")
    new = ship("a", first="2021-09-30", last="2022-01", imoNumber=ONE, name="EBANO", flag="Panama")
    games = find_ship_games([*old, *new])
    assert [(one.kind, one.since) for one in games] == [("reflagged", "2021-09-30"), ("renamed", "2021-09-30")]
    assert games[1].statements == ("a name SAND SWAN", "a name EBANO")


def test_a_value_that_stays_beside_another_does_not_give_way() -> None:
    """Two names in one vintage are two names, whichever came first."""
    assert (
        kinds(
            ship("a", first="2021-01", last="2022-01", imoNumber=ONE, name="ARK"),
            ship("a", first="2021-06", last="2022-01", name="SUNDIAL"),
        )
        == []
    )


def test_two_sources_that_name_one_number_differently() -> None:
    """One hull, two names: renamed, and flags that differ where nobody says which is later."""
    register = ship("r", "register", imoNumber=ONE, name="HAMOUNA", flag="Iran (IRN)", buildDate="2018")
    listed = ship("o", "ofac", "2026-03", "2026-03", imoNumber=ONE, name="CANREACH", flag="Hong Kong", buildDate="2019")
    assert kinds(register, listed) == [("flag-differs", "ir", "hk"), ("renamed", "HAMOUNA", "CANREACH")]


def test_one_number_on_two_hulls() -> None:
    """Twenty years or twice the tonnage apart: one of them wears the number of the other."""
    old = ship("a", "x", imoNumber=ONE, name="OLD LADY", buildDate="1985", grossRegisteredTonnage="4,900")
    new = ship("b", "y", imoNumber=ONE, name="NEW DAWN", buildDate="2010", grossRegisteredTonnage="5100")
    assert kinds(old, new) == [("imo-shared", ONE, ONE)]
    big = ship("c", "z", imoNumber=ONE, name="BIG ONE", grossRegisteredTonnage="56,068")
    assert ("imo-shared", ONE, ONE) in kinds(old, big)


def test_one_source_that_lists_one_number_twice_at_once() -> None:
    """A list with two ships of one number contradicts itself; the same ship twice does not."""
    assert kinds(ship("a", imoNumber=ONE, name="TASCA"), ship("b", imoNumber=ONE, name="VESNA")) == [
        ("imo-shared", ONE, ONE)
    ]
    assert kinds(ship("a", imoNumber=ONE, name="TASCA"), ship("b", imoNumber=ONE, name="M/V Tasca")) == []


def test_one_ship_with_two_numbers() -> None:
    """In one record; in two with one name and one radio; in two sources with one name and one hull."""
    assert kinds(ship("a", imoNumber=ONE), ship("a", imoNumber=TWO)) == [("imo-several", ONE, TWO)]
    radio = {"name": "CAPELLA", "callSign": "T2EU4"}
    assert kinds(ship("a", "x", imoNumber=ONE, **radio), ship("b", "y", imoNumber=TWO, **radio)) == [
        ("imo-several", ONE, TWO)
    ]
    hull = {"name": "CAPELLA", "buildDate": "2001", "grossRegisteredTonnage": "4900"}
    assert kinds(ship("a", "x", imoNumber=ONE, **hull), ship("b", "y", imoNumber=TWO, **hull)) == [
        ("imo-several", ONE, TWO)
    ]


def test_sisters_that_are_not_named_yet_are_no_game() -> None:
    """A register calls hulls by their yard until they have a name: one source tells them apart."""
    hull = {"name": "HYUNDAI ULSAN", "buildDate": "2021", "grossRegisteredTonnage": "4900"}
    assert kinds(*(ship(one, imoNumber=one, **hull) for one in (ONE, TWO, THREE))) == []
    assert (
        kinds(*(ship(one, imoNumber=one, **hull) for one in (ONE, TWO)), ship("z", "y", imoNumber=THREE, **hull)) == []
    )


def test_a_radio_that_two_ships_answer_with() -> None:
    """One MMSI with two IMO numbers; one ship in two lists has it once."""
    one = ship("a", "x", imoNumber=ONE, name="ARGO I", mmsi="256843000")
    assert kinds(one, ship("b", "y", imoNumber=TWO, name="ARK III", mmsi="256843000")) == [
        ("mmsi-shared", "256843000", "256843000")
    ]
    assert kinds(one, ship("b", "y", imoNumber=ONE, name="ARGO I", mmsi="256843000")) == []
    assert kinds(one, ship("b", "y", name="Argo I", mmsi="256843000")) == []


def test_a_number_of_everybody_is_a_placeholder() -> None:
    """An MMSI that thirty ships have says nothing of any two of them."""
    numbers = [number for number in range(9_000_000, 9_000_400) if is_imo(str(number))][:30]
    assert len(numbers) == 30
    claims = [
        ship(str(one), str(one), imoNumber=str(one), name=f"SHIP {one}", mmsi="256843000", flag="ir") for one in numbers
    ]
    assert kinds(*claims) == []


def test_a_radio_of_another_flag() -> None:
    """A number that Malta gave, on a ship that nobody says ever flew its flag; told once, with its date."""
    one = ship("a", "x", "2021", "2024", imoNumber=ONE, name="ARGO I", mmsi="256843000", flag="Iran")
    (game,) = find_ship_games(one)
    assert (game.kind, game.value, game.other_value, game.since) == ("mmsi-flag", "256843000", "ir", "2021")
    assert game.is_contradiction
    assert game.statements == ("a mmsi 256843000", "a flag Iran")
    # Of one hull by its number, or of one party.
    radio = ship("m", "radio", name="ARGO I", mmsi="256843000")
    listed = ship("o", "list", imoNumber=ONE, name="ARGO I", flag="Iran")
    assert kinds([*radio, *ship("m", "radio", imoNumber=ONE)], listed) == [("mmsi-flag", "256843000", "ir")]
    assert kinds(radio, [claim._replace(party="m") for claim in listed]) == [("mmsi-flag", "256843000", "ir")]
    assert kinds(radio, listed) == []


@pytest.mark.parametrize(
    ("mmsi", "said"),
    [
        ("256843000", {"flag": "Malta"}),
        ("256843000", {"flag": "Iran", "pastFlags": "Malta"}),
        ("256843000", {"flag": "not stated"}),
        ("256843000", {}),
        ("235001234", {"flag": "Isle of Man"}),
        ("477001234", {"flag": "China"}),
        ("255001234", {"flag": "Portugal"}),
        ("200001234", {"flag": "Iran"}),
        ("456", {"flag": "Iran"}),
    ],
)
def test_a_radio_of_its_own_or_a_former_flag(mmsi: str, said: dict[str, str]) -> None:
    """A territory's number is its state's, and one that is kept from a former flag says nothing."""
    games = find_ship_games(ship("a", imoNumber=ONE, name="ARGO I", mmsi=mmsi, **said))
    assert "mmsi-flag" not in {one.kind for one in games}


def test_a_radio_and_a_flag_of_different_times() -> None:
    """The number had gone before the flag came."""
    old = ship("a", "x", "2021-01", "2021-08", imoNumber=ONE, name="ARGO I", mmsi="256843000")
    new = ship("b", "x", "2022-01", "2022-09", imoNumber=ONE, name="ARGO I", flag="ir")
    assert kinds(old, new) == []


def test_the_table_of_first_digits() -> None:
    """Each number is one state's, between the first and last there are, and all codes are of countries."""
    table = tomllib.loads(MID_PATH.read_text(encoding="utf-8"))
    numbers = [number for some in table["assigned"].values() for number in some]
    assert len(numbers) == len(set(numbers)) == 292
    assert (min(numbers), max(numbers)) == (201, 775)
    codes = {*table["assigned"], *table["state"], *table["state"].values()}
    assert {one for one in codes if registry.country.clean(one) != one} <= {"an"}
    assert not set(table["state"]) & set(table["state"].values())
    assert [mmsi_state(one) for one in ("445123456", "636013272", "422000001")] == ["kp", "lr", "ir"]


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("M/V Chong Chon Gang", "CHONG-CHON GANG", True),
        ("MV WISE HONEST", "Wise Honest", True),
        ("Chong Chongang", "Chong Chon Gang", True),
        ("São Paulo Star", "SAO PAULO STAR", True),
        ("MOROZOVSK", "MOROZOVZK", True),
        ("ARK", "ARK III", False),
        ("TABAN 1", "TABAN 4", False),
        ("SEA STAR II", "SEA STAR III", False),
        ("SOL", "SAL", False),
        ("HORSE", "HAWK", False),
    ],
)
def test_spellings(left: str, right: str, expected: bool) -> None:
    """Signs, "M/V" and a letter in six are spelling; another figure is another name."""
    assert is_spelling(left, right) is expected
    assert is_spelling(right, left) is expected


def test_flags_as_registers_write_them() -> None:
    """With a code in brackets, by a name that is spelled wrong, by an old name; no flag is none."""
    found = [country(one) for one in ("Hong Kong, China (HKG)", "China Peoples's Republic (CHN)", "Iran", "ir")]
    assert found == ["hk", "cn", "ir", "ir"]
    assert country("None Identified") is None
    assert name_key("MVP STAR") == "mvpstar"


def test_the_order_of_claims_does_not_matter() -> None:
    """The same claims in another order are the same games."""
    claims = [
        *ship("a", "x", imoNumber=ONE, name="OLD LADY", buildDate="1985", mmsi="256843000"),
        *ship("b", "y", imoNumber=ONE, name="NEW DAWN", buildDate="2010", flag="pa"),
        *ship("c", "y", imoNumber=TWO, name="THIRD", mmsi="256843000", previousName="FIRST"),
        *ship("d", "z", imoNumber=ONE, name="NEW DAWN", flag="lr"),
        *ship("e", "z", imoNumber="123"),
    ]
    wanted = find_ship_games(claims)
    assert {one.kind for one in wanted} == {
        *("imo-shared", "mmsi-shared", "mmsi-flag", "flag-differs", "renamed", "imo-invalid")
    }
    for seed in range(20):
        random.Random(seed).shuffle(claims)
        found: list[Game] = find_ship_games(claims)
        assert found == wanted
