"""Parties of an index that match a query, best first."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from counterflow.compare.algorithm import load_algorithm
from counterflow.compare.compiled import compiled
from counterflow.compare.fact import Facts
from counterflow.compare.fact.identifier import Kind
from counterflow.compare.fact.kernel import compare_facts
from counterflow.compare.frame import Frame, NameKind
from counterflow.compare.index.derive import Derived
from counterflow.compare.index.expand import expand_name, forget_answers
from counterflow.compare.index.layout import frozen
from counterflow.compare.index.lookup import bucket_range
from counterflow.compare.index.memory import Memory, Wanted, new_memory
from counterflow.compare.index.rank import look_at_pool
from counterflow.compare.index.scalar import Whole
from counterflow.compare.index.scan import (
    UNKNOWN,
    fill_pool,
    initials_of,
    own_bits,
    plan_scan,
    scan_postings,
    slopes_of,
)
from counterflow.compare.index.split import split_name
from counterflow.compare.index.store import Index
from counterflow.compare.kernel.party import Rows, Weights, describe_pairs, new_rows, new_scratch
from counterflow.compare.kernel.word import MAX_TOKENS
from counterflow.compare.score import score_rows

SCORED = 200
"""Parties that are scored in full at most, of those that names suggest."""
MARGIN = 4.5
"""How far below the threshold an estimate may lie whose party is scored in full. Log-odds."""
WHOLE = 256
"""Parties of an index that is compared as a whole, which then takes less than a millisecond."""
MAX_SHARING = 64
"""Parties of one identifier: what more parties share identifies none of them."""
_PERSON = int(NameKind.PERSON)
_VESSEL_TYPE = int(Kind.VESSEL_TYPE)


class Hits(NamedTuple):
    """Parties that match, best first; equals in order of their ids."""

    number: NDArray[np.int64]
    """Parties' numbers in the index."""
    odds: NDArray[np.float32]
    """Log-odds of being the query's party."""
    rows: Rows
    """What they follow from, row by row."""


class Searcher:
    """Searches one index; it belongs to one thread, because its memory is used again from query to query."""

    def __init__(self, index: Index, *, weights: Weights | None = None) -> None:
        """Reserve memory.

        Args:
            index: where to search.
            weights: what evidence is worth; by default what ships with the package.
        """
        self.index = index
        self._weights = load_algorithm().weights if weights is None else weights
        frame = index.frame
        tokens = len(frame.vocabulary.text_at) - 1
        self._slopes = slopes_of(self._weights)
        self._scratch = new_scratch()
        self._memory = new_memory(tokens, len(index))

    def candidates(self, query: Frame, party: int = 0, *, limit: int = SCORED) -> NDArray[np.int64]:
        """Give the numbers of the parties that are likeliest to match, likeliest first.

        Args:
            query: parties to be looked for.
            party: which of them.
            limit: parties given at most; those that share an identifier come first and beyond it.
        """
        return self._find(frozen(query), party, limit, -np.inf)

    def search(self, query: Frame, party: int = 0, *, limit: int = 10, threshold: float = 0.5) -> Hits:
        """Give the parties that match.

        Args:
            query: parties to be looked for.
            party: which of them.
            limit: hits given at most.
            threshold: least probability of a hit.
        """
        query = frozen(query)
        least = log_odds(threshold)
        if len(self.index) <= WHOLE:
            numbers = np.arange(len(self.index), dtype=np.int64)
        else:
            numbers = self._find(query, party, SCORED, least - MARGIN)
        rows = new_rows(len(numbers))
        left = np.full(len(numbers), party, np.int64)
        describe_pairs(query, left, self.index.frame, numbers, self._weights, self._scratch, rows)
        odds = score_rows(rows, self._weights)
        order = np.lexsort((numbers, -odds))
        order = order[odds[order] >= least][:limit]
        kept = Rows(rows.name[order], rows.fact[order], rows.best[order], rows.person[order])
        return Hits(numbers[order], odds[order], kept)

    def _find(self, query: Frame, party: int, limit: int, least: float) -> NDArray[np.int64]:
        frame, derived = self.index.frame, self.index.derived
        bounds = Bounds(limit, least, self._slopes, self._weights)
        return find_candidates(query, party, frame, derived, bounds, self._memory)


def log_odds(probability: float) -> float:
    """Turn a probability into log-odds."""
    if probability <= 0:
        return -np.inf
    return float(np.log(probability / (1 - probability))) if probability < 1 else np.inf


class Bounds(NamedTuple):
    """Which candidates are wanted."""

    limit: int
    """Most that names may suggest."""
    least: float
    """Least estimate. Log-odds."""
    slopes: NDArray[np.float32]
    """`scan.slopes_of`."""
    weights: Weights


@compiled
def find_candidates(
    query: Frame, party: Whole, frame: Frame, derived: Derived, bounds: Bounds, memory: Memory
) -> NDArray[np.int64]:
    """Find the parties that names and identifiers suggest: those that share an identifier first, then the likeliest."""
    pooled = 0
    for name in range(np.int64(query.name_at[party]), np.int64(query.name_at[party + 1])):
        column = 0 if query.names.kind[name] == _PERSON else 1
        wanted = Wanted(query.vocabulary, _tokens_of(query, name), column)
        pooled = _look_for_name(wanted, bounds.slopes[column], frame, derived, pooled, memory)
    _add_facts(query.facts, party, frame.facts, bounds.weights.fact, pooled, memory)
    shared = _sharing(query, party, derived, frame)
    constant = max(bounds.weights.name[0, 0], bounds.weights.name[1, 0])
    estimates = np.empty(pooled, np.float32)
    for i in range(pooled):
        estimates[i] = -memory.best[memory.pool[i]] - constant
        memory.best[memory.pool[i]] = UNKNOWN
        memory.looked[i] = False
    order = np.argsort(estimates, kind="mergesort")
    found = np.empty(len(shared) + min(bounds.limit, pooled), np.int64)
    found[: len(shared)] = shared
    count = len(shared)
    for i in range(min(bounds.limit, pooled)):
        number = np.int64(memory.pool[order[i]])
        if -estimates[order[i]] < bounds.least:
            break
        if not _holds(shared, number):
            found[count] = number
            count += 1
    return found[:count]


@compiled
def _add_facts(
    query: Facts, party: Whole, facts: Facts, weights: NDArray[np.float32], pooled: Whole, memory: Memory
) -> None:
    """Add what facts say to the estimates of the pool."""
    row = np.zeros(len(weights), np.float32)
    for i in range(pooled):
        other: Whole = np.int64(memory.pool[i])
        compare_facts(query, party, facts, other, row)
        total = np.float32(0)
        for f in range(len(weights)):
            total += weights[f] * row[f]
        memory.best[other] += total


@compiled
def _look_for_name(
    wanted: Wanted, slopes: NDArray[np.float32], frame: Frame, derived: Derived, pooled: Whole, memory: Memory
) -> Whole:
    groups = expand_name(wanted, frame.vocabulary, derived, memory)
    groups = split_name(wanted, frame, derived, groups, memory)
    total = own_bits(wanted)
    planned = plan_scan(groups, len(wanted.tokens), total, memory)
    kept = scan_postings(planned, total, initials_of(wanted), slopes, derived, memory)
    pooled = fill_pool(kept, derived.party, frame.name_at, pooled, memory)
    look_at_pool(wanted, total, slopes, frame, pooled, memory)
    forget_answers(groups, memory)
    return pooled


@compiled
def _tokens_of(query: Frame, name: Whole) -> NDArray[np.uint32]:
    start = np.int64(query.names.token_at[name])
    return query.names.token[start : min(np.int64(query.names.token_at[name + 1]), start + MAX_TOKENS)]


@compiled
def _sharing(query: Frame, party: Whole, derived: Derived, frame: Frame) -> NDArray[np.int64]:
    """Find the parties that share an identifier."""
    found = np.empty(MAX_SHARING * 4, np.int64)
    count = 0
    facts = query.facts
    for at in range(np.int64(facts.identifier_at[party]), np.int64(facts.identifier_at[party + 1])):
        if facts.identifier_kind[at] == _VESSEL_TYPE:
            continue
        start, end = bucket_range(derived.identifier_at, facts.identifier[at])
        if end - start > MAX_SHARING:
            continue
        for place in range(start, end):
            number = np.int64(derived.identifier[place])
            if (
                count < len(found)
                and _has_identifier(frame, number, facts.identifier[at])
                and not _holds(found[:count], number)
            ):
                found[count] = number
                count += 1
    return found[:count]


@compiled
def _has_identifier(frame: Frame, party: Whole, digest: Whole) -> bool:
    facts = frame.facts
    for at in range(np.int64(facts.identifier_at[party]), np.int64(facts.identifier_at[party + 1])):
        if facts.identifier[at] == digest:
            return True
    return False


@compiled
def _holds(numbers: NDArray[np.int64], number: Whole) -> bool:
    return bool((numbers == number).any())
