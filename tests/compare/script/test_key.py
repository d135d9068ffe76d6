"""Spellings of one word share a sound key; different words do not."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterflow.compare.script import Culture, forms, keys
from counterflow.compare.script.key import (
    CULTURE_SHIFT,
    SYLLABLE_BASE,
    SYLLABLE_MASK,
    SYLLABLE_SHIFT,
    syllable_hash,
)


def keys_of(token: str, culture: Culture | None = None) -> set[int]:
    """The keys of a token as it comes from a name."""
    token = unicodedata.normalize("NFKC", token).casefold()
    return {key for key in keys(token, forms(token)) if culture is None or key >> 30 == culture}


@pytest.mark.parametrize(
    ("culture", "tokens"),
    [
        (Culture.ABJAD, "محمد muhammad mohammed mohamed mohammad mehmed"),
        (Culture.ABJAD, "محمود mahmud mahmoud mahmood"),
        (Culture.ABJAD, "سعيد said saeed sayed"),
        (Culture.ABJAD, "یوسف yusuf yousef youssef"),
        (Culture.ABJAD, "عبدالله abdullah abdallah abdoullah abdulla"),
        (Culture.ABJAD, "عبدالرحمن abdulrahman abdurrahman abdelrahman"),
        (Culture.ABJAD, "نورالدين nuruddin nureddine nooraldeen"),
        (Culture.ABJAD, "الدين din aldin eddine uddin"),
        (Culture.ABJAD, "عثمان uthman othman"),
        (Culture.ABJAD, "عثمان usman osman"),
        (Culture.ABJAD, "قذافي gaddafi"),
        (Culture.ABJAD, "قذافي qaddafi kadafi"),
        (Culture.ABJAD, "فتحي fathi fathy"),
        (Culture.ABJAD, "حسين hussein husayn hosein hassine"),
        (Culture.ABJAD, "جمال gamal"),
        (Culture.ABJAD, "جمال jamal djamel"),
        (Culture.ABJAD, "وليد walid waleed oualid"),
        (Culture.ABJAD, "التكريتي tikriti altikriti"),
        (Culture.ABJAD, "אברהם abraham"),
        (Culture.ABJAD, "נתניהו netanyahu"),
        (Culture.ABJAD, "חיים chaim"),
        (Culture.ABJAD, "כהן cohen kohen"),
        (Culture.KOREAN, "이 리 ri lee rhee yi i"),
        (Culture.KOREAN, "박 pak park bak"),
        (Culture.KOREAN, "최 choe choi"),
        (Culture.KOREAN, "정 jong chong jeong jung chung"),
        (Culture.KOREAN, "은 un eun"),
        (Culture.KOREAN, "혁 hyok hyuk hyeok"),
        (Culture.KOREAN, "철 chol cheol"),
        (Culture.KOREAN, "명 myong myung myeong"),
        (Culture.KOREAN, "정은 jongun jeongeun chongun"),
        (Culture.KOREAN, "봉수 bongsu pongsu"),
        (Culture.KOREAN, "룡해 ryonghae yonghae"),
        (Culture.CHINESE, "近平 jinping chinping"),
        (Culture.CHINESE, "習 习 xi hsi"),
        (Culture.CHINESE, "泽东 澤東 zedong tsetung"),
        (Culture.CHINESE, "张 zhang chang cheung"),
        (Culture.CHINESE, "吴 wu ng"),
        (Culture.CHINESE, "陈 chen chan"),
        (Culture.CHINESE, "黄 huang wong"),
        (Culture.SOUND, "путин putin poutine putyn"),
        (Culture.SOUND, "хабаров khabarov habaroff habarow"),
        (Culture.SOUND, "александр aleksandr alexander"),
        (Culture.SOUND, "filip philip phillip"),
        (Culture.SOUND, "müller mueller muller"),
        (Culture.SOUND, "chaikovsky tchaikovski"),
        (Culture.SOUND, "山田 yamada やまだ"),
    ],
)
def test_shared(culture: Culture, tokens: str) -> None:
    """The first spelling shares a key of the culture with each of the others."""
    first, *others = tokens.split()
    assert [other for other in others if not keys_of(first, culture) & keys_of(other, culture)] == []


@pytest.mark.parametrize(
    "tokens",
    [
        "jongun jongil",
        "정은 정일",
        "정은 jongil",
        "محمد mahmud",
        "محمود muhammad",
        "سعد said",
        "حسن husayn",
        "حسنی husayn",
        "قاضی qaid",
        "jinping qiang",
        "习 si",
        "kim lim",
        "kang lang",
        "123 124",
        "😀 😁",
    ],
)
def test_apart(tokens: str) -> None:
    """Words that differ share no key of the culture that tells them apart, nor of any other."""
    one, other = tokens.split()
    own = {Culture(key >> 30) for key in keys_of(one)}
    telling = own - {Culture.SOUND} if len(own) > 1 else own
    assert {key for key in keys_of(one) & keys_of(other) if key >> 30 in telling} == set()


def test_number() -> None:
    """A key is a fixed number: an index written on one machine is read on another."""
    sounds = [key for key in keys("kim", ("kim",)) if key >> CULTURE_SHIFT in (Culture.SOUND, Culture.ABJAD)]
    assert sounds == [394758721, 3661216028, 4063712135]


SYLLABLES = st.lists(st.text("aeghijklnou", min_size=1, max_size=5), min_size=1, max_size=4)


@given(SYLLABLES, SYLLABLES)
def test_words_run_together_follow_from_their_parts(first: list[str], second: list[str]) -> None:
    """The first's polynomial, moved by the second's syllables, and the second's; the count is of both, 7 at most."""
    one, other, both = (syllable_hash(".".join(part)) for part in (first, second, first + second))
    value = (one & SYLLABLE_MASK) * SYLLABLE_BASE ** len(second) + (other & SYLLABLE_MASK)
    assert both & SYLLABLE_MASK == value & SYLLABLE_MASK
    assert both >> SYLLABLE_SHIFT == min(len(first) + len(second), 7)


@pytest.mark.parametrize(
    ("culture", "first", "second", "whole"),
    [
        (Culture.KOREAN, "정", "은", "정은"),
        (Culture.KOREAN, "jong", "un", "jongun"),
        (Culture.KOREAN, "정", "un", "jongun"),
        (Culture.CHINESE, "近", "平", "近平"),
        (Culture.CHINESE, "jin", "ping", "jinping"),
        (Culture.CHINESE, "泽", "dong", "zedong"),
    ],
)
def test_syllables_make_the_key_of_the_whole(culture: Culture, first: str, second: str, whole: str) -> None:
    made = {
        (one & SYLLABLE_MASK) * SYLLABLE_BASE + (other & SYLLABLE_MASK) & SYLLABLE_MASK
        for one in keys_of(first, culture)
        for other in keys_of(second, culture)
    }
    assert made & {key & SYLLABLE_MASK for key in keys_of(whole, culture)}


@given(st.text(max_size=20), st.integers(min_value=0, max_value=3))
def test_laws(text: str, _seed: int) -> None:
    """Keys are sorted, distinct uint32, the same each time, at most three of a culture for one form."""
    token = unicodedata.normalize("NFKC", text).casefold()
    found = keys(token, forms(token))
    assert found == keys(token, forms(token))
    assert list(found) == sorted(set(found))
    assert all(0 <= key < 1 << 32 for key in found)
    if token.isascii():
        assert max(sum(key >> 30 == int(culture) for key in found) for culture in Culture) <= 3
