"""Arabic script (Arabic, Persian, Urdu, Pashto, Kurdish): consonants as written, likely vowels where none are.

Sources: ALA-LC and BGN/PCGN 1956 for the consonants, without marks; UNGEGN for Persian.
"""

from __future__ import annotations

import re

from counterflow.compare.script.arabic_name import ARABIC_NAMES

_FOLD = str.maketrans(
    {"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ک": "ك", "ی": "ي", "ے": "ي", "ێ": "ي", "ې": "ي", "ۆ": "و", "ۇ": "و"}
    | {"ہ": "ه", "ھ": "ه", "ە": "ه", "ۀ": "ه", "ۃ": "ة", "ګ": "گ", "ٹ": "ت", "ټ": "ت", "ڈ": "د", "ډ": "د", "ڑ": "ر"}
    | {"ړ": "ر", "ں": "ن", "ڼ": "ن", "ښ": "ش", "ږ": "ژ", "څ": "س", "ځ": "ز", "ڤ": "ف", "ـ": ""}
    | dict.fromkeys("ًٌٍَُِّْٰٖٕٓٔ\u200c\u200d", "")
)
CONSONANTS = {
    "ب": "b", "پ": "p", "ت": "t", "ث": "th", "ج": "j", "چ": "ch", "ح": "h", "خ": "kh", "د": "d", "ذ": "dh", "ر": "r",
    "ز": "z", "ژ": "zh", "س": "s", "ش": "sh", "ص": "s", "ض": "d", "ط": "t", "ظ": "z", "غ": "gh", "ف": "f", "ق": "q",
    "ك": "k", "گ": "g", "ل": "l", "م": "m", "ن": "n", "ه": "h",
}  # fmt: skip
_VOWELS = {"ا": "a", "و": "u", "ي": "i", "ى": "a", "ة": "a", "ع": "a", "ء": "", "ئ": "i", "ؤ": "u"}
_ARTICLE = re.compile("^و?ال(?=..)")
_SERVANT = "عبدال"
_ENDINGS = {"الله": ("ullah", "allah", "ullah"), "الدين": ("uddin", "aldin", "uddin")}


def fold_arabic(token: str) -> str:
    """One letter for each of the shapes that alef, kaf, yeh and heh have; without tatweel and vowel signs."""
    return token.translate(_FOLD)


def without_article(token: str) -> str:
    """The folded word without the article that Arabic writes attached to it, when at least two letters stay."""
    return _ARTICLE.sub("", token)


def arabic_forms(token: str) -> tuple[str, ...]:
    """A common name's usual spellings; else likely vowels put in, then the letters alone; last, with the article.

    Where the usual ones are known nothing is guessed: Mahmad, a guess for محمد, is as near to Mahmud.
    """
    folded = fold_arabic(token)
    bare = without_article(folded)
    usual = ARABIC_NAMES.get(folded) or ARABIC_NAMES.get(bare)
    compound = _compound(folded)
    if compound is not None:
        return compound if usual is None else (*usual, *compound)
    found = usual or (_vocalise(_units(re.sub("(?<=.)ه$", "ة", bare))), "".join(_units(bare)))
    return found if bare == folded or folded in ARABIC_NAMES else (*found, "al" + found[0])


def is_voiced(token: str) -> bool:
    """Tell whether the vowels of a word in Arabic script are known, and not guessed (`arabic_forms`)."""
    folded = fold_arabic(token)
    bare = without_article(folded)
    if folded in ARABIC_NAMES or bare in ARABIC_NAMES:
        return True
    if folded.startswith(_SERVANT) and len(folded) > len(_SERVANT) + 1:
        return is_voiced(folded.removeprefix(_SERVANT))
    return any(folded.endswith(ending) and is_voiced(folded.removesuffix(ending) or " ") for ending in _ENDINGS)


def _compound(folded: str) -> tuple[str, ...] | None:
    """Names joined with Allah and al-Din, and with Abd before the article: Nasrullah, Nuruddin, Abdulkarim."""
    if folded.startswith(_SERVANT) and len(folded) > len(_SERVANT) + 1:
        name = arabic_forms(folded.removeprefix(_SERVANT))
        return tuple(start + one for start, one in zip(("abdul", "abdel", "abdal"), (name * 3)[:3], strict=True))
    for ending, spelt in _ENDINGS.items():
        if folded.endswith(ending) and len(folded) > len(ending) + 1:
            name = arabic_forms(folded.removesuffix(ending))
            return tuple(one + end for one, end in zip((name[0], name[0], name[-1]), spelt, strict=True))
    return None


def _units(token: str) -> list[str]:
    """One Latin unit a letter; و and ي are consonants at the start and before a long vowel."""
    units: list[str] = []
    for at, letter in enumerate(token):
        before_vowel = token[at + 1 : at + 2] in ("ا", "ى", "ة", "و", "ي") and at + 1 < len(token)
        if letter in "وي" and (at == 0 or before_vowel):
            units.append("w" if letter == "و" else "y")
        else:
            units.append(CONSONANTS.get(letter) or _VOWELS.get(letter) or (letter if letter.isascii() else ""))
    return [unit for unit in units if unit != ""]


def _vocalise(units: list[str]) -> str:
    """An a between consonants wherever a syllable would have none: CVC.CVC from the left."""
    out: list[str] = []
    for at, unit in enumerate(units):
        if unit == "a" and out[-1:] == ["a"]:
            continue
        out.append(unit)
        consonant, following = unit[0] not in "aiu", units[at + 1 : at + 2]
        if consonant and units[at + 1 :] == ["y", "a"]:
            out.append("i")
        elif consonant and following and following[0][0] not in "aiu" and not _closes(out, at, units):
            out.append("i" if following[0] == "y" or _after_long_a(out) else "a")
    return "".join(out)


def _closes(out: list[str], at: int, units: list[str]) -> bool:
    """Whether the last consonant can close the syllable of the vowel before it: not after a long a (Khalid, Hashim)."""
    return len(out) >= 2 and out[-2][0] in "aiu" and not (_after_long_a(out) and at >= 2 and units[at - 1] == "a")


def _after_long_a(out: list[str]) -> bool:
    return len(out) >= 3 and out[-2] == "a"
