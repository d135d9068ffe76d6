"""A name's words gathered in one place: all that relating them needs lies side by side, and is passed as one array.

A frame holds what is known of tokens in columns, which map from disk as they are. Aligning two names asks for twenty
of these columns some dozens of times; gathering the words first makes a pair of names cost a microsecond instead of a
hundred.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from counterflow.compare.compiled import borrowing, inlined, signed
from counterflow.compare.digest import FNV_OFFSET, FNV_PRIME
from counterflow.compare.frame import Vocabulary
from counterflow.compare.lexicon.role import Role
from counterflow.compare.script.key import CULTURE_SHIFT, SYLLABLE_SHIFT, Culture

MAX_TOKENS = 24
"""Tokens of a name that are aligned."""
MAX_FORMS = 4
"""Forms of a token that are compared."""
MAX_KEYS = 12
"""Sound keys of a token that are compared."""
MAX_WORDS = 64
"""Distinct words of names that are looked at together: a set of them is one number."""
MAX_NAMES = 64
"""Names of a party that are looked at together."""
MAX_LETTERS = 40
"""Letters of a form that are compared, joined words included."""

_A, _DIGIT = ord("a"), 26
_H, _K, _U, _Y, _Z = (ord(letter) for letter in "hkuyz")
_LETTER = int(Role.INITIAL)
_CULTURE_SHIFT, _SYLLABLE_SHIFT = np.uint32(CULTURE_SHIFT), np.uint32(SYLLABLE_SHIFT)
_KOREAN, _CHINESE = np.uint32(Culture.KOREAN), np.uint32(Culture.CHINESE)

WORD = np.dtype(
    [
        ("digest", np.uint64, (MAX_FORMS,)),
        ("text", np.uint64),
        ("sound", np.uint64),
        ("syllables", np.uint8, (2,)),
        ("mask", np.uint32, (MAX_FORMS,)),
        ("initial", np.uint32),
        ("key", np.uint32, (MAX_KEYS,)),
        ("sense", np.uint32),
        ("nickname", np.uint32),
        ("number", np.int32),
        ("bits", np.float32, (2,)),
        ("role", np.uint8),
        ("is_initial", np.bool_),
        ("writing", np.uint8),
        ("forms", np.uint8),
        ("keys", np.uint8),
        ("place", np.uint8),
        ("length", np.uint8, (MAX_FORMS,)),
        ("letter", np.uint8, (MAX_FORMS, MAX_LETTERS)),
    ],
    align=True,
)
"""One word: fields as in `Vocabulary`; `text` is a hash of the text, `initial` the mask of the first letter, `sound` a
set of its sound keys: bit n is set where a key's lowest six bits are n. `syllables`: bit n is set where it can be read
as n Korean (0) or Chinese (1) syllables (`script.key.syllable_hash`), 7 or more in bit 7. `is_initial`: it is a single
letter of an alphabet, or two that stand for one of another: Ю., Yu. `place` tells distinct words
apart: those of a name (`gather`), or of several of a party (`bank`)."""

Words = NDArray[np.void]
"""(MAX_TOKENS) of WORD: the words of one name, in the order written."""


def new_words() -> Words:
    """Reserve room for the words of one name."""
    return np.zeros(MAX_TOKENS, WORD)


@borrowing
def gather_word(vocabulary: Vocabulary, token: int, words: Words, i: int) -> None:
    """Gather all that is known of a token as word i, but for its place."""
    word = words[i]
    word.bits[0] = vocabulary.bits[token, 0]
    word.bits[1] = vocabulary.bits[token, 1]
    word.role = vocabulary.role[token]
    word.writing = vocabulary.writing[token]
    word.sense = vocabulary.sense[token]
    word.nickname = vocabulary.nickname[token]
    word.number = vocabulary.number[token]
    text = FNV_OFFSET
    if word.writing != 1:
        for at in range(vocabulary.text_at[token], vocabulary.text_at[token + 1]):
            text = (text ^ np.uint64(vocabulary.text[at])) * FNV_PRIME
    word.text = text
    first = signed(vocabulary.form_at[token])
    word.forms = min(signed(vocabulary.form_at[token + 1]) - first, MAX_FORMS)
    for f in range(word.forms):
        begin = signed(vocabulary.letter_at[first + f])
        length = min(signed(vocabulary.letter_at[first + f + 1]) - begin, MAX_LETTERS)
        word.digest[f] = vocabulary.digest[first + f]
        word.mask[f] = vocabulary.mask[first + f]
        word.length[f] = length
        for at in range(length):
            word.letter[f, at] = vocabulary.letter[begin + at]
    word.initial = _letter_mask(word.letter[0, 0]) if word.length[0] > 0 else np.uint32(0)
    word.is_initial = word.role & _LETTER != 0 or (
        word.length[0] == 2 and _is_digraph(word.letter[0, 0], word.letter[0, 1])
    )
    first = signed(vocabulary.key_at[token])
    word.keys = min(signed(vocabulary.key_at[token + 1]) - first, MAX_KEYS)
    sound, korean, chinese = np.uint64(0), 0, 0
    for k in range(word.keys):
        word.key[k] = vocabulary.key[first + k]
        sound |= np.uint64(1) << np.uint64(word.key[k] & np.uint32(63))
        count = 1 << ((word.key[k] >> _SYLLABLE_SHIFT) & np.uint32(7))
        if word.key[k] >> _CULTURE_SHIFT == _KOREAN:
            korean |= count
        elif word.key[k] >> _CULTURE_SHIFT == _CHINESE:
            chinese |= count
    word.sound = sound
    word.syllables[0], word.syllables[1] = korean, chinese


@inlined
def _is_digraph(first: int, second: int) -> bool:
    """Tell whether two letters stand for one of another alphabet."""
    return (second == _H and first in (_Z, _K)) or (first == _Y and second in (_U, _A))


@inlined
def _letter_mask(letter: int) -> np.uint32:
    """Give the bit of a letter in a mask of letters (`Vocabulary.mask`)."""
    return np.uint32(1) << np.uint32(letter - _A if letter >= _A else _DIGIT)
