"""Identity games of ships: what `trace/ship.py` finds, against what was planted and what really stands in the files.

    .venv/bin/python -m benchmarks.trace.identity ../shared/data [SEEDS] [FIRST] [--dev]

Planted: of a register of ships (`records/vessels/imo_vessel_names_5.csv`; with `--dev` the ships of `..._3.csv`, on
which the rules were made) 1,500 are drawn for each seed and told again by two other sources, port calls with hull and
call sign, and radio messages with MMSI and call sign. In forty of each kind, a game is planted; in as many, something
that looks like one and is none. Ships and seeds of the report are not those of the development.

- imo-invalid: one digit of the number is wrong, so that the check fails;
- imo-shared: a ship wears the number of another one, drawn by lot (whatever its size and year);
- imo-several: a ship has another, valid, unused number in the radio messages;
- mmsi-shared: a ship answers with the MMSI of another;
- mmsi-flag: a ship's MMSI begins with the digits of another state than its flag's; each other ship has one of its own;
- renamed: another name, drawn from the names of ships that are not here; flag-differs: another flag;
- no game: the name with "M/V", other signs or one wrong letter; 3 percent more tonnage; a year later; the flag in other
  words; all rows twice; an MMSI kept from a flag that the port calls tell as a former one.

Real: what changed between vintages of OFAC's list from August 2021 to April 2024, and to its list of March 2026, as
read off the columns by eye, and one number that fails its check. What the list itself states as former names and flags
is found by reading it, and is not counted.
"""

from __future__ import annotations

import random
import sys
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
from benchmarks.trace.identity_data import ofac_2026, ofac_history, register

from counterflow.trace.imo import is_imo
from counterflow.trace.mid import MID_PATH, mmsi_state, state_of
from counterflow.trace.ship import Claim, Game, country, find_ship_games, name_key

SHIPS = 1_500
EACH = 40
"""Games of a kind, and decoys of a kind."""

PLANTED = ("imo-invalid", "imo-shared", "imo-several", "mmsi-shared", "mmsi-flag", "renamed", "flag-differs")
KINDS = (*PLANTED, "reflagged")
"""With what a former flag, told beside a radio number that was kept from it, makes known."""
DECOYS = ("prefix", "signs", "letter", "tonnage", "year", "flag words", "twice", "former radio")

RENAMED = {
    "4243": "EBANO",
    "15037": "ARK III",
    "15059": "HAWK",
    "15075": "NAROON",
    "15081": "SANAN",
    "15084": "SEVIN",
    "39693": "SAINT LIGHT",
}
"""Ships of OFAC's list whose name changed between two vintages, with the new one."""

REFLAGGED = {
    **dict.fromkeys(
        "15037 15038 15042 15043 15044 15045 15046 15048 15049 15050 15051 15052 15053 15054 15056 15057 15058 15059"
        " 15060 15061 15068 15073 15074 15075 15076 15079 15080 15081 15082 15084 15085 15086 15087 15088 15727 15729"
        " 15902 15903 15904 15906 15908 25373 25714 25729 25736".split(),
        "ir",
    ),
    "39693": "gy",
    "4243": "pa",
}
"""Ships whose flag changed between two vintages, with the new one; OMAN PRIDE, whose flag was taken out, is none."""

INVALID = {"23424": "15411"}
"""BONU 5, until October 2022."""

RADIOS = {"15060": "256870000", "47191": "352002984", "47371": "636013272"}
"""Ships whose MMSI is of no flag that the list tells, with it."""

RENAMED_2026 = (
    "LIA, MIA, FIONA, HERMES, ANTEY, LYDYA N, LAMANTIN, CLIPPER, SAPFIR, AKOYA GAS, OLYMPICS, YORGOS, MOONBAY, SIRI"
).split(", ")
"""New names, in March 2026, of ships that had others in April 2024."""

ASSIGNED: Mapping[str, Sequence[int]] = tomllib.loads(MID_PATH.read_text(encoding="utf-8"))["assigned"]

Key = tuple[str, frozenset[str]]


def main() -> None:
    """Print precision and recall, by kind and in all."""
    words = [one for one in sys.argv[1:] if not one.startswith("--")]
    folder = Path(words[0])
    seeds = int(words[1]) if len(words) > 1 else 10
    first = int(words[2]) if len(words) > 2 else (100 if "--dev" in sys.argv else 7_000)
    ships = _by_record(register(folder / f"records/vessels/imo_vessel_names_{3 if '--dev' in sys.argv else 5}.csv"))
    told: Counter[tuple[str, str]] = Counter()
    shares = []
    for seed in range(first, first + seeds):
        claims, truth = _plant(ships, random.Random(seed))
        right, wrong, missed = _score({_key(one) for one in find_ship_games(claims)}, truth)
        for name, keys in (("right", right), ("wrong", wrong), ("missed", missed)):
            told.update((name, kind) for kind, _ in keys)
        shares.append((len(right) / (len(right) + len(wrong)), len(right) / (len(right) + len(missed))))
    print("| planted | found | false | missed | precision | recall |\n|---|---|---|---|---|---|")
    for kind in (*KINDS, "all"):
        sums = [sum(n for (name, of), n in told.items() if name == which and kind in (of, "all")) for which in _NAMES]
        print(_row(kind, *sums))
    low, high = np.quantile(np.array(shares), [0.025, 0.975], axis=0)
    print(f"over seeds, middle 95 %: precision {low[0]:.3f} to {high[0]:.3f}, recall {low[1]:.3f} to {high[1]:.3f}")
    _print_real(folder)


_NAMES = ("right", "wrong", "missed")


def _row(name: str, right: int, wrong: int, missed: int) -> str:
    precision, recall = right / max(right + wrong, 1), right / max(right + missed, 1)
    return f"| {name} | {right:,} | {wrong:,} | {missed:,} | {precision:.3f} | {recall:.3f} |"


def _score(found: set[Key], truth: set[Key]) -> tuple[set[Key], set[Key], set[Key]]:
    return found & truth, found - truth, truth - found


def _key(game: Game) -> Key:
    """Say what a game is about, whichever source tells of each ship."""
    return game.kind, frozenset(party.split("@")[0] for party in (game.party, game.other) if party is not None)


def _by_record(claims: Iterable[Claim]) -> dict[str, dict[str, str]]:
    ships: dict[str, dict[str, str]] = defaultdict(dict)
    for one in claims:
        ships[one.record][one.prop] = one.value
    # Ships not built yet have the name of their yard; of a flag that is not known, none differs.
    names = Counter(name_key(ship.get("name", "")) for ship in ships.values())
    return {
        record: ship
        for record, ship in ships.items()
        if len(ship) == 5 and names[name_key(ship["name"])] == 1 and country(ship["flag"]) is not None
    }


def _plant(ships: dict[str, dict[str, str]], dice: random.Random) -> tuple[list[Claim], set[Key]]:
    """Tell drawn ships again, with games and decoys; gives the claims and what is true."""
    drawn = dice.sample(sorted(ships), SHIPS)
    used = {ship["imoNumber"] for ship in ships.values()}
    names = dice.sample(sorted(set(ships) - set(drawn)), EACH)
    radio = {
        record: {
            "mmsi": _radio(str(country(ships[record]["flag"])), n, dice),
            "callSign": f"{dice.choice('3ABCDHLPV')}Q{n:04d}",
        }
        for n, record in enumerate(drawn)
    }
    port = {record: {**ships[record], "callSign": radio[record]["callSign"]} for record in drawn}
    message = {
        record: {"imoNumber": ships[record]["imoNumber"], "name": ships[record]["name"], **radio[record]}
        for record in drawn
    }
    lots, others = iter(drawn), reversed(drawn)
    truth: set[Key] = set()
    for kind in PLANTED:
        for number in range(EACH):
            record = next(lots)
            other = next(others)
            about = {record, other} if kind in ("imo-shared", "mmsi-shared") else {record}
            if kind == "imo-invalid":
                port[record]["imoNumber"] = _wrong_number(port[record]["imoNumber"], dice)
            elif kind == "imo-shared":
                port[record]["imoNumber"] = ships[other]["imoNumber"]
                # Its own number stands in the other sources: one ship, two numbers.
                truth.add(("imo-several", frozenset([record])))
            elif kind == "imo-several":
                message[record]["imoNumber"] = _unused(used, dice)
            elif kind == "mmsi-shared":
                message[record]["mmsi"] = message[other]["mmsi"]
                if _state(ships[record]) != _state(ships[other]):
                    truth.add(("mmsi-flag", frozenset([record])))
            elif kind == "mmsi-flag":
                message[record]["mmsi"] = _foreign_radio(ships[record], number, dice)
            elif kind == "renamed":
                port[record]["name"] = ships[names[number]]["name"]
            else:
                port[record]["flag"] = _other_flag(port[record]["flag"], dice)
            truth.add((kind, frozenset(about)))
    truth |= _plant_decoys(ships, port, message, lots, dice)
    claims = [
        Claim(f"{record}@{source}", f"{record}@{source}", prop, value, source, f"{record}@{source} {prop}")
        for source, told in (("register", {one: ships[one] for one in drawn}), ("port", port), ("radio", message))
        for record, values in told.items()
        for prop, value in values.items()
    ]
    return [one._replace(first=None, statement=one.first or "") for one in claims], truth


def _plant_decoys(
    ships: dict[str, dict[str, str]],
    port: dict[str, dict[str, str]],
    message: dict[str, dict[str, str]],
    lots: Iterator[str],
    dice: random.Random,
) -> set[Key]:
    """Make ships look like games that are none; gives what one of them truly tells: a former flag."""
    truth: set[Key] = set()
    for decoy in DECOYS:
        for number in range(EACH):
            record = next(lots)
            if decoy == "former radio":
                message[record]["mmsi"] = _foreign_radio(ships[record], EACH + number, dice)
                port[record]["pastFlags"] = str(mmsi_state(message[record]["mmsi"]))
                truth.add(("reflagged", frozenset([record])))
            else:
                _disguise(port, record, decoy, dice)
    return truth


def _wrong_number(imo: str, dice: random.Random) -> str:
    while True:
        at = dice.randrange(7)
        wrong = f"{imo[:at]}{dice.randrange(10)}{imo[at + 1 :]}"
        if not is_imo(wrong):
            return wrong


def _unused(used: set[str], dice: random.Random) -> str:
    while True:
        number = str(dice.randrange(9_000_000, 10_000_000))
        if is_imo(number) and number not in used:
            used.add(number)
            return number


def _state(ship: dict[str, str]) -> str:
    return state_of(str(country(ship["flag"])))


def _radio(flag: str, number: int, dice: random.Random) -> str:
    """Make a number as a flag's register assigns it; of a flag that has no digits its state's."""
    digits = ASSIGNED.get(flag) or ASSIGNED.get(state_of(flag), [200])
    return f"{dice.choice(digits)}{number:06d}"


def _foreign_radio(ship: dict[str, str], number: int, dice: random.Random) -> str:
    """Make a number of another state than the ship's."""
    flags = sorted(flag for flag in ASSIGNED if state_of(flag) != _state(ship))
    return _radio(dice.choice(flags), 900_000 + number, dice)


def _other_flag(flag: str, dice: random.Random) -> str:
    choices = ("Panama", "Liberia", "Comoros", "Cameroon", "Togo", "Palau", "Gabon")
    return dice.choice([one for one in choices if country(one) != country(flag)])


def _disguise(port: dict[str, dict[str, str]], record: str, decoy: str, dice: random.Random) -> None:
    ship = port[record]
    if decoy == "prefix":
        ship["name"] = f"M/V {ship['name'].title()}"
    elif decoy == "signs":
        ship["name"] = ship["name"].replace(" ", "-") + "."
    elif decoy == "letter" and len(name_key(ship["name"])) >= 8:
        at = dice.choice([n for n, letter in enumerate(ship["name"]) if letter.isalpha()])
        ship["name"] = ship["name"][:at] + dice.choice("AEIOURST") + ship["name"][at + 1 :]
    elif decoy == "tonnage":
        ship["grossRegisteredTonnage"] = str(round(float(ship["grossRegisteredTonnage"]) * 1.03))
    elif decoy == "year":
        ship["buildDate"] = str(int(ship["buildDate"]) + 1)
    elif decoy == "flag words":
        ship["flag"] = ship["flag"].split("(")[0].strip()
    elif decoy == "twice":
        port[f"{record}@again"] = dict(ship)


def _print_real(folder: Path) -> None:
    history = ofac_history(folder / "lists/ofac_sdn_history")
    stated = {"previousName", "pastFlags"}
    found = find_ship_games(one for one in history if one.prop not in stated)
    # Whether a number is of a former flag, the list alone knows.
    found = [one for one in found if one.kind != "mmsi-flag"]
    found += [one for one in find_ship_games(history) if one.kind == "mmsi-flag"]
    truth = {("renamed", f"ofac-{one}", new) for one, new in RENAMED.items()}
    truth |= {("reflagged", f"ofac-{one}", new) for one, new in REFLAGGED.items()}
    truth |= {("imo-invalid", f"ofac-{one}", number) for one, number in INVALID.items()}
    truth |= {("mmsi-flag", f"ofac-{one}", number) for one, number in RADIOS.items()}
    told = {
        (one.kind, one.party, one.value if one.kind == "mmsi-flag" else one.other_value or one.value) for one in found
    }
    print("\n| real | found | false | missed | precision | recall |\n|---|---|---|---|---|---|")
    print(_row("OFAC 2021 to 2024", len(told & truth), len(told - truth), len(truth - told)))
    newest = ofac_2026(folder / "records/vessels/ofac_sdn_vessels_2026-03.json")
    found = find_ship_games([*(one for one in history if one.prop not in stated), *newest])
    names = {one.other_value for one in found if one.kind == "renamed" and one.other is not None}
    wrong = [one for one in found if one.other is not None and one.is_contradiction]
    right = names & set(RENAMED_2026)
    print(_row("names, 2024 to 2026", len(right), len(names - right) + len(wrong), len(set(RENAMED_2026) - names)))


if __name__ == "__main__":
    main()
