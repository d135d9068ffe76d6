"""Memory that an alignment is worked out in, passed as one array."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from counterflow.compare.compiled import inlined
from counterflow.compare.kernel.word import MAX_LETTERS, MAX_NAMES, MAX_TOKENS, MAX_WORDS

MAX_HASHES = MAX_LETTERS + 2
"""Hashes of one word's consonants (`consonant.near_hashes`), at most."""
MAX_RELATIONS = 16
"""Room for the members of `relation.Relation`."""

SPACE = np.dtype(
    [
        ("relation", np.uint8, (MAX_TOKENS, MAX_TOKENS)),
        ("loss_of", np.float32, (MAX_TOKENS, MAX_TOKENS)),
        ("answer", np.int8, (2, MAX_TOKENS)),
        ("kind", np.uint8, (2, MAX_TOKENS)),
        ("loss", np.float32, (2, MAX_TOKENS)),
        ("side_sum", np.float32, (2, MAX_RELATIONS)),
        ("letter", np.uint8, (MAX_LETTERS,)),
        ("letter_at", np.uint64, (128,)),
        ("row", np.float32, (3, MAX_LETTERS + 1)),
        ("skeleton", np.uint8, (MAX_LETTERS,)),
        ("hashes", np.uint64, (2, MAX_HASHES)),
        ("related", np.uint32, (2,)),
        ("sure", np.uint32, (2,)),
        ("equal", np.uint32, (MAX_TOKENS,)),
        ("may_join", np.uint8),
        ("may_abbreviate", np.bool_),
        ("may_shorten", np.bool_),
        ("answers", np.uint64, (2, MAX_WORDS)),
        ("made", np.uint64, (2, MAX_NAMES)),
        ("made_exactly", np.uint64, (2, MAX_NAMES)),
        ("run", np.uint32, (2, MAX_NAMES)),
        ("barren", np.uint64, (MAX_WORDS,)),
        ("kin", np.uint8, (MAX_WORDS, MAX_WORDS)),
        ("kin_relation", np.uint8, (MAX_WORDS, MAX_WORDS, 2, 2)),
        ("kin_loss", np.float32, (MAX_WORDS, MAX_WORDS, 2, 2)),
    ],
    align=True,
)
"""`relation`, `loss_of`: how token i of the left name answers token j of the right, and letters edited a letter of
the longer word. `answer`, `kind`, `loss`: the answer that token i of the left (0) or right (1) name got, -1 for
none; its relation; its loss. `side_sum`: bits by relation. `letter`: words run together. `letter_at`: where a letter
stands in a word, zero between uses. `row`: rows of an edit distance. `skeleton`,
`hashes`: consonants of a word, and hashes of those of two (`consonant`). `related`, `sure`,
`equal`, `may_join`, `may_abbreviate`, `may_shorten`: what is seen of two names at once (`reach`). `answers`: by
side and place of a word, the set of places of the other side's words that may answer it. `made`, `made_exactly`: by
side and row of a name, the set of places of the other side's words that some of its words make, run together; letter
by letter. `run`: those words, bit i for word i.
`barren`: by place, the set of places of words that, behind it, make none. `kin`: what the word at a
place of the left party is to that at a place of the right one (`kin.Kin`). `kin_relation`, `kin_loss`: their relation
and loss, once asked for: by whether the right one's name goes first (`align.goes_first`; 1), and as persons' names (0)
or others' (1)."""

Space = NDArray[np.void]
"""(1) of SPACE."""


def new_space() -> Space:
    """Reserve the memory for one thread."""
    return np.zeros(1, SPACE)


@inlined
def settle(side: int, place: int, other: int, relation: int, loss: np.float32, space: Space) -> None:
    """Note which token answers token `place` of a side, how, and what is lost."""
    space[0].answer[side, place] = other
    space[0].kind[side, place] = relation
    space[0].loss[side, place] = loss
