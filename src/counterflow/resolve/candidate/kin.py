"""Which terms of one segment are terms of another, as the kernel relates words."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from counterflow.compare.compiled import compiled, signed
from counterflow.compare.frame import Vocabulary
from counterflow.compare.kernel.align import KEPT
from counterflow.compare.kernel.relation import Relation, are_equal, may_be_edited, relate
from counterflow.compare.kernel.space import Space, new_space
from counterflow.compare.kernel.word import MAX_FORMS, MAX_LETTERS, Words, new_words
from counterflow.compare.kernel.word import gather_word as gather
from counterflow.resolve.candidate.term import Terms
from counterflow.resolve.candidate.word import same_words, words_of

LEAST_KEPT = np.float32(0.5)
"""Share of a word's worth that a relation must keep: initials and beginnings suggest too many."""
THREADS = 2
SHARES = 8
"""Runs of words that threads share out, at most."""
LEAST_HASHES = 20_000
"""Hashes of words of a run, at least."""
_NONE, _NUMBER = int(Relation.NONE), int(Relation.NUMBER)


class Kin(NamedTuple):
    """Terms of the one segment, each with its kin of the other."""

    at: NDArray[np.int64]
    term: NDArray[np.uint32]


def find_kin(
    left: Vocabulary, left_terms: Terms, right: Vocabulary, right_terms: Terms, known: Kin | None = None
) -> Kin:
    """Find for each term of the left segment those of the right that may be it.

    Args:
        left, left_terms: of the one segment.
        right, right_terms: of the other.
        known: the kin of the right segment's terms among themselves, if they were found: whether two words are kin
            follows from the two alone, so that those of a word that is in both segments are known.
    """
    terms = len(left_terms.posting_at) - 1
    order = np.argsort(left_terms.word, kind="stable")
    codes = []
    if known is not None:
        same = same_words(words_of(left), words_of(right))
        order = order[same[left_terms.word[order]] < 0]
        codes.append(_known(same, known))
    hashes, word = left_terms.word_hash[order], left_terms.word[order]
    start = np.searchsorted(right_terms.word_hash, hashes, side="left")
    end = np.searchsorted(right_terms.word_hash, hashes, side="right")

    def relate_some(part: slice) -> tuple[NDArray[np.uint32], NDArray[np.uint32]]:
        memory = new_words(), new_words(), new_space()
        return _relate_words(left, word[part], start[part], end[part], right, right_terms.word, *memory)

    with ThreadPoolExecutor(THREADS) as pool:
        found = list(pool.map(relate_some, _slices(word)))
    whole = _join(left_terms.whole_hash, left_terms.whole, right_terms.run_hash, right_terms.run)
    run = _join(left_terms.run_hash, left_terms.run, right_terms.whole_hash, right_terms.whole)
    codes += [_codes(a, b) for a, b in (*found, whole, run)]
    both = np.unique(np.concatenate(codes))
    owner = (both >> np.uint64(32)).astype(np.int64)
    return Kin(np.searchsorted(owner, np.arange(terms + 1)).astype(np.int64), both.astype(np.uint32))


def _codes(term: NDArray[np.uint32], other: NDArray[np.uint32]) -> NDArray[np.uint64]:
    codes: NDArray[np.uint64] = (term.astype(np.uint64) << np.uint64(32)) | other
    return codes


def _known(same: NDArray[np.int64], known: Kin) -> NDArray[np.uint64]:
    """Give the codes of words of the left and the kin of the same words of the right."""
    word = np.flatnonzero(same >= 0)
    start, end = known.at[same[word]], known.at[same[word] + 1]
    count = end - start
    inner = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)
    return _codes(np.repeat(word, count).astype(np.uint32), known.term[np.repeat(start, count) + inner])


def _slices(owner: NDArray[np.uint32]) -> list[slice]:
    """Cut ascending owners into a few runs, no owner in two of them."""
    if len(owner) == 0:
        return [slice(0, 0)]
    shares = min(SHARES, len(owner) // LEAST_HASHES + 1)
    cuts = [int(np.searchsorted(owner, owner[len(owner) * i // shares])) for i in range(shares)]
    return [slice(a, b) for a, b in zip(cuts, [*cuts[1:], len(owner)], strict=True) if a < b]


def _join(
    hashes: NDArray[np.uint64], term: NDArray[np.uint32], others: NDArray[np.uint64], other: NDArray[np.uint32]
) -> tuple[NDArray[np.uint32], NDArray[np.uint32]]:
    """Pair entries of equal hashes."""
    start = np.searchsorted(others, hashes, side="left")
    count = np.searchsorted(others, hashes, side="right") - start
    owner = np.repeat(np.arange(len(hashes)), count)
    inner = np.arange(len(owner)) - np.repeat(np.cumsum(count) - count, count)
    return term[owner], other[start[owner] + inner]


@compiled
def _relate_words(  # noqa: PLR0913, PLR0917 - both sides, and the memory to relate words in
    left: Vocabulary,
    word: NDArray[np.uint32],
    start: NDArray[np.int64],
    end: NDArray[np.int64],
    right: Vocabulary,
    others: NDArray[np.uint32],
    asked: Words,
    found: Words,
    space: Space,
) -> tuple[NDArray[np.uint32], NDArray[np.uint32]]:
    """Relate words that share a hash; `word` is in ascending order."""
    room, count = 1 << 16, 0
    one, other = np.empty(room, np.uint32), np.empty(room, np.uint32)
    seen = np.full(len(right.role), -1, np.int64)
    before = signed(-1)
    for at in range(len(word)):
        own = signed(word[at])
        if own != before:
            gather(left, own, asked, 0)
            before = own
        for place in range(start[at], end[at]):
            near = signed(others[place])
            if seen[near] == own:
                continue
            seen[near] = own
            if not _may_be_kin(left, own, right, near):
                continue
            gather(right, near, found, 0)
            if _are_kin(asked, found, space):
                if count == room:
                    room *= 2
                    one, other = _grown(one, room), _grown(other, room)
                one[count], other[count] = own, near
                count += 1
    return one[:count].copy(), other[:count].copy()


@compiled
def _grown(values: NDArray[np.uint32], room: int) -> NDArray[np.uint32]:
    more = np.empty(room, np.uint32)
    more[: len(values)] = values
    return more


@compiled
def _are_kin(asked: Words, found: Words, space: Space) -> bool:
    """Tell whether a word is another as a word of persons' names, or of others'."""
    if are_equal(asked, 0, found, 0):
        return True
    for person in (True, False):
        # Both ways, lest it matter in which segment a word lies.
        relation, loss = relate(asked, 0, found, 0, person, space)
        if relation not in (_NONE, _NUMBER) and KEPT[relation] * (np.float32(1) - loss) >= LEAST_KEPT:
            return True
        relation, loss = relate(found, 0, asked, 0, person, space)
        if relation not in (_NONE, _NUMBER) and KEPT[relation] * (np.float32(1) - loss) >= LEAST_KEPT:
            return True
    return False


@compiled
def _may_be_kin(left: Vocabulary, own: int, right: Vocabulary, near: int) -> bool:
    """Tell by letters whether a word may be another misspelt, or by what is known of both whether it may be it."""
    if left.sense[own] != 0 and left.sense[own] == right.sense[near]:
        return True
    if left.nickname[own] != 0 and left.nickname[own] == right.nickname[near]:
        return True
    if left.number[own] >= 0 and left.number[own] == right.number[near]:
        return True
    first, last = signed(left.form_at[own]), signed(left.form_at[own + 1])
    begin, stop = signed(right.form_at[near]), signed(right.form_at[near + 1])
    for f in range(first, min(last, first + MAX_FORMS)):
        size = min(signed(left.letter_at[f + 1]) - signed(left.letter_at[f]), MAX_LETTERS)
        for g in range(begin, min(stop, begin + MAX_FORMS)):
            other = min(signed(right.letter_at[g + 1]) - signed(right.letter_at[g]), MAX_LETTERS)
            if may_be_edited(left.mask[f], size, right.mask[g], other):
                return True
    for k in range(left.key_at[own], left.key_at[own + 1]):
        for m in range(right.key_at[near], right.key_at[near + 1]):
            if left.key[k] == right.key[m]:
                return True
    return False
