"""Names of one party, gathered."""

from __future__ import annotations

from counterflow.compare.kernel.bank import empty_bank, fill_bank, names_held, new_bank, words_held
from counterflow.compare.kernel.word import MAX_NAMES, MAX_TOKENS, MAX_WORDS, new_words
from counterflow.compare.matcher import frame_of

from ..conftest import person
from .conftest import gather


def test_words_are_those_of_each_name() -> None:
    """Each distinct word is gathered but once, and has a place of its own."""
    frame = frame_of([person("Kim Jong Un", "Kim Jongun", "Schröder Kim")])
    bank = new_bank()
    fill_bank(frame, 0, 3, bank)
    assert (names_held(bank), words_held(bank)) == (3, 5)
    for name in range(3):
        words = new_words()
        count = gather(frame.vocabulary, frame.names, name, words)
        assert bank.size[name] == count
        for i in range(count):
            words[i]["place"] = bank.words[name, i]["place"]
            assert bank.words[name, i] == words[i]
            assert bank.known[words[i]["place"]] == words[i]


def test_as_many_names_as_there_is_room_for() -> None:
    """The next ones are held when those are done with; together they are all."""
    for names in (
        [f"Kim {number}" for number in range(3 * MAX_NAMES)],
        [f"Alias{number} Name{number}" for number in range(MAX_WORDS)],
        [" ".join(f"Word{number}x{i}" for i in range(2 * MAX_TOKENS)) for number in range(5)],
    ):
        frame = frame_of([person(*names)])
        bank, at, blocks = new_bank(), 0, 0
        while at < len(names):
            fill_bank(frame, at, len(names), bank)
            assert 0 < names_held(bank) <= MAX_NAMES
            assert words_held(bank) <= MAX_WORDS
            at, blocks = at + names_held(bank), blocks + 1
        assert at == len(names)
        assert blocks > 1


def test_what_is_held_is_not_gathered_again_until_it_is_forgotten() -> None:
    bank = new_bank()
    fill_bank(frame_of([person("Kim Jong Un")]), 0, 1, bank)
    fill_bank(frame_of([person("Putin")]), 0, 1, bank)
    assert bank.size[0] == 3
    empty_bank(bank)
    fill_bank(frame_of([person("Putin")]), 0, 1, bank)
    assert bank.size[0] == 1
