"""What two names can have in common at all, seen at once: by it most of the work of aligning them is left out."""

from __future__ import annotations

import enum

import numpy as np

from counterflow.compare.compiled import borrowing, inlined, signed
from counterflow.compare.kernel.bits import bit_count
from counterflow.compare.kernel.kin import Kin
from counterflow.compare.kernel.leftover import JOINED_GAP, MAX_JOINED
from counterflow.compare.kernel.space import Space
from counterflow.compare.kernel.word import MAX_TOKENS, Words


class Join(enum.IntFlag):
    """Which words may be run together."""

    LEFT = 1
    """Some of the left name, after equal words have answered each other."""
    RIGHT = 2
    """Some of the right name."""
    EXACT = 4
    """Some of either, letter by letter and before all else: then the flags above do not bind."""


_LEFT_JOIN, _RIGHT_JOIN, _EXACT = int(Join.LEFT), int(Join.RIGHT), int(Join.EXACT)
_LOOSE = 8
"""`Join.LEFT` or `Join.RIGHT`, before it is told which."""
_SEVEN = 128
"""Seven syllables or more, in a set of counts (`WORD`)."""
_ANSWERED = int(Kin.EQUAL | Kin.LIKELY | Kin.OPEN | Kin.SHORT)
_EQUAL = int(Kin.EQUAL)
_SHORT, _LEFT_PART, _RIGHT_PART = int(Kin.SHORT), int(Kin.LEFT_PART), int(Kin.RIGHT_PART)
_PART = _LEFT_PART | _RIGHT_PART
_ALL = ~np.uint32(0)
_ONE = np.uint32(1)


@borrowing
def look_across(left: Words, n: int, right: Words, m: int, space: Space) -> None:
    """Look at what was noted (`kin`) of the n words of the left party's name and the m words of the right one's.

    Writes:
        space: `related`: bit i is set where word i of the left (0) or right (1) name may have an answer; `may_join`:
            which words may be run together (`Join`); `may_shorten`: words may be cut, or an acronym.
    """
    work = space[0]
    related_left, related_right = np.uint32(0), np.uint32(0)
    part_before, left_run, right_run = np.uint32(0), np.uint32(0), np.uint32(0)
    short_left, short_right = np.uint32(0), np.uint32(0)
    equal_right, again_right = np.uint32(0), np.uint32(0)
    for i in range(n):
        u = left[i].place
        equal, related, short, part, whole = np.uint32(0), np.uint32(0), np.uint32(0), np.uint32(0), np.uint32(0)
        for j in range(m):
            kin = signed(work.kin[u, right[j].place])
            equal |= np.uint32(kin & _EQUAL != 0) << np.uint32(j)
            related |= np.uint32(kin & _ANSWERED != 0) << np.uint32(j)
            short |= np.uint32(kin & _SHORT != 0) << np.uint32(j)
            part |= np.uint32(kin & _LEFT_PART != 0) << np.uint32(j)
            whole |= np.uint32(kin & _RIGHT_PART != 0) << np.uint32(j)
        # Words of the right that this word and the one before it are part of; this word, of which two neighbours are.
        left_run |= part & part_before
        right_run |= np.uint32(whole & whole >> _ONE != 0) << np.uint32(i)
        part_before = part
        related_left |= np.uint32(related != 0) << np.uint32(i)
        short_left |= np.uint32(short != 0) << np.uint32(i)
        related_right |= related
        short_right |= short
        again_right |= equal_right & equal
        equal_right |= equal
        work.equal[i] = equal
    _note_sure(n, equal_right & ~again_right, space)
    joins = 0
    if left_run & ~work.sure[1]:
        joins |= _find_joins(left, n, work.sure[0], right, left_run & ~work.sure[1], _LEFT_PART, space)
    if right_run & ~work.sure[0]:
        joins |= _find_joins(right, m, work.sure[1], left, right_run & ~work.sure[0], _RIGHT_PART, space)
    work.may_join = joins
    if joins & _EXACT:
        # What is run together first may take the word that another would answer.
        work.sure[0], work.sure[1] = 0, 0
    if joins != 0:
        for i in range(n):
            u = left[i].place
            for j in range(m):
                is_part = np.uint32(work.kin[u, right[j].place] & _PART != 0)
                related_left |= is_part << np.uint32(i)
                related_right |= is_part << np.uint32(j)
    may_be_acronym = _may_be_acronym(left, n, right, m, work.sure[1]) or _may_be_acronym(
        right, m, left, n, work.sure[0]
    )
    if may_be_acronym:
        related_left, related_right = _ALL, _ALL
    may_be_cut = short_left & ~work.sure[0] != 0 and short_right & ~work.sure[1] != 0
    work.may_shorten = may_be_acronym or may_be_cut
    work.related[0], work.related[1] = related_left, related_right


@inlined
def _note_sure(n: int, once: np.uint32, space: Space) -> None:
    """Note the words that answer each other for sure, unless words are run together: equal to each other alone."""
    work = space[0]
    sure_left, sure_right = np.uint32(0), np.uint32(0)
    for i in range(n):
        equal = np.uint32(work.equal[i])
        if equal != 0 and equal & (equal - _ONE) == 0 and equal & once != 0:
            sure_left |= _ONE << np.uint32(i)
            sure_right |= equal
    work.sure[0], work.sure[1] = sure_left, sure_right


@inlined
def _find_joins(many: Words, n: int, sure_many: int, one: Words, wholes: int, part: int, space: Space) -> int:
    """Say which neighbours of one name may make a word of the other (`Join`), by bits, that has no sure answer.

    That holds of the first that are run together, without which there are no others.
    """
    kin = space[0].kin
    joins = 0
    for j in range(MAX_TOKENS):
        if wholes >> np.uint32(j) == 0:
            break
        if not wholes >> np.uint32(j) & _ONE:
            continue
        v = one[j].place
        run = 0
        for i in range(n):
            u = many[i].place
            run = run + 1 if ((kin[u, v] if part == _LEFT_PART else kin[v, u]) & part) != 0 else 0
            if run > 1:
                joins |= _find_run(many, i, min(run, MAX_JOINED), sure_many, one, j)
    if joins & _LOOSE:
        joins = joins ^ _LOOSE | (_LEFT_JOIN if part == _LEFT_PART else _RIGHT_JOIN)
    return joins


@inlined
def _find_run(many: Words, last: int, count: int, sure: int, one: Words, j: int) -> int:
    """Say how words that end with a last one, so many at most, may make word j; sure ones letter by letter only."""
    whole, length, mask = one[j], signed(many[last].length[0]), many[last].mask[0]
    bits, found = _ONE << np.uint32(last), 0
    for i in range(last - 1, last - count, -1):
        bits |= _ONE << np.uint32(i)
        length += signed(many[i].length[0])
        mask |= many[i].mask[0]
        for f in range(whole.forms):
            gap, differing = abs(length - signed(whole.length[f])), bit_count(mask ^ whole.mask[f])
            if gap == 0 and differing == 0:
                found |= _EXACT | _LOOSE
            elif gap <= JOINED_GAP and differing <= JOINED_GAP and sure & bits == 0:
                found |= _LOOSE
    if sure >> np.uint32(last - 1) & np.uint32(3) == 0 and _may_be_syllables(many, last, one, j):
        found |= _LOOSE
    return found


@inlined
def _may_be_syllables(many: Words, last: int, one: Words, j: int) -> bool:
    """Tell whether a word and the one before it can have as many syllables of one culture as word j."""
    first, second, whole = many[last - 1], many[last], one[j]
    for culture in range(2):
        counts = signed(second.syllables[culture])
        if counts == 0:
            continue
        for count in range(1, 8):
            if (
                signed(first.syllables[culture]) >> count & 1
                and _sums(counts, count) & signed(whole.syllables[culture]) != 0
            ):
                return True
    return False


@inlined
def _sums(counts: int, count: int) -> int:
    """Add a count of syllables to a set of such (`WORD`), in which bit 7 stands for 7 or more."""
    more = counts << count
    return more | (_SEVEN if more >= _SEVEN else 0)


@inlined
def _may_be_acronym(many: Words, n: int, one: Words, m: int, sure: int) -> bool:
    """Tell whether all letters of an unsure word of one name are initials of the other, which has as many words."""
    initials = np.uint32(0)
    for i in range(n):
        initials |= many[i].initial
    for j in range(m):
        if 2 <= one[j].length[0] <= n and one[j].mask[0] & ~initials == 0 and not sure >> np.uint32(j) & _ONE:
            return True
    return False
