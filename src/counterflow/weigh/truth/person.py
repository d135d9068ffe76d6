"""Lists of persons as sources write them: any order, surname first or last, any separator, with roles and initials.

"Puder, Arno; Romer, Kay", "Arno Puder and Kay Römer", "PUDER, ARNO ROMER, KAY" and "By (author) Puder, Arno" are lists
of surnames. Given names are not compared: sources abbreviate and drop them freely.
"""

from __future__ import annotations

import re

from counterflow.weigh.truth.words import plain

_ROLE = re.compile(
    r"\((?:[^()]*)\)|\bby\b|\bet\.?\s*al\b\.?|\b(?:joint author|author|editor|eds?|illustrator|translator|contributor|"
    r"foreword|unknown|ph\.?\s?d|m\.?d|jr|sr|iii|ii|dr|prof|with|inc|corporate)\b\.?",
    re.I,
)
_SEPARATOR = re.compile(r"[;/|&\n]|\s-\s|\band\b|(?<=[a-z])\(", re.I)
_PARTICLES = frozenset(
    "de del della der den di da du la le van von ben al el bin ibn ter ten dos das st mac mc o".split()
)


def surnames_of(text: str) -> frozenset[str]:
    """Read the surnames of a list of persons."""
    clear = plain(text).replace("’", "'").replace("`", "'").replace("_", " ")
    with_cuts = re.sub(
        r"\((?:joint )?(?:author|editor|illustrator|translator)[^()]*\)|\bby \((?:author|editor)s?\)",
        ";",
        clear,
        flags=re.I,
    )
    found: set[str] = set()
    for piece in _SEPARATOR.split(_ROLE.sub(" ", with_cuts)):
        found.update(_read_piece(piece))
    return frozenset(found)


def _read_piece(piece: str) -> list[str]:
    """Read what stands between two separators: one name, or names that only commas part."""
    parts = [_tokens(part) for part in piece.split(",")]
    parts = [part for part in parts if len(part) > 0]
    if len(parts) == 0:
        return []
    if len(parts) == 1:
        return [_surname(parts[0])]
    if all(len(part) > 1 for part in parts) and not _is_inverted(parts):
        return [_surname(part) for part in parts]
    return _inverted(parts)


def _is_inverted(parts: list[list[str]]) -> bool:
    """Whether "A B, C" is surname first: the part before the comma begins with a particle, or the rest are initials."""
    return parts[0][0] in _PARTICLES or all(len(token) == 1 for token in parts[1])


def _inverted(parts: list[list[str]]) -> list[str]:
    """Read "Puder, Arno Romer, Kay" and "Puder, Arno, Romer, Kay": surname, given names, perhaps the next surname."""
    names: list[str] = []
    surname: list[str] | None = parts[0]
    for number, part in enumerate(parts[1:], 1):
        last = number == len(parts) - 1
        if surname is None:
            surname = part
            if last:
                names.append(_surname(part))
            continue
        names.append(_join(surname) if len(surname) < 3 else surname[-1])
        runs_on = not last and len(part) > 1 and len(part[-1]) > 1 and len(parts) > 2 and not _alternates(parts)
        surname = [part[-1]] if runs_on else None
    return names


def _alternates(parts: list[list[str]]) -> bool:
    """Whether surnames and given names take turns, so that nothing runs on."""
    return len(parts) % 2 == 0 and all(len(part) == 1 for part in parts[::2])


def _tokens(part: str) -> list[str]:
    return re.findall(r"[^\W\d_]+(?:['\-][^\W\d_]+)*", part.casefold())


def _surname(tokens: list[str]) -> str:
    """Take the last word that is no initial, with the particles before it."""
    words = [token for token in tokens if len(token) > 1] or tokens
    place = len(words) - 1
    while place > 1 and words[place - 1] in _PARTICLES:
        place -= 1
    return _join(words[place:])


def _join(tokens: list[str]) -> str:
    return "".join(re.sub(r"[^\w]", "", token) for token in tokens if len(token) > 1) or "".join(tokens)
