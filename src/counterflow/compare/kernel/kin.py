"""Which words of two parties have to do with each other: asked once for each pair of distinct words.

Aliases repeat words: the pairs of names of two parties hold five times as many pairs of words as are distinct. What is
asked of every pair of words is cheap (`Kin`); how two words are related (`relation.relate`) is worked out when an
alignment first asks, and kept until the next pair of parties.
"""

from __future__ import annotations

import enum

import numpy as np

from counterflow.compare.compiled import borrowing, inlined, signed
from counterflow.compare.kernel.bits import bit_count
from counterflow.compare.kernel.leftover import JOINED_GAP, MIN_JOINED_LETTERS
from counterflow.compare.kernel.relation import Relation, are_equal, is_initial, is_servant, may_be_edited, relate
from counterflow.compare.kernel.space import Space
from counterflow.compare.kernel.word import Words


class Kin(enum.IntFlag):
    """What is known of a word of the left party and one of the right before they are related."""

    EQUAL = 1
    LIKELY = 2
    """They may answer each other (`may_answer`)."""
    OPEN = 4
    """They must be related to know. Else there is no relation (`relation.relate`) between them."""
    SHORT = 8
    """One may be cut out of the other (`leftover`)."""
    LEFT_PART = 16
    """The left one may be part of the right one, which others run together with it make (`leftover`)."""
    RIGHT_PART = 32
    """The right one may be part of the left one."""


_LIKELY, _OPEN, _EQUAL = int(Kin.LIKELY | Kin.OPEN), int(Kin.OPEN), int(Kin.EQUAL)
_SHORT, _LEFT_PART, _RIGHT_PART = int(Kin.SHORT), int(Kin.LEFT_PART), int(Kin.RIGHT_PART)
_NONE = int(Relation.NONE)
_UNKNOWN = 255
"""In `Space.kin_relation`: not asked yet."""
# What `leftover` asks of words at least; it may ask for more.
_CUT_GAP = 2


@borrowing
def note_kin(left: Words, n: int, right: Words, m: int, space: Space) -> None:
    """Note of each pair of the n words of one side and m of the other what they are to each other, by their places.

    Writes:
        space: `kin`; and `kin_relation` is forgotten.
    """
    for i in range(n):
        for j in range(m):
            note_pair(left, i, right, j, space)


@inlined
def note_pair(left: Words, i: int, right: Words, j: int, space: Space) -> None:
    """Note the same of one pair of words."""
    work, u, v = space[0], left[i].place, right[j].place
    kin = _kin(left, i, right, j)
    work.kin[u, v] = kin
    if kin & _OPEN:
        for turned in range(2):
            for column in range(2):
                work.kin_relation[u, v, turned, column] = _UNKNOWN


@inlined
def _kin(left: Words, i: int, right: Words, j: int) -> int:
    """Give the `Kin` of two words."""
    kin = 0
    if may_answer(left, i, right, j):
        kin = _LIKELY | _EQUAL if are_equal(left, i, right, j) else _LIKELY
    elif is_initial(left, i) or is_initial(right, j) or (left[i].number >= 0 and right[j].number >= 0):
        # An initial may begin another form than the first, and numbers that differ are related by that.
        kin = _OPEN
    if _may_be_short(left, i, right, j):
        kin |= _SHORT
    if _may_be_part(left, i, right, j):
        kin |= _LEFT_PART
    if _may_be_part(right, j, left, i):
        kin |= _RIGHT_PART
    return kin


@inlined
def _may_be_short(left: Words, i: int, right: Words, j: int) -> bool:
    """Tell whether one of two words may be how the other begins or, of a compound of Abd, ends."""
    one, other = left[i].letter, right[j].letter
    n, m = signed(left[i].length[0]), signed(right[j].length[0])
    if min(n, m) < _CUT_GAP or abs(n - m) < _CUT_GAP:
        return False
    if one[0, 0] == other[0, 0] and one[0, 1] == other[0, 1]:
        return True
    return bool(one[0, n - 1] == other[0, m - 1] and (is_servant(left, i) or is_servant(right, j)))


@inlined
def _may_be_part(part: Words, i: int, whole: Words, j: int) -> bool:
    """Tell whether a word and its neighbours, run together, may make another: by letters or by syllables."""
    one, other = part[i], whole[j]
    if other.length[0] < MIN_JOINED_LETTERS:
        return False
    for f in range(other.forms):
        if (
            signed(one.length[0]) < signed(other.length[f]) + JOINED_GAP
            and bit_count(one.mask[0] & ~other.mask[f]) <= JOINED_GAP
        ):
            return True
    for culture in range(2):
        # Some reading of the part has fewer syllables than some reading of the whole.
        few, many = signed(one.syllables[culture]), signed(other.syllables[culture])
        if few != 0 and 2 * (few & -few) <= many:
            return True
    return False


@inlined
def may_answer(left: Words, i: int, right: Words, j: int) -> bool:
    """Tell whether a word can be related to another; wrong only to say that it can."""
    one, other = left[i], right[j]
    for f in range(one.forms):
        for g in range(other.forms):
            if may_be_edited(one.mask[f], one.length[f], other.mask[g], other.length[g]):
                return True
    if one.number >= 0 and one.number == other.number:
        return True
    if (one.sense != 0 and one.sense == other.sense) or (one.nickname != 0 and one.nickname == other.nickname):
        return True
    if is_initial(left, i) or is_initial(right, j):
        return bool(one.letter[0, 0] == other.letter[0, 0])
    if one.sound & other.sound == 0:
        return False
    for k in range(one.keys):
        for m in range(other.keys):
            if one.key[k] == other.key[m]:
                return True
    return False


@inlined
def kin_of(a: Words, i: int, b: Words, j: int, turned: bool, space: Space) -> int:
    """Give the `Kin` noted of two words; `turned`: the left side's is b."""
    if turned:
        return int(space[0].kin[b[j].place, a[i].place])
    return int(space[0].kin[a[i].place, b[j].place])


@inlined
def relate_kin(a: Words, i: int, b: Words, j: int, person: bool, turned: bool, space: Space) -> tuple[int, np.float32]:
    """Relate two words as `relation.relate` does, once for each pair that was noted."""
    if kin_of(a, i, b, j, turned, space) & _OPEN == 0:
        return _NONE, np.float32(0)
    work = space[0]
    column, side = 0 if person else 1, 1 if turned else 0
    u, v = (b[j].place, a[i].place) if turned else (a[i].place, b[j].place)
    if work.kin_relation[u, v, side, column] == _UNKNOWN:
        relation, loss = relate(a, i, b, j, person, space)
        work.kin_relation[u, v, side, column] = relation
        work.kin_loss[u, v, side, column] = loss
    return int(work.kin_relation[u, v, side, column]), work.kin_loss[u, v, side, column]
