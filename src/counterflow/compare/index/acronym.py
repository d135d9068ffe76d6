"""Names by their initials: PLA for People's Liberation Army, as the kernel reads them (`leftover`).

Words may be left out that say little (of, and), so that one name has several acronyms.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from counterflow.compare.compiled import borrowing, compiled, inlined
from counterflow.compare.digest import FNV_OFFSET, FNV_PRIME
from counterflow.compare.frame import Frame, NameKind, Vocabulary
from counterflow.compare.index.scalar import Whole
from counterflow.compare.lexicon.role import Role

MIN_INITIALS = 3
"""Words of an organisation's name that has an acronym."""
MAX_SPELT = 8
"""Acronyms of one name: of three small words, each may be in it or not."""

_STOP, _PERSON = int(Role.STOP), int(NameKind.PERSON)


@borrowing
def spell_next(vocabulary: Vocabulary, token: Whole, count: Whole, hashes: NDArray[np.uint64]) -> Whole:
    """Add a word to the acronyms of the words before it; give how many there are then.

    Args:
        vocabulary: of the word.
        token: the word.
        count: acronyms so far; 1 before the first word, whose hash is `FNV_OFFSET` then.
        hashes: (MAX_SPELT), written: acronyms as `spelling.hash_letters`.
    """
    at = np.int64(vocabulary.letter_at[vocabulary.form_at[token]])
    if at == np.int64(vocabulary.letter_at[vocabulary.form_at[token] + 1]):
        return count
    letter, more = np.uint64(vocabulary.letter[at]), np.int64(0)
    if vocabulary.role[token] & _STOP:
        more = min(count, MAX_SPELT - count)
        for i in range(more):
            hashes[count + i] = hashes[i]
    for i in range(count):
        hashes[i] = (hashes[i] ^ letter) * FNV_PRIME
    return count + more


@inlined
def spell_name(
    vocabulary: Vocabulary, token: NDArray[np.uint32], start: Whole, end: Whole, hashes: NDArray[np.uint64]
) -> Whole:
    """Write the acronyms of a whole name, tokens from `start` to `end`; give how many."""
    hashes[0] = FNV_OFFSET
    count: Whole = np.int64(1)
    for at in range(start, end):
        count = spell_next(vocabulary, np.int64(token[at]), count, hashes)
    return count


@compiled
def list_acronyms(frame: Frame) -> tuple[NDArray[np.uint64], NDArray[np.uint32]]:
    """List the acronyms of organisations' names, each with its party, in order of parties."""
    names, name_at = frame.names, frame.name_at
    token_at, hashes, total = names.token_at, np.zeros(MAX_SPELT, np.uint64), 0
    for name in range(len(names.kind)):
        if _has_acronym(frame, name):
            total += spell_name(
                frame.vocabulary, names.token, np.int64(token_at[name]), np.int64(token_at[name + 1]), hashes
            )
    spelt, owner, filled = np.empty(total, np.uint64), np.empty(total, np.uint32), 0
    for party in range(len(name_at) - 1):
        for name in range(np.int64(name_at[party]), np.int64(name_at[party + 1])):
            if _has_acronym(frame, name):
                count = spell_name(
                    frame.vocabulary, names.token, np.int64(token_at[name]), np.int64(token_at[name + 1]), hashes
                )
                spelt[filled : filled + count] = hashes[:count]
                owner[filled : filled + count] = party
                filled += count
    return spelt, owner


@inlined
def _has_acronym(frame: Frame, name: Whole) -> bool:
    token_at = frame.names.token_at
    return bool(
        frame.names.kind[name] != _PERSON and np.int64(token_at[name + 1]) - np.int64(token_at[name]) >= MIN_INITIALS
    )


@borrowing
def is_acronym(frame: Frame, party: Whole, hashed: Whole, hashes: NDArray[np.uint64]) -> bool:
    """Tell whether a spelling is an acronym of one of a party's names; `hashes` is overwritten."""
    token_at = frame.names.token_at
    for name in range(np.int64(frame.name_at[party]), np.int64(frame.name_at[party + 1])):
        if not _has_acronym(frame, name):
            continue
        start, end = np.int64(token_at[name]), np.int64(token_at[name + 1])
        for i in range(spell_name(frame.vocabulary, frame.names.token, start, end, hashes)):
            if hashes[i] == hashed:
                return True
    return False
