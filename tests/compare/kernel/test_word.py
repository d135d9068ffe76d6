"""A name's words gathered."""

from __future__ import annotations

import numpy as np
import pytest

from counterflow.compare.kernel.relation import Relation
from counterflow.compare.kernel.space import Space
from counterflow.compare.kernel.word import MAX_FORMS, MAX_KEYS, MAX_LETTERS, MAX_TOKENS, WORD, new_words
from counterflow.compare.matcher import frame_of
from counterflow.compare.script.form import FORMS_MAX
from counterflow.compare.script.writing import Writing
from counterflow.compare.token import MAX_TOKENS as MAX_NAME_TOKENS
from counterflow.compare.vocabulary import look_up

from ..conftest import party
from .conftest import answer, gather, words_of


@pytest.mark.parametrize("token", ["aselderov", "путин", "김", "习", "محمد", "schröder", "bank", "7", "j", "🚀a"])
def test_a_word_holds_what_is_known(token: str) -> None:
    words, count = words_of(token, "Vessel")
    word = words[0]
    known = look_up("a" if token == "🚀a" else token)
    assert count == 1
    assert (word["forms"], word["keys"]) == (len(known.forms), len(known.keys))
    assert [word["letter"][f, : word["length"][f]].tobytes() for f in range(word["forms"])] == list(known.forms)
    assert word["key"][: word["keys"]].tolist() == list(known.keys)
    assert word["bits"].tolist() == pytest.approx(known.bits)
    assert (word["role"], word["writing"], word["sense"]) == (known.role, known.writing, known.sense)
    assert (word["nickname"], word["number"]) == (known.nickname, known.number)


def test_words_come_in_the_order_written() -> None:
    words, count = words_of("Vladimir Vladimirovich Putin", "Person")
    assert [words[i]["letter"][0, : words[i]["length"][0]].tobytes() for i in range(count)] == [
        b"vladimir",
        b"vladimirovich",
        b"putin",
    ]


def test_the_name_asked_for() -> None:
    frame = frame_of([party("Person", "Kim Jong Un", "Putin"), party("Person", "Xi Jinping")])
    words = new_words()
    assert [gather(frame.vocabulary, frame.names, name, words) for name in range(3)] == [3, 1, 2]
    assert words[1]["letter"][0, :7].tobytes() == b"jinping"


def test_a_shorter_name_overwrites_a_longer_one(space: Space) -> None:
    """Room is used again and again: what a word had before has no part in what it is now."""
    frame = frame_of([party("Person", "Schröder"), party("Person", "Ann")])
    used, fresh = new_words(), new_words()
    gather(frame.vocabulary, frame.names, 0, used)
    gather(frame.vocabulary, frame.names, 1, used)
    gather(frame.vocabulary, frame.names, 1, fresh)
    assert answer(used, 0, fresh, 0, True, space) == (Relation.EQUAL, 0)
    other, _ = words_of("Schroeder", "Person")
    assert answer(used, 0, other, 0, True, space) == (Relation.NONE, 0)


def test_long_words_and_names_are_cut() -> None:
    words, count = words_of("ab " * 100, "Person")
    assert count == MAX_TOKENS
    words, _ = words_of("k" * 10_000, "Company")
    assert words[0]["length"][0] == MAX_LETTERS


def test_limits_agree() -> None:
    """What analysis gives has room in a word, and a word's numbers in their bytes."""
    assert (MAX_FORMS, MAX_TOKENS) == (FORMS_MAX, MAX_NAME_TOKENS)
    assert max(MAX_LETTERS, MAX_FORMS, MAX_KEYS) < 256
    assert MAX_TOKENS <= 32 and MAX_TOKENS < 128  # a word is a bit in `Space.related`, a signed byte in `Space.answer`
    assert WORD.isalignedstruct


def test_latin_texts_are_not_hashed() -> None:
    """Between Latin words the text says no more than the form."""
    assert int(Writing.LATIN) == 1
    one, other = words_of("Schröder", "Person")[0][0], words_of("Schroder", "Person")[0][0]
    assert one["text"] == other["text"]
    assert words_of("习", "Person")[0][0]["text"] != words_of("席", "Person")[0][0]["text"]


def test_no_key_of_a_word_is_cut() -> None:
    """Галина has eleven keys; those of the abjad culture come last."""
    assert max(len(look_up(token).keys) for token in ["галина", "china", "panini"]) <= MAX_KEYS


def test_room_is_reserved_for_one_name() -> None:
    words = new_words()
    assert words.shape == (MAX_TOKENS,)
    assert not np.any(words["forms"])
