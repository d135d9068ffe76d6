"""Parties of an index that names and identifiers of a query suggest, likeliest first."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from counterflow.compare.compiled import borrowing, compiled
from counterflow.compare.fact import Facts
from counterflow.compare.fact.identifier import Kind
from counterflow.compare.fact.kernel import compare_facts
from counterflow.compare.frame import Frame, NameKind
from counterflow.compare.index.ahead import fetch_facts, fetch_party
from counterflow.compare.index.derive import Derived, classes_of
from counterflow.compare.index.estimate import letter_price
from counterflow.compare.index.expand import expand_name, forget_answers
from counterflow.compare.index.fill import add_abbreviated, add_born, fill_pool
from counterflow.compare.index.lookup import bucket_range
from counterflow.compare.index.memory import LEFT, MAX_POOL, UNKNOWN, Memory, Wanted
from counterflow.compare.index.plan import initials_of, letter_bits_of, letters_of, light_of, plan_scan, weigh_words
from counterflow.compare.index.rank import look_at_pool
from counterflow.compare.index.scalar import Real, Whole
from counterflow.compare.index.scan import Sought, scan_postings
from counterflow.compare.index.split import split_name
from counterflow.compare.index.trait import weigh_traits
from counterflow.compare.kernel.feature import NameFeature
from counterflow.compare.kernel.party import Weights
from counterflow.compare.kernel.word import MAX_TOKENS

MAX_SHARING = 64
"""Parties of one identifier: what more parties share identifies none of them."""
SCAN_MARGIN = np.float32(6)
"""How far below what is wanted the estimate of a scan may lie: it knows bits alone. Log-odds."""
_ERROR = np.float32(1.5)
"""How much more than its estimate a name may be worth. Log-odds."""
MAX_SHARED = 256
"""Parties that share an identifier with a query, at most."""
_BATCH = 32
"""Parties whose facts are fetched together."""
_PERSON = int(NameKind.PERSON)
_VESSEL_TYPE = int(Kind.VESSEL_TYPE)
_CONSTANT = int(NameFeature.CONSTANT)


class Bounds(NamedTuple):
    """Which candidates are wanted."""

    limit: int
    """Most that names may suggest."""
    least: float
    """Least estimate. Log-odds."""
    slopes: NDArray[np.float32]
    """`estimate.slopes_of`."""
    weights: Weights


class Hope(NamedTuple):
    """What facts leave to hope for."""

    least: Real
    """Least log-odds of names that facts may raise to what is wanted."""
    traits: Real
    """The most that traits may be worth (`trait.weigh_traits`)."""


class Found(NamedTuple):
    """Candidates, likeliest first; those that share an identifier before all others."""

    number: NDArray[np.int64]
    """Parties' numbers in the index."""
    estimate: NDArray[np.float32]
    """Log-odds that they promise."""


@compiled
def find_candidates(
    query: Frame, party: Whole, frame: Frame, derived: Derived, bounds: Bounds, memory: Memory
) -> Found:
    """Find the parties that names and identifiers suggest."""
    most = _most_of_facts(query.facts, party, bounds.weights.fact, memory)
    hope = Hope(bounds.least - most, weigh_traits(query.facts, party, bounds.weights.fact, memory.trait_odds))
    pooled, last = add_born(query.facts, party, derived, memory), np.int64(query.name_at[party + 1])
    for name in range(np.int64(query.name_at[party]), last):
        # Each name has its share of the room, lest one that many bear leaves none for the next.
        room = pooled + (MAX_POOL - pooled) // (last - name)
        pooled = _look_for_name(query, name, bounds, hope, frame, derived, pooled, room, memory)
    shared = _sharing(query.facts, party, derived, frame.facts, memory)
    kept = _add_facts(query.facts, party, frame.facts, bounds, most, pooled, memory)
    order = np.argsort(-memory.estimate[:kept], kind="mergesort")
    count = shared + min(bounds.limit, kept)
    found = Found(np.empty(count, np.int64), np.full(count, np.inf, np.float32))
    found.number[:shared] = memory.found[:shared]
    for i in range(count - shared):
        found.number[shared + i] = memory.pool[order[i]]
        found.estimate[shared + i] = memory.estimate[order[i]]
    return found


@borrowing
def _most_of_facts(facts: Facts, party: Whole, weights: NDArray[np.float32], memory: Memory) -> Real:
    """Say what facts can add to log-odds at most: what a party agrees with itself in, but for identifiers."""
    return max(np.float32(0), _weigh_facts(facts, party, facts, party, weights, memory.fact))


@borrowing
def _weigh_facts(
    left: Facts, one: Whole, right: Facts, other: Whole, weights: NDArray[np.float32], row: NDArray[np.float32]
) -> Real:
    compare_facts(left, one, right, other, row)
    total = np.float32(0)
    for f in range(len(weights)):
        total += weights[f] * row[f]
    return total


@borrowing
def _add_facts(  # noqa: PLR0913, PLR0917 - both sides, the bounds, the pool
    query: Facts, party: Whole, facts: Facts, bounds: Bounds, most: Real, pooled: Whole, memory: Memory
) -> Whole:
    """Add what facts say to the estimates of the pool, drop what promises too little; give how many are left.

    Writes:
        pool, estimate of `memory`; `best` is left as the next query expects it.
    """
    kept = 0
    for i in range(pooled):
        if i % _BATCH == 0:
            for ahead in range(i, min(i + _BATCH, pooled)):
                fetch_party(facts, np.int64(memory.pool[ahead]))
            for ahead in range(i, min(i + _BATCH, pooled)):
                fetch_facts(facts, np.int64(memory.pool[ahead]))
        other = np.int64(memory.pool[i])
        names = memory.best[other]
        memory.best[other] = UNKNOWN
        if names == LEFT or names + most < bounds.least:
            continue
        estimate = names + _weigh_facts(query, party, facts, other, bounds.weights.fact, memory.fact)
        if estimate >= bounds.least:
            memory.pool[kept], memory.estimate[kept] = other, estimate
            kept += 1
    return kept


@compiled
def _look_for_name(  # noqa: PLR0913, PLR0917 - the name, the bounds, the index, the pool
    query: Frame,
    name: Whole,
    bounds: Bounds,
    hope: Hope,
    frame: Frame,
    derived: Derived,
    pooled: Whole,
    room: Whole,
    memory: Memory,
) -> Whole:
    column = 0 if query.names.kind[name] == _PERSON else 1
    tokens = _tokens_of(query, name)
    rank: Whole = np.int64(query.names.rank[name])
    legal: Whole = np.int64(query.names.legal[name])
    weights = bounds.weights.name
    wanted = Wanted(query.vocabulary, tokens, column, rank, legal, weights[column])
    groups = expand_name(wanted, frame.vocabulary, derived, memory)
    groups = split_name(wanted, frame, derived, groups, memory)
    total = np.float32(weigh_words(wanted, memory))
    letters = letters_of(wanted)
    planned = plan_scan(groups, len(tokens), total, letters, memory)
    promising = -_ERROR - max(weights[0, _CONSTANT], weights[1, _CONSTANT])
    floor = np.float32(hope.least - SCAN_MARGIN - max(weights[0, _CONSTANT], weights[1, _CONSTANT]))
    sought = Sought(
        total,
        light_of(wanted),
        classes_of(initials_of(wanted)),
        letters,
        letter_bits_of(wanted),
        letter_price(weights[column]),
        bounds.slopes[column],
        promising,
        floor,
        hope.traits,
    )
    kept = scan_postings(planned, sought, derived, memory)
    if pooled + kept > room:
        # Not all may find room: the best go first.
        order = np.argsort(-memory.estimate[:kept], kind="mergesort")
        memory.touched[:kept] = memory.touched[:kept][order]
    pooled = fill_pool(kept, derived.party, frame.name_at, pooled, room, memory)
    look_at_pool(wanted, weights, frame, pooled, memory)
    forget_answers(groups, memory)
    return add_abbreviated(wanted, frame, derived, pooled, room, memory)


@compiled
def _tokens_of(query: Frame, name: Whole) -> NDArray[np.uint32]:
    start = np.int64(query.names.token_at[name])
    return query.names.token[start : min(np.int64(query.names.token_at[name + 1]), start + MAX_TOKENS)]


@borrowing
def _sharing(query: Facts, party: Whole, derived: Derived, facts: Facts, memory: Memory) -> Whole:
    """Note the parties that share an identifier in `memory.found`; give how many. They leave the pool's competition."""
    found, count = memory.found, 0
    for at in range(np.int64(query.identifier_at[party]), np.int64(query.identifier_at[party + 1])):
        digest = query.identifier[at]
        if query.identifier_kind[at] == _VESSEL_TYPE:
            continue
        start, end = bucket_range(derived.identifier_at, digest)
        if end - start > MAX_SHARING:
            continue
        for place in range(start, end):
            number = np.int64(derived.identifier[place])
            if count < MAX_SHARED and _has_identifier(facts, number, digest) and not _holds(found, count, number):
                found[count] = number
                count += 1
    for i in range(count):
        if memory.best[found[i]] != UNKNOWN:
            memory.best[found[i]] = LEFT
    return count


@borrowing
def _has_identifier(facts: Facts, party: Whole, digest: Whole) -> bool:
    for at in range(np.int64(facts.identifier_at[party]), np.int64(facts.identifier_at[party + 1])):
        if facts.identifier[at] == digest:
            return True
    return False


@borrowing
def _holds(numbers: NDArray[np.int64], count: Whole, number: Whole) -> bool:
    for i in range(count):  # noqa: SIM110 - no generators in compiled code
        if numbers[i] == number:
            return True
    return False
