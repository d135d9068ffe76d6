"""Latin letters with marks: what their bearers write where the mark cannot be typed.

Sources: ICAO Doc 9303 part 3, section 6 A (passport spellings); national habits (German ae, Danish aa, South
Slavic dj).
"""

from __future__ import annotations

from counterflow.compare.script.icu_latin import plain

_BARE = str.maketrans(
    {
        "æ": "ae", "ð": "d", "ø": "o", "þ": "th", "đ": "d", "ħ": "h", "ı": "i", "ĸ": "k", "ł": "l", "ŋ": "ng",
        "œ": "oe",
        "ŧ": "t", "ſ": "s", "ƀ": "b", "ƙ": "k", "ɓ": "b", "ɗ": "d", "ə": "a", "ǝ": "a", "ɛ": "e", "ɔ": "o", "ɨ": "i",
        "ß": "ss", "ĳ": "ij", "ʉ": "u", "ɣ": "gh",
    }
)  # fmt: skip
_SPELT = str.maketrans(
    {
        "ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa", "ñ": "ny", "ç": "ch", "ć": "ch", "č": "ch", "š": "sh",
        "ş": "sh", "ș": "sh", "ś": "sh", "ž": "zh", "ż": "zh", "ź": "zh", "đ": "dj", "ğ": "gh", "ə": "e", "ǝ": "e",
        "ţ": "ts", "ț": "ts", "þ": "t", "ð": "dh", "ń": "ny", "ň": "ny", "ř": "rz", "æ": "e", "ľ": "ly", "ł": "w",
    }
)  # fmt: skip


def latin_forms(token: str) -> tuple[str, ...]:
    """The token without marks and, where a marked letter is also spelt out, the token so spelt."""
    bare = plain(token.translate(_BARE))
    if token.isascii():
        return (bare,)
    return (bare, plain(token.translate(_SPELT).translate(_BARE)))
