"""The facts of two parties as a row of features."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from counterflow.compare.compiled import borrowing
from counterflow.compare.fact.compare_country import compare_countries
from counterflow.compare.fact.compare_date import compare_dates
from counterflow.compare.fact.compare_identifier import compare_identifiers
from counterflow.compare.fact.compare_place import compare_places
from counterflow.compare.fact.facts import Facts
from counterflow.compare.fact.feature import Feature
from counterflow.compare.fact.schema import AGREEMENT

_SCHEMA_SAME, _SCHEMA_CONTRADICTS = int(Feature.SCHEMA_SAME), int(Feature.SCHEMA_CONTRADICTS)
_GENDER_SHARED, _GENDER_DIFFERS = int(Feature.GENDER_SHARED), int(Feature.GENDER_DIFFERS)
_TONNAGE_EQUAL, _TONNAGE_DIFFERS = int(Feature.TONNAGE_EQUAL), int(Feature.TONNAGE_DIFFERS)
_EQUAL_TONS, _DIFFERING_TONS = 0.98, 0.67
"""The smaller tonnage as a share of the larger one."""


@borrowing
def compare_facts(left: Facts, left_party: int, right: Facts, right_party: int, out: NDArray[np.float32]) -> None:
    """Compare the facts of two parties.

    What either side does not state has nothing to say: its features are 0. Swapping the sides changes nothing.

    Args:
        left: facts of some parties.
        left_party: number of the party among them.
        right: facts of some parties, the same or others.
        right_party: number of the party among them.
        out: row of `feature.FEATURE_COUNT` values in [0, 1], by `feature.Feature`; overwritten.
    """
    out[:] = 0.0
    schema = AGREEMENT[left.family[left_party], right.family[right_party]]
    if schema != 0:
        out[_SCHEMA_SAME if schema > 0 else _SCHEMA_CONTRADICTS] = 1.0
    if left.gender[left_party] != 0 and right.gender[right_party] != 0:
        out[_GENDER_SHARED if left.gender[left_party] == right.gender[right_party] else _GENDER_DIFFERS] = 1.0
    if left.tonnage[left_party] > 0.0 and right.tonnage[right_party] > 0.0:
        _compare_tonnage(left.tonnage[left_party], right.tonnage[right_party], out)
    compare_dates(left, left_party, right, right_party, out)
    is_country_shared = compare_countries(left, left_party, right, right_party, out)
    compare_identifiers(left, left_party, right, right_party, is_country_shared, out)
    compare_places(left, left_party, right, right_party, out)


@borrowing
def _compare_tonnage(left: float, right: float, out: NDArray[np.float32]) -> None:
    share = min(left, right) / max(left, right)
    if share >= _EQUAL_TONS:
        out[_TONNAGE_EQUAL] = 1.0
    elif share <= _DIFFERING_TONS:
        out[_TONNAGE_DIFFERS] = 1.0
