"""Candidates compared in full, likeliest first, until the rest cannot matter."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from counterflow.compare.compiled import borrowing, compiled, inlined
from counterflow.compare.frame import Frame
from counterflow.compare.index.ahead import fetch, fetch_facts, fetch_forms, fetch_letters, fetch_party, fetch_word
from counterflow.compare.index.find import Found
from counterflow.compare.index.scalar import Real, Whole
from counterflow.compare.kernel.party import ALL, Rows, Scratch, Weights, describe_pairs
from counterflow.compare.score import score_row

MARGIN = 1.5
"""How far an estimate may lie below what is wanted for its party to be compared. Log-odds."""
_BATCH = 16
"""Candidates that are compared before the best so far are looked at."""
_NAMES_AHEAD = 32
"""Names of one party that are read ahead: more would push each other out of the cache."""


class Goal(NamedTuple):
    """What a search wants."""

    limit: int
    """Hits."""
    least: float
    """Least log-odds of a hit."""


@compiled
def confirm(  # noqa: PLR0913, PLR0917 - who, where, what is wanted, and the memory for it
    query: Frame,
    party: Whole,
    frame: Frame,
    found: Found,
    goal: Goal,
    weights: Weights,
    scratch: Scratch,
    rows: Rows,
    odds: NDArray[np.float32],
) -> Whole:
    """Compare a query with candidates, batch by batch; stop when enough are better than the rest promises.

    Args:
        query: parties that are looked for.
        party: which of them.
        frame: of the index.
        found: candidates, likeliest first.
        goal: what is wanted.
        weights: of the algorithm.
        scratch: of this thread.
        rows: overwritten as far as candidates are compared.
        odds: the same.

    Returns:
        How many candidates are compared.
    """
    count, done = len(found.number), 0
    left = np.full(_BATCH, party, np.int64)
    while done < count:
        end = min(done + _BATCH, count)
        _read_ahead(found.number[done:end], frame)
        part = Rows(rows.name[done:end], rows.fact[done:end], rows.best[done:end], rows.person[done:end])
        describe_pairs(query, left[: end - done], frame, found.number[done:end], weights, ALL, scratch, part)
        for i in range(done, end):
            odds[i] = score_row(rows, weights, i)
        done = end
        if done < count and found.estimate[done] + MARGIN < _wanted(odds[:done], goal):
            break
    return done


@borrowing
def _read_ahead(parties: NDArray[np.int64], frame: Frame) -> None:
    """Fetch the facts and names of some parties and what is known of their words (`ahead`)."""
    name_at, token_at, token = frame.name_at, frame.names.token_at, frame.names.token
    for party in parties:
        fetch(name_at, party)
        fetch_party(frame.facts, party)
    for party in parties:
        fetch(token_at, np.int64(name_at[party]))
        fetch_facts(frame.facts, party)
    for party in parties:
        fetch(token, np.int64(token_at[name_at[party]]))
    for party in parties:
        for at in range(np.int64(token_at[name_at[party]]), np.int64(token_at[_end_of(party, name_at)])):
            fetch_word(frame.vocabulary, np.int64(token[at]))
    for party in parties:
        for at in range(np.int64(token_at[name_at[party]]), np.int64(token_at[_end_of(party, name_at)])):
            fetch_forms(frame.vocabulary, np.int64(token[at]))
    for party in parties:
        for at in range(np.int64(token_at[name_at[party]]), np.int64(token_at[_end_of(party, name_at)])):
            fetch_letters(frame.vocabulary, np.int64(token[at]))


@inlined
def _end_of(party: Whole, name_at: NDArray[np.uint32]) -> Whole:
    """Say before which name a party's names end that are read ahead."""
    return min(np.int64(name_at[party + 1]), np.int64(name_at[party]) + _NAMES_AHEAD)


@compiled
def _wanted(odds: NDArray[np.float32], goal: Goal) -> Real:
    """Log-odds that another hit must have."""
    if len(odds) < goal.limit:
        return goal.least
    return max(goal.least, np.sort(odds)[len(odds) - goal.limit])
