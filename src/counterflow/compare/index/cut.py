"""Words of the index that are more or less than a word of the query: its beginning or end, or what goes on beyond it.

A beginning or an end may be a word run together with another that the index does not have (`split` finds those of which
both stand side by side in a name); what begins with the word was cut short in the query; what ends with it may be a
compound of Abd.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from counterflow.compare.compiled import borrowing, inlined
from counterflow.compare.digest import FNV_PRIME, hash_text
from counterflow.compare.frame import Vocabulary
from counterflow.compare.index.answer import Answer, take_up
from counterflow.compare.index.derive import Derived
from counterflow.compare.index.estimate import gain_of, price_of
from counterflow.compare.index.memory import Memory, Wanted
from counterflow.compare.index.scalar import Whole
from counterflow.compare.index.spelling import hash_letters, word_of
from counterflow.compare.kernel.leftover import MIN_TAIL_LETTERS
from counterflow.compare.kernel.relation import Relation

MIN_PART = 4
"""Letters of a part, at least."""
MIN_REST = 2
"""Letters beside it, at least."""
MAX_HOLDERS = 3000
"""Names that hold a part, at most: what more names hold tells nothing."""
MAX_LONGER = 64
"""Words that go on where a word of the query ends, at most."""
PART_SHARE = np.float32(0.5)
"""What a part is taken for, of the whole word."""
_L = np.uint8(ord("l"))
_SERVANTS = np.array([hash_text(servant) for servant in "abd abda abde abdo abdu abdou".split()])
"""Abd, and Abd with the vowel before its article."""
_PART, _LONGER, _TAIL = 0, 1, 2
"""What is taken up: a part of a word, a word that goes on, a compound that ends with it."""
_JOINED, _CUT = int(Relation.JOINED), int(Relation.CUT)


@borrowing
def take_up_parts(
    wanted: Wanted, token: Whole, index: Vocabulary, derived: Derived, group: Whole, memory: Memory
) -> None:
    """Take up words that the token begins or ends with."""
    query = wanted.vocabulary
    form = np.int64(query.form_at[token])
    letters = query.letter[np.int64(query.letter_at[form]) : np.int64(query.letter_at[form + 1])]
    for cut in range(MIN_REST, len(letters) - MIN_REST + 1):
        if cut >= MIN_PART:
            word = word_of(hash_letters(letters[:cut]), index.digest, derived)
            _take_up_part(word, wanted, token, index, _PART, group, derived, memory)
        if len(letters) - cut >= MIN_PART:
            word = word_of(hash_letters(letters[cut:]), index.digest, derived)
            _take_up_part(word, wanted, token, index, _PART, group, derived, memory)


@borrowing
def take_up_longer(
    wanted: Wanted, token: Whole, index: Vocabulary, derived: Derived, group: Whole, memory: Memory
) -> None:
    """Take up words that begin with the token: a field may have been too short for the whole name."""
    query = wanted.vocabulary
    text = query.text[np.int64(query.text_at[token]) : np.int64(query.text_at[token + 1])]
    if len(text) < MIN_PART:
        return
    low, high = np.int64(0), np.int64(len(index.text_at) - 1)
    while low < high:
        middle = (low + high) // 2
        if _order(text, index, middle) > 0:
            low = middle + 1
        else:
            high = middle
    for word in range(low, min(low + MAX_LONGER, np.int64(len(index.text_at) - 1))):
        if _order(text, index, word) != 0:
            break
        if np.int64(index.text_at[word + 1]) - np.int64(index.text_at[word]) >= len(text) + MIN_REST:
            _take_up_part(word, wanted, token, index, _LONGER, group, derived, memory)


@borrowing
def take_up_servants(
    wanted: Wanted, token: Whole, index: Vocabulary, derived: Derived, group: Whole, memory: Memory
) -> None:
    """Take up compounds of Abd that end with the token (`leftover`): Abdul Rahman and Abdurrahman for Rahman."""
    query = wanted.vocabulary
    form = np.int64(query.form_at[token])
    letters = query.letter[np.int64(query.letter_at[form]) : np.int64(query.letter_at[form + 1])]
    if len(letters) < MIN_TAIL_LETTERS:
        return
    for i in range(len(_SERVANTS)):
        # The article is as it is, or takes the first letter of what follows.
        for article in (_L, letters[0]):
            hashed = _SERVANTS[i]
            if i > 0:
                hashed = (hashed ^ np.uint64(article)) * FNV_PRIME
            for at in range(len(letters)):
                hashed = (hashed ^ np.uint64(letters[at])) * FNV_PRIME
            word = word_of(hashed, index.digest, derived)
            _take_up_part(word, wanted, token, index, _TAIL, group, derived, memory)
            if i == 0 or letters[0] == _L:
                break


@inlined
def _order(text: NDArray[np.uint8], index: Vocabulary, word: Whole) -> Whole:
    """Compare a text with as much of a word: -1: the text comes before it, 0: the word begins with it, 1: behind it."""
    start, end = np.int64(index.text_at[word]), np.int64(index.text_at[word + 1])
    for at in range(len(text)):
        if start + at >= end or text[at] > index.text[start + at]:
            return 1
        if text[at] < index.text[start + at]:
            return -1
    return 0


@inlined
def _take_up_part(  # noqa: PLR0913, PLR0917 - one step of the three above
    word: Whole,
    wanted: Wanted,
    token: Whole,
    index: Vocabulary,
    sort: Whole,
    group: Whole,
    derived: Derived,
    memory: Memory,
) -> None:
    if word < 0 or np.int64(derived.posting_at[word + 1]) - np.int64(derived.posting_at[word]) > MAX_HOLDERS:
        return
    own, bits = wanted.vocabulary.bits[token, wanted.column], index.bits[word, wanted.column]
    if sort == _TAIL:
        both, told, excess = min(own, bits), own, bits - own
    else:
        # What the part is beside is not known to have an answer.
        both = min(own, bits) * PART_SHARE
        told, excess = both, np.float32(0)
    relation = _JOINED if sort == _PART else _CUT
    gain = gain_of(told, excess, price_of(relation, both, own, bits, np.float32(0), wanted.weight))
    take_up(Answer(word, both, PART_SHARE, gain, relation, np.float32(0)), group, memory)
