"""The decision on one pair: the kernel's score, what a unique number says, and what must never be one.

`bits-v5+resolve-v1` says "same" where the calibrated probability is at least that of `probability.toml`, and nothing
forbids it: schemata that exclude each other, differing IMO or LEI numbers, ships without a number in common, a weak
alias alone, a person's name in two scripts alone. What it leaves is a candidate, for a person.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum, StrEnum
from typing import Any, NamedTuple

from counterflow.compare.algorithm import ALGORITHM as KERNEL
from counterflow.resolve.block import Shared
from counterflow.resolve.identifier import UN_REFERENCE, Strength
from counterflow.resolve.member import Facts
from counterflow.resolve.probability import load_prior
from counterflow.resolve.schema import PERSON, VEHICLE, common_schema, name_family

ALGORITHM = f"{KERNEL}+resolve-v1"
"""Version of what decides on pairs of records: the kernel that scores, and the rules here."""

REFERENCE_ODDS = 8.0
"""Log-odds that one reference of the UN adds where both designations quote it, and no other record of either list."""

LEAST_FACTS = 2.0
"""Log-odds that facts must add where the name that agrees is a weak alias, which its publisher calls low-quality."""


class Decision(StrEnum):
    """What is decided on a pair."""

    SAME = "same"
    DIFFERENT = "different"
    CANDIDATE = "candidate"


class Rank(IntEnum):
    """What a merge rests on; firmest first, which is the order of merging."""

    JUDGEMENT = 1
    UNIQUE_IDENTIFIER = 2
    SCORE = 3
    MENTION = 4
    """A document uses the name for one thing."""
    NAME = 5
    """Two documents use one name."""
    LEARNT = 6
    """Weights learnt from the records themselves (`linkage`), whose clusters are borne out by all their members."""


class Reason(NamedTuple):
    """One feature that spoke for or against, with both sides' values."""

    feature: str
    left: str
    right: str
    contribution: float | None = None
    """Log-odds; None where it decides without adding up."""

    def to_dict(self) -> dict[str, Any]:
        """Give the form in which tables keep it."""
        return self._asdict()


class Verdict(NamedTuple):
    """The decision on a pair, what it rests on and why."""

    decision: Decision
    rank: Rank | None
    """None where nothing says that they are one."""
    reasons: tuple[Reason, ...]
    """Besides those of the kernel's score."""
    probability: float | None = None


class Scored(NamedTuple):
    """What the kernel says of a pair."""

    probability: float
    name_odds: float
    fact_odds: float
    is_weak: bool
    has_number: bool
    is_transcribed: bool = False
    """Names in two scripts are all that there is."""


NOTHING = Scored(0.0, 0.0, 0.0, False, False)
"""A pair that the kernel was not asked about, or would not show anybody."""


def extra_odds(shared: Sequence[Shared]) -> tuple[float, tuple[Reason, ...]]:
    """Say what numbers add that the kernel does not know: the UN's reference of a designation."""
    found = [item for item in shared if item.feature == UN_REFERENCE.kind and not item.is_ambiguous]
    if len(found) == 0:
        return 0.0, ()
    return REFERENCE_ODDS, (Reason(found[0].feature, found[0].value, found[0].value, REFERENCE_ODDS),)


def decide(left: Facts, right: Facts, shared: Sequence[Shared], scored: Scored | None) -> Verdict:
    """Decide on one pair.

    Args:
        left, right: the two entities.
        shared: identifiers that both have.
        scored: what the kernel says; None: it was not asked.
    """
    probability = None if scored is None else scored.probability
    unique = [item for item in shared if item.strength == Strength.UNIQUE]
    notes = tuple(Reason(item.feature, item.value, item.value) for item in unique)
    against = contradictions(left, right)
    if any(reason.feature in ("imoNumber", "leiCode") for reason in against):
        return Verdict(Decision.DIFFERENT, None, (*notes, *against), probability)
    if len(unique) == 0:
        against += _reserves(left, right, scored or NOTHING)
    # A unique number in two records of one list is one party listed twice.
    is_likely = scored is not None and scored.probability >= load_prior().threshold
    if len(against) > 0 or not (is_likely or len(unique) > 0):
        return Verdict(Decision.CANDIDATE, None, (*notes, *against), probability)
    rank = Rank.UNIQUE_IDENTIFIER if len(unique) > 0 else Rank.SCORE
    return Verdict(Decision.SAME, rank, notes, probability)


def contradictions(left: Facts, right: Facts) -> list[Reason]:
    """List what two entities cannot both be or have."""
    against = []
    if common_schema(left.schema, right.schema) is None:
        against.append(Reason("schema", left.schema, right.schema))
    pairs = [("imoNumber", left.imo, right.imo), ("leiCode", left.lei, right.lei)]
    pairs.append(("gender", left.genders, right.genders))
    against += [Reason(feature, _show(a), _show(b)) for feature, a, b in pairs if is_disjoint(a, b)]
    return against


def _reserves(left: Facts, right: Facts, scored: Scored) -> list[Reason]:
    """List why a person should look although the score is high."""
    found = []
    if left.dataset == right.dataset and not (len(left.listed_as) > 0 and len(right.listed_as) > 0):
        found.append(Reason("dataset", left.dataset, right.dataset))
    if scored.is_weak and scored.fact_odds < LEAST_FACTS and not scored.has_number:
        found.append(Reason("weak alias alone", "", ""))
    if scored.is_transcribed and PERSON in (name_family(left.schema), name_family(right.schema)):
        found.append(Reason("name in another script alone", "", ""))
    is_vehicle = VEHICLE in (name_family(left.schema), name_family(right.schema))
    if is_vehicle and not scored.has_number:
        # Ships are renamed and share names.
        found.append(Reason("no number in common", "", ""))
    return found


def is_disjoint(left: frozenset[str], right: frozenset[str]) -> bool:
    """Whether both are known and nothing is in both."""
    return len(left) > 0 and len(right) > 0 and left.isdisjoint(right)


def _show(values: frozenset[str]) -> str:
    return ", ".join(sorted(values))
