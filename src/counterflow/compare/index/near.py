"""Words of the index that a word may be a misspelling of: those with its consonants but for one (`kernel.consonant`).

Thousands of words share a bucket, and what tells them apart lies scattered over the vocabulary. So a bucket says at
once which letters a word has, and the rest is read for all that are left before anything is worked out: the processor
then waits for many at once.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from counterflow.compare.compiled import borrowing
from counterflow.compare.frame import Vocabulary
from counterflow.compare.index.ahead import fetch
from counterflow.compare.index.derive import Derived
from counterflow.compare.index.form import MAX_PACKED, form_of, mask_of, size_of
from counterflow.compare.index.lookup import bucket_of, bucket_range
from counterflow.compare.index.memory import MAX_NEAR, Memory
from counterflow.compare.index.scalar import Whole
from counterflow.compare.kernel.consonant import near_hashes
from counterflow.compare.kernel.edit import EDIT_LEAST, count_edits, edit_cost, forget_places, note_places
from counterflow.compare.kernel.relation import BUDGET, UNWRITTEN_SHARE, is_abjad, may_be_edited
from counterflow.compare.kernel.word import MAX_LETTERS

_SIZE_BITS = 8
"""Bits of `Memory.near_size` that are letters; those above count edits."""
_LAST_STAMP = np.uint32(0xFFFFFFFF)


@borrowing
def find_near(
    letters: NDArray[np.uint8], mask: Whole, writing: Whole, index: Vocabulary, derived: Derived, memory: Memory
) -> Whole:
    """Find the forms of the index that are so near to a form of the query that the kernel may relate them.

    Args:
        letters: of the form.
        mask: as `Vocabulary.mask`.
        writing: as `Vocabulary.writing`.
        index: vocabulary of the index.
        derived: of the index.
        memory: its `near_form` is written.

    Returns:
        How many there are.
    """
    length: Whole = np.int64(min(len(letters), MAX_LETTERS))
    count = _sift_letters(letters, mask, length, derived, memory)
    count = _find_letters(count, index, memory)
    return _sift_edits(count, letters, length, is_abjad(writing), index, derived, memory)


@borrowing
def _sift_letters(letters: NDArray[np.uint8], mask: Whole, length: Whole, derived: Derived, memory: Memory) -> Whole:
    """List the forms that share a hash and about the letters, some of them more than once."""
    near, forms, counted = derived.near, memory.near_form, min(length, np.int64(MAX_PACKED))
    kept: Whole = np.int64(0)
    hashes = near_hashes(letters, memory.skeleton, memory.hashes)
    for i in range(hashes):
        fetch(derived.near_at, bucket_of(memory.hashes[i], len(derived.near_at) - 1))
    for i in range(hashes):
        fetch(near, bucket_range(derived.near_at, memory.hashes[i])[0])
    for i in range(hashes):
        start, end = bucket_range(derived.near_at, memory.hashes[i])
        for at in range(start, min(end, start + MAX_NEAR - kept)):
            forms[kept] = form_of(near[at])
            kept += np.int64(may_be_edited(mask, counted, mask_of(near[at]), size_of(near[at])))
    return kept


@borrowing
def _find_letters(count: Whole, index: Vocabulary, memory: Memory) -> Whole:
    """Keep each form once; note where its letters begin, and how many they are."""
    forms, begins, sizes, seen = memory.near_form, memory.near_begin, memory.near_size, memory.seen
    if memory.stamp[0] == _LAST_STAMP:
        seen[:] = 0
        memory.stamp[0] = 0
    memory.stamp[0] += np.uint32(1)
    letter_at, stamp, kept = index.letter_at, memory.stamp[0], np.int64(0)
    for i in range(count):
        form = np.int64(forms[i])
        forms[kept], begins[kept] = form, letter_at[form]
        fetch(index.letter, np.int64(begins[kept]))
        sizes[kept] = min(letter_at[form + 1] - letter_at[form], np.uint32(MAX_LETTERS))
        kept += np.int64(seen[form] != stamp)
        seen[form] = stamp
    return kept


@borrowing
def _sift_edits(  # noqa: PLR0913, PLR0917 - the word, and where others are looked up
    count: Whole,
    letters: NDArray[np.uint8],
    length: Whole,
    unwritten: bool,
    index: Vocabulary,
    derived: Derived,
    memory: Memory,
) -> Whole:
    """Keep forms that the kernel finds near; `unwritten`: the word's script writes no vowels."""
    forms, begins, sizes, places = memory.near_form, memory.near_begin, memory.near_size, memory.places
    form_token = derived.form_token
    note_places(letters, length, places)
    near: Whole = np.int64(0)
    for i in range(count):
        begin = np.int64(begins[i])
        size: Whole = np.int64(sizes[i])
        edits = count_edits(places, length, index.letter[begin : begin + size], size)
        if EDIT_LEAST * edits <= BUDGET[max(length, size)] * UNWRITTEN_SHARE:
            forms[near], begins[near], sizes[near] = forms[i], begin, size | edits << _SIZE_BITS
            fetch(form_token, np.int64(forms[near]))
            near += 1
    forget_places(letters, length, places)
    for i in range(near):
        fetch(index.writing, np.int64(form_token[forms[i]]))
    kept: Whole = np.int64(0)
    for i in range(near):
        begin = np.int64(begins[i])
        size = np.int64(sizes[i]) & ((1 << _SIZE_BITS) - 1)
        budget, least = BUDGET[max(length, size)], EDIT_LEAST * (np.int64(sizes[i]) >> _SIZE_BITS)
        if is_abjad(index.writing[form_token[forms[i]]]) != unwritten:
            budget *= UNWRITTEN_SHARE
        other = index.letter[begin : begin + size]
        if least <= budget and edit_cost(letters, length, other, size, budget, memory.space) <= budget:
            forms[kept] = forms[i]
            kept += 1
    return kept
