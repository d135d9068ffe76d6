"""Georgian (national system of 2002) and Armenian (BGN/PCGN 1981), without their apostrophes."""

from __future__ import annotations

import re

from counterflow.compare.script.alphabet import spell

_GEORGIAN = dict(
    zip(
        "აბგდევზთიკლმნოპჟრსტუფქღყშჩცძწჭხჯჰ",
        "a b g d e v z t i k l m n o p zh r s t u p k gh q sh ch ts dz ts ch kh j h".split(),
        strict=True,
    )
)
_ARMENIAN = dict(
    zip(
        "աբգդեզէըթժիլխծկհձղճմյնշոչպջռսվտրցւփքօֆ",
        "a b g d e z e y t zh i l kh ts k h dz gh ch m y n sh o ch p j r s v t r ts v p k o f".split(),
        strict=True,
    )
)


def georgian_forms(token: str) -> tuple[str, ...]:
    """The national system, and ph for ფ as older spellings have it."""
    spelt = spell(token, _GEORGIAN)
    return (spelt, spell(token, _GEORGIAN | {"ყ": "k", "ხ": "h", "ფ": "ph"}))


def armenian_forms(token: str) -> tuple[str, ...]:
    """Eastern pronunciation, -yan and -ian both; the classical g, b, d of the West last."""
    text = token.replace("և", "եւ").replace("ու", "u").replace("եւ", "ev")
    text = re.sub("^ե", "ye", re.sub("^ո(?!v|վ)", "vo", text))
    eastern = spell(text, _ARMENIAN)
    western = _ARMENIAN | dict(zip("բպգկդտծձճջ", "p b k g t d dz ts j ch".split(), strict=True))
    return (eastern, re.sub("(?<=[^aeiou])yan$", "ian", eastern), re.sub("^ye", "e", eastern), spell(text, western))
