"""What two names can have in common at all, seen at once: by it most of the work of aligning them is left out.

`glance_across` asks little and says yes too often; `look_across` sees which words have a sure answer, and is asked for
what will perhaps be aligned. Neither says no to what an alignment finds.
"""

from __future__ import annotations

import enum

import numpy as np

from counterflow.compare.compiled import borrowing, inlined, signed
from counterflow.compare.kernel.bank import Bank
from counterflow.compare.kernel.bits import bit_count
from counterflow.compare.kernel.kin import Kin
from counterflow.compare.kernel.outline import Outlines
from counterflow.compare.kernel.space import Space
from counterflow.compare.kernel.word import Words


class Join(enum.IntFlag):
    """Which words may be run together."""

    LEFT = 1
    """Some of the left name, after equal words have answered each other."""
    RIGHT = 2
    """Some of the right name."""
    EXACT = 4
    """Some of either, letter by letter and before all else: then the flags above do not bind."""


_LEFT_JOIN, _RIGHT_JOIN, _EXACT = int(Join.LEFT), int(Join.RIGHT), int(Join.EXACT)
_EQUAL, _SHORT = int(Kin.EQUAL), int(Kin.SHORT)
_ALL = ~np.uint32(0)
_ONE = np.uint32(1)
_ONE_PLACE = np.uint64(1)
_NO_WORDS = np.uint32(0)


@borrowing
def glance_across(left: Outlines, a: int, right: Outlines, b: int, column: int, mixed: bool, space: Space) -> None:
    """Glance at the outlines of two names: what can have to do with each other, by what was noted of words.

    Writes:
        space: `related` and `may_join`, as `look_across` does, or more than it does.
    """
    work = space[0]
    work.may_join = _find_joins(left, a, right, b, _NO_WORDS, _NO_WORDS, space)
    _note_related(left, a, right, b, space)
    if not mixed and _may_abbreviate(left, a, right, b, column, _NO_WORDS, _NO_WORDS):
        work.related[0], work.related[1] = _ALL, _ALL


@inlined
def _find_joins(
    left: Outlines, a: int, right: Outlines, b: int, sure_left: np.uint32, sure_right: np.uint32, space: Space
) -> int:
    """Say which words of two names may be run together (`Join`)."""
    work = space[0]
    made_right, made_left = work.made[0, a] & right[b].places, work.made[1, b] & left[a].places
    if made_right | made_left == 0:
        return 0
    joins = 0
    if _has_unsure(right, b, made_right & work.made_exactly[0, a], sure_right) or _has_unsure(
        left, a, made_left & work.made_exactly[1, b], sure_left
    ):
        joins = _EXACT
    # Words that have a sure answer are run together by what is letter by letter the same alone.
    if bit_count(work.run[0, a] & ~sure_left) > 1 and _has_unsure(right, b, made_right, sure_right):
        joins |= _LEFT_JOIN
    if bit_count(work.run[1, b] & ~sure_right) > 1 and _has_unsure(left, a, made_left, sure_left):
        joins |= _RIGHT_JOIN
    return joins


@inlined
def _has_unsure(outlines: Outlines, row: int, places: np.uint64, sure: np.uint32) -> bool:
    """Tell whether a word of a name is at one of some places, and not a sure one."""
    return bool(_words_at(outlines, row, places) & ~sure != 0)


@inlined
def _words_at(outlines: Outlines, row: int, places: np.uint64) -> np.uint32:
    """Give the words of a name that are at some places, bit i for word i."""
    name, found = outlines[row], np.uint32(0)
    for i in range(name.size):
        found |= np.uint32(places >> np.uint64(name.place[i]) & _ONE_PLACE) << np.uint32(i)
    return found


@inlined
def _note_related(left: Outlines, a: int, right: Outlines, b: int, space: Space) -> None:
    """Note the words that may have an answer, also when some are run together (`may_join`)."""
    work = space[0]
    related_left, related_right = (
        _related(left, a, right[b].places, 0, space),
        _related(right, b, left[a].places, 1, space),
    )
    if work.may_join:
        made_right, made_left = work.made[0, a] & right[b].places, work.made[1, b] & left[a].places
        if made_right != 0:
            related_left |= work.run[0, a]
            related_right |= _words_at(right, b, made_right)
        if made_left != 0:
            related_right |= work.run[1, b]
            related_left |= _words_at(left, a, made_left)
    work.related[0], work.related[1] = related_left, related_right


@inlined
def _related(outlines: Outlines, row: int, others: np.uint64, side: int, space: Space) -> np.uint32:
    name, related = outlines[row], np.uint32(0)
    for i in range(name.size):
        related |= np.uint32(space[0].answers[side, name.place[i]] & others != 0) << np.uint32(i)
    return related


@inlined
def _may_abbreviate(
    left: Outlines, a: int, right: Outlines, b: int, column: int, sure_left: np.uint32, sure_right: np.uint32
) -> bool:
    """Tell whether an unsure word of either name may be an acronym of the other's words."""
    return _may_be_acronym(left, a, right[b].size, right[b].initials, column, sure_left) or _may_be_acronym(
        right, b, left[a].size, left[a].initials, column, sure_right
    )


@inlined
def _may_be_acronym(
    outlines: Outlines, row: int, words: int, initials: np.uint32, column: int, sure: np.uint32
) -> bool:
    """Tell whether all letters of an unsure word are initials of the other name, which has as many words."""
    name = outlines[row]
    acronyms = name.acronyms[column] & ~sure
    if acronyms == 0:
        return False
    for i in range(name.size):
        if acronyms >> np.uint32(i) & _ONE and name.length[i] <= words and name.mask[i] & ~initials == 0:
            return True
    return False


@inlined
def look_across(left: Bank, a: int, right: Bank, b: int, column: int, mixed: bool, space: Space) -> None:
    """Look at a name of the left party and one of the right, by what was noted (`kin`) of their words.

    Args:
        left: names of the left party.
        a: row of the one.
        right: names of the right party.
        b: row of the other.
        column: 0 for two persons' names, else 1.
        mixed: one is a person's, the other is not: then neither gives the other's acronym.
        space: memory of this thread.

    Writes:
        space: `related`: bit i is set where word i of the left (0) or right (1) name may have an answer; `may_join`:
            which words may be run together (`Join`); `may_abbreviate`: a word may be an acronym; `may_shorten`: that,
            or words may be cut.
    """
    work = space[0]
    one, other, n, m = left.words[a], right.words[b], left.size[a], right.size[b]
    short_left, short_right = _look_at_words(one, n, other, m, space)
    joins = _find_joins(left.outline, a, right.outline, b, work.sure[0], work.sure[1], space)
    work.may_join = joins
    if joins & _EXACT:
        # What is run together first may take the word that another would answer.
        work.sure[0], work.sure[1] = 0, 0
    _note_related(left.outline, a, right.outline, b, space)
    work.may_abbreviate = not mixed and _may_abbreviate(
        left.outline, a, right.outline, b, column, work.sure[0], work.sure[1]
    )
    if work.may_abbreviate:
        work.related[0], work.related[1] = _ALL, _ALL
    may_be_cut = short_left & ~work.sure[0] != 0 and short_right & ~work.sure[1] != 0
    work.may_shorten = work.may_abbreviate or may_be_cut


@inlined
def _look_at_words(left: Words, n: int, right: Words, m: int, space: Space) -> tuple[np.uint32, np.uint32]:
    """Say which words may be cut, or what is left of such, left and right.

    Writes:
        space: `sure` and `equal`.
    """
    work = space[0]
    short_left, short_right = np.uint32(0), np.uint32(0)
    equal_right, again_right = np.uint32(0), np.uint32(0)
    for i in range(n):
        u = left[i].place
        equal, short = np.uint32(0), np.uint32(0)
        for j in range(m):
            kin = signed(work.kin[u, right[j].place])
            equal |= np.uint32(kin & _EQUAL != 0) << np.uint32(j)
            short |= np.uint32(kin & _SHORT != 0) << np.uint32(j)
        short_left |= np.uint32(short != 0) << np.uint32(i)
        short_right |= short
        again_right |= equal_right & equal
        equal_right |= equal
        work.equal[i] = equal
    _note_sure(n, equal_right & ~again_right, space)
    return short_left, short_right


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
