"""Measures what each feature of facts is worth: how much oftener it is seen in one party than in two alike by name.

    python benchmarks/names/fact_weights.py PAIRS OFAC UN UK

PAIRS are human judgements (`judgement`, `left_list`, `left_id`, `right_list`, `right_id`; lists `ofac`, `unsc`,
`gb-hmt`); OFAC, UN and UK are FtM entities as JSON lines, one for each listed record, read from the vintages of 2018
to 2021. Printed is a line a feature: how often it fires in pairs of one party and of two, of how many pairs in which
both sides state it, and the natural logarithm of the ratio of these shares.

One party: pairs judged so, and pairs of two lists with a passport or identity number in common and names alike.
Two parties: pairs judged so whose names are not one, and records of one list that share a rare word of their names.
Only half of all pairs is used, by a hash of their ids: the other half is for calibration.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray
from rapidfuzz.fuzz import token_sort_ratio

from counterflow.compare.fact import Facts
from counterflow.compare.fact.builder import FactBuilder
from counterflow.compare.fact.feature import FEATURE_COUNT, FEATURES, Feature
from counterflow.compare.fact.kernel import compare_facts
from counterflow.compare.fact.weight import load_weights

PREFIXES = {"ofac": "ofac-", "unsc": "unsc-", "gb-hmt": "gb-ofsi-"}
RAREST_SHARED_WORD = 40
"""A word that more names of a list have does not make two of them alike. Records."""
MIN_ALIKE = 75
"""Names alike, by rapidfuzz's token sort ratio, 0 to 100."""

GROUPS: tuple[tuple[Feature, ...], ...] = (
    tuple(Feature(n) for n in range(Feature.BIRTH_DATE_DAY_EQUAL, Feature.BIRTH_YEARS_APART)),
    (Feature.DEATH_YEAR_EQUAL, Feature.DEATH_YEAR_DIFFERS),
    (Feature.INCORPORATION_DAY_EQUAL, Feature.INCORPORATION_YEAR_EQUAL, Feature.INCORPORATION_YEAR_DIFFERS),
    (Feature.BUILD_YEAR_EQUAL, Feature.BUILD_YEAR_DIFFERS),
    (Feature.NATIONALITY_SHARED, Feature.NATIONALITY_DIFFERS),
    (Feature.RESIDENCE_SHARED, Feature.RESIDENCE_DIFFERS),
    (Feature.BIRTH_COUNTRY_SHARED, Feature.BIRTH_COUNTRY_DIFFERS),
    (Feature.COUNTRY_SHARED, Feature.COUNTRY_DIFFERS),
    (Feature.GENDER_SHARED, Feature.GENDER_DIFFERS),
    (Feature.SCHEMA_SAME, Feature.SCHEMA_CONTRADICTS),
    (Feature.IMO_EQUAL, Feature.IMO_DIFFERS),
    (Feature.REGISTRATION_EQUAL, Feature.REGISTRATION_DIFFERS),
    (Feature.TAX_EQUAL, Feature.TAX_DIFFERS),
    (Feature.PASSPORT_EQUAL, Feature.PASSPORT_DIFFERS),
    (Feature.NATIONAL_ID_EQUAL, Feature.NATIONAL_ID_DIFFERS),
    (Feature.BIRTH_PLACE_SHARED, Feature.BIRTH_PLACE_DIFFERS),
)
"""Features of which one fires where both sides state the property: they are compared among these pairs only."""


class Pair(NamedTuple):
    """Two records, by number, and whether they are one party."""

    left: int
    right: int
    is_one: bool


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pairs", type=Path)
    parser.add_argument("lists", type=Path, nargs=3, metavar="LIST")
    options = parser.parse_args()
    lists = [read_list(path) for path in options.lists]
    entities = [entity for one in lists for entity in one]
    facts = analyse(entities)
    number = {entity["id"]: n for n, entity in enumerate(entities)}
    judged = list(read_judged(options.pairs, entities, number))
    found = judged + list(find_one_by_number(lists, number)) + list(find_two(lists, number))
    pairs = sorted({pair for pair in found if is_in_half(entities[pair.left]["id"], entities[pair.right]["id"])})
    rows = compare(facts, np.array([(pair.left, pair.right) for pair in pairs], np.int64))
    is_one = np.array([pair.is_one for pair in pairs])
    print(f"{is_one.sum():,} pairs of one party, {(~is_one).sum():,} of two\n")
    print_ratios(rows, is_one)


def read_list(path: Path) -> list[dict[str, Any]]:
    """Read FtM entities from JSON lines."""
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def analyse(entities: Iterable[dict[str, Any]]) -> Facts:
    """Give the facts of entities, in their order."""
    builder = FactBuilder()
    for entity in entities:
        builder.add(entity["schema"], entity["properties"])
    return builder.freeze()


def names(entity: dict[str, Any]) -> list[str]:
    """Give all names of an entity, in plain lower case."""
    properties = entity["properties"]
    found = [*properties.get("name", ()), *properties.get("alias", ()), *properties.get("previousName", ())]
    return [" ".join(re.findall(r"\w+", name.lower())) for name in found]


def is_in_half(left: str, right: str) -> bool:
    """Whether a pair of entity ids is in the half for weights: SHA-1 of its list ids, sorted, is even."""
    keys = sorted(
        f"{source}:{entity_id.removeprefix(prefix)}"
        for entity_id in (left, right)
        for source, prefix in PREFIXES.items()
        if entity_id.startswith(prefix)
    )
    return int(hashlib.sha1("|".join(keys).encode()).hexdigest(), 16) % 2 == 0


def read_judged(path: Path, entities: list[dict[str, Any]], number: dict[str, int]) -> Iterator[Pair]:
    """Read the judged pairs; two parties judged apart under the very same name are doubtful and left out."""
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            left = number.get(PREFIXES[row["left_list"]] + row["left_id"])
            right = number.get(PREFIXES[row["right_list"]] + row["right_id"])
            if left is None or right is None:
                continue
            is_one = row["judgement"] == "positive"
            if is_one or not _share_a_name(entities[left], entities[right]):
                yield _pair(left, right, is_one=is_one)


def _pair(left: int, right: int, *, is_one: bool) -> Pair:
    return Pair(min(left, right), max(left, right), is_one)


def _share_a_name(left: dict[str, Any], right: dict[str, Any]) -> bool:
    """Whether the main names are of the same words."""
    return sorted(names(left)[0].split()) == sorted(names(right)[0].split())


def find_one_by_number(lists: list[list[dict[str, Any]]], number: dict[str, int]) -> Iterator[Pair]:
    """Find records of two lists with a passport or identity number in common and names alike."""
    holders: dict[str, list[tuple[int, dict[str, Any]]]] = defaultdict(list)
    for n, one in enumerate(lists):
        for entity in one:
            for name in ("passportNumber", "idNumber"):
                for value in entity["properties"].get(name, ()):
                    plain = re.sub(r"[\W_]", "", value).upper().lstrip("0")
                    if len(plain) >= 6:
                        holders[plain].append((n, entity))
    for held in holders.values():
        for n, left in held:
            for m, right in held:
                if n < m and _alike(left, right) >= MIN_ALIKE:
                    yield _pair(number[left["id"]], number[right["id"]], is_one=True)


def _alike(left: dict[str, Any], right: dict[str, Any]) -> float:
    return max((token_sort_ratio(a, b) for a in names(left) for b in names(right)), default=0.0)


def find_two(lists: list[list[dict[str, Any]]], number: dict[str, int]) -> Iterator[Pair]:
    """Find records of one list that share a rare word of a name: family, or near it."""
    for one in lists:
        having: dict[str, list[int]] = defaultdict(list)
        for entity in one:
            for word in sorted({word for name in names(entity)[:3] for word in name.split() if len(word) > 3}):
                having[word].append(number[entity["id"]])
        for holders in having.values():
            if len(holders) <= RAREST_SHARED_WORD:
                for k, left in enumerate(holders):
                    for right in holders[k + 1 :]:
                        yield _pair(left, right, is_one=False)


def compare(facts: Facts, pairs: NDArray[np.int64]) -> NDArray[np.float32]:
    """Give the features of pairs, (pair, feature)."""
    rows = np.empty((len(pairs), FEATURE_COUNT), np.float32)
    _fill(facts, pairs, rows)
    return rows


@njit(nogil=True)
def _fill(facts: Facts, pairs: NDArray[np.int64], rows: NDArray[np.float32]) -> None:
    for n in range(len(pairs)):
        compare_facts(facts, pairs[n, 0], facts, pairs[n, 1], rows[n])


def print_ratios(rows: NDArray[np.float32], is_one: NDArray[np.bool_]) -> None:
    """Print a line a feature."""
    weights = load_weights()
    print(f"{'feature':<30}{'one':>7}{'of':>7}{'two':>8}{'of':>8}{'ln ratio':>10}{'weight':>8}")
    group_of = {feature: group for group in GROUPS for feature in group}
    for n, info in enumerate(FEATURES):
        stated = rows[:, list(group_of.get(Feature(n), ()))].any(axis=1) if Feature(n) in group_of else is_one | True
        fires = rows[:, n] >= 0.5
        one, one_of = int((fires & is_one).sum()), int((stated & is_one).sum())
        two, two_of = int((fires & ~is_one).sum()), int((stated & ~is_one).sum())
        ratio = np.log((one + 0.5) / (one_of + 1)) - np.log((two + 0.5) / (two_of + 1))
        print(f"{info.name:<30}{one:>7}{one_of:>7}{two:>8}{two_of:>8}{ratio:>10.2f}{weights[n]:>8.2f}")


if __name__ == "__main__":
    main()
