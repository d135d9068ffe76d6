"""Nicknames: short and fond forms of given names, which look nothing like them (William, Bill).

Names of one origin that people keep apart (Frederick, Friedrich; Andrew, Andrei) are different names here.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping

from counterflow.compare.lexicon.resource import meaning_hash, read_rows


def nickname_of(form: str) -> int:
    """Give the hash of the given name that a name is, or is short for; 0 for a name without known nicknames.

    A nickname of several names (Alex, Sasha) stands for the one that is commonest.

    Args:
        form: a name in Latin ASCII letters.
    """
    return load_nicknames().get(form, 0)


@functools.cache
def load_nicknames() -> Mapping[str, int]:
    """Read the groups: a given name, its spellings in Latin letters, its nicknames."""
    table: dict[str, int] = {}
    for name, others in read_rows("nickname"):
        group = meaning_hash("person", name)
        for form in (name, *others.split()):
            table.setdefault(form, group)
    return table
