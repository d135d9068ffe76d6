"""The nearest other parties of one list: pairs that look alike and are two."""

from __future__ import annotations

from collections import defaultdict

import numpy as np
from numpy.typing import NDArray

from counterflow.compare.frame import Frame
from counterflow.compare.kernel.party import ALL, Weights, describe_pairs, new_rows, new_scratch
from counterflow.compare.score import score_rows

Pairs = NDArray[np.int64]

COMMONEST = 400
"""Spellings and sounds that more parties have find no candidates: a word like "company" brings nobody nearer."""
CANDIDATES = 25
"""Parties that share the rarest spellings and sounds with a party, to be compared with it."""


def find_neighbours(frame: Frame, weights: Weights, nearest: int) -> Pairs:
    """Find the parties of a frame that are nearest to each by name.

    Returns:
        (n, 2): party numbers, the lower first, each pair once and in order.
    """
    pairs = _candidates(frame)
    rows = new_rows(len(pairs))
    left, right = np.ascontiguousarray(pairs[:, 0]), np.ascontiguousarray(pairs[:, 1])
    describe_pairs(frame, left, frame, right, weights, ALL, new_scratch(), rows)
    odds = score_rows(rows, weights._replace(fact=np.zeros_like(weights.fact)))
    order = np.lexsort((right, -odds, left))
    place = np.arange(len(order)) - np.searchsorted(left[order], left[order])
    chosen = np.sort(pairs[order[place < nearest]], axis=1)
    return np.unique(chosen, axis=0)


def _candidates(frame: Frame) -> Pairs:
    """Give for each party those that share most with it; a spelling or sound counts by how few parties have it."""
    marks = [_marks(frame, party) for party in range(len(frame.name_at) - 1)]
    holders: dict[int, list[int]] = defaultdict(list)
    for party, own in enumerate(marks):
        for mark in own:
            holders[mark].append(party)
    rare = {mark: np.array(held) for mark, held in holders.items() if 1 < len(held) < COMMONEST}
    pairs: list[tuple[int, int]] = []
    for party, own in enumerate(marks):
        shared = np.zeros(len(marks))
        for mark in own:
            if mark in rare:
                shared[rare[mark]] += 1 / len(rare[mark])
        shared[party] = 0
        best = np.argsort(-shared, kind="stable")[:CANDIDATES]
        pairs += [(party, int(other)) for other in best if shared[other] > 0]
    return np.array(pairs, np.int64).reshape(-1, 2)


def _marks(frame: Frame, party: int) -> list[int]:
    """List the first spelling and the sounds of each word of a party's names, as numbers, each once."""
    names, vocabulary = frame.names, frame.vocabulary
    first, last = names.token_at[frame.name_at[party]], names.token_at[frame.name_at[party + 1]]
    tokens = np.unique(names.token[first:last])
    marks = {int(vocabulary.digest[vocabulary.form_at[token]]) for token in tokens}
    for token in tokens:
        marks.update(int(key) for key in vocabulary.key[vocabulary.key_at[token] : vocabulary.key_at[token + 1]])
    return sorted(marks)
