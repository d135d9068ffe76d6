"""Names as the kernel is given them."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pytest
from hypothesis import strategies as st
from numpy.typing import NDArray

from counterflow.compare.compiled import borrowing, signed
from counterflow.compare.frame import Names, Vocabulary
from counterflow.compare.kernel.align import align_kin
from counterflow.compare.kernel.bank import Bank, fill_bank, new_bank
from counterflow.compare.kernel.kin import note_parties
from counterflow.compare.kernel.name import SUMS, NameSum, sum_kin
from counterflow.compare.kernel.reach import look_across
from counterflow.compare.kernel.relation import Relation, are_equal, relate
from counterflow.compare.kernel.runs import note_runs
from counterflow.compare.kernel.space import Space, new_space
from counterflow.compare.kernel.word import MAX_TOKENS, Words, gather_word, new_words
from counterflow.compare.matcher import frame_of

WORDS = (
    "Kim Jong Un Jongun Il Ri Lee 리 Vladimir Wladimir Vladmir Vladimirovich V. Putin Путин Putn Mohammed محمد Mohamed "
    "Abd Rahman Abdulrahman Abdul bin al Bill William Joachim J. Bank Banque 银行 of Good Will Goodwill Goodwil Ocean "
    "Oceans Oc 7 Seven 8 VII PLA People's Liberation Army JC Jean Claude 习近平 Xi Hsi Jinping 봉수 Pong Su Dr Drissi "
    "Schröder Smith Smyth Daesong Dae Song Frederick Friedrich Aselderov Ю. Yury".split()
)
"""Words of names that have to do with each other in every way that the kernel knows."""
names = st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map(" ".join)
schemata = st.sampled_from(["Person", "Company", "Vessel"])


@borrowing
def gather(vocabulary: Vocabulary, names: Names, name: int, words: Words) -> int:
    """Gather the words of a name.

    Args:
        vocabulary: of the name's frame.
        names: of the name's frame.
        name: its number.
        words: overwritten as far as the name goes.

    Returns:
        How many words it has, MAX_TOKENS at most.
    """
    start, end = signed(names.token_at[name]), signed(names.token_at[name + 1])
    count = min(end - start, MAX_TOKENS)
    for i in range(count):
        gather_word(vocabulary, names.token[start + i], words, i)
        words[i].place = i
    return count


def words_of(name: str, schema: str) -> tuple[Words, int]:
    """Gather the words of a name of a party of some schema, and say how many they are."""
    frame = frame_of([{"schema": schema, "properties": {"name": [name]}}])
    words = new_words()
    return words, gather(frame.vocabulary, frame.names, 0, words)


def answer(a: Words, i: int, b: Words, j: int, person: bool, space: Space) -> tuple[Relation, float]:
    """Relate two words as `align` does, which asks first whether they are equal."""
    if are_equal(a, i, b, j):
        return Relation.EQUAL, 0.0
    relation, loss = relate(a, i, b, j, person, space)
    return Relation(relation), float(loss)


def bank_of(name: str, schema: str) -> Bank:
    """Gather one name as that of a party; a name of nothing but punctuation is none."""
    bank, frame = new_bank(), frame_of([{"schema": schema, "properties": {"name": [name]}}])
    fill_bank(frame, 0, len(frame.names.kind), bank)
    return bank


class Two(NamedTuple):
    """Two names, looked at as `party.describe_pairs` does before it aligns them."""

    left: Bank
    right: Bank
    person: bool
    space: Space

    @property
    def column(self) -> int:
        """Column of weights."""
        return 0 if self.person else 1

    @property
    def words(self) -> tuple[Words, int, Words, int]:
        """The words of both, and how many they are."""
        return self.left.words[0], self.left.size[0], self.right.words[0], self.right.size[0]

    def align(self) -> None:
        """Align them; answers stay in `space`."""
        align_kin(*self.words, self.person, False, self.space)

    def sum(self) -> NDArray[np.float32]:
        """Add them up."""
        sums = np.full(SUMS, np.nan, np.float32)
        sum_kin(*self.words, self.person, self.space, sums)
        sums[NameSum.LEGAL] = 0
        return sums


def look(left: str, right: str, schema: str, space: Space, right_schema: str | None = None) -> Two:
    """Look at two names of parties, of one schema or of two."""
    schemata = [schema, right_schema or schema]
    persons = [schema == "Person" for schema in schemata]
    two = Two(bank_of(left, schemata[0]), bank_of(right, schemata[1]), all(persons), space)
    note_parties(two.left, two.right, space)
    note_runs(two.left, two.right, 0, space)
    note_runs(two.right, two.left, 1, space)
    look_across(two.left, 0, two.right, 0, two.column, persons[0] != persons[1], space)
    return two


@pytest.fixture
def space() -> Space:
    """Memory of one thread."""
    return new_space()
