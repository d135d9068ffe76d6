"""A closer look at pooled parties, word by word: the best of their names, before the kernel aligns them in full."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from counterflow.compare.compiled import compiled
from counterflow.compare.frame import Frame
from counterflow.compare.index.derive import initial_of
from counterflow.compare.index.memory import Memory, Wanted
from counterflow.compare.index.scalar import Real, Whole
from counterflow.compare.index.scan import UNKNOWN, estimate_of
from counterflow.compare.lexicon.role import Role

MAX_NAMES = 64
"""Names of one party that are looked at: the kernel looks at all of them."""
_LIGHT = int(Role.PARTICLE | Role.STOP | Role.TITLE | Role.SUFFIX)
_LIGHT_SHARE = np.float32(0.15)
_INITIAL_SHARE = np.float32(0.3)


@compiled
def look_at_pool(
    wanted: Wanted, total: Real, slopes: NDArray[np.float32], frame: Frame, pooled: Whole, memory: Memory
) -> None:
    """Estimate how well the best name of each pooled party agrees with a name of the query; the best estimate stays."""
    column = wanted.column
    name_at, token_at, token_of = frame.name_at, frame.names.token_at, frame.names.token
    bits, role = frame.vocabulary.bits, frame.vocabulary.role
    form_at, letter_at, letter = frame.vocabulary.form_at, frame.vocabulary.letter_at, frame.vocabulary.letter
    first, worths, follow, group_of, covers = memory.first, memory.worth, memory.next, memory.group_of, memory.cover
    initials, initial_bits = _initials(wanted)
    for i in range(pooled):
        party = np.int64(memory.pool[i])
        best = memory.best[party] if memory.looked[i] else UNKNOWN
        low, high = np.int64(name_at[party]), np.int64(name_at[party + 1])
        for name in range(low, min(high, low + MAX_NAMES)):
            covered, common, own, free = np.uint32(0), np.float32(0), np.float32(0), np.uint32(0)
            for at in range(np.int64(token_at[name]), np.int64(token_at[name + 1])):
                token = np.int64(token_of[at])
                worth, cover = np.float32(0), np.uint32(0)
                answer = first[token]
                while answer >= 0:
                    other = covers[group_of[answer]]
                    if other & covered == 0 and worths[answer] > worth:
                        worth, cover = worths[answer], other
                    answer = follow[answer]
                weight = bits[token, column]
                if cover == 0:
                    if role[token] & _LIGHT:
                        weight *= _LIGHT_SHARE
                    if initials != 0:
                        begin = letter[np.int64(letter_at[np.int64(form_at[token])])]
                        if begin >= 97:
                            free |= np.uint32(1) << np.uint32(begin - 97)
                covered |= cover
                common += worth
                own += weight
            if initials & free:
                common += initial_bits
            best = max(best, estimate_of(common, total, own, slopes))
        memory.best[party] = best
        memory.looked[i] = True


@compiled
def _initials(wanted: Wanted) -> tuple[Whole, Real]:
    """Give the letters of the query's initials as bits, and what one that begins a word without an answer is worth."""
    query, tokens, column = wanted.vocabulary, wanted.tokens, wanted.column
    initials, worth = np.uint32(0), np.float32(0)
    if column == 0:
        for i in range(len(tokens)):
            form = np.int64(query.form_at[tokens[i]])
            if np.int64(query.letter_at[form + 1]) - np.int64(query.letter_at[form]) == 1:
                initials |= initial_of(query, np.int64(tokens[i]))
                worth = query.bits[tokens[i], 0] * _INITIAL_SHARE
    return initials, worth
