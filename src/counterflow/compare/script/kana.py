"""Kana by Hepburn, as Japanese passports spell it (no long vowels), with them, and by Kunrei."""

from __future__ import annotations

import re

from counterflow.compare.script.icu_latin import plain, transliterate

_LONG = re.compile("ou|oo|uu")
_KUNREI = (("sh", "sy"), ("ch", "ty"), ("ts", "t"), ("j", "zy"), ("syi", "si"), ("tyi", "ti"), ("zyi", "zi"))


def kana_forms(token: str) -> tuple[str, ...]:
    """The passport's spelling (Ono, Taro), long vowels as kana write them (Ohno as oono, Tarou), and oh for them."""
    spelt = plain(transliterate("Any-Latin", token.replace("ー", "\u30fc")).replace("~", ""))
    return hepburn_forms(spelt)


def hepburn_forms(spelt: str) -> tuple[str, ...]:
    """Variants of a word in Hepburn whose long vowels are written ou, oo, uu."""
    short = _LONG.sub(lambda match: match[0][0], spelt)
    passport = re.sub("n(?=[bmp])", "m", short)
    return (passport, spelt, _LONG.sub(lambda match: match[0][0] + "h" if match[0][0] == "o" else "u", spelt), short)
