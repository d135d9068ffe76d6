"""Meanings of words across languages, and the parts that words play."""

from __future__ import annotations

import unicodedata

import pytest

from counterflow.compare.lexicon import Role, role_of, sense_of
from counterflow.compare.lexicon.abbreviation import expand, load_abbreviations
from counterflow.compare.lexicon.place import load_places
from counterflow.compare.lexicon.resource import meaning_hash, read_rows
from counterflow.compare.lexicon.sense import load_senses

SAME = [
    [
        ("bank", "bank"),
        ("banque", "banque"),
        ("банк", "bank"),
        ("银行", "yinhang"),
        ("은행", "eunhaeng"),
        ("بانک", "bank"),
    ],
    [("trading", "trading"), ("trdg", "trdg"), ("торговля", "torgovlya"), ("贸易", "maoyi"), ("무역", "muyok")],
    [("company", "company"), ("co", "co"), ("компания", "kompaniya"), ("شركة", "shrk"), ("公司", "gongsi")],
    [("shipping", "shipping"), ("shpg", "shpg"), ("naviera", "naviera"), ("海运", "haiyun"), ("해운", "haeun")],
    [("university", "university"), ("univ", "univ"), ("üniversitesi", "universitesi"), ("دانشگاه", "danshgah")],
    [("guard", "guard"), ("حرس", "hrs"), ("гвардии", "gvardii")],
    [("corps", "corps"), ("فيلق", "fylq")],
    [("construction", "construction"), ("inşaat", "insaat"), ("建设", "jianshe"), ("строительная", "stroitelnaya")],
    [("iran", "iran"), ("iranian", "iranian"), ("ایران", "ayran"), ("иранская", "iranskaya"), ("伊朗", "yilang")],
    [("russia", "russia"), ("rossiyskaya", "rossiyskaya"), ("российский", "rossiyskiy"), ("俄罗斯", "eluosi")],
    [("tehran", "tehran"), ("teheran", "teheran"), ("تهران", "thran")],
]


@pytest.mark.parametrize("words", SAME)
def test_words_of_one_meaning_share_their_hash(words: list[tuple[str, str]]) -> None:
    """Languages, scripts and abbreviations of one word agree; no other meaning does."""
    assert len({sense_of(*word) for word in words}) == 1
    assert sense_of(*words[0]) not in {0, *(sense_of(*other[0]) for other in SAME if other is not words)}


@pytest.mark.parametrize("word", ["putin", "gazprom", "huawei", "aselderov", "", "\ud800", "x" * 10_000])
def test_a_name_has_no_meaning(word: str) -> None:
    """What is only a name, or no word at all, has no sense and no role."""
    assert sense_of(word, "") == 0
    assert role_of(word, "") == Role(0)


def test_hashes_are_the_same_on_every_machine() -> None:
    """Hashes stand in indexes that people share, so they never change."""
    assert meaning_hash("org", "BANK") == sense_of("bank", "bank") == 520870045
    assert meaning_hash("place", "ir") == sense_of("iran", "iran") == 1247001204
    assert meaning_hash("legal", "llc") == 3702473530


@pytest.mark.parametrize(
    ("token", "form", "role"),
    [
        ("al", "al", Role.PARTICLE | Role.STOP),
        ("bin", "bin", Role.PARTICLE),
        ("von", "von", Role.PARTICLE | Role.STOP),
        ("dr", "dr", Role.TITLE),
        ("haji", "haji", Role.TITLE),
        ("general", "general", Role.TITLE | Role.GENERIC),
        ("of", "of", Role.STOP),
        ("für", "fur", Role.STOP),
        ("trading", "trading", Role.GENERIC),
        ("银行", "yinhang", Role.GENERIC),
        ("j", "j", Role.INITIAL),
        ("ж", "zh", Role.INITIAL),
        ("x", "x", Role.INITIAL),
        ("金", "jin", Role(0)),
        ("7", "7", Role.NUMERAL),
        ("seventh", "seventh", Role.NUMERAL),
        ("xvii", "xvii", Role.NUMERAL),
        ("xi", "xi", Role(0)),
        ("iii", "iii", Role.NUMERAL | Role.SUFFIX),
        ("jr", "jr", Role.SUFFIX),
        ("iranian", "iranian", Role.PLACE),
        ("putin", "putin", Role(0)),
    ],
)
def test_roles_are_what_a_word_can_be(token: str, form: str, role: Role) -> None:
    """A word has every role that it can play, and a name none."""
    assert role_of(token, form) == role


def test_roles_fit_into_a_byte() -> None:
    """The frame keeps them as uint8."""
    assert max(Role) < 256


def test_no_word_has_two_meanings() -> None:
    """A word stands once in its table, and no meaning shares its hash with another."""
    for table in ("sense", "place", "nickname"):
        words = [word for row in read_rows(table) for word in row[-1].split()]
        assert sorted(words) == sorted(set(words)), table
    hashes = {sense.hash for sense in load_senses().values()} | set(load_places().values())
    assert len(hashes) == len({row[0] for row in read_rows("sense")}) + len({row[0] for row in read_rows("place")})


@pytest.mark.parametrize("table", ["sense", "place", "number", "nickname", "abbreviation", "common_name"])
def test_words_of_the_tables_are_tokens(table: str) -> None:
    """A word that no tokeniser gives, or that mixes alphabets by a slip, would never be found."""
    for row in read_rows(table):
        for word in row[-1].split():
            assert word == unicodedata.normalize("NFKC", word.casefold()), word
            assert not any(unicodedata.category(letter) in ("Cf", "Cc") for letter in word), word
            alphabets = {unicodedata.name(letter).split()[0] for letter in word if letter.isalpha()}
            assert len(alphabets & {"LATIN", "CYRILLIC", "GREEK", "ARABIC", "HEBREW", "HANGUL", "CJK", "THAI"}) <= 1, (
                word
            )


def test_every_abbreviation_has_a_meaning_or_a_word() -> None:
    """Abbreviations lead to words, not to other abbreviations."""
    assert expand("intl") == "international"
    assert expand("gazprom") == "gazprom"
    assert not set(load_abbreviations().values()) & set(load_abbreviations())
