"""The cheap question before the dear one: can two names agree at all?

Parties have several names, most of which are not the one that agrees; a list's longest have hundreds.
"""

from __future__ import annotations

import numpy as np

from counterflow.compare.compiled import compiled, inlined
from counterflow.compare.kernel.relation import may_be_edited
from counterflow.compare.kernel.word import Words

PROSPECT = np.float32(0.45)
"""Names of which less than this share of the bits can find an answer, on both sides, are not aligned."""


@compiled
def prospect(left: Words, n: int, right: Words, m: int, person: bool) -> float:
    """Bound the share of two names that can agree: of the side of which more can.

    Args:
        left: words of one name (`word.gather`), n of them.
        right: words of the other, m of them.

    Returns:
        A share of bits, in [0, 1]; whichever name is called left.
    """
    column = 0 if person else 1
    found = np.uint32(0)
    left_all, left_part, right_all, right_part = np.float32(0), np.float32(0), np.float32(0), np.float32(0)
    for i in range(n):
        is_found = False
        for j in range(m):
            if _may_answer(left, i, right, j):
                is_found = True
                found |= np.uint32(1) << np.uint32(j)
        left_all += left[i].bits[column]
        if is_found:
            left_part += left[i].bits[column]
    for j in range(m):
        right_all += right[j].bits[column]
        if found & (np.uint32(1) << np.uint32(j)):
            right_part += right[j].bits[column]
    return max(left_part / left_all, right_part / right_all)


@inlined
def _may_answer(left: Words, i: int, right: Words, j: int) -> bool:
    """Tell whether a word can be related to another; wrong only to say that it can."""
    one, other = left[i], right[j]
    for f in range(one.forms):
        for g in range(other.forms):
            if may_be_edited(one.mask[f], one.length[f], other.mask[g], other.length[g]):
                return True
    if (one.sense != 0 and one.sense == other.sense) or (one.nickname != 0 and one.nickname == other.nickname):
        return True
    if one.length[0] == 1 or other.length[0] == 1:
        return one.letter[0, 0] == other.letter[0, 0]
    for k in range(one.keys):
        for m in range(other.keys):
            if one.key[k] == other.key[m]:
                return True
    return False
