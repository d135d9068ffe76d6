"""The parts that a word can play in a name."""

from __future__ import annotations

import enum
import functools
from collections import Counter
from collections.abc import Mapping

from counterflow.compare.lexicon.number import is_certain, number_of
from counterflow.compare.lexicon.resource import read_words
from counterflow.compare.lexicon.sense import is_generic, is_place


class Role(enum.IntFlag):
    """Parts that a word can play; a word may play several ("general": a rank, and a kind of company)."""

    PARTICLE = 1
    """Joins or opens a person's family name: al, bin, ibn, de la, van, von, ter, y."""
    TITLE = 2
    """Says what a person is called or does: mr, dr, sheikh, mullah, general."""
    STOP = 4
    """Says nothing: of, the, and, für, et."""
    GENERIC = 8
    """Says what kind of organisation it is: company, trading, bank, ministry, in any language."""
    INITIAL = 16
    """A single letter of an alphabet. Numerals of one letter (V, X) are initials, too; see `number_of`."""
    NUMERAL = 32
    """A number and hardly a name: 7, 7th, seventh, XVII. Not V, and not Xi, which is rather a family name."""
    PLACE = 64
    """A country, its people, a capital or a region."""
    SUFFIX = 128
    """Tells generations of a family apart: jr, sr, III."""


# Plain numbers: putting flags together costs a microsecond each.
_GENERIC, _PLACE = int(Role.GENERIC), int(Role.PLACE)
_INITIAL, _NUMERAL = int(Role.INITIAL), int(Role.NUMERAL)

_FIRST_IDEOGRAPH = "\u2e80"
"""From here on a single character is a word, not a letter."""


def role_of(token: str, form: str) -> Role:
    """Say which parts a word can play; no flag for a word that is only a name.

    Args:
        token: the normalised token, in its own script.
        form: its likeliest form in Latin ASCII letters.
    """
    roles = _words().get(token, 0) | _words().get(form, 0)
    if is_generic(token, form):
        roles |= _GENERIC
    if is_place(token, form):
        roles |= _PLACE
    if len(token) == 1 and token.isalpha() and token < _FIRST_IDEOGRAPH:
        roles |= _INITIAL
    elif number_of(token, form) >= 0 and is_certain(token):
        roles |= _NUMERAL
    return Role(roles)


@functools.cache
def _words() -> Mapping[str, int]:
    """Give the roles of the words that `role.toml` lists."""
    listed = read_words("role")
    roles: Counter[str] = Counter()
    for role, words in (
        (Role.PARTICLE, listed["particle"]),
        (Role.TITLE, listed["title"] | listed["title_or_name"]),
        (Role.STOP, listed["stop"]),
        (Role.SUFFIX, listed["suffix"]),
    ):
        roles.update(dict.fromkeys(words, int(role)))
    return dict(roles)
