"""Hangul in three romanisations, and the canonical syllables that a sound key is made of.

Sources: Revised Romanization (Ministry of Culture 2000-8); McCune-Reischauer 1939, marks left out; the North's system
of 1992 (UNGEGN working paper 46, 2006), marks left out. A name's syllables are romanised each for itself, as the laws
on passports of both states have it; only McCune-Reischauer voices between vowels.
"""

from __future__ import annotations

import unicodedata

_BASE, _VOWELS, _FINALS = 0xAC00, 21, 28
_RR_INITIAL = "g kk n d tt r m b pp s ss _ j jj ch k t p h".split()
_RR_VOWEL = "a ae ya yae eo e yeo ye o wa wae oe yo u wo we wi yu eu ui i".split()
_RR_FINAL = "_ k k k n n n t l k m l l l p l m p p t t ng t t k t p t".split()
_NORTH_INITIAL = "k kk n t tt r m p pp s ss _ j jj ch kh th ph h".split()
_NORTH_VOWEL = "a ae ya yae o e yo ye o wa wae oe yo u wo we wi yu u ui i".split()
_MR_INITIAL = "k kk n t tt r m p pp s ss _ ch tch ch k t p h".split()
_MR_VOICED = {"k": "g", "t": "d", "p": "b", "ch": "j"}
_PLAIN_INITIALS = frozenset({0, 3, 7, 12})

SURNAMES = {
    "김": ("kim",), "이": ("lee", "ri", "yi", "rhee"), "리": ("ri", "lee", "yi", "rhee"), "박": ("park", "pak"),
    "최": ("choi", "choe"), "정": ("jong", "jung", "chung", "jeong"), "강": ("kang",), "조": ("jo", "cho"),
    "윤": ("yun", "yoon"), "장": ("jang", "chang"), "임": ("im", "lim", "rim", "yim"), "림": ("rim", "lim", "im"),
    "오": ("o", "oh"), "한": ("han",), "신": ("sin", "shin"), "서": ("so", "seo", "suh"), "권": ("kwon", "gwon"),
    "안": ("an", "ahn"), "류": ("ryu", "yu", "yoo"), "유": ("yu", "yoo", "ryu"), "량": ("ryang", "yang"),
    "노": ("no", "noh", "roh"), "로": ("ro", "no", "roh"), "문": ("mun", "moon"), "배": ("pae", "bae"),
    "백": ("paek", "baek", "paik"), "허": ("ho", "heo", "hur"), "우": ("u", "woo"), "주": ("ju", "chu", "joo"),
    "구": ("ku", "koo", "gu"), "전": ("jon", "jeon", "chun", "chon"), "변": ("pyon", "byun", "byeon"),
    "현": ("hyon", "hyun", "hyeon"), "손": ("son", "sohn"), "여": ("yo", "yeo", "ryo"), "려": ("ryo", "yeo"),
    "엄": ("om", "um", "eom"), "원": ("won",), "천": ("chon", "chun", "cheon"), "성": ("song", "sung", "seong"),
}  # fmt: skip
"""Surnames whose usual spellings no romanisation gives."""
COMPOUND_SURNAMES = frozenset("남궁 황보 제갈 사공 선우 서문 독고 동방".split())


def hangul_forms(token: str) -> tuple[str, ...]:
    """Surnames as they are usually spelt; else the Revised, the North's and McCune-Reischauer's romanisation."""
    text = unicodedata.normalize("NFC", token)
    if text in SURNAMES:
        return SURNAMES[text]
    parts = [_jamo(letter) for letter in text]
    if len(parts) == 0:
        return ()
    revised = _join([(_RR_INITIAL, _RR_VOWEL, part) for part in parts])
    north = _join([(_NORTH_INITIAL, _NORTH_VOWEL, part) for part in parts])
    return (revised, north, _reischauer(parts), north.replace("kh", "k").replace("th", "t").replace("ph", "p"))


Jamo = tuple[int, int, int]


def _jamo(letter: str) -> Jamo | str:
    """Numbers of initial, vowel and final; what is no syllable of Hangul stays only if ASCII."""
    index = ord(letter) - _BASE
    if not 0 <= index < 11172:
        return letter if letter.isascii() and letter.isalnum() else ""
    return index // (_VOWELS * _FINALS), index // _FINALS % _VOWELS, index % _FINALS


def _join(parts: list[tuple[list[str], list[str], Jamo | str]]) -> str:
    return "".join(
        part if isinstance(part, str) else initials[part[0]] + vowels[part[1]] + _RR_FINAL[part[2]]
        for initials, vowels, part in parts
    ).replace("_", "")


def _reischauer(parts: list[Jamo | str]) -> str:
    """Plain stops voiced between voiced sounds: Ponghwa, but Chongil with Chon-gil's g."""
    out: list[str] = []
    voiced = False
    for part in parts:
        if isinstance(part, str):
            out.append(part)
            voiced = False
            continue
        initial = _MR_INITIAL[part[0]]
        if voiced and part[0] in _PLAIN_INITIALS:
            initial = _MR_VOICED[initial]
        final = _RR_FINAL[part[2]]
        out.append(initial + _NORTH_VOWEL[part[1]] + final)
        voiced = final in ("_", "n", "l", "m", "ng")
    return "".join(out).replace("_", "")


def canonical_syllables(token: str) -> str:
    """The syllables of Hangul in the coarse spelling of sound keys (`korean`), joined by full stops; '' if none.

    Plain, tense and aspirated consonants, ㅓ and ㅗ, ㅜ and ㅡ are one each: spellings without marks confuse them.
    """
    parts = [_jamo(letter) for letter in unicodedata.normalize("NFC", token)]
    return ".".join(_coarse(part) for part in parts if not isinstance(part, str))


_COARSE_INITIAL = "k k n t t r m p p s s _ j j j k t p h".split()
_COARSE_VOWEL = "a ae ya ae o e yo ye o wa wae oe yo u wo we wi yu u ui i".split()


def _coarse(part: Jamo) -> str:
    return (_COARSE_INITIAL[part[0]] + _COARSE_VOWEL[part[1]] + _RR_FINAL[part[2]]).replace("_", "")
