"""Who said something: two names are one person, however they are typed."""

from __future__ import annotations

import unicodedata


def plain_name(name: str) -> str:
    """Give a name without what typing alone changes: case, width, spaces."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def is_same_person(one: str, other: str) -> bool:
    """Say whether two names are one, however they are typed."""
    return plain_name(one) == plain_name(other)
