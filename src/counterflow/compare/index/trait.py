"""Facts of a party at a glance: 16 bits a name, which a scan can afford to look at.

Thousands of parties may share a word with a query. Which of them are looked at more closely, names alone would leave
to chance. Traits say what a party agrees with and contradicts in sort, gender, year of birth and country; what is told
twice, or not at all, is left open. Dates to the day are found by their own lookup (`born`).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from counterflow.compare.compiled import borrowing, compiled, inlined
from counterflow.compare.fact.facts import NEAR_SHIFT, DateKind, Facts
from counterflow.compare.fact.feature import Feature
from counterflow.compare.fact.schema import AGREEMENT, Family
from counterflow.compare.index.scalar import Real, Whole

FAMILY_BITS, GENDER_BITS, YEAR_BITS, COUNTRY_BITS = 4, 2, 6, 4
"""Bits of traits, the lowest first: `schema.Family`, `Gender`, year of birth, country; 0 leaves the last two open."""
TRAIT_VALUES = (1 << FAMILY_BITS, 1 << GENDER_BITS, 1 << YEAR_BITS, 1 << COUNTRY_BITS)
"""How many values each trait may have."""
MAX_VALUES = max(TRAIT_VALUES)
FIRST_YEAR = 1900
YEARS = 2
"""Years of birth that are told apart, from the first on in steps of so many."""

_GENDER_SHIFT = FAMILY_BITS
_YEAR_SHIFT = _GENDER_SHIFT + GENDER_BITS
_COUNTRY_SHIFT = _YEAR_SHIFT + YEAR_BITS
_YEAR_OF_DAY = 9
_BIRTH = int(DateKind.BIRTH)
_STATED = (1 << NEAR_SHIFT) - 1
_MOST_YEARS = 20
_FAMILIES = len(Family)
_BIRTH_YEARS_APART = int(Feature.BIRTH_YEARS_APART)
_BIRTH_YEAR_DIFFERS = int(Feature.BIRTH_YEAR_DIFFERS)
_BIRTH_YEAR_EQUAL = int(Feature.BIRTH_YEAR_EQUAL)
_BIRTH_YEAR_OFF_BY_ONE = int(Feature.BIRTH_YEAR_OFF_BY_ONE)
_COUNTRY_DIFFERS = int(Feature.COUNTRY_DIFFERS)
_GENDER_DIFFERS = int(Feature.GENDER_DIFFERS)
_GENDER_SHARED = int(Feature.GENDER_SHARED)
_SCHEMA_CONTRADICTS = int(Feature.SCHEMA_CONTRADICTS)
_SCHEMA_SAME = int(Feature.SCHEMA_SAME)


@compiled
def party_traits(facts: Facts, name_at: NDArray[np.uint32]) -> NDArray[np.uint16]:
    """Give the traits of each name's party (N)."""
    traits = np.zeros(np.int64(name_at[-1]), np.uint16)
    for party in range(len(name_at) - 1):
        traits[np.int64(name_at[party]) : np.int64(name_at[party + 1])] = traits_of(facts, party)
    return traits


@borrowing
def traits_of(facts: Facts, party: Whole) -> Whole:
    """Pack the traits of a party."""
    packed = np.int64(facts.family[party]) | np.int64(facts.gender[party]) << _GENDER_SHIFT
    packed |= _year_of(facts, party) << _YEAR_SHIFT | _country_of(facts, party) << _COUNTRY_SHIFT
    return np.uint16(packed)


@borrowing
def _year_of(facts: Facts, party: Whole) -> Whole:
    """Give the step of years that all births of a party lie in; 0 if they lie in several, or in none that is told."""
    step: Whole = np.int64(0)
    for at in range(np.int64(facts.date_at[party]), np.int64(facts.date_at[party + 1])):
        if facts.date_kind[at] == _BIRTH:
            first, last = _step_of(np.int64(facts.date_first[at])), _step_of(np.int64(facts.date_last[at]))
            if first == 0 or first != last or step not in (0, first):
                return np.int64(0)
            step = first
    return step


@inlined
def _step_of(day: Whole) -> Whole:
    step = ((day >> _YEAR_OF_DAY) - FIRST_YEAR) // YEARS + 1
    return step if 0 < step < 1 << YEAR_BITS else np.int64(0)


@borrowing
def _country_of(facts: Facts, party: Whole) -> Whole:
    """Give a few bits of a party's one country, which stand for several countries; 0 if there are more, or none."""
    start, end = np.int64(facts.country_at[party]), np.int64(facts.country_at[party + 1])
    if end - start != 1 or facts.country_role[start] & _STATED == 0:
        return np.int64(0)
    return 1 + np.int64(facts.country[start]) % ((1 << COUNTRY_BITS) - 1)


@borrowing
def weigh_traits(facts: Facts, party: Whole, weights: NDArray[np.float32], odds: NDArray[np.float32]) -> Real:
    """Say what traits of the index's parties are worth to a party of the query.

    Args:
        facts: of the query.
        party: its number.
        weights: (FEATURE_COUNT).
        odds: (4, MAX_VALUES), log-odds by trait and value; overwritten.

    Returns:
        The most that all traits are worth together.
    """
    traits = np.int64(traits_of(facts, party))
    odds[:] = 0
    for family in range(_FAMILIES):
        agreement = AGREEMENT[facts.family[party], family]
        if agreement != 0:
            odds[0, family] = weights[_SCHEMA_SAME if agreement > 0 else _SCHEMA_CONTRADICTS]
    gender = facts.gender[party]
    if gender != 0:
        for other in range(1, TRAIT_VALUES[1]):
            odds[1, other] = weights[_GENDER_SHARED if other == gender else _GENDER_DIFFERS]
    year = traits >> _YEAR_SHIFT & (TRAIT_VALUES[2] - 1)
    if year != 0:
        for other in range(1, TRAIT_VALUES[2]):
            odds[2, other] = _weigh_years(abs(other - year), weights)
    country = traits >> _COUNTRY_SHIFT
    if country != 0:
        for other in range(1, TRAIT_VALUES[3]):
            if other != country:
                odds[3, other] = weights[_COUNTRY_DIFFERS]
    most = np.float32(0)
    for trait in range(len(TRAIT_VALUES)):
        best = odds[trait, 0]
        for value in range(1, TRAIT_VALUES[trait]):
            best = max(best, odds[trait, value])
        most += best
    return most


@inlined
def _weigh_years(steps: Whole, weights: NDArray[np.float32]) -> Real:
    """Weigh years of birth that lie so many steps apart, as if they were as near as that allows."""
    if steps == 0:
        return weights[_BIRTH_YEAR_EQUAL]
    if steps == 1:
        return weights[_BIRTH_YEAR_OFF_BY_ONE]
    years = min((steps - 1) * YEARS, _MOST_YEARS)
    apart = np.float32(years) / np.float32(_MOST_YEARS)
    return weights[_BIRTH_YEAR_DIFFERS] + weights[_BIRTH_YEARS_APART] * apart


@inlined
def odds_of(traits: Whole, odds: NDArray[np.float32]) -> Real:
    """Add up what the traits of a party are worth."""
    packed = np.int64(traits)
    return np.float32(
        odds[0, packed & (TRAIT_VALUES[0] - 1)]
        + odds[1, packed >> _GENDER_SHIFT & (TRAIT_VALUES[1] - 1)]
        + odds[2, packed >> _YEAR_SHIFT & (TRAIT_VALUES[2] - 1)]
        + odds[3, packed >> _COUNTRY_SHIFT]
    )
