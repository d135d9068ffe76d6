"""Words of names, and neighbouring words run together, with the hashes by which another segment's are found."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from counterflow.compare.compiled import compiled, signed
from counterflow.compare.frame import Names, Vocabulary
from counterflow.compare.kernel.alone import LIGHT, LIGHT_SHARE
from counterflow.compare.kernel.consonant import near_hashes
from counterflow.compare.kernel.leftover import are_syllables, compose
from counterflow.compare.kernel.space import MAX_HASHES
from counterflow.compare.kernel.word import MAX_LETTERS, MAX_TOKENS
from counterflow.compare.lexicon.role import Role

MIN_RUN_LETTERS = 5
"""Letters of words run together, at least: shorter ones are anything."""
INITIAL_BITS = np.float32(3)
"""What an initial weighs here, where it is no reason against: it stands for any name. Bits."""
_LETTER = int(Role.INITIAL)
_SOUND, _NICKNAME, _SENSE, _NUMBER, _RUN = (np.uint64(n) << np.uint64(40) for n in (1, 2, 3, 4, 5))


class Terms(NamedTuple):
    """Words (numbered as in the vocabulary) and, behind them, runs of two words. T tokens, K terms, N names."""

    posting_at: NDArray[np.int64]
    """(K + 1): names of term k in `posting`."""
    posting: NDArray[np.uint32]
    cover: NDArray[np.uint32]
    """As `posting`: places of the term in the name, as bits."""
    term_at: NDArray[np.int64]
    """(N + 1): terms of name n in `term`."""
    term: NDArray[np.uint32]
    own: NDArray[np.uint32]
    """As `term`: places of the term in the name, as bits."""
    bits: NDArray[np.float32]
    """(N, MAX_TOKENS): what the words of name n say."""
    party: NDArray[np.uint32]
    """(N): whose name it is."""
    first: NDArray[np.uint32]
    """(K - T): first word of a run."""
    second: NDArray[np.uint32]
    word_hash: NDArray[np.uint64]
    """Ascending: what a word is like, by spelling, sound and meaning."""
    word: NDArray[np.uint32]
    """As `word_hash`: the word."""
    whole_hash: NDArray[np.uint64]
    """Ascending: what a word is like that may be two run together."""
    whole: NDArray[np.uint32]
    run_hash: NDArray[np.uint64]
    """Ascending: what a run of two words is like as one."""
    run: NDArray[np.uint32]
    """As `run_hash`: the term, which is behind all words."""


def list_terms(vocabulary: Vocabulary, names: Names, name_at: NDArray[np.uint32]) -> Terms:
    """List the terms of names; hashes are still empty."""
    count = len(names.kind)
    term_at, codes, own = _codes(names.token_at, names.token)
    runs = np.unique(codes[codes >> np.uint64(32) > 0])
    tokens = len(vocabulary.role)
    term = codes.astype(np.uint32)
    is_run = codes >> np.uint64(32) > 0
    term[is_run] = (tokens + np.searchsorted(runs, codes[is_run])).astype(np.uint32)
    order = np.argsort(term, kind="stable")
    owner = np.repeat(np.arange(count, dtype=np.uint32), np.diff(term_at))
    none, nothing = np.zeros(0, np.uint64), np.zeros(0, np.uint32)
    return Terms(
        posting_at=np.searchsorted(term[order], np.arange(tokens + len(runs) + 1)).astype(np.int64),
        posting=owner[order],
        cover=own[order],
        term_at=term_at,
        term=term,
        own=own,
        bits=_bits(vocabulary, names.token_at, names.token, names.kind),
        party=np.repeat(np.arange(len(name_at) - 1, dtype=np.uint32), np.diff(name_at)),
        first=((runs >> np.uint64(32)) - np.uint64(1)).astype(np.uint32),
        second=runs.astype(np.uint32),
        word_hash=none,
        word=nothing,
        whole_hash=none,
        whole=nothing,
        run_hash=none,
        run=nothing,
    )


@compiled
def _codes(
    token_at: NDArray[np.uint32], token: NDArray[np.uint32]
) -> tuple[NDArray[np.int64], NDArray[np.uint64], NDArray[np.uint32]]:
    """Give the terms of each name: a word's number, or for two of them that of the first, plus 1, above that."""
    count = len(token_at) - 1
    term_at = np.zeros(count + 1, np.int64)
    for name in range(count):
        size = min(signed(token_at[name + 1]) - signed(token_at[name]), MAX_TOKENS)
        term_at[name + 1] = term_at[name] + size + max(size - 1, 0)
    codes, own = np.zeros(term_at[count], np.uint64), np.zeros(term_at[count], np.uint32)
    for name in range(count):
        start, at = signed(token_at[name]), signed(term_at[name])
        size = min(signed(token_at[name + 1]) - start, MAX_TOKENS)
        for i in range(size):
            codes[at], own[at] = token[start + i], np.uint32(1) << np.uint32(i)
            at += 1
        for i in range(size - 1):
            codes[at] = np.uint64(np.uint64(token[start + i]) + np.uint64(1)) << np.uint64(32) | np.uint64(
                token[start + i + 1]
            )
            own[at] = np.uint32(3) << np.uint32(i)
            at += 1
    return term_at, codes, own


@compiled
def _bits(
    vocabulary: Vocabulary, token_at: NDArray[np.uint32], token: NDArray[np.uint32], kind: NDArray[np.uint8]
) -> NDArray[np.float32]:
    """Say what the words of each name say: particles little, initials less than for the kernel."""
    bits = np.zeros((len(kind), MAX_TOKENS), np.float32)
    for name in range(len(kind)):
        column = 0 if kind[name] == 0 else 1
        start = signed(token_at[name])
        size = min(signed(token_at[name + 1]) - start, MAX_TOKENS)
        for i in range(size):
            word = token[start + i]
            own, role = vocabulary.bits[word, column], vocabulary.role[word]
            if role & _LETTER:
                own = INITIAL_BITS
            elif role & LIGHT and i < size - 1:
                own = np.float32(own * LIGHT_SHARE)
            bits[name, i] = own
    return bits


def term_hashes(vocabulary: Vocabulary, terms: Terms) -> Terms:
    """Fill in the hashes by which terms are found."""
    words, wholes = _hash_words(vocabulary)
    runs = _hash_runs(vocabulary, terms.first, terms.second)
    (word_hash, word), (whole_hash, whole), (run_hash, run) = (_sorted(*one) for one in (words, wholes, runs))
    return terms._replace(
        word_hash=word_hash, word=word, whole_hash=whole_hash, whole=whole, run_hash=run_hash, run=run
    )


def _sorted(hashes: NDArray[np.uint64], entry: NDArray[np.uint32]) -> tuple[NDArray[np.uint64], NDArray[np.uint32]]:
    order = np.argsort(hashes, kind="stable")
    return hashes[order], entry[order]


Hashed = tuple[NDArray[np.uint64], NDArray[np.uint32]]


@compiled
def _hash_words(vocabulary: Vocabulary) -> tuple[Hashed, Hashed]:
    """Hash each word: consonants with and without one of them, sounds, meanings; and as what two words may make."""
    skeleton, hashes = np.zeros(MAX_LETTERS, np.uint8), np.zeros(MAX_HASHES, np.uint64)
    most = len(vocabulary.digest) * MAX_HASHES + len(vocabulary.key) + 3 * len(vocabulary.role)
    value, word = np.empty(most, np.uint64), np.empty(most, np.uint32)
    room = len(vocabulary.digest) + len(vocabulary.key)
    whole_value, whole = np.empty(room, np.uint64), np.empty(room, np.uint32)
    at, wholes = 0, 0
    for t in range(len(vocabulary.role)):
        for form in range(vocabulary.form_at[t], vocabulary.form_at[t + 1]):
            letters = vocabulary.letter[vocabulary.letter_at[form] : vocabulary.letter_at[form + 1]]
            for i in range(near_hashes(letters, skeleton, hashes)):
                value[at], word[at] = hashes[i], t
                at += 1
            if len(letters) >= MIN_RUN_LETTERS:
                whole_value[wholes], whole[wholes] = hashes[0] ^ _RUN, t
                wholes += 1
        for k in range(vocabulary.key_at[t], vocabulary.key_at[t + 1]):
            key = vocabulary.key[k]
            value[at], word[at] = np.uint64(key) | _SOUND, t
            at += 1
            if are_syllables(key, key):
                whole_value[wholes], whole[wholes] = np.uint64(key) | _RUN, t
                wholes += 1
        if vocabulary.nickname[t] != 0:
            value[at], word[at] = np.uint64(vocabulary.nickname[t]) | _NICKNAME, t
            at += 1
        if vocabulary.sense[t] != 0:
            value[at], word[at] = np.uint64(vocabulary.sense[t]) | _SENSE, t
            at += 1
        if vocabulary.number[t] >= 0:
            value[at], word[at] = np.uint64(vocabulary.number[t]) | _NUMBER, t
            at += 1
    words = value[:at].copy(), word[:at].copy()
    return words, (whole_value[:wholes].copy(), whole[:wholes].copy())


@compiled
def _hash_runs(vocabulary: Vocabulary, first: NDArray[np.uint32], second: NDArray[np.uint32]) -> Hashed:
    """Hash two words run together: their consonants, and their syllables end to end."""
    skeleton, hashes = np.zeros(MAX_LETTERS, np.uint8), np.zeros(MAX_HASHES, np.uint64)
    letters = np.zeros(2 * MAX_LETTERS, np.uint8)
    count = 0
    for r in range(len(first)):
        one = signed(vocabulary.key_at[first[r] + 1]) - signed(vocabulary.key_at[first[r]])
        count += 1 + one * (signed(vocabulary.key_at[second[r] + 1]) - signed(vocabulary.key_at[second[r]]))
    value, run = np.empty(count, np.uint64), np.empty(count, np.uint32)
    at, tokens = 0, len(vocabulary.role)
    for r in range(len(first)):
        size = 0
        for word in (first[r], second[r]):
            form = vocabulary.form_at[word]
            for i in range(vocabulary.letter_at[form], vocabulary.letter_at[form + 1]):
                letters[size] = vocabulary.letter[i]
                size += 1
        if MIN_RUN_LETTERS <= size <= MAX_LETTERS:
            near_hashes(letters[:size], skeleton, hashes)
            value[at], run[at] = hashes[0] ^ _RUN, tokens + r
            at += 1
        for i in range(vocabulary.key_at[first[r]], vocabulary.key_at[first[r] + 1]):
            for j in range(vocabulary.key_at[second[r]], vocabulary.key_at[second[r] + 1]):
                if are_syllables(vocabulary.key[i], vocabulary.key[j]):
                    value[at] = np.uint64(compose(vocabulary.key[i], vocabulary.key[j])) | _RUN
                    run[at] = tokens + r
                    at += 1
    return value[:at].copy(), run[:at].copy()
