"""Short forms of names: whether an acronym can stand for a name."""

from __future__ import annotations

import re


def is_acronym(alias: str, name: str) -> bool:
    """Whether the capitals of `alias` stand in `name` in order, the first of them at its beginning."""
    capitals = [char.lower() for char in alias if char.isupper()]
    initials = [word[0].lower() for word in re.findall(r"\w+", name)]
    letters = iter("".join(re.findall(r"\w", name.lower())))
    return (
        len(capitals) >= 2
        and len(alias.split()) == 1
        and len(initials) > 1
        and (capitals[0] == initials[0])
        and all(capital in letters for capital in capitals)
    )
