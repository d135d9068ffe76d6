"""Distinct tokens in, a vocabulary out: everything that comparing needs to know of a token, worked out once."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import DTypeLike, NDArray

from counterflow.compare import script
from counterflow.compare.compiled import compiled, inlined
from counterflow.compare.digest import FNV_OFFSET, FNV_PRIME
from counterflow.compare.frame import Vocabulary
from counterflow.compare.kernel.word import MAX_LETTERS
from counterflow.compare.lexicon import nickname_of, number_of, role_of, sense_of
from counterflow.compare.lexicon.rarity import bits_of
from counterflow.compare.script.arabic import is_voiced
from counterflow.compare.script.writing import Writing, writing_of


class Token(NamedTuple):
    """What is known of one token."""

    writing: int
    forms: tuple[bytes, ...]
    keys: tuple[int, ...]
    bits: tuple[float, float]
    role: int
    sense: int
    nickname: int
    number: int


@functools.lru_cache(maxsize=65536)
def look_up(text: str) -> Token:
    """Work out what is known of one token; remembered, because words recur from query to query."""
    forms = script.forms(text)
    first = forms[0]
    return Token(
        writing=int(_writing_of(text)),
        forms=tuple(form.encode("ascii")[:MAX_LETTERS] for form in forms),
        keys=script.keys(text, forms),
        bits=(bits_of(first, person=True), bits_of(first, person=False)),
        role=int(role_of(text, first)),
        sense=sense_of(text, first),
        nickname=nickname_of(first),
        number=number_of(text, first),
    )


def _writing_of(text: str) -> Writing:
    """Give the writing of a token, which its first letter tells."""
    writing = writing_of(text[0])
    return Writing.ARABIC_VOICED if writing == Writing.ARABIC and is_voiced(text) else writing


def recall(vocabulary: Vocabulary, at: int) -> Token:
    """Give what `look_up` gave of a token that is in a vocabulary, numbers in its precision."""
    forms = range(int(vocabulary.form_at[at]), int(vocabulary.form_at[at + 1]))
    return Token(
        writing=int(vocabulary.writing[at]),
        forms=tuple(vocabulary.letter[vocabulary.letter_at[f] : vocabulary.letter_at[f + 1]].tobytes() for f in forms),
        keys=tuple(vocabulary.key[vocabulary.key_at[at] : vocabulary.key_at[at + 1]].tolist()),
        bits=tuple(vocabulary.bits[at].tolist()),
        role=int(vocabulary.role[at]),
        sense=int(vocabulary.sense[at]),
        nickname=int(vocabulary.nickname[at]),
        number=int(vocabulary.number[at]),
    )


def build_vocabulary(texts: Sequence[str], tokens: Sequence[Token] | None = None) -> Vocabulary:
    """Lay out distinct tokens, given in code point order, with what is known of each; None: they are looked up."""
    tokens = list(map(look_up, texts)) if tokens is None else tokens
    text_at, text = _packed([token.encode("utf-8", "surrogatepass") for token in texts])
    letter_at, letter = _packed([form for token in tokens for form in token.forms])
    digest, mask = _digests(letter_at, letter)
    return Vocabulary(
        text_at=text_at,
        text=text,
        form_at=_offsets(len(token.forms) for token in tokens),
        letter_at=letter_at,
        letter=letter,
        writing=_column((token.writing for token in tokens), np.uint8),
        digest=digest,
        mask=mask,
        key_at=_offsets(len(token.keys) for token in tokens),
        key=_column((key for token in tokens for key in token.keys), np.uint32),
        bits=_column((bits for token in tokens for bits in token.bits), np.float32).reshape(-1, 2),
        role=_column((token.role for token in tokens), np.uint8),
        sense=_column((token.sense for token in tokens), np.uint32),
        nickname=_column((token.nickname for token in tokens), np.uint32),
        number=_column((token.number for token in tokens), np.int32),
    )


def _packed(words: Sequence[bytes]) -> tuple[NDArray[np.uint32], NDArray[np.uint8]]:
    """Lay words end to end and say where each begins."""
    return _offsets(map(len, words)), np.frombuffer(b"".join(words), np.uint8)


def _offsets(lengths: Iterable[int]) -> NDArray[np.uint32]:
    """Turn lengths into where each run begins, and the last one ends."""
    return np.fromiter(itertools.accumulate(lengths, initial=0), np.uint32)


def _column(values: Iterable[float], kind: DTypeLike) -> NDArray[Any]:
    return np.fromiter(values, kind)


@inlined
def letter_bit(letter: int) -> np.uint32:
    """Give the bit of a letter in `Vocabulary.mask`; digits share one."""
    return np.uint32(np.uint32(1) << np.uint32(letter - 97 if letter >= 97 else 26))


@compiled
def _digests(letter_at: NDArray[np.uint32], letter: NDArray[np.uint8]) -> tuple[NDArray[np.uint64], NDArray[np.uint32]]:
    """Hash each form (FNV-1a, 64 bits) and note which letters it holds."""
    count = len(letter_at) - 1
    digest = np.empty(count, np.uint64)
    mask = np.zeros(count, np.uint32)
    for form in range(count):
        value = FNV_OFFSET
        for at in range(letter_at[form], letter_at[form + 1]):
            value = (value ^ np.uint64(letter[at])) * FNV_PRIME
            mask[form] |= letter_bit(letter[at])
        digest[form] = value
    return digest, mask
