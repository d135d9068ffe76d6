"""Words are looked up by their consonants, and the kernel's misspellings are among what is found."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterflow.compare.frame import seal
from counterflow.compare.index.form import MAX_PACKED, form_of, mask_of, pack_forms, size_of
from counterflow.compare.index.memory import Memory, new_memory
from counterflow.compare.index.near import find_near
from counterflow.compare.index.store import Index
from counterflow.compare.kernel.consonant import near_hashes
from counterflow.compare.kernel.space import MAX_HASHES
from counterflow.compare.kernel.word import MAX_LETTERS
from counterflow.compare.matcher import frame_of

from .conftest import build, person

NEAR = [
    ("hassan", "hasan"),
    ("ghassan", "hassan"),
    ("mohammed", "muhamad"),
    ("pyongyang", "pyengyang"),
    ("kiryanov", "kirianov"),
    ("majidi", "mahdi"),
    ("eremenko", "veremeenko"),
    ("daesong", "taesong"),
    ("smith", "smyth"),
    ("karl", "carl"),
    ("lee", "leh"),
    ("ali", "aly"),
]
FAR = [("hassan", "karim"), ("lee", "kim"), ("pyongyang", "london"), ("a", "bcdfg")]

letters = st.text("abdehiklmnorstuyz", max_size=50)


def hashes_of(word: str) -> set[int]:
    """Give the hashes by which a word is looked up."""
    hashes = np.zeros(MAX_HASHES, np.uint64)
    count = near_hashes(np.frombuffer(word.encode(), np.uint8).copy(), np.zeros(MAX_LETTERS, np.uint8), hashes)
    return set(hashes[:count].tolist())


@pytest.mark.parametrize(("one", "other"), NEAR)
def test_misspellings_share_a_hash(one: str, other: str) -> None:
    assert hashes_of(one) & hashes_of(other)


@pytest.mark.parametrize(("one", "other"), FAR)
def test_other_words_share_none(one: str, other: str) -> None:
    assert not hashes_of(one) & hashes_of(other)


@given(letters)
def test_any_word_has_hashes(word: str) -> None:
    assert 1 <= len(hashes_of(word)) <= MAX_HASHES


@given(st.text("bdkmnrst", min_size=5, max_size=12), st.data())
def test_a_consonant_more_or_another_is_met(word: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(word)))
    assert hashes_of(word) & hashes_of(f"{word[:at]}l{word[at:]}")
    assert hashes_of(word) & hashes_of(f"{word[:at]}l{word[at + 1 :]}")


def test_a_packed_form_tells_what_it_was_made_of() -> None:
    masks, letter_at = np.array([5, (1 << 27) - 1, 0], np.uint32), np.array([0, 3, 43, 43], np.uint32)
    packed = pack_forms(np.array([2, 0, 1], np.uint32), masks, letter_at)
    assert [int(form_of(one)) for one in packed] == [2, 0, 1]
    assert [int(mask_of(one)) for one in packed] == [0, 5, (1 << 27) - 1]
    assert [int(size_of(one)) for one in packed] == [0, 3, MAX_PACKED]


def found_near(index: Index, memory: Memory, word: str) -> set[str]:
    """Look a word up in an index."""
    query, vocabulary = seal(frame_of([person("q", word)])).vocabulary, index.frame.vocabulary
    own = query.letter[query.letter_at[0] : query.letter_at[1]]
    count = find_near(own, query.mask[0], query.writing[0], vocabulary, index.derived, memory)
    forms = memory.near_form[:count]
    starts, ends = vocabulary.letter_at[forms], vocabulary.letter_at[forms + 1]
    return {bytes(vocabulary.letter[start:end]).decode() for start, end in zip(starts, ends, strict=True)}


@pytest.mark.parametrize("letters_more", [20, 30, 36, 40, 60])
def test_long_words_are_near_themselves(tmp_path: Path, letters_more: int) -> None:
    word = "Verwaltungs" + "abcdefgh"[: letters_more % 8] + "gesellschaft" * (letters_more // 12)
    index = build([person("p-1", word)], tmp_path / "index")
    vocabulary = index.frame.vocabulary
    memory = new_memory(len(vocabulary.text_at) - 1, len(vocabulary.digest), len(index))
    assert found_near(index, memory, word)
    assert found_near(index, memory, word[:4] + "e" + word[4:])


def test_what_is_near_is_found_and_nothing_else(tmp_path: Path) -> None:
    words = sorted({word for pair in (*NEAR, *FAR) for word in pair if len(word) > 1})
    index = build([person(f"p-{word}", word.title()) for word in words], tmp_path / "index")
    vocabulary = index.frame.vocabulary
    memory = new_memory(len(vocabulary.text_at) - 1, len(vocabulary.digest), len(index))
    assert found_near(index, memory, "Hassan") == {"hassan", "hasan", "ghassan"}
    assert found_near(index, memory, "Pyongyang") == {"pyongyang", "pyengyang"}
    assert found_near(index, memory, "Karl") >= {"karl", "carl"}
    # Asked again, the same: nothing of a lookup is left behind.
    assert found_near(index, memory, "Hassan") == {"hassan", "hasan", "ghassan"}
    assert not memory.places.any()
