"""Parties as arrays: what the kernel compares and the index maps into memory.

A `Frame` is self-contained. Its vocabulary holds each distinct token once, with everything that comparing needs to know
of it; names are runs of token numbers; facts are runs of numbers. Every field is a numpy array, so a frame is written
and mapped field by field, and numba takes it as it is. Arrays are read-only (`seal`).
"""

from __future__ import annotations

import enum
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from counterflow.compare.fact import Facts


class NameKind(enum.IntEnum):
    """What a name names, which decides how its words are weighed."""

    PERSON = 0
    ORGANISATION = 1
    THING = 2
    """A vessel, an aircraft, a place: few words, numbers that matter."""


class NameRank(enum.IntEnum):
    """How firmly the record says that this is the party's name."""

    NAME = 0
    ALIAS = 1
    WEAK = 2


class Vocabulary(NamedTuple):
    """Distinct tokens, in code point order of their text. T tokens, F forms, K keys."""

    text_at: NDArray[np.uint32]
    """(T + 1): bytes of token t in `text`."""
    text: NDArray[np.uint8]
    """UTF-8 of the normalised tokens, in their own script."""
    form_at: NDArray[np.uint32]
    """(T + 1): forms of token t; at least one, the likeliest first."""
    letter_at: NDArray[np.uint32]
    """(F + 1): letters of form f in `letter`."""
    letter: NDArray[np.uint8]
    """ASCII a-z and 0-9 of the forms."""
    writing: NDArray[np.uint8]
    """(T): `script.writing.Writing`."""
    digest: NDArray[np.uint64]
    """(F): hash of the form (`form_digest`); equal forms, equal digests, in every frame."""
    mask: NDArray[np.uint32]
    """(F): bit n set when the n-th letter of the alphabet occurs, bit 26 for any digit: a bound on edit distance."""
    key_at: NDArray[np.uint32]
    """(T + 1): sound keys of token t."""
    key: NDArray[np.uint32]
    """(K): the two highest bits name the culture (`script.key.Culture`), the rest is a hash of the key."""
    bits: NDArray[np.float32]
    """(T, 2): how much a shared token says, -log2 of its share among the words of names: persons' names, others'."""
    role: NDArray[np.uint8]
    """(T): `lexicon.role.Role`, a set of flags."""
    sense: NDArray[np.uint32]
    """(T): hash of what the word means across languages (bank, banque, 银行); 0: a name and nothing else."""
    nickname: NDArray[np.uint32]
    """(T): hash of the given name that a nickname stands for (Bill, William); 0: none known."""
    number: NDArray[np.int32]
    """(T): the value of a numeral (VII, seven, 7th); -1: none."""


class Names(NamedTuple):
    """Names of all parties, party by party. N names."""

    token_at: NDArray[np.uint32]
    """(N + 1): tokens of name n in `token`."""
    token: NDArray[np.uint32]
    """Token numbers in the order written, legal forms and titles left out."""
    kind: NDArray[np.uint8]
    """(N): `NameKind`."""
    rank: NDArray[np.uint8]
    """(N): `NameRank`: name, alias, weak alias."""
    legal: NDArray[np.uint8]
    """(N): number of the name's legal form class (JSC, LLC; `lexicon.legal`); 0: none written."""


class Frame(NamedTuple):
    """Parties side by side: what the kernel is given. P parties."""

    vocabulary: Vocabulary
    names: Names
    name_at: NDArray[np.uint32]
    """(P + 1): names of party p in `names`."""
    facts: Facts


def seal(frame: Frame) -> Frame:
    """Make every array of a frame read-only, as those of a mapped frame are: the kernel is compiled once for both."""
    for part in frame:
        for array in (part,) if isinstance(part, np.ndarray) else part:
            array.flags.writeable = False
    return frame
