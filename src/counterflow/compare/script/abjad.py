"""Abjad sound keys: the skeleton that a word has in Arabic or Hebrew letters, from either side.

Both sides are first brought to one notation: upper case for classes of consonants; a, i and u for the vowel letters
that may be written (i: ي and its Latin spellings, u: و and its, a: everything else). A skeleton keeps the consonants,
whether the word begins with a vowel, the written vowel before the last consonant, since that is what tells Mahmud from
Muhammad and Said from Saad, and the vowel after it (Hadi, Huda). Short vowels that one side writes and the other
does not give further skeletons (`abjad_latin`).

Sources: ALA-LC, BGN/PCGN 1956 and DIN 31635 for what a letter may become.
"""

from __future__ import annotations

from counterflow.compare.script.arabic import fold_arabic, without_article

KEYS_MAX = 3

_ARABIC = {
    "ب": "B", "پ": "B", "ت": "T", "ث": "T", "ج": "J", "چ": "X", "ح": "H", "خ": "H", "د": "D", "ذ": "D", "ر": "R",
    "ز": "Z", "ژ": "Z", "س": "S", "ش": "X", "ص": "S", "ض": "D", "ط": "T", "ظ": "Z", "غ": "G", "ف": "F", "ق": "K",
    "ك": "K", "گ": "G", "ل": "L", "م": "M", "ن": "N", "ه": "H", "و": "u", "ي": "i", "ا": "a", "ى": "a", "ة": "a",
    "ع": "a", "ئ": "i", "ؤ": "u",
}  # fmt: skip
_ARABIC_ELSE = {"ث": "S", "ذ": "Z", "ض": "Z", "ظ": "D", "ج": "G", "ق": "G", "ى": "i", "ة": "T"}
_HEBREW = {
    "א": "a", "ב": "B", "ג": "G", "ד": "D", "ה": "H", "ו": "u", "ז": "Z", "ח": "H", "ט": "T", "י": "i", "כ": "K",
    "ך": "K",
    "ל": "L", "מ": "M", "ם": "M", "נ": "N", "ן": "N", "ס": "S", "ע": "a", "פ": "B", "ף": "F", "צ": "S", "ץ": "S",
    "ק": "K", "ר": "R", "ש": "X", "ת": "T",
}  # fmt: skip
_HEBREW_ELSE = {"ב": "u", "פ": "F", "כ": "H", "ש": "S", "צ": "Z"}
_INITIALS = {"و": "W", "ו": "W", "ي": "Y", "י": "Y"}
_NO_VOWELS = str.maketrans("", "", "aiu")

SERVANT = "ABD"
"""Skeleton of Abd, and before a plus sign of what it is joined to: Abdul Rahman and Abdurrahman."""
RELIGION = "+DN"
"""Skeleton of an attached al-Din, however it is assimilated: Nuraldin, Nureddine, Nuruddin."""


def _skeleton(notation: str) -> list[str]:
    """The skeleton of a word in this module's notation; none where it has no consonant."""
    body = notation.rstrip("aiu")
    if body == "":
        return []
    last = notation[len(body) :][-1:]
    before = body[:-1]
    stem = before.rstrip("aiu")
    gap = before[len(stem) :]
    consonants = ("A" if notation[0] in "aiu" else "") + body.translate(_NO_VOWELS)
    mark = "" if stem == "" else ("u" if "u" in gap else "") + ("i" if "i" in gap else "")
    return [join_skeleton(consonants, mark, last)]


def join_skeleton(consonants: str, mark: str, last: str) -> str:
    """Write a skeleton: consonants, the vowels written before the last of them, and behind a dot the one after it.

    Without the dot Hasani (حسني) would be Husayn (حسين), whose i stands elsewhere.
    """
    return consonants + mark + (f".{last}" if last != "" else "")


def native_skeletons(token: str) -> tuple[str, ...]:
    """Skeletons of a token in Arabic or Hebrew script, the likeliest first; three at most."""
    if "\u0590" <= token[0] < "\u0600":
        return _readings(token, _HEBREW, _HEBREW_ELSE)
    return _arabic(fold_arabic(token))


def _arabic(folded: str) -> tuple[str, ...]:
    """Without the article attached to it; the compounds of Abd, Allah and al-Din in one spelling."""
    if folded.startswith("عبدال") and len(folded) > 6:
        rest = folded[5:]
        return (f"{SERVANT}+L",) if rest in ("له", "لة") else tuple(f"{SERVANT}+{one}" for one in _arabic(rest))
    tail = ""
    if folded.endswith("الدين") and len(folded) > 6:
        folded, tail = folded.removesuffix("الدين"), RELIGION
    text = without_article(folded.replace("الله", "اله") if len(folded) > 4 else folded)
    return tuple(one + tail for one in _readings(text, _ARABIC, _ARABIC_ELSE))


def _readings(text: str, table: dict[str, str], other: dict[str, str]) -> tuple[str, ...]:
    """The literal skeleton, then one for each letter that may be read another way."""
    units = [table.get(letter, letter if letter.isascii() else "") for letter in text]
    if units[-1:] == ["H"] and len(units) > 1:
        units[-1] = "a"
    if text[:1] in _INITIALS and len(text) > 1:
        units[0] = _INITIALS[text[0]]
    found = _skeleton("".join(units))
    for at, letter in enumerate(text):
        if letter in other and (at > 0 or letter != "ב"):
            found += _skeleton("".join([*units[:at], other[letter], *units[at + 1 :]]))
    return tuple(dict.fromkeys(found))[:KEYS_MAX]
