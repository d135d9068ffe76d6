"""The decision on one pair: rules that anyone can check, no score.

`exact-names-v1` says "same" only where a shared identifier or a whole shared name leaves little room for chance, and
leaves the rest to people. It states no probability, because none was calibrated.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import Any, NamedTuple

from counterflow.resolve.block import Shared
from counterflow.resolve.identifier import Strength
from counterflow.resolve.member import Facts
from counterflow.resolve.schema import PERSON, VEHICLE, common_schema, name_family

ALGORITHM = "exact-names-v1"

MIN_PERSON_TOKENS = 3
"""Tokens of a person's name that, with a shared nationality, may stand without a birth date."""

MIN_LONE_TOKEN_CHARS = 5
"""A name of a single token is only a name from here; "ANO" and "MTS" are many. In code points."""


class Decision(StrEnum):
    """What is decided on a pair."""

    SAME = "same"
    DIFFERENT = "different"
    CANDIDATE = "candidate"


class Rank(StrEnum):
    """What a merge rests on; firmest first, which is the order of merging."""

    JUDGEMENT = "1 judgement"
    UNIQUE_IDENTIFIER = "2 unique identifier"
    STRONG_IDENTIFIER = "3 identifier"
    NAME_AND_BIRTH_DATE = "4 name and birth date"
    NAME = "5 name"
    MENTION = "6 mention"
    """A document uses the name for one thing."""


class Reason(NamedTuple):
    """One feature that spoke for or against, with both sides' values."""

    feature: str
    left: str
    right: str

    def to_dict(self) -> dict[str, Any]:
        """Give the form in which tables keep it; contribution is null because rules do not add up."""
        return {**self._asdict(), "contribution": None}


class Verdict(NamedTuple):
    """The decision on a pair, what it rests on and why."""

    decision: Decision
    rank: Rank | None
    """None where nothing says that they are one."""
    reasons: tuple[Reason, ...]


def decide(left: Facts, right: Facts, shared: Sequence[Shared]) -> Verdict:
    """Decide on one pair by what the two share and what contradicts it.

    Differing IMO or LEI numbers make two parties. Any other contradiction (schema, birth date, gender, countries of
    organisations) leaves the pair to a person, whatever is shared.

    Args:
        left, right: the two entities.
        shared: names and identifiers that both have.
    """
    reasons = [Reason(item.feature, item.value, item.value) for item in shared]
    against = contradictions(left, right)
    if any(reason.feature in ("imoNumber", "leiCode") for reason in against):
        return Verdict(Decision.DIFFERENT, None, (*reasons, *against))
    rank, notes = _rank(left, right, shared)
    reasons += notes
    repeats = len(left.listed_as) > 0 and len(right.listed_as) > 0
    if left.dataset == right.dataset and not repeats and rank not in (None, Rank.UNIQUE_IDENTIFIER):
        against.append(Reason("dataset", left.dataset, right.dataset))
    if rank is None or len(against) > 0:
        return Verdict(Decision.CANDIDATE, None, (*reasons, *against))
    return Verdict(Decision.SAME, rank, tuple(reasons))


def contradictions(left: Facts, right: Facts) -> list[Reason]:
    """List what two entities cannot both be or have."""
    against = []
    if common_schema(left.schema, right.schema) is None:
        against.append(Reason("schema", left.schema, right.schema))
    if name_family(left.schema) == VEHICLE or name_family(right.schema) == VEHICLE:
        pairs = [("imoNumber", left.imo, right.imo)]
    else:
        pairs = [("imoNumber", left.imo, right.imo), ("leiCode", left.lei, right.lei)]
        pairs.append(("gender", left.genders, right.genders))
    if name_family(left.schema) != PERSON and name_family(right.schema) != PERSON:
        pairs.append(("country", left.countries, right.countries))
    against += [Reason(feature, _show(a), _show(b)) for feature, a, b in pairs if is_disjoint(a, b)]
    if not can_both_hold(left.births, right.births):
        against.append(Reason("birthDate", _show(left.births), _show(right.births)))
    return against


def is_disjoint(left: frozenset[str], right: frozenset[str]) -> bool:
    """Whether both are known and nothing is in both."""
    return len(left) > 0 and len(right) > 0 and left.isdisjoint(right)


def can_both_hold(left: frozenset[str], right: frozenset[str]) -> bool:
    """Whether some date of one may be some date of the other; unknown dates may be any."""
    return len(left) == 0 or len(right) == 0 or shared_date(left, right) is not None


def shared_date(left: frozenset[str], right: frozenset[str]) -> str | None:
    """Find the most precise date that both state, each to its own precision: 1941 agrees with 1941-08-24 on 1941."""
    both = [min(a, b, key=len) for a in left for b in right if a.startswith(b) or b.startswith(a)]
    return max(both, key=lambda date: (len(date), date), default=None)


def _rank(left: Facts, right: Facts, shared: Sequence[Shared]) -> tuple[Rank | None, list[Reason]]:
    """Find the firmest thing that says they are one, and what else was needed to say so."""
    firm = [item for item in shared if item.strength != Strength.WEAK and not item.is_ambiguous]
    numbers = [item for item in firm if item.feature != "name"]
    # A unique number in two records of one list is one party listed twice, not an ambiguity.
    if any(item.strength == Strength.UNIQUE for item in shared):
        return Rank.UNIQUE_IDENTIFIER, []
    if len(numbers) > 0:
        return Rank.STRONG_IDENTIFIER, []
    names = [item for item in firm if item.feature == "name"]
    ambiguous = [item for item in shared if item.is_ambiguous]
    notes = [Reason("ambiguous", item.value, item.value) for item in ambiguous]
    if len(names) == 0 or VEHICLE in (name_family(left.schema), name_family(right.schema)):
        return None, notes
    if PERSON in (name_family(left.schema), name_family(right.schema)):
        rank, more = _rank_person(left, right, names)
        return rank, notes + more
    if not any(item.tokens > 1 or (item.is_primary and len(item.value) >= MIN_LONE_TOKEN_CHARS) for item in names):
        # A short word, or an alias of both and the name of neither ("RGB"), is too little to stand alone.
        return None, notes
    return Rank.NAME, notes


def _rank_person(left: Facts, right: Facts, names: Sequence[Shared]) -> tuple[Rank | None, list[Reason]]:
    date = shared_date(left.births, right.births)
    nationality = left.nationalities & right.nationalities
    notes = []
    if date is not None:
        notes.append(Reason("birthDate", date, date))
    if len(nationality) > 0:
        notes.append(Reason("nationality", _show(nationality), _show(nationality)))
    if date is not None and any(item.tokens > 1 for item in names):
        return Rank.NAME_AND_BIRTH_DATE, notes
    if len(nationality) > 0 and any(item.is_primary and item.tokens >= MIN_PERSON_TOKENS for item in names):
        return Rank.NAME, notes
    return None, notes


def _show(values: frozenset[str]) -> str:
    return ", ".join(sorted(values))
