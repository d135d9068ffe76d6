"""Neighbours in the names of one party that, run together, make a word of the other: asked once for two parties.

That is seldom so, and then most of what aligning names asks about words run together need not be asked.
"""

from __future__ import annotations

import numpy as np

from counterflow.compare.compiled import borrowing, inlined, signed
from counterflow.compare.kernel.bank import Bank, names_held, words_held
from counterflow.compare.kernel.bits import bit_count
from counterflow.compare.kernel.leftover import (
    JOIN_LOSS,
    JOINED_GAP,
    MAX_JOINED,
    MIN_JOINED_LETTERS,
    are_korean,
    joined_loss,
    same_syllables,
)
from counterflow.compare.kernel.space import Space
from counterflow.compare.kernel.word import MAX_LETTERS, Words

_ONE = np.uint32(1)
_TWO = np.uint32(3)
"""A word and the next, as a set."""
_SEVEN = 7
_ONE_PLACE = np.uint64(1)
_APART = np.float32(-1)


@inlined
def note_runs(many: Bank, one: Bank, side: int, space: Space) -> None:
    """Note which words of one party the neighbours in each name of the other make; `side` is that of `many`.

    Writes:
        space: `made`, `made_exactly` and `run` of that side.
    """
    work = space[0]
    for place in range(words_held(many)):
        work.barren[place] = 0
    for row in range(names_held(many)):
        work.made[side, row] = work.made_exactly[side, row] = 0
        work.run[side, row] = 0
        for start in range(many.size[row] - 1):
            _note_runs_from(many, row, start, one, side, space)


@inlined
def _note_runs_from(many: Bank, row: int, start: int, one: Bank, side: int, space: Space) -> None:
    """Note the runs of a name that begin with one of its words."""
    outline, words, barren = many.outline[row], many.words[row], space[0].barren
    length, mask = signed(outline.length[start]), outline.mask[start]
    longest = min(signed(one.longest[0]) + JOINED_GAP, MAX_LETTERS)
    for last in range(start + 1, min(start + MAX_JOINED, signed(many.size[row]))):
        length += signed(outline.length[last])
        mask |= outline.mask[last]
        if last == start + 1:
            # Aliases repeat words: what two neighbours do not make in one name, they do not in another.
            first, second = outline.place[start], np.uint64(outline.place[last])
            if barren[first] >> second & _ONE_PLACE:
                continue
            if not _note_syllables(words, row, start, one, side, space) and (
                length > longest or not _is_near_any(length, mask, one)
            ):
                barren[first] |= _ONE_PLACE << second
                continue
        if length > longest:
            break
        if _is_near_any(length, mask, one):
            _note_letters(words, row, start, last, length, mask, one, side, space)


@inlined
def _is_near_any(length: int, mask: np.uint32, one: Bank) -> bool:
    """Tell whether some form of a word is about as long as some letters, and has about the same ones; few are."""
    found = False
    for form in range(one.forms[0]):
        found |= _is_near(length, mask, one, form)
    return found


@inlined
def _is_near(length: int, mask: np.uint32, one: Bank, form: int) -> bool:
    # Without a branch.
    return (abs(length - signed(one.form_length[form])) <= JOINED_GAP) & (
        bit_count(mask ^ one.form_mask[form]) <= JOINED_GAP
    )


@borrowing
def _note_letters(
    words: Words, row: int, start: int, last: int, length: int, mask: np.uint32, one: Bank, side: int, space: Space
) -> None:
    """Note the words that a run makes by its letters."""
    bits = (_ONE << np.uint32(last + 1)) - (_ONE << np.uint32(start))
    for form in range(one.forms[0]):
        if _is_near(length, mask, one, form):
            place = one.form_place[form]
            loss = _loss(words, start, last + 1, one.known, place, one.form[form], length, space)
            _note_run(row, bits, place, loss, side, space)


@inlined
def _loss(many: Words, start: int, end: int, one: Words, j: int, form: int, length: int, space: Space) -> np.float32:
    """Letters edited a letter between words run together and a form of a word; -1: they are others.

    Of all letters: an alignment, which knows what the words tell, counts those of common words for less.
    """
    if one[j].length[0] < MIN_JOINED_LETTERS:
        return _APART
    loss = joined_loss(many, start, end, one, j, form, np.float32(length), space)
    if loss > 0 and end == start + 2 and are_korean(many, start, one, j):
        return _APART
    return loss if loss <= JOIN_LOSS else _APART


@inlined
def _note_syllables(many: Words, row: int, start: int, one: Bank, side: int, space: Space) -> bool:
    """Note the words that two neighbours make by their syllables; gives whether there are any."""
    first, second = many[start].syllables, many[start + 1].syllables
    korean, chinese = _add_counts(first[0], second[0]), _add_counts(first[1], second[1])
    if (korean & one.syllables[0]) | (chinese & one.syllables[1]) == 0:
        return False
    found = False
    for v in range(words_held(one)):
        whole = one.known[v]
        if (signed(whole.syllables[0]) & korean) | (signed(whole.syllables[1]) & chinese) == 0:
            continue
        if whole.length[0] >= MIN_JOINED_LETTERS and same_syllables(many, start, one.known, v) >= 0:
            _note_run(row, _TWO << np.uint32(start), v, JOIN_LOSS, side, space)
            found = True
    return found


@inlined
def _add_counts(first: int, second: int) -> int:
    """Add sets of counts of syllables (`WORD`), in which bit 7 stands for 7 or more, each of the one to each."""
    if first == 0 or second == 0:
        return 0
    total = 0
    for count in range(1, _SEVEN + 1):
        if signed(first) >> count & 1:
            total |= signed(second) << count
    return total | (1 << _SEVEN if total >> _SEVEN else 0)


@inlined
def _note_run(row: int, bits: np.uint32, place: int, loss: np.float32, side: int, space: Space) -> None:
    if loss < 0:
        return
    work, bit = space[0], _ONE_PLACE << np.uint64(place)
    work.made[side, row] |= bit
    if loss == 0:
        work.made_exactly[side, row] |= bit
    work.run[side, row] |= bits
