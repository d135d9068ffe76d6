"""A closer look at pooled parties: the words of their names paired off, before the kernel aligns them in full."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from counterflow.compare.compiled import borrowing, inlined
from counterflow.compare.frame import Frame, NameKind, NameRank, Vocabulary
from counterflow.compare.index.ahead import fetch
from counterflow.compare.index.cut import PART_SHARE
from counterflow.compare.index.derive import initial_of
from counterflow.compare.index.memory import Memory, Wanted
from counterflow.compare.index.plan import initials_of, is_letter
from counterflow.compare.index.scalar import Real, Whole
from counterflow.compare.kernel.alone import KNOWN_BITS, LIGHT, lone_bits
from counterflow.compare.kernel.feature import NameFeature, commonness
from counterflow.compare.kernel.relation import Relation
from counterflow.compare.lexicon.role import Role

MAX_NAMES = 64
"""Names of one party that are looked at: the kernel looks at all of them."""
_BATCH = 16
"""Parties that are read ahead together."""

_NUMERAL = int(Role.NUMERAL)
_PERSON, _WEAK_NAME = int(NameKind.PERSON), int(NameRank.WEAK)
_JOINED, _NICKNAME, _ABJAD = int(Relation.JOINED), int(Relation.NICKNAME), int(Relation.ABJAD)
_EDIT, _INITIAL = int(Relation.EDIT), int(Relation.INITIAL)
_CUT, _ACRONYM = int(Relation.CUT), int(Relation.ACRONYM)

_AGREEMENT, _SOUND, _WIDE = int(NameFeature.AGREEMENT), int(NameFeature.SOUND), int(NameFeature.WIDE_LOSS)
_EDIT_LOSS, _WORST_LOSS, _RUN = int(NameFeature.EDIT_LOSS), int(NameFeature.WORST_LOSS), int(NameFeature.JOINED)
_LETTERS, _CONFLICT, _BITS = int(NameFeature.INITIAL), int(NameFeature.CONFLICT), int(NameFeature.CONFLICT_BITS)
_EXTRA, _NUMBER, _SINGLE = int(NameFeature.EXTRA), int(NameFeature.NUMBER), int(NameFeature.SINGLE)
_DIFFERS, _SAME = int(NameFeature.LEGAL_DIFFERS), int(NameFeature.LEGAL_SAME)
_WEAK, _SHORT = int(NameFeature.WEAK), int(NameFeature.SHORT)
_NO_WORD, _KNOWN_LOSS = int(NameFeature.NO_WORD), int(NameFeature.KNOWN_LOSS)
_COMMON = int(NameFeature.COMMON)


@borrowing
def look_at_pool(wanted: Wanted, weights: NDArray[np.float32], frame: Frame, pooled: Whole, memory: Memory) -> None:
    """Estimate how well the best name of each pooled party agrees with a name of the query; the best estimate stays.

    The features are those of the kernel (`feature.describe_names`); words are paired by what lookups found, in the
    order of the index's name, each with the nearest that is free.

    Args:
        wanted: the query's name.
        weights: (2, NAME_FEATURES).
        frame: of the index.
        pooled: parties in the pool.
        memory: its `best` is raised. Log-odds. `alone` says what the query's words weigh (`plan.weigh_words`).
    """
    names = frame.names
    name_at, kind_of, rank_of, legal_of = frame.name_at, names.kind, names.rank, names.legal
    token_at, tokens, vocabulary = names.token_at, names.token, frame.vocabulary
    initials = initials_of(wanted)
    for i in range(pooled):
        if i % _BATCH == 0:
            _read_ahead(i, min(i + _BATCH, pooled), frame, memory)
        party = np.int64(memory.pool[i])
        best = memory.best[party]
        low, high = np.int64(name_at[party]), np.int64(name_at[party + 1])
        for name in range(low, min(high, low + MAX_NAMES)):
            column = 0 if wanted.column == 0 and kind_of[name] == _PERSON else 1
            weight = weights[column]
            odds = weight[0]
            if max(wanted.rank, rank_of[name]) == _WEAK_NAME:
                odds += weight[_WEAK]
            if wanted.legal != 0 and legal_of[name] != 0:
                odds += weight[_SAME] if wanted.legal == legal_of[name] else weight[_DIFFERS]
            start, end = np.int64(token_at[name]), np.int64(token_at[name + 1])
            odds += _pair_words(wanted, tokens, start, end, vocabulary, initials, column, weight, memory)
            best = max(best, odds)
        memory.best[party] = best


@borrowing
def _read_ahead(begin: Whole, end: Whole, frame: Frame, memory: Memory) -> None:
    """Fetch all that is asked of some parties of the pool and of their words (`ahead`)."""
    names, name_at, token_at, tokens = frame.names, frame.name_at, frame.names.token_at, frame.names.token
    for i in range(begin, end):
        fetch(name_at, np.int64(memory.pool[i]))
    for i in range(begin, end):
        name = np.int64(name_at[memory.pool[i]])
        fetch(token_at, name)
        fetch(names.kind, name)
        fetch(names.rank, name)
        fetch(names.legal, name)
    for i in range(begin, end):
        fetch(tokens, np.int64(token_at[name_at[memory.pool[i]]]))
    for i in range(begin, end):
        low, high = np.int64(name_at[memory.pool[i]]), np.int64(name_at[memory.pool[i] + 1])
        for at in range(np.int64(token_at[low]), np.int64(token_at[min(high, low + MAX_NAMES)])):
            token = np.int64(tokens[at])
            fetch(memory.first, token)
            fetch(frame.vocabulary.bits, token)
            fetch(frame.vocabulary.role, token)


@inlined
def _pair_words(  # noqa: PLR0912, PLR0913, PLR0915, PLR0917 - the innermost loop, with what it needs at hand
    wanted: Wanted,
    tokens: NDArray[np.uint32],
    start: Whole,
    end: Whole,
    vocabulary: Vocabulary,
    initials: Whole,
    column: Whole,
    weight: NDArray[np.float32],
    memory: Memory,
) -> Real:
    """Pair the words of a name off and weigh what comes of it."""
    zero, half, one = np.float32(0), np.float32(0.5), np.float32(1)
    agreed, sound, edited, lost, worst = zero, zero, zero, zero, zero
    joined, lettered, short, known = zero, zero, zero, zero
    left, right, numbers, numeral_bits, free_bits = zero, zero, zero, zero, zero
    covered, free, answered = np.uint32(0), np.uint32(0), 0
    for at in range(start, end):
        token = np.int64(tokens[at])
        bits, chosen = vocabulary.bits[token, column], _choose(token, covered, column != wanted.column, memory)
        if chosen < 0:
            role = vocabulary.role[token]
            bits = lone_bits(bits, role, at == end - 1, column)
            if column == 1 and role & _NUMERAL:
                numbers += np.float32(1)
                numeral_bits += bits
            right += bits
            if initials != 0 and column == 0:
                letter = initial_of(vocabulary, token)
                if letter & initials & ~free:
                    free |= letter
                    free_bits += bits
            continue
        group, relation, loss = memory.group_of[chosen], memory.relation[chosen], memory.loss[chosen]
        covered |= memory.cover[group]
        own = memory.own[group]
        both = min(own, bits)
        if memory.share[chosen] <= PART_SHARE and relation == _JOINED:
            # A part of a word: what the word is beside it is not known to have an answer.
            both = memory.both[chosen]
            left += own - both
        agreed += both
        if relation != _INITIAL:
            answered += not vocabulary.role[token] & LIGHT or at == end - 1
        if relation == _INITIAL:
            lettered += both
        elif relation == _JOINED:
            joined += both
            lost += half * (own + bits) * loss
            worst = max(worst, loss)
        elif relation in (_CUT, _ACRONYM):
            short += both
        elif relation == _EDIT:
            edited += both
            lost += half * (own + bits) * loss
            worst = max(worst, loss)
            known += max(own, bits) * loss if max(own, bits) < KNOWN_BITS else zero
        elif _NICKNAME <= relation <= _ABJAD:
            sound += both
    for split in range(memory.split_at[0]):
        parts = memory.split_parts[split]
        if covered & parts == parts:
            covered |= np.uint32(1) << np.uint32(memory.split_token[split])
    for i in range(len(wanted.tokens)):
        if covered & (np.uint32(1) << np.uint32(i)) == 0:
            if free != 0 and is_letter(wanted, i) and initial_of(wanted.vocabulary, wanted.tokens[i]) & free != 0:
                lettered += wanted.vocabulary.bits[wanted.tokens[i], column]
                agreed += wanted.vocabulary.bits[wanted.tokens[i], column]
                continue
            if column == 1 and wanted.vocabulary.role[wanted.tokens[i]] & _NUMERAL:
                if numeral_bits > 0:
                    # Two numerals that differ: they answer each other.
                    right -= numeral_bits
                    numeral_bits = zero
                    continue
                numbers += np.float32(1)
            left += memory.alone[i]
    right -= free_bits
    base = np.float32(1) + agreed
    conflict, extra = min(left, right), abs(left - right)
    odds = weight[_AGREEMENT] * np.log2(base) + (
        weight[_SOUND] * sound + weight[_WIDE] * edited * lost / base + weight[_EDIT_LOSS] * lost
        + weight[_RUN] * joined + weight[_LETTERS] * lettered + weight[_SHORT] * short + weight[_KNOWN_LOSS] * known
    ) / base  # fmt: skip
    odds += weight[_WORST_LOSS] * worst + weight[_NUMBER] * min(numbers, np.float32(2))
    odds += weight[_CONFLICT] * conflict / (base + conflict) + weight[_BITS] * np.log2(np.float32(1) + conflict)
    odds += weight[_EXTRA] * extra / (base + extra)
    if answered == 0:
        odds += weight[_NO_WORD]
    elif answered == 1:
        odds += weight[_SINGLE] + weight[_COMMON] * commonness(agreed, one) * extra / (base + extra)
    return np.float32(odds)


@inlined
def _choose(token: Whole, covered: Whole, mixed: bool, memory: Memory) -> Whole:
    """Choose the token of the query that a word answers best, of those that are free; -1: none.

    `mixed`: a person's name is asked for and this is none, so that what holds of persons' names alone does not count.
    """
    answer: Whole = memory.first[token]
    chosen: Whole = np.int64(-1)
    worth: Real = np.float32(0)
    while answer >= 0:
        kept = memory.both[answer] * memory.share[answer]
        relation = memory.relation[answer]
        counts = not mixed or (relation not in (_INITIAL, _NICKNAME, _ACRONYM))
        if counts and kept > worth and memory.cover[memory.group_of[answer]] & covered == 0:
            chosen, worth = np.int64(answer), kept
        answer = memory.next[answer]
    return chosen
