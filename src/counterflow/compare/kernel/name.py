"""What an alignment of two names adds up to, in bits."""

from __future__ import annotations

import enum

import numpy as np
from numpy.typing import NDArray

from counterflow.compare.compiled import borrowing, inlined
from counterflow.compare.kernel.align import align_kin, goes_first
from counterflow.compare.kernel.alone import KNOWN_BITS, LIGHT, is_full, weigh_alone
from counterflow.compare.kernel.relation import RELATIONS, Relation, is_syllabic
from counterflow.compare.kernel.space import Space
from counterflow.compare.kernel.word import Words
from counterflow.compare.lexicon.role import Role
from counterflow.compare.script.writing import Writing


class NameSum(enum.IntEnum):
    """What an alignment adds up to. Bits, unless said otherwise."""

    EQUAL = 0
    """Words equal in spelling or sense."""
    JOINED = 1
    """Words that are equal when run together."""
    SOUND = 2
    """Nicknames, and words that sound the same in one culture or another."""
    EDITED = 3
    """Misspelt words."""
    EDIT_LOSS = 4
    """Misspelt words, and words run together with a letter wrong, each times its cost a letter."""
    WORST_LOSS = 5
    """The dearest misspelling: cost a letter (no bits)."""
    INITIAL = 6
    """Words that the other side gives by their initial."""
    CONFLICT = 7
    """Words without an answer: the side that has less of them; and a second given name where people have one."""
    EXTRA = 8
    """Words without an answer: what the other side has beyond that."""
    NUMBER = 9
    """Numerals that differ, or that one side lacks (a count)."""
    LEGAL = 10
    """1: legal forms of different classes; -1: of one class; 0: one or none is written."""
    MOVED = 11
    """Words that stand in another order, beyond family name first (a count)."""
    WORDS = 12
    """Words that have an answer, on the side that has fewer (a count); initials and particles are none."""
    SHORT = 13
    """Words cut short, and acronyms."""
    KNOWN_LOSS = 14
    """Misspelt words that are both words of their own, each times its cost a letter: Frederick, Friedrich."""


SUMS = len(NameSum)

# Which sum a relation belongs to, in the order of Relation; -1: none.
_RELATION_SUM = np.array(
    [
        -1,
        NameSum.EQUAL,
        NameSum.EQUAL,
        NameSum.JOINED,
        NameSum.SOUND,
        NameSum.SOUND,
        NameSum.SOUND,
        NameSum.SOUND,
        NameSum.EDITED,
        NameSum.INITIAL,
        NameSum.SHORT,
        NameSum.SHORT,
        -1,
    ],
    np.int64,
)
_JOINED, _CUT = int(Relation.JOINED), int(Relation.CUT)
_NONE, _EDIT, _NUMBER, _INITIAL = int(Relation.NONE), int(Relation.EDIT), int(Relation.NUMBER), int(Relation.INITIAL)
_NUMERAL = int(Role.NUMERAL)

_CONFLICT, _EXTRA, _MOVED, _WORDS = (
    int(NameSum.CONFLICT),
    int(NameSum.EXTRA),
    int(NameSum.MOVED),
    int(NameSum.WORDS),
)
_EDIT_LOSS, _WORST_LOSS = int(NameSum.EDIT_LOSS), int(NameSum.WORST_LOSS)
_NUMBER_SUM, _KNOWN_LOSS = int(NameSum.NUMBER), int(NameSum.KNOWN_LOSS)
_HAN, _HANGUL = int(Writing.HAN), int(Writing.HANGUL)
_WHOLE_WORDS = 2
"""Words of a whole name, at least: family name and given name."""
_MIN_MOVED = 3
"""Words of a name in which one can have moved: that the family name comes first is no move."""
_FULL_BITS = np.float32(10)
"""A misspelling in a word of fewer bits, a particle say, weighs less."""


@inlined
def sum_kin(a: Words, n: int, b: Words, m: int, person: bool, space: Space, sums: NDArray[np.float32]) -> None:
    """Align the n words of one name with the m words of another and add up what agrees and what does not.

    Args:
        a: words of the left party's name; what they are to the other's was noted (`kin`) and seen (`reach`).
        n: how many.
        b: words of the right party's name.
        m: how many.
        person: both are persons' names.
        space: memory of this thread; the alignment stays in it.
        sums: (SUMS), overwritten but for LEGAL, which words do not tell; the same whichever name is called left.
    """
    if goes_first(a, n, b, m):
        _sum_ordered(a, n, b, m, person, False, space, sums)
    else:
        _sum_ordered(b, m, a, n, person, True, space, sums)


@borrowing
def _sum_ordered(
    a: Words, n: int, b: Words, m: int, person: bool, turned: bool, space: Space, sums: NDArray[np.float32]
) -> None:
    align_kin(a, n, b, m, person, turned, space)
    work = space[0]
    column = 0 if person else 1
    for k in range(SUMS):
        sums[k] = 0
    for relation in range(RELATIONS):
        work.side_sum[0, relation] = 0
        work.side_sum[1, relation] = 0
    _add_side(a, n, person, 0, space, sums)
    _add_side(b, m, person, 1, space, sums)
    _add_surplus(a, n, b, column, space)
    for relation in range(1, RELATIONS):
        if _RELATION_SUM[relation] >= 0:
            sums[_RELATION_SUM[relation]] += min(work.side_sum[0, relation], work.side_sum[1, relation])
    sums[_CONFLICT] = min(work.side_sum[0, _NONE], work.side_sum[1, _NONE])
    sums[_EXTRA] = abs(work.side_sum[0, _NONE] - work.side_sum[1, _NONE])
    if person and sums[_CONFLICT] == 0 and sums[_WORDS] >= _WHOLE_WORDS:
        sums[_CONFLICT] = _second_given_name(a, n, b, m, 0, space) + _second_given_name(b, m, a, n, 1, space)
    if min(n, m) >= _MIN_MOVED:
        sums[_MOVED] = min(_moved(n, 0, space), _moved(m, 1, space))
    for i in range(n):
        if work.kind[0, i] == _EDIT or work.kind[0, i] == _JOINED:
            other = b[work.answer[0, i]].bits[column]
            bits = max(a[i].bits[column], other)
            share = min(min(a[i].bits[column], other) / _FULL_BITS, np.float32(1))
            sums[_WORST_LOSS] = max(sums[_WORST_LOSS], share * work.loss[0, i])
            if bits < KNOWN_BITS:
                sums[_KNOWN_LOSS] += bits * work.loss[0, i]


@borrowing
def _add_side(words: Words, n: int, person: bool, side: int, space: Space, sums: NDArray[np.float32]) -> None:
    work = space[0]
    answered = 0
    for i in range(n):
        relation = work.kind[side, i]
        bits, role = words[i].bits[0 if person else 1], words[i].role
        if relation == _NONE:
            bits = weigh_alone(words, i, n, 0 if person else 1)
            if not person and role & _NUMERAL:
                sums[_NUMBER_SUM] += np.float32(1)
        elif relation == _NUMBER:
            sums[_NUMBER_SUM] += np.float32(0.5)
        elif relation != _INITIAL and is_full(words, i, n):
            answered += 1
        work.side_sum[side, relation] += bits
        if relation in (_EDIT, _JOINED):
            sums[_EDIT_LOSS] += np.float32(0.5) * bits * work.loss[side, i]
    sums[_WORDS] = answered if side == 0 else min(sums[_WORDS], np.float32(answered))


@borrowing
def _second_given_name(words: Words, n: int, others: Words, m: int, side: int, space: Space) -> np.float32:
    """Weigh what a Chinese or Korean name in its own script has beyond another, all of which has an answer. Bits.

    Nobody there bears a second given name, as a Maria bears one beside Anna: who has another is somebody else.
    """
    for j in range(m):
        if not is_syllabic(others, j):
            return np.float32(0)
    bits = np.float32(0)
    for i in range(n):
        if words[i].writing not in (_HAN, _HANGUL) or not is_syllabic(words, i):
            return np.float32(0)
        if space[0].kind[side, i] == _NONE and not words[i].role & LIGHT:
            bits += words[i].bits[0]
    return bits


@borrowing
def _add_surplus(a: Words, n: int, b: Words, column: int, space: Space) -> None:
    """Count what a longer word says beyond the one that it was cut to as said by that side alone."""
    work = space[0]
    for i in range(n):
        if work.kind[0, i] == _CUT:
            j = work.answer[0, i]
            side = 0 if a[i].length[0] > b[j].length[0] else 1
            surplus = a[i].bits[column] - b[j].bits[column]
            work.side_sum[side, _NONE] += max(np.float32(0), surplus if side == 0 else -surplus)


@borrowing
def _moved(n: int, side: int, space: Space) -> int:
    """Count the words answered by an earlier word than the one before them; once is free: family name first."""
    breaks, last = 0, -1
    for i in range(n):
        if space[0].kind[side, i] == _NONE:
            continue
        if last >= 0 and space[0].answer[side, i] < space[0].answer[side, last]:
            breaks += 1
        last = i
    return max(breaks - 1, 0)
