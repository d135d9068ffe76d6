"""Memory in which a search is worked out, used again from query to query."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from counterflow.compare.fact.feature import FEATURE_COUNT
from counterflow.compare.frame import Vocabulary
from counterflow.compare.index.acronym import MAX_SPELT
from counterflow.compare.index.born import MAX_DATES
from counterflow.compare.index.recall import Recall, new_recall
from counterflow.compare.index.trait import MAX_VALUES, TRAIT_VALUES
from counterflow.compare.kernel.space import MAX_HASHES, Space, new_space
from counterflow.compare.kernel.word import MAX_LETTERS, MAX_TOKENS, Words, new_words

MAX_ANSWERS = 16384
"""Words of the index that may answer the words of one name, and its runs: of a long one, the last may have fewer."""
MAX_GROUPS = 160
"""Words of a name, and runs of words run together."""
MAX_TOUCHED = 50_000
"""Names that promise something."""
MAX_POOL = 4096
"""Parties that are looked at more closely."""
MAX_SPLIT = 8192
"""Names in which a word of the query stands as two."""
MAX_SPLITS = 4
"""Ways in which words of one name are cut in two."""
MAX_NEAR = 1 << 17
"""Forms that share consonants with one word, but for one."""
MAX_LISTED = 4096
"""Words that are related to a word at once; more are, in turns."""
SLOTS = 1 << 17
"""Slots of the table of sums: a power of two; 1.5 megabytes."""
NOTHING = np.float32(-1e9)
"""The estimate of a party in the pool that was not looked at."""
UNKNOWN = np.float32(-1e30)
"""The estimate of a party that is not in the pool."""
LEFT = np.float32(-1e31)
"""The estimate of a party that need not be estimated."""
STEPS = 512
"""Steps in which estimates are counted."""


class Wanted(NamedTuple):
    """A name that is looked for."""

    vocabulary: Vocabulary
    """Of the query."""
    tokens: NDArray[np.uint32]
    """The name's tokens in it."""
    column: int
    """Column of `Vocabulary.bits`: 0 for a person's name, else 1."""
    rank: int
    """`NameRank`."""
    legal: int
    """As `Names.legal`."""
    weight: NDArray[np.float32]
    """(NAME_FEATURES): weights of its kind of name."""


class Memory(NamedTuple):
    """Arrays of one thread. T tokens, F forms, P parties of the index."""

    word: NDArray[np.uint32]
    """(MAX_ANSWERS): a token of the index that answers."""
    both: NDArray[np.float32]
    """(MAX_ANSWERS): bits that it has in common with what it answers."""
    share: NDArray[np.float32]
    """(MAX_ANSWERS): the share of their worth that is kept: how near the answer is."""
    gain: NDArray[np.uint64]
    """(MAX_ANSWERS): `estimate.gain_of`."""
    next: NDArray[np.int32]
    """(MAX_ANSWERS): the next answer that is the same token; -1: none."""
    relation: NDArray[np.uint8]
    """(MAX_ANSWERS): `kernel.relation.Relation` to what it answers, as far as lookups tell."""
    loss: NDArray[np.float32]
    """(MAX_ANSWERS): letters edited a letter."""
    group_of: NDArray[np.int32]
    """(MAX_ANSWERS): the group that it answers."""
    first: NDArray[np.int32]
    """(T): the first answer that is this token; -1: none. All -1 between queries."""
    group_at: NDArray[np.int64]
    """(MAX_GROUPS + 1): answers of each group, best first."""
    own: NDArray[np.float32]
    """(MAX_GROUPS): bits of the tokens that a group stands for."""
    cover: NDArray[np.uint32]
    """(MAX_GROUPS): the tokens of the query's name that a group stands for, as bits."""
    postings: NDArray[np.int64]
    """(MAX_GROUPS): names that hold an answer of the group."""
    order: NDArray[np.int64]
    """(MAX_GROUPS): groups in the order in which they are read."""
    mode: NDArray[np.int64]
    """(MAX_GROUPS): whether names are taken up for it."""
    cursor: NDArray[np.int64]
    """(MAX_ANSWERS): posting that is read next."""
    slot_name: NDArray[np.uint32]
    """(SLOTS): number of the name whose sum it is, plus 1; 0: the slot is free. All 0 between windows."""
    sum: NDArray[np.uint64]
    """(SLOTS): sums of `estimate.gain_of`: tokens answered, price, excess, bits in common. All 0 between windows."""
    within: NDArray[np.uint32]
    """(SLOTS + 1): slots that are taken; later names that were in them."""
    found_sum: NDArray[np.uint64]
    """(SLOTS): sums of the names in `within`."""
    touched: NDArray[np.uint32]
    """(MAX_TOUCHED): names that promise something."""
    counts: NDArray[np.int64]
    """(STEPS): names by what they promise."""
    estimate: NDArray[np.float32]
    """(MAX_TOUCHED): what each of them promises."""
    best: NDArray[np.float32]
    """(P): the estimate of a party's best name. All `UNKNOWN` between queries."""
    pool: NDArray[np.uint32]
    """(MAX_POOL): parties whose `best` is known."""
    split_name: NDArray[np.uint32]
    """(MAX_SPLIT): names in which a word of the query stands as two."""
    split_at: NDArray[np.int64]
    """(MAX_SPLITS + 2): how many splits there are; then where the names of each begin in `split_name`."""
    split_gain: NDArray[np.uint64]
    """(MAX_SPLITS): what a split adds to the `sum` of its names."""
    split_cursor: NDArray[np.int64]
    """(MAX_SPLITS): name that is read next."""
    trait_odds: NDArray[np.float32]
    """(4, trait.MAX_VALUES): `trait.weigh_traits`."""
    date: NDArray[np.int64]
    """(born.MAX_DATES): dates that the query's party may be born on."""
    found: NDArray[np.int64]
    """(MAX_POOL): parties that share an identifier."""
    fact: NDArray[np.float32]
    """(FEATURE_COUNT): features of two parties' facts."""
    split_token: NDArray[np.int64]
    """(MAX_SPLITS): place in the query's name of the word that is cut."""
    split_parts: NDArray[np.uint32]
    """(MAX_SPLITS): its parts, as bits from 24 on of `cover`."""
    alone: NDArray[np.float32]
    """(MAX_TOKENS): what each word of the query's name weighs without an answer."""
    space: Space
    """For relating words."""
    asked: Words
    """(MAX_TOKENS): words of the query's name, gathered."""
    found_word: Words
    """(MAX_TOKENS): its first is a word of the index, gathered."""
    seen: NDArray[np.uint32]
    """(F): the last lookup that met a form of the index, as `stamp` was then."""
    stamp: NDArray[np.uint32]
    """(1): lookups so far."""
    skeleton: NDArray[np.uint8]
    """(MAX_LETTERS): consonants of a word."""
    hashes: NDArray[np.uint64]
    """(MAX_HASHES): by which a word is looked up (`skeleton`)."""
    acronym: NDArray[np.uint64]
    """(MAX_SPELT): acronyms of a name, hashed."""
    near_form: NDArray[np.uint32]
    """(MAX_NEAR): forms of the index."""
    near_begin: NDArray[np.uint32]
    """(MAX_NEAR): where their letters begin."""
    near_size: NDArray[np.uint32]
    """(MAX_NEAR): how many letters they have; later, with their edits (`near`)."""
    places: NDArray[np.uint64]
    """(128): where letters stand in a word (`edit.note_places`). All 0 between words."""
    letters: NDArray[np.uint8]
    """(MAX_LETTERS): words run together."""
    listed: NDArray[np.uint32]
    """(MAX_LISTED): words of the index that are to be related to one of the query."""
    listing: NDArray[np.int64]
    """(1): how many they are."""
    recall: Recall
    """Answers of earlier queries' words."""


def new_memory(tokens: int, forms: int, parties: int) -> Memory:
    """Reserve memory for an index of this size."""
    return Memory(
        word=np.zeros(MAX_ANSWERS, np.uint32),
        both=np.zeros(MAX_ANSWERS, np.float32),
        gain=np.zeros(MAX_ANSWERS, np.uint64),
        share=np.zeros(MAX_ANSWERS, np.float32),
        next=np.zeros(MAX_ANSWERS, np.int32),
        relation=np.zeros(MAX_ANSWERS, np.uint8),
        loss=np.zeros(MAX_ANSWERS, np.float32),
        group_of=np.zeros(MAX_ANSWERS, np.int32),
        first=np.full(tokens, -1, np.int32),
        group_at=np.zeros(MAX_GROUPS + 1, np.int64),
        own=np.zeros(MAX_GROUPS, np.float32),
        cover=np.zeros(MAX_GROUPS, np.uint32),
        postings=np.zeros(MAX_GROUPS, np.int64),
        order=np.zeros(MAX_GROUPS, np.int64),
        mode=np.zeros(MAX_GROUPS, np.int64),
        cursor=np.zeros(MAX_ANSWERS, np.int64),
        slot_name=np.zeros(SLOTS, np.uint32),
        sum=np.zeros(SLOTS, np.uint64),
        within=np.zeros(SLOTS + 1, np.uint32),
        found_sum=np.zeros(SLOTS, np.uint64),
        touched=np.zeros(MAX_TOUCHED, np.uint32),
        counts=np.zeros(STEPS, np.int64),
        estimate=np.zeros(MAX_TOUCHED, np.float32),
        best=np.full(parties, UNKNOWN, np.float32),
        pool=np.zeros(MAX_POOL, np.uint32),
        split_name=np.zeros(MAX_SPLIT, np.uint32),
        split_at=np.zeros(MAX_SPLITS + 2, np.int64),
        split_gain=np.zeros(MAX_SPLITS, np.uint64),
        split_cursor=np.zeros(MAX_SPLITS, np.int64),
        trait_odds=np.zeros((len(TRAIT_VALUES), MAX_VALUES), np.float32),
        date=np.zeros(MAX_DATES, np.int64),
        found=np.zeros(MAX_POOL, np.int64),
        fact=np.zeros(FEATURE_COUNT, np.float32),
        split_token=np.zeros(MAX_SPLITS, np.int64),
        split_parts=np.zeros(MAX_SPLITS, np.uint32),
        alone=np.zeros(MAX_TOKENS, np.float32),
        space=new_space(),
        asked=new_words(),
        found_word=new_words(),
        seen=np.zeros(forms, np.uint32),
        stamp=np.zeros(1, np.uint32),
        skeleton=np.zeros(MAX_LETTERS, np.uint8),
        hashes=np.zeros(MAX_HASHES, np.uint64),
        acronym=np.zeros(MAX_SPELT, np.uint64),
        near_form=np.zeros(MAX_NEAR, np.uint32),
        near_begin=np.zeros(MAX_NEAR, np.uint32),
        near_size=np.zeros(MAX_NEAR, np.uint32),
        places=np.zeros(128, np.uint64),
        letters=np.zeros(MAX_LETTERS, np.uint8),
        listed=np.zeros(MAX_LISTED, np.uint32),
        listing=np.zeros(1, np.int64),
        recall=new_recall(),
    )
