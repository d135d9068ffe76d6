"""Hebrew: the Academy's simple romanisation (2006), vowels put in where none are written."""

from __future__ import annotations

import re

_FINAL = str.maketrans("ךםןףץ", "כמנפצ")
_DIGRAPHS = (("שׁ", "ש"), ("ג׳", "j"), ("צ׳", "ch"), ("וו", "v"), ("יי", "y"))
_SPELT = {
    "א": "a", "ב": "b", "ג": "g", "ד": "d", "ה": "h", "ו": "o", "ז": "z", "ח": "h", "ט": "t", "י": "i", "כ": "k",
    "ל": "l", "מ": "m", "נ": "n", "ס": "s", "ע": "a", "פ": "p", "צ": "ts", "ק": "k", "ר": "r", "ש": "sh", "ת": "t",
}  # fmt: skip


def hebrew_forms(token: str) -> tuple[str, ...]:
    """b, p, k hard with vowels put in; v, f, ch soft inside the word; consonants and written vowels only."""
    text = re.sub("[֑-ׇ]", "", token).translate(_FINAL)
    for pair, single in _DIGRAPHS:
        text = text.replace(pair, single)
    hard = [_SPELT.get(letter, letter if letter.isascii() and letter.isalnum() else "") for letter in text]
    hard = [unit for unit in hard if unit != ""]
    if len(hard) == 0:
        return ()
    if text[0] in "וי":
        hard[0] = "v" if text[0] == "ו" else "y"
    if hard[-1] == "h":
        hard[-1] = "a"
    soft = hard[:1] + [{"b": "v", "p": "f", "k": "ch", "o": "u"}.get(unit, unit) for unit in hard[1:]]
    return (_vocalise(hard), _vocalise(soft), "".join(hard), "".join(soft))


def _vocalise(units: list[str]) -> str:
    out: list[str] = []
    for unit in units:
        if len(out) > 0 and unit[0] not in "aiou" and out[-1][0] not in "aiou":
            out.append("a")
        if unit == "a" and out[-1:] == ["a"]:
            continue
        out.append(unit)
    return "".join(out)
