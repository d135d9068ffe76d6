"""The watchlist of the screening bars, UN and OFAC together, and who on it a query is about."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from benchmarks.names.entity import NAME_PROPS, Entity, names, primary_name
from benchmarks.names.labelled import JUDGED_LISTS, read_rows
from benchmarks.names.lists import read_list

from counterflow.clean.name import normal_name

STRONG_NAME_PROPS = ("name", "alias", "previousName")
"""Names that a party is known by well enough that another party of the same one is taken to be it."""

_YEAR = re.compile(r"\d{4}")


class Watchlist(NamedTuple):
    """Parties of several lists, of which some are the same."""

    un: list[Entity]
    ofac: list[Entity]
    judged: frozenset[frozenset[str]]
    """Pairs of ids that people have judged to be one party."""


def read_watchlist(data: Path, cache: Path) -> Watchlist:
    """Read the UN's list of 2026-02, with those that left it since 2024-09, and OFAC's of 2022-01.

    The queries that must hit were drawn from a vintage between the two.
    """
    now = read_list("un_2026_02", data, cache)
    known = {one["id"] for one in now}
    gone = [one for one in read_list("un_2024_09", data, cache) if one["id"] not in known]
    rows = read_rows(data / "matching" / "crosslist_pairs_dev.csv")
    judged = frozenset(
        frozenset(f"{JUDGED_LISTS[row[f'{side}_list']][1]}-{row[f'{side}_id']}" for side in ("left", "right"))
        for row in rows
        if row["judgement"] == "positive"
    )
    return Watchlist(now + gone, read_list("ofac_2022_01", data, cache), judged)


def name_key(name: str) -> str:
    """Give a name without its case, marks and order."""
    return normal_name(name, sort_tokens=True)


def true_parties(queries: Sequence[Entity], parties: Iterable[Entity]) -> list[list[Entity]]:
    """Give the parties of the very name of each query; more than one where a list has two of a name."""
    named: dict[str, list[Entity]] = defaultdict(list)
    for party in parties:
        named[name_key(primary_name(party) or "")].append(party)
    return [named[name_key(primary_name(query) or "")] for query in queries]


def is_same_party(left: Entity, right: Entity, judged: frozenset[frozenset[str]]) -> bool:
    """Tell whether two listed parties are one: judged so, or of one name of two words with no other year of birth."""
    if frozenset((left["id"], right["id"])) in judged:
        return True
    years = [set(_YEAR.findall(" ".join(one["properties"].get("birthDate", ())))) for one in (left, right)]
    if all(years) and years[0].isdisjoint(years[1]):
        return False
    return not _strong_keys(left).isdisjoint(_strong_keys(right))


def _strong_keys(party: Entity) -> set[str]:
    keys = {name_key(name) for prop in STRONG_NAME_PROPS for name in party["properties"].get(prop, ())}
    return {key for key in keys if " " in key}


def has_latin(name: str) -> bool:
    """Tell whether any letter is Latin."""
    return any(unicodedata.name(character, "").startswith("LATIN") for character in name if character.isalpha())


def original_names(parties: Iterable[Entity]) -> list[tuple[Entity, str]]:
    """List the names without a Latin letter, each with its party; names of digits and signs alone are none."""
    found = [(party, name) for party in parties for name in names(party)]
    return [(party, name) for party, name in found if any(map(str.isalpha, name)) and not has_latin(name)]


def latin_only(party: Entity) -> Entity:
    """Give the party without the names that have no Latin letter."""
    properties = {
        prop: [value for value in values if prop not in NAME_PROPS or has_latin(value)]
        for prop, values in party["properties"].items()
    }
    return {**party, "properties": properties}
