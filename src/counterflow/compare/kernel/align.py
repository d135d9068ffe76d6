"""Which word of one name answers which word of the other."""

from __future__ import annotations

import numpy as np

from counterflow.compare.compiled import borrowing, inlined, signed
from counterflow.compare.kernel.kin import Kin, kin_of, relate_kin
from counterflow.compare.kernel.leftover import JOIN_LOSS, answer_short, join_words
from counterflow.compare.kernel.reach import Join
from counterflow.compare.kernel.relation import Relation
from counterflow.compare.kernel.space import Space, settle
from counterflow.compare.kernel.word import Words

_NONE, _EQUAL, _EDIT = int(Relation.NONE), int(Relation.EQUAL), int(Relation.EDIT)
_EQUAL_KIN = int(Kin.EQUAL)
_LEFT_JOIN, _RIGHT_JOIN, _EXACT = int(Join.LEFT), int(Join.RIGHT), int(Join.EXACT)
_ANY = _LEFT_JOIN | _RIGHT_JOIN | _EXACT
_FIRM_LOSS = np.float32(0.12)
"""Letters edited a letter, up to which a misspelling is likelier than a word run together."""

# How much of a word's worth each relation keeps when words compete for an answer (order of Relation).
KEPT = np.array([0, 1, 0.97, 0.97, 0.9, 0.93, 0.9, 0.85, 0.85, 0.3, 0.3, 0.3, 0.1], np.float32)


@borrowing
def align_kin(a: Words, n: int, b: Words, m: int, person: bool, turned: bool, space: Space) -> None:
    """Align the n words of one name with the m words of another: `answer`, `kind` and `loss` of `space`.

    Equal words answer each other first, but for those that several run together make letter by letter; then the
    dearest answers are given (greedy: names are short, and a word has seldom two answers); what is left over is run
    together or abbreviated (`leftover`). Callers put the names into an order of their own (`goes_first`), so that the
    result does not depend on sides; `turned`: b is the left party's, by which words were noted (`kin`) and seen
    (`reach`).
    """
    work = space[0]
    for i in range(n):
        work.answer[0, i] = -1
        work.kind[0, i] = _NONE
    for j in range(m):
        work.answer[1, j] = -1
        work.kind[1, j] = _NONE
    if work.related[0] == 0 and not work.may_join and not work.may_shorten:
        return
    for i in range(n):
        for j in range(m):
            work.relation[i, j] = _EQUAL if kin_of(a, i, b, j, turned, space) & _EQUAL_KIN else _NONE
    joins, column = signed(work.may_join), 0 if person else 1
    if joins & _EXACT:
        joins = _ANY
        join_words(a, n, b, m, column, np.float32(0), 0, space)
        join_words(b, m, a, n, column, np.float32(0), 1, space)
    _answer_equal(n, m, space)
    related = _relate_free(a, n, b, m, person, turned, space)
    if related > 0:
        _answer_all(a, n, b, m, person, True, related, space)
    if joins & (_RIGHT_JOIN if turned else _LEFT_JOIN):
        join_words(a, n, b, m, column, JOIN_LOSS, 0, space)
    if joins & (_LEFT_JOIN if turned else _RIGHT_JOIN):
        join_words(b, m, a, n, column, JOIN_LOSS, 1, space)
    if related > 0:
        _answer_all(a, n, b, m, person, False, related, space)
    if work.may_shorten:
        answer_short(a, n, b, m, person, 0, space)
        answer_short(b, m, a, n, person, 1, space)


@borrowing
def goes_first(a: Words, n: int, b: Words, m: int) -> bool:
    """Put two names into an order of their own: longer first, then by the digests of their words."""
    if n != m:
        return n > m
    for i in range(n):
        if a[i].digest[0] != b[i].digest[0]:
            return bool(a[i].digest[0] < b[i].digest[0])
    return True


@inlined
def _answer_equal(n: int, m: int, space: Space) -> None:
    """Let equal words answer each other, those that stand most alike first."""
    work = space[0]
    for far in range(max(n, m)):
        for i in range(n):
            for j in (i - far, i + far):
                if 0 <= j < m and work.relation[i, j] == _EQUAL and work.answer[0, i] < 0 and work.answer[1, j] < 0:
                    settle(0, i, j, _EQUAL, np.float32(0), space)
                    settle(1, j, i, _EQUAL, np.float32(0), space)


@inlined
def _relate_free(a: Words, n: int, b: Words, m: int, person: bool, turned: bool, space: Space) -> int:
    """Relate all free words; gives how many pairs of words have to do with each other."""
    work = space[0]
    related = 0
    for i in range(n):
        if work.answer[0, i] >= 0:
            continue
        for j in range(m):
            if work.answer[1, j] < 0:
                relation, loss = relate_kin(a, i, b, j, person, turned, space)
                work.relation[i, j] = relation
                work.loss_of[i, j] = loss
                related += relation != _NONE
    return related


@borrowing
def _answer_all(a: Words, n: int, b: Words, m: int, person: bool, firm: bool, related: int, space: Space) -> None:
    """Answer free words one by one, dearest first; `firm`: only by relations that a joined word would not outdo."""
    for _ in range(min(related, n, m)):
        if not _answer_dearest(a, n, b, m, 0 if person else 1, firm, space):
            break


@borrowing
def _answer_dearest(a: Words, n: int, b: Words, m: int, column: int, firm: bool, space: Space) -> bool:
    """Settle the pair of free words that shares most. Between equals, the pair that stands most alike."""
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
            worth = min(a[i].bits[column], b[j].bits[column]) * KEPT[relation] * (np.float32(1) - work.loss_of[i, j])
            distance = abs(i - j) * 64 + i + j
            if worth > best or (worth == best and distance < far):
                best, at_i, at_j, far = worth, i, j, distance
    if at_i < 0:
        return False
    relation, loss = work.relation[at_i, at_j], work.loss_of[at_i, at_j]
    settle(0, at_i, at_j, relation, loss, space)
    settle(1, at_j, at_i, relation, loss, space)
    return True
