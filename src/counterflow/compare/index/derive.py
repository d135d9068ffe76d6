"""What is derived from parties and vocabulary so that they are found: postings, lookups. Built anew after a change."""

from __future__ import annotations

from collections.abc import Iterator
from string import ascii_lowercase
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from counterflow.compare.compiled import borrowing, compiled
from counterflow.compare.fact.identifier import Kind
from counterflow.compare.frame import Frame, Vocabulary
from counterflow.compare.index.acronym import list_acronyms
from counterflow.compare.index.born import list_born
from counterflow.compare.index.form import pack_forms
from counterflow.compare.index.layout import Array
from counterflow.compare.index.lookup import build_lookup
from counterflow.compare.index.scalar import Whole
from counterflow.compare.index.skeleton import form_skeletons
from counterflow.compare.index.trait import party_traits
from counterflow.compare.kernel.alone import lone_bits

BITS_STEP = 0.125
"""Bits of one step of a name's weight in `Derived.outline`."""
MAX_STEPS = (1 << 12) - 1
"""Steps that a name's weight has room for."""
PARTY_STRIDE = 16
"""Every so many names, it is written down whose they are."""
WEIGHT_SHIFT = 20
"""Where the weight begins in `Derived.outline`."""


class Derived(NamedTuple):
    """What an index adds to its frame. T tokens, F forms, N names."""

    posting_at: NDArray[np.uint32]
    """(T + 1): names that hold token t, in `posting`."""
    posting: NDArray[np.uint32]
    """Names in ascending order, each once."""
    form_token: NDArray[np.uint32]
    """(F): the token of a form."""
    outline: NDArray[np.uint32]
    """(N): bits 0-19: first letters of the name's words (`classes_of`); the rest: bits of all its words, as they weigh
    without an answer (`alone.lone_bits`), in steps of `BITS_STEP`."""
    trait: NDArray[np.uint16]
    """(N): facts of the name's party at a glance (`trait`)."""
    party: NDArray[np.uint32]
    """(N / `PARTY_STRIDE`): whose names number 0, 16, 32 and so on are (`fill.party_of`)."""
    spelling_at: NDArray[np.uint32]
    spelling: NDArray[np.uint32]
    """`Lookup` of forms by their digest."""
    near_at: NDArray[np.uint32]
    near: NDArray[np.uint64]
    """`Lookup` of forms by their consonants, all and without one of them (`skeleton`), each with its letters
    (`form.pack_forms`)."""
    sound_at: NDArray[np.uint32]
    sound: NDArray[np.uint32]
    """`Lookup` of tokens by their sound keys."""
    meaning_at: NDArray[np.uint32]
    meaning: NDArray[np.uint32]
    """`Lookup` of tokens by `meaning_hash`: nickname, sense, number."""
    identifier_at: NDArray[np.uint32]
    identifier: NDArray[np.uint32]
    """`Lookup` of parties by the digests of their identifiers."""
    acronym_at: NDArray[np.uint32]
    acronym: NDArray[np.uint32]
    """`Lookup` of parties by the acronyms of their names (`acronym`)."""
    born_at: NDArray[np.uint32]
    born: NDArray[np.uint32]
    """Parties by date of birth (`born.list_born`)."""


def derive(frame: Frame) -> Iterator[tuple[str, Array]]:
    """Derive the arrays of `Derived`, one after the other."""
    vocabulary, names = frame.vocabulary, frame.names
    tokens = len(vocabulary.text_at) - 1
    yield "posting_at", (offsets := count_postings(names.token_at, names.token, tokens))
    yield "posting", fill_postings(names.token_at, names.token, offsets)
    yield "form_token", owners(vocabulary.form_at)
    yield "outline", outline_names(vocabulary, names.token_at, names.token, names.kind)
    yield "trait", party_traits(frame.facts, frame.name_at)
    yield "party", owners(frame.name_at)[::PARTY_STRIDE]
    yield from _lookup("spelling", vocabulary.digest, np.arange(len(vocabulary.digest), dtype=np.uint32))
    near = build_lookup(*form_skeletons(vocabulary))
    yield "near_at", near.bucket_at
    yield "near", pack_forms(near.entry, vocabulary.mask, vocabulary.letter_at)
    yield from _lookup("sound", vocabulary.key.astype(np.uint64), owners(vocabulary.key_at))
    yield from _lookup("meaning", *_meanings(vocabulary))
    yield from _lookup("identifier", *_identifiers(frame))
    yield from _lookup("acronym", *list_acronyms(frame))
    yield from zip(("born_at", "born"), list_born(frame.facts), strict=True)


def _lookup(name: str, hashed: NDArray[np.uint64], entry: NDArray[np.uint32]) -> Iterator[tuple[str, Array]]:
    lookup = build_lookup(hashed, entry)
    yield f"{name}_at", lookup.bucket_at
    yield name, lookup.entry


def owners(offsets: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """Say for each row which row of the level above it belongs to."""
    return np.repeat(np.arange(len(offsets) - 1, dtype=np.uint32), np.diff(offsets))


@compiled
def count_postings(token_at: NDArray[np.uint32], token: NDArray[np.uint32], tokens: Whole) -> NDArray[np.uint32]:
    """Say where the names of each token begin."""
    offsets = np.zeros(tokens + 1, np.uint32)
    for name in range(len(token_at) - 1):
        for at in range(token_at[name], token_at[name + 1]):
            if is_first(token, token_at[name], at):
                offsets[token[at] + 1] += np.uint32(1)
    for t in range(tokens):
        offsets[t + 1] += offsets[t]
    return offsets


@compiled
def fill_postings(
    token_at: NDArray[np.uint32], token: NDArray[np.uint32], offsets: NDArray[np.uint32]
) -> NDArray[np.uint32]:
    """List the names of each token."""
    posting = np.empty(offsets[-1], np.uint32)
    place = offsets[:-1].copy()
    for name in range(len(token_at) - 1):
        for at in range(token_at[name], token_at[name + 1]):
            if is_first(token, token_at[name], at):
                posting[place[token[at]]] = name
                place[token[at]] += np.uint32(1)
    return posting


@borrowing
def is_first(token: NDArray[np.uint32], start: Whole, at: Whole) -> bool:
    """Tell whether a name holds a token for the first time."""
    for before in range(start, at):  # noqa: SIM110 - no generators in compiled code
        if token[before] == token[at]:
            return False
    return True


@compiled
def outline_names(
    vocabulary: Vocabulary, token_at: NDArray[np.uint32], token: NDArray[np.uint32], kind: NDArray[np.uint8]
) -> NDArray[np.uint32]:
    """Sketch each name in 32 bits, as `Derived.outline` says."""
    outline = np.zeros(len(token_at) - 1, np.uint32)
    for name in range(len(outline)):
        bits, initials = np.float32(0), np.uint32(0)
        column = 0 if kind[name] == 0 else 1
        for at in range(token_at[name], token_at[name + 1]):
            # Where a name ends in one that is easily left out, it rather has an answer.
            bits += lone_bits(vocabulary.bits[token[at], column], vocabulary.role[token[at]], False, column)
            initials |= initial_of(vocabulary, token[at])
        steps = min(np.float32(MAX_STEPS), bits / np.float32(BITS_STEP) + np.float32(0.5))
        outline[name] = classes_of(initials) | np.uint32(steps) << np.uint32(WEIGHT_SHIFT)
    return outline


@borrowing
def initial_of(vocabulary: Vocabulary, token: Whole) -> Whole:
    """Give a token's first letter as a bit; 0 for a digit."""
    at = vocabulary.letter_at[vocabulary.form_at[token]]
    letter = vocabulary.letter[at] if at < len(vocabulary.letter) else np.uint8(0)
    return np.uint32(1) << np.uint32(letter - 97) if letter >= 97 else np.uint32(0)


_CLASSES = "a b c d eiy f g h j kq l m n ou p r s t vw xz".split()
"""Letters that one bit stands for: spellings differ in some of them anyway, and few words begin with others."""
_CLASS_OF = np.array([next(n for n, own in enumerate(_CLASSES) if letter in own) for letter in ascii_lowercase])


@borrowing
def classes_of(initials: Whole) -> Whole:
    """Give the classes of some letters (bits of 26) as bits of 20."""
    classes = np.uint32(0)
    for letter in range(len(_CLASS_OF)):
        if initials >> np.uint32(letter) & np.uint32(1):
            classes |= np.uint32(1) << np.uint32(_CLASS_OF[letter])
    return classes


NICKNAME, SENSE, NUMBER = 0, 1, 2


@borrowing
def meaning_hash(sort: Whole, value: Whole) -> Whole:
    """Hash a nickname, a sense or a number, apart from each other."""
    return np.uint64(value) | np.uint64(sort + 1) << np.uint64(32)


def _meanings(vocabulary: Vocabulary) -> tuple[NDArray[np.uint64], NDArray[np.uint32]]:
    hashed, entry = [], []
    for sort, values, least in (
        (NICKNAME, vocabulary.nickname, 1),
        (SENSE, vocabulary.sense, 1),
        (NUMBER, vocabulary.number, 0),
    ):
        known = np.flatnonzero(values >= least).astype(np.uint32)
        hashed.append(values[known].astype(np.uint64) | np.uint64((sort + 1) << 32))
        entry.append(known)
    return _by_entry(np.concatenate(hashed), np.concatenate(entry))


def _identifiers(frame: Frame) -> tuple[NDArray[np.uint64], NDArray[np.uint32]]:
    """Leave out what many share: a vessel's type."""
    facts = frame.facts
    telling = np.flatnonzero(facts.identifier_kind != Kind.VESSEL_TYPE)
    return np.asarray(facts.identifier[telling]), owners(facts.identifier_at)[telling]


def _by_entry(hashed: NDArray[np.uint64], entry: NDArray[np.uint32]) -> tuple[NDArray[np.uint64], NDArray[np.uint32]]:
    order = np.argsort(entry, kind="stable")
    return hashed[order], entry[order]
