"""Names in, comparable names out: what two spellings of one name share, character for character.

Normalisation only removes what writers of lists vary without meaning it: case, width, Latin diacritics, punctuation,
the number sign. It transliterates nothing and drops no legal form; closeness beyond that is `compare`'s.
"""

from __future__ import annotations

import functools
import re
import unicodedata

_INITIALS = re.compile(r"(?<!\w)(?:\w\.){2,}\w?(?!\w)")
_APOSTROPHES = frozenset("’‘´ʼʻʿʾʹ")
_SEPARATORS = re.compile(r"[\x00-/:-@\[-`{-\x7f]+")
_NUMBER_SIGNS = frozenset(["no", "nr", "num", "number"])
_ARTICLE = re.compile(r"^the\s+", re.IGNORECASE)
_POSSESSIVE = re.compile(r"(?:['’]s|(?<=s)['’])$", re.IGNORECASE)

# Latin letters that Unicode does not decompose.
_UNDECOMPOSED = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ı": "i", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe"})


def normal_name(text: str, *, sort_tokens: bool = False) -> str:
    """Normalise a name; two names are the same when their normal forms are equal. Idempotent.

    Args:
        text: the name as written, in any script.
        sort_tokens: for names of persons, whose parts lists put in any order ("KIM Yong Chol", "Yong-chol Kim").

    Returns:
        Tokens parted by one space; empty when the text holds no letter or digit.
    """
    text = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    if not text.isascii():
        text = "".join(map(_fold_character, text))
    # An apostrophe marks a sound within a name (Mu'ammar, Ch'o'l), not the end of a word.
    text = text.replace("'", "").replace("`", "").replace("&", " and ")
    text = _INITIALS.sub(lambda found: found.group().replace(".", ""), text)
    tokens = _drop_number_signs(_SEPARATORS.sub(" ", text).split())
    return " ".join(sorted(tokens) if sort_tokens else tokens)


def mentioned_name(text: str) -> str:
    """Normalise a name as running text mentions it: without a leading article and a closing possessive."""
    return normal_name(_POSSESSIVE.sub("", _ARTICLE.sub("", text.strip())))


def _drop_number_signs(tokens: list[str]) -> list[str]:
    """Drop the word that announces a number: "Office No. 39" and "Office #39" are one name."""
    kept: list[str] = []
    for token in reversed(tokens):
        if token not in _NUMBER_SIGNS or len(kept) == 0 or kept[-1][0] not in "0123456789":
            kept.append(token)
    return kept[::-1]


@functools.lru_cache(maxsize=4096)
def _fold_character(character: str) -> str:
    """Strip a Latin letter of its marks and turn punctuation into a space.

    Letters of other scripts keep their marks, which tell them apart (й and и, कि and की).
    """
    if character.isascii():
        return character
    if character in _APOSTROPHES:
        return ""
    category = unicodedata.category(character)
    if category[0] == "M":
        # Latin and Cyrillic stress marks that NFKC could not join with their letter.
        return "" if "\u0300" <= character <= "\u036f" else character
    if category[0] not in "LN":
        return " "
    if not unicodedata.name(character, "").startswith("LATIN "):
        return character
    parts = unicodedata.normalize("NFKD", character.translate(_UNDECOMPOSED))
    return "".join(part for part in parts if unicodedata.combining(part) == 0)
