"""Parties of an index that match a query, best first."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from counterflow.compare.algorithm import load_algorithm
from counterflow.compare.fact.identifier import Kind
from counterflow.compare.frame import Frame, NameKind
from counterflow.compare.index.derive import Derived
from counterflow.compare.index.expand import expand_name, forget_answers
from counterflow.compare.index.layout import frozen
from counterflow.compare.index.lookup import bucket_range
from counterflow.compare.index.memory import MAX_POOL, Memory, new_memory
from counterflow.compare.index.rank import look_at_pool
from counterflow.compare.index.scan import fill_pool, initials_of, own_bits, plan_scan, scan_postings
from counterflow.compare.index.split import split_name
from counterflow.compare.index.store import Index
from counterflow.compare.kernel.party import Rows, Weights, describe_pairs, new_rows, new_scratch
from counterflow.compare.kernel.word import MAX_TOKENS
from counterflow.compare.score import score_rows

SCORED = 150
"""Parties that are scored in full, of those that names suggest."""
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
        self._scratch = new_scratch()
        self._memory = new_memory(tokens, len(index))

    def candidates(self, query: Frame, party: int = 0, *, limit: int = SCORED) -> NDArray[np.int64]:
        """Give the numbers of the parties that are likeliest to match, likeliest first.

        Args:
            query: parties to be looked for.
            party: which of them.
            limit: parties given at most; those that share an identifier come first and beyond it.
        """
        return find_candidates(frozen(query), party, self.index.frame, self.index.derived, limit, self._memory)

    def search(self, query: Frame, party: int = 0, *, limit: int = 10, threshold: float = 0.5) -> Hits:
        """Give the parties that match.

        Args:
            query: parties to be looked for.
            party: which of them.
            limit: hits given at most.
            threshold: least probability of a hit.
        """
        query = frozen(query)
        numbers = find_candidates(query, party, self.index.frame, self.index.derived, SCORED, self._memory)
        rows = new_rows(len(numbers))
        left = np.full(len(numbers), party, np.int64)
        describe_pairs(query, left, self.index.frame, numbers, self._weights, self._scratch, rows)
        odds = score_rows(rows, self._weights)
        least = log_odds(threshold)
        order = np.lexsort((numbers, -odds))
        order = order[odds[order] >= least][:limit]
        return Hits(numbers[order], odds[order], Rows(*[column[order] for column in rows]))


def log_odds(probability: float) -> float:
    """Turn a probability into log-odds."""
    if probability <= 0:
        return -np.inf
    return float(np.log(probability / (1 - probability))) if probability < 1 else np.inf


@njit(cache=True, nogil=True)
def find_candidates(
    query: Frame, party: int, frame: Frame, derived: Derived, limit: int, memory: Memory
) -> NDArray[np.int64]:
    """Find the parties that names and identifiers suggest."""
    pooled = 0
    for name in range(np.int64(query.name_at[party]), np.int64(query.name_at[party + 1])):
        pooled = _look_for_name(query, name, frame, derived, pooled, memory)
    shared = _sharing(query, party, derived, frame, memory)
    estimates = np.empty(pooled, np.float32)
    for i in range(pooled):
        estimates[i] = -memory.best[memory.pool[i]]
        memory.best[memory.pool[i]] = -1
    order = np.argsort(estimates, kind="mergesort")
    found = np.empty(len(shared) + min(limit, pooled), np.int64)
    found[: len(shared)] = shared
    count = len(shared)
    for i in range(min(limit, pooled)):
        number = np.int64(memory.pool[order[i]])
        is_known = False
        for j in range(len(shared)):
            is_known |= shared[j] == number
        if not is_known:
            found[count] = number
            count += 1
    return found[:count]


@njit(cache=True, nogil=True)
def _look_for_name(query: Frame, name: int, frame: Frame, derived: Derived, pooled: int, memory: Memory) -> int:
    tokens = _tokens_of(query, name)
    column = 0 if query.names.kind[name] == _PERSON else 1
    groups = expand_name(query.vocabulary, tokens, frame.vocabulary, derived, column, memory)
    groups = split_name(query.vocabulary, tokens, frame, derived, column, groups, memory)
    total = own_bits(query.vocabulary, tokens, column)
    planned = plan_scan(groups, len(tokens), total, memory)
    initials = initials_of(query.vocabulary, tokens, column)
    kept = scan_postings(planned, total, initials, derived, memory)
    before = pooled
    pooled = fill_pool(kept, derived.party, frame.name_at, pooled, memory)
    look_at_pool(query.vocabulary, tokens, total, column, frame, before, pooled, memory)
    forget_answers(groups, memory)
    return pooled


@njit(cache=True, nogil=True)
def _tokens_of(query: Frame, name: int) -> NDArray[np.uint32]:
    start = np.int64(query.names.token_at[name])
    return query.names.token[start : min(np.int64(query.names.token_at[name + 1]), start + MAX_TOKENS)]


@njit(cache=True, nogil=True)
def _sharing(query: Frame, party: int, derived: Derived, frame: Frame, memory: Memory) -> NDArray[np.int64]:
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
            if count < len(found) and _has_identifier(frame, number, facts.identifier[at]) and not _holds(found[:count], number):
                found[count] = number
                count += 1
    return found[:count]


@njit(cache=True, nogil=True)
def _has_identifier(frame: Frame, party: int, digest: int) -> bool:
    facts = frame.facts
    for at in range(np.int64(facts.identifier_at[party]), np.int64(facts.identifier_at[party + 1])):
        if facts.identifier[at] == digest:
            return True
    return False


@njit(cache=True, nogil=True)
def _holds(numbers: NDArray[np.int64], number: int) -> bool:
    for i in range(len(numbers)):
        if numbers[i] == number:
            return True
    return False
