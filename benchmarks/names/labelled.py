"""The labelled pairs of `../shared/data/matching` as pairs of FtM entities."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from benchmarks.names.entity import Entity, Pair, make_entity
from benchmarks.names.lists import read_list
from followthemoney.types import registry

from counterflow.clean.name import normal_name

JUDGED_LISTS = {
    "ofac": ("ofac_2021_04", "ofac"),
    "unsc": ("un_2020_11", "unsc"),
    "gb-hmt": ("uk_2018_04", "gb-ofsi"),
}
"""The list of each side of a judgement: its vintage in `lists.LISTS`, and the prefix of its ids."""

_TYPES = {"individual": "Person", "entity": "Organization", "vessel": "Vessel", "-0-": "LegalEntity"}
"""Schema of a party by the type that its list states; OFAC writes -0- for whatever is no person, vessel or aircraft."""


class Judged(NamedTuple):
    """A judged pair of two lists."""

    pair: Pair
    is_doubtful: bool
    """Judged to be two, while their names are the very same under two programmes."""
    half: str
    """A or B, by the ids of both sides."""


def read_rows(path: Path) -> list[dict[str, str]]:
    """Read a CSV file with a head."""
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def read_cases(path: Path) -> list[tuple[dict[str, str], Pair]]:
    """Read name_cases_dev.csv: pairs of names, each a party with a name and nothing else, beside their row."""
    cases = []
    for number, row in enumerate(read_rows(path)):
        left, right = (make_entity(f"case-{number}-{side}", row["schema"], name=[row[f"name{side}"]]) for side in "12")
        note = " ".join(row[field] for field in ("quality", "case_group", "category", "notes") if row[field])
        cases.append((row, Pair(left, right, row["is_match"] == "true", note)))
    return cases


def read_judged(data: Path, cache: Path) -> tuple[list[Judged], int]:
    """Read crosslist_pairs_dev.csv with all that the lists say of the parties.

    Returns:
        The pairs, and how many of their sides are not on the vintage at hand, so that they have a name and type only.
    """
    parties = {
        f"{prefix}-{name}": {one["id"]: one for one in read_list(vintage, data, cache)}
        for name, (vintage, prefix) in JUDGED_LISTS.items()
    }
    judged, missing = [], 0
    for row in read_rows(data / "matching" / "crosslist_pairs_dev.csv"):
        sides: list[Entity] = []
        for side in ("left", "right"):
            name, list_id = row[f"{side}_list"], row[f"{side}_id"]
            prefix = JUDGED_LISTS[name][1]
            party = parties[f"{prefix}-{name}"].get(f"{prefix}-{list_id}")
            if party is None:
                missing += 1
                schema = _TYPES.get(row[f"{side}_type"].lower(), "LegalEntity")
                party = make_entity(f"{prefix}-{list_id}", schema, name=[row[f"{side}_name"]])
            sides.append(party)
        note = f"{row['left_programme']} | {row['right_programme']}"
        is_match = row["judgement"] == "positive"
        pair = Pair(sides[0], sides[1], is_match, note)
        judged.append(Judged(pair, not is_match and is_doubtful(row), half(row)))
    return judged, missing


def is_doubtful(row: Mapping[str, str]) -> bool:
    """Tell whether a row's names are the very same but for case, marks and order, and its programmes are not."""
    left, right = (normal_name(row[f"{side}_name"], sort_tokens=True) for side in ("left", "right"))
    return left == right and row["left_programme"] != row["right_programme"]


def half(row: Mapping[str, str]) -> str:
    """Give the half, A or B, that a judged pair falls into, whichever of its sides is left."""
    key = "|".join(sorted(f"{row[f'{side}_list']}:{row[f'{side}_id']}" for side in ("left", "right")))
    return "AB"[int(hashlib.sha1(key.encode(), usedforsecurity=False).hexdigest(), 16) % 2]


def read_queries(path: Path, prefix: str) -> Iterator[Entity]:
    """Yield the parties of a screening file as persons, with every attribute that the file gives."""
    for number, row in enumerate(read_rows(path)):
        yield make_entity(
            f"{prefix}-{number}",
            "Person",
            name=[row["full_name"]],
            firstName=[row["first_name"]],
            middleName=[row["middle_name"]],
            lastName=[row["last_name"]],
            birthDate=[row["date_of_birth"]],
            birthPlace=[row["place_of_birth"]],
            nationality=[registry.country.clean(row["nationality"])],
            gender=[row["gender"]],
        )
