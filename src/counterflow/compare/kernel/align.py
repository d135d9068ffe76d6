"""Which word of one name answers which word of the other."""

from __future__ import annotations

import numpy as np

from counterflow.compare.compiled import compiled
from counterflow.compare.kernel.leftover import answer_short, join_words
from counterflow.compare.kernel.relation import Relation, relate
from counterflow.compare.kernel.space import Space, settle
from counterflow.compare.kernel.word import Words

_NONE, _EDIT = int(Relation.NONE), int(Relation.EDIT)
_FIRM_LOSS = np.float32(0.12)
"""Letters edited a letter, up to which a misspelling is likelier than a word run together."""

# How much of a word's worth each relation keeps when words compete for an answer (order of Relation).
_KEPT = np.array([0, 1, 0.97, 0.97, 0.9, 0.93, 0.9, 0.85, 0.85, 0.3, 0.3, 0.3, 0.1], np.float32)


@compiled
def align(a: Words, n: int, b: Words, m: int, person: bool, space: Space) -> None:
    """Align the n words of one name with the m words of another; the result is in `answer`, `kind` and `loss` of `space`.

    The dearest answers are given first (greedy: names are short, and a word has seldom two answers); what is left over is run
    together or abbreviated (`leftover`).
    """
    work = space[0]
    for i in range(n):
        work.answer[0, i] = -1
        work.kind[0, i] = _NONE
    for j in range(m):
        work.answer[1, j] = -1
        work.kind[1, j] = _NONE
    related = 0
    for i in range(n):
        for j in range(m):
            relation, loss = relate(a, i, b, j, person, space)
            work.relation[i, j] = relation
            work.loss_of[i, j] = loss
            related += relation != _NONE
    # Where several words answer one on either side, the longer name goes first, so that sides may swap.
    first = _goes_first(a, n, b, m)
    _answer_all(a, n, b, m, person, True, related, space)
    if first:
        join_words(a, n, b, m, 0, space)
        join_words(b, m, a, n, 1, space)
    else:
        join_words(b, m, a, n, 1, space)
        join_words(a, n, b, m, 0, space)
    _answer_all(a, n, b, m, person, False, related, space)
    if first:
        answer_short(a, n, b, m, person, 0, space)
        answer_short(b, m, a, n, person, 1, space)
    else:
        answer_short(b, m, a, n, person, 1, space)
        answer_short(a, n, b, m, person, 0, space)


@compiled
def _answer_all(a: Words, n: int, b: Words, m: int, person: bool, firm: bool, related: int, space: Space) -> None:
    """Answer free words one by one, dearest first; `firm`: only by relations that a joined word would not outdo."""
    for _ in range(min(related, n, m)):
        if not _answer_dearest(a, n, b, m, 0 if person else 1, firm, space):
            break


@compiled
def _goes_first(a: Words, n: int, b: Words, m: int) -> bool:
    """Put two names into an order of their own: longer first, then by the digests of their words."""
    if n != m:
        return n > m
    for i in range(n):
        if a[i].digest[0] != b[i].digest[0]:
            return a[i].digest[0] < b[i].digest[0]
    return True


@compiled
def _answer_dearest(a: Words, n: int, b: Words, m: int, column: int, firm: bool, space: Space) -> bool:
    """Settle the pair of free words that shares most. Between equals, the pair that stands most alike, so that sides may swap."""
    work = space[0]
    best, at_i, at_j, far = np.float32(0), -1, -1, 0
    for i in range(n):
        if work.answer[0, i] >= 0:
            continue
        for j in range(m):
            relation = work.relation[i, j]
            if relation == _NONE or work.answer[1, j] >= 0:
                continue
            if firm and (relation >= _EDIT and (relation != _EDIT or work.loss_of[i, j] > _FIRM_LOSS)):
                continue
            worth = min(a[i].bits[column], b[j].bits[column]) * _KEPT[relation] * (np.float32(1) - work.loss_of[i, j])
            distance = abs(i - j) * 64 + i + j
            if worth > best or (worth == best and distance < far):
                best, at_i, at_j, far = worth, i, j, distance
    if at_i < 0:
        return False
    relation, loss = work.relation[at_i, at_j], work.loss_of[at_i, at_j]
    settle(0, at_i, at_j, relation, loss, space)
    settle(1, at_j, at_i, relation, loss, space)
    return True
