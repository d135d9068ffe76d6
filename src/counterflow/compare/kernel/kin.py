"""Which words of two parties have to do with each other: asked once for each pair of distinct words.

Aliases repeat words: the pairs of names of two parties hold five times as many pairs of words as are distinct. What is
asked of every pair of words is cheap (`Kin`); how two words are related (`relation.relate`) is worked out when an
alignment first asks, and kept until the next pair of parties (`bank`: of some of their names).
"""

from __future__ import annotations

import enum

import numpy as np

from counterflow.compare.compiled import inlined, signed
from counterflow.compare.kernel.bank import Bank, words_held
from counterflow.compare.kernel.bits import bit_count
from counterflow.compare.kernel.relation import ALONE, Relation, are_equal, is_servant, may_be_edited, relate
from counterflow.compare.kernel.space import Space
from counterflow.compare.kernel.word import Words


class Kin(enum.IntFlag):
    """What is known of a word of the left party and one of the right before they are related."""

    EQUAL = 1
    LIKELY = 2
    """They may answer each other (`_may_answer`)."""
    OPEN = 4
    """They must be related to know. Else there is no relation (`relation.relate`) between them."""
    SHORT = 8
    """One may be cut out of the other (`leftover`)."""


_LIKELY, _OPEN, _EQUAL = int(Kin.LIKELY | Kin.OPEN), int(Kin.OPEN), int(Kin.EQUAL)
_SHORT = int(Kin.SHORT)
_NONE = int(Relation.NONE)
_A, _B = ord("a"), ord("b")
_UNKNOWN = 255
"""In `Space.kin_relation`: not asked yet."""
_CUT_GAP = 2
"""What `leftover` asks at least of letters that are cut off, and of those that stay."""


@inlined
def note_parties(left: Bank, right: Bank, space: Space) -> None:
    """Note of each distinct word of one party and each of another what they are to each other, by their places.

    Writes:
        space: `kin` and `answers`; and `kin_relation` is forgotten.
    """
    work = space[0]
    n, m = words_held(left), words_held(right)
    for v in range(m):
        work.answers[1, v] = 0
    for u in range(n):
        answers = np.uint64(0)
        for v in range(m):
            kin = _kin(left.known, u, right.known, v)
            work.kin[u, v] = kin
            if kin & _OPEN:
                for turned in range(2):
                    for column in range(2):
                        work.kin_relation[u, v, turned, column] = _UNKNOWN
            is_answer = np.uint64(kin != 0)
            answers |= is_answer << np.uint64(v)
            work.answers[1, v] |= is_answer << np.uint64(u)
        work.answers[0, u] = answers


@inlined
def _kin(left: Words, i: int, right: Words, j: int) -> int:
    """Give the `Kin` of two words."""
    kin = 0
    if _asks_answer(left, i, right, j):
        if _may_answer(left, i, right, j):
            kin = _LIKELY | _EQUAL if are_equal(left, i, right, j) else _LIKELY
        elif left[i].is_initial or right[j].is_initial or (left[i].number >= 0 and right[j].number >= 0):
            # An initial may begin another form than the first, and numbers that differ are related by that.
            kin = _OPEN
    if _asks_short(left, i, right, j) and _may_be_short(left, i, right, j):
        kin |= _SHORT
    return kin


# Most words have nothing to do with each other. The two questions that sort them out are asked without a branch, which
# the processor could not foresee; they are wrong only to say yes.


@inlined
def _asks_answer(left: Words, i: int, right: Words, j: int) -> bool:
    """Tell whether `_may_answer` must be asked of two words."""
    one, other = left[i], right[j]
    n, m = signed(one.length[0]), signed(other.length[0])
    most = ALONE[max(n, m)]
    is_near = (
        (abs(n - m) <= most + 1)
        & (bit_count(one.mask[0] & ~other.mask[0]) <= most)
        & (bit_count(other.mask[0] & ~one.mask[0]) <= most)
    )
    has_forms = (one.forms != 1) | (other.forms != 1)
    means_same = ((one.sense != 0) & (one.sense == other.sense)) | (
        (one.nickname != 0) & (one.nickname == other.nickname)
    )
    are_numbers = (one.number >= 0) & (other.number >= 0)
    sounds_same = one.sound & other.sound != 0
    return bool(is_near | one.is_initial | other.is_initial | has_forms | means_same | are_numbers | sounds_same)


@inlined
def _asks_short(left: Words, i: int, right: Words, j: int) -> bool:
    """Tell whether `_may_be_short` must be asked: both begin alike, or one as compounds of Abd do."""
    one, other = left[i].letter, right[j].letter
    is_shorter = abs(signed(left[i].length[0]) - signed(right[j].length[0])) >= _CUT_GAP
    begin_alike = (one[0, 0] == other[0, 0]) & (one[0, 1] == other[0, 1])
    is_servant_perhaps = ((one[0, 0] == _A) & (one[0, 1] == _B)) | ((other[0, 0] == _A) & (other[0, 1] == _B))
    return bool(is_shorter & (begin_alike | is_servant_perhaps))


@inlined
def _may_be_short(left: Words, i: int, right: Words, j: int) -> bool:
    """Tell whether one of two words is how the other begins or, of a compound of Abd, ends."""
    if left[i].length[0] < right[j].length[0]:
        return _is_cut(left, i, right, j)
    return _is_cut(right, j, left, i)


@inlined
def _is_cut(short: Words, i: int, whole: Words, j: int) -> bool:
    one, other = short[i].letter, whole[j].letter
    length = signed(short[i].length[0])
    gap = signed(whole[j].length[0]) - length
    if gap < _CUT_GAP or length < _CUT_GAP:
        return False
    same = 0
    while same < length and one[0, same] == other[0, same]:
        same += 1
    if same == length:
        return True
    # Letters are compared from the last one on, which tells most words apart.
    if one[0, length - 1] != other[0, gap + length - 1] or not is_servant(whole, j):
        return False
    same = length - 1
    while same > 0 and one[0, same - 1] == other[0, gap + same - 1]:
        same -= 1
    return same == 0


@inlined
def _may_answer(left: Words, i: int, right: Words, j: int) -> bool:
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
    if one.is_initial or other.is_initial:
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
