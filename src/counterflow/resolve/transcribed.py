"""Names in two scripts: one stands for many in the other, so of persons a name alone does not decide.

"김영철" is Kim Yong Chol, Kim Young-chul and Jin Yongzhe; "Иванов" is every Ivanov, Ivanoff and Iwanow. Two lists that
have one name letter by letter say more than two of which one is read into the other's letters.
"""

from __future__ import annotations

import json

from counterflow.clean.script import scripts_of
from counterflow.compare.fact.feature import Feature

BEARING_OUT = frozenset(
    one.name.lower()
    for one in Feature
    if one.name.endswith(("_EQUAL", "_SHARED", "_SIMILAR", "_OVERLAPS", "_SWAPPED", "_TYPO"))
    and one not in (Feature.GENDER_SHARED, Feature.VESSEL_TYPE_EQUAL)
)
"""Features by which a birth date, a country, a place or a number bears out that two are one."""


def is_name_alone(reasons: str) -> bool:
    """Whether names of two scripts are all that the kernel has for a pair.

    Args:
        reasons: of a pair, JSON, as `candidate.score.SCORED` has them.
    """
    if reasons.isascii():
        return False
    rows = json.loads(reasons)
    name = next((one for one in rows if one["feature"] == "name"), None)
    if name is None or any(one["feature"] in BEARING_OUT for one in rows):
        return False
    return scripts_of(str(name["left"])).isdisjoint(scripts_of(str(name["right"])))
