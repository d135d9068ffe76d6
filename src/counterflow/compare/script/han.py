"""Han characters: Mandarin in pinyin and Wade-Giles, surnames as Hong Kong spells them, Japanese readings."""

from __future__ import annotations

from functools import lru_cache

from counterflow.compare.script.icu_latin import plain, transliterate
from counterflow.compare.script.japanese import readings
from counterflow.compare.script.kana import hepburn_forms
from counterflow.compare.script.pinyin import to_wade_giles
from counterflow.compare.script.surname import CANTONESE


@lru_cache(maxsize=1 << 14)
def _syllable(character: str, *, name: bool) -> str:
    """Pinyin of one simplified character without tone, ü as v; some read otherwise as surnames (单)."""
    marked = transliterate("Han-Latin/Names" if name else "Han-Latin", character)
    return plain(marked.replace("ǚ", "v").replace("ǜ", "v").replace("ǘ", "v").replace("ǖ", "v").replace("ü", "v"))


def simplify(token: str) -> str:
    """Traditional characters as simplified ones (ICU's one-to-one table), Japanese ones too where they are the same."""
    return transliterate("Traditional-Simplified", token)


def pinyin_syllables(token: str) -> tuple[str, ...]:
    """Pinyin of each character, without tones; the first is read as a surname where the token has at most four."""
    text = simplify(token)
    return tuple(
        syllable
        for at, character in enumerate(text)
        if (syllable := _syllable(character, name=at == 0 and len(text) <= 4)) != ""
    )


def han_forms(token: str) -> tuple[str, ...]:
    """Pinyin, then a Japanese reading where one is known, Hong Kong's spelling of a surname, Wade-Giles."""
    syllables = pinyin_syllables(token)
    mandarin = "".join(syllables).replace("v", "u")
    giles = "".join(to_wade_giles(syllable) for syllable in syllables)
    cantonese = CANTONESE.get(simplify(token), ())[1:2]
    japanese = [form for reading in readings(token)[:2] for form in hepburn_forms(reading)[:1]]
    if len(japanese) == 1:
        japanese = list(dict.fromkeys(hepburn_forms(readings(token)[0])[:2]))
    return (mandarin, *japanese[:1], *cantonese, giles, *japanese[1:])
