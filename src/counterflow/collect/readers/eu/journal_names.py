"""Names of persons in the annexes of the EU's acts, where other spellings stand in the name itself.

Fady SAKR, Fadi SAQER                             two names
Yuriy EXAMPLE (a.k.a. Yury EXAMPLE)               two names
Mohammad (a.k.a. Muhammad, Mohamed) Ali EXAMPLE   three names
"""

from __future__ import annotations

import re

_BEHIND = re.compile(
    r"(?P<name>[^()]*[^()\s])\s*\((?:a\.?k\.?a\.?:?\s+)?(?:[A-Z][a-z]+:\s*)?(?P<others>[^():]*)\)[\s–-]*"
)
"""Whole names in brackets after the name, in another script at times: "(Russian: Иван ПРИМЕР)"."""
_BETWEEN = re.compile(
    r"(?<![^\s()])(?P<word>[^\s()]+)\s*\("
    r"(?:a\.?k\.?a\.?:?\s*)?(?P<others>[^():\d]+)\)(?=\s*[^\W\d_])"
)
"""Other spellings of the word before the brackets."""
_LABEL = re.compile(r"(f\.?k\.?a|a\.?k\.?a)\.?(?:\s*:\s*|\s+)(?=\w)")
_OR = re.compile(r",|\bor\b")
_NO_NAME = re.compile(r"(?:née|born|when)\b", re.IGNORECASE)


def split_names(value: str) -> tuple[str, ...]:
    """Split the names of a person that stand in one value, the one that is written first first.

    A comma parts names only where each part has a given name and a family name, which the acts set in capitals: "SAKR,
    Fady" is one name.
    """
    behind = _BEHIND.fullmatch(value)
    if behind is not None:
        others = _split(behind["others"])
        if all(map(_is_whole, others)):
            return (behind["name"], *others)
    if value.count("(") != value.count(")"):
        return (value,)
    spellings = _spellings(value)
    names = [value] if len(spellings) > 0 else [name.strip() for name in value.split(",")]
    return spellings or (tuple(names) if all(map(_is_whole, names)) else (value,))


def _spellings(value: str) -> tuple[str, ...]:
    """Give the name without its brackets, then with each spelling that they hold in the place of the word before."""
    found = list(_BETWEEN.finditer(value)) if "(" in value else []
    spelled = [(one, other) for one in found for other in _split(one["others"])]
    # Another script is no other spelling; three words are another name.
    if any(len(other.split()) > 2 or other[0].isascii() != one["word"][0].isascii() for one, other in spelled):
        return ()
    names = [_without_brackets(value)] if len(found) > 0 else []
    for one, other in spelled:
        names.append(_without_brackets(f"{value[: one.start()]}{other}{value[one.end() :]}"))
    return tuple(dict.fromkeys(names))


def _without_brackets(value: str) -> str:
    return " ".join(_BETWEEN.sub(lambda found: found["word"], value).split())


def _split(text: str) -> list[str]:
    return [name for one in _OR.split(text) if (name := one.strip(" ‘’'\"")) != ""]


def _is_whole(name: str) -> bool:
    words = name.split()
    has_family_name = any(len(word) > 2 and word.isupper() for word in words) and not name.isupper()
    return has_family_name and len(words) > 1 and _NO_NAME.match(name) is None and name.count("(") == name.count(")")


def read_label(value: str) -> tuple[str | None, str]:
    """Take "f.k.a.: " or "aka: " off a name; gives the property that it means."""
    found = _LABEL.match(value)
    if found is None:
        return None, value
    return ("previousName" if found[1][:1].lower() == "f" else "alias"), value[found.end() :].strip()
