"""Cyrillic as passports and newspapers spell it.

Sources: ICAO Doc 9303 part 3, section 6 B (Russian passports since 2013); BGN/PCGN 1947 (Russian), 2019 (Ukrainian),
1979 (Belarusian), 2013 (Bulgarian: the Streamlined System); Ukraine's Cabinet resolution 55 of 2010; Serbian Gaj's
Latin. A name is often written in Russian letters and in a Ukrainian passport's spelling, so a token that no letter
assigns to a language offers both.
"""

from __future__ import annotations

import re

from counterflow.compare.script.alphabet import spell

_RUSSIAN = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "yo", "ж": "zh", "з": "z", "и": "i", "й": "y",
    "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f",
    "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ы": "y", "ь": "", "э": "e", "ю": "yu", "я": "ya",
    "і": "i", "ї": "yi", "є": "ye", "ґ": "g", "ў": "u", "ђ": "dj", "ѓ": "gj", "ѕ": "dz", "ј": "j", "љ": "lj",
    "њ": "nj", "ћ": "c", "ќ": "kj", "џ": "dz", "ѐ": "e", "ѝ": "i", "ѣ": "e", "ѳ": "f", "ѵ": "i",
    "ғ": "gh", "җ": "j", "қ": "q", "ҡ": "q", "ң": "ng", "ҥ": "ng", "ө": "o", "ү": "u", "ұ": "u", "һ": "h", "ҳ": "h",
    "ҷ": "j", "ә": "a", "ӓ": "a", "ӣ": "i", "ӯ": "u", "ӱ": "u", "ҙ": "z", "ҫ": "s", "ӏ": "", "ӑ": "a", "ӗ": "e",
}  # fmt: skip
_PASSPORT = _RUSSIAN | {
    "ё": "e", "й": "i", "ъ": "ie", "ю": "iu", "я": "ia", "ї": "i", "є": "ie", "қ": "k", "ғ": "g", "ң": "n", "ә": "a",
}  # fmt: skip
_UKRAINIAN = _RUSSIAN | {"г": "h", "и": "y", "й": "i", "ю": "iu", "я": "ia", "ї": "i", "є": "ie", "ў": "u"}
_BELARUSIAN = _UKRAINIAN | {"ў": "w", "я": "ya", "ю": "yu", "й": "y"}
_SERBIAN = _RUSSIAN | {"х": "h", "ц": "c", "ч": "c", "ш": "s", "ж": "z"}
_SERBIAN_SPELT = _SERBIAN | {"ц": "ts", "ч": "ch", "ш": "sh", "ж": "zh", "ћ": "ch", "ђ": "dj", "џ": "dzh", "ј": "y"}
_BULGARIAN = _RUSSIAN | {"х": "h", "щ": "sht", "ъ": "a"}
_BULGARIAN_OLD = _BULGARIAN | {"ъ": "u", "х": "kh"}
_MONGOLIAN = _RUSSIAN | {"х": "kh", "ж": "j", "ү": "u", "ө": "u", "ц": "ts", "е": "ye"}
_PLAIN_H = _RUSSIAN | {"х": "h", "щ": "sch", "ц": "c", "й": "j", "ю": "ju", "я": "ja"}

_INITIAL_E = re.compile("^е|(?<=[аеёиоуыэюяьъ])е")
_ENDING_Y = re.compile("[ыи]й$")
_UKRAINIAN_LETTER = re.compile("[іїєґ]")
_BELARUSIAN_LETTER = re.compile("ў|і.*[ыэ]|[ыэ].*і")
_SERBIAN_LETTER = re.compile("[јљњћђџѓќѕ]")
_HARD_SIGN_VOWEL = re.compile("ъ(?![еёюя])")
_MONGOLIAN_LETTER = re.compile("[өү]")


def cyrillic_forms(token: str) -> tuple[str, ...]:
    """Forms by the language that the letters tell, Russian with Ukrainian's passport spelling where they do not."""
    if _SERBIAN_LETTER.search(token):
        return (spell(token, _SERBIAN), spell(token, _SERBIAN_SPELT))
    if _BELARUSIAN_LETTER.search(token):
        return (spell(token, _BELARUSIAN), spell(token, _UKRAINIAN), spell(token, _RUSSIAN))
    if _UKRAINIAN_LETTER.search(token):
        return (
            _ukrainian(token),
            spell(_ENDING_Y.sub("и", token), _UKRAINIAN | {"ю": "yu", "я": "ya"}),
            _russian(token),
        )
    if _HARD_SIGN_VOWEL.search(token):
        return (spell(token, _BULGARIAN), spell(token, _BULGARIAN_OLD))
    if _MONGOLIAN_LETTER.search(token):
        return (spell(token, _RUSSIAN), spell(token, _MONGOLIAN), spell(token, _PASSPORT))
    press, passport = _russian(token), spell(token, _PASSPORT)
    return (press, passport, _other_russian(token, press, passport), _ukrainian(token))


def _russian(token: str) -> str:
    """As newspapers do: Dmitry, Sergey."""
    return spell(_ENDING_Y.sub("ы", token), _RUSSIAN)


def _other_russian(token: str, press: str, passport: str) -> str:
    """BGN/PCGN where it differs (Yevgeniy), else the spelling with plain h and sch (Haritonov)."""
    formal = spell(_INITIAL_E.sub("є", token), _RUSSIAN)
    return formal if formal not in (press, passport) else spell(token, _PLAIN_H)


def _ukrainian(token: str) -> str:
    """Resolution 55: y at the start and i inside for the iotated vowels; -skyi."""
    spelt = spell(token, _UKRAINIAN)
    first = {"ю": "yu", "я": "ya", "ї": "yi", "є": "ye", "й": "y"}.get(token[:1])
    return spelt if first is None else first + spell(token[1:], _UKRAINIAN)
