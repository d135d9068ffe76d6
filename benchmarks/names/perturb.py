"""Names spoilt as they are spoilt in use: mistyped, turned round, run together, cut to initials.

Every change is drawn from a generator seeded with its own name and the party's id, so a party's name is spoilt in the
same way whichever other parties there are.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from benchmarks.names.entity import Entity, make_entity, primary_name

LETTERS = "abcdefghijklmnopqrstuvwxyz"

MIN_LETTERS = 4
"""Words shorter than this are not mistyped: a changed "Li" or "al" is another word."""


class Spoilt(NamedTuple):
    """A party's name before and after."""

    party: Entity
    query: Entity
    """The name after, and nothing else."""
    original: Entity
    """The name before, and nothing else."""


Change = Callable[[Entity, random.Random], str | None]
"""Gives the changed name; none for a party that it cannot be done to."""


def mistype(entity: Entity, draw: random.Random) -> str | None:
    """Leave out, double, replace, insert or swap one letter of a word of at least four letters."""
    words = (primary_name(entity) or "").split()
    places = [at for at, word in enumerate(words) if len(word) >= MIN_LETTERS and word.isalpha()]
    if len(places) == 0:
        return None
    at = draw.choice(places)
    right = words[at].lower()
    wrong = right
    while wrong == right:
        wrong = _mistyped(right, draw)
    words[at] = _in_case_of(words[at], wrong)
    return " ".join(words)


def _mistyped(word: str, draw: random.Random) -> str:
    letter = draw.choice(LETTERS)
    at = draw.randrange(len(word))
    head, here, tail = word[:at], word[at], word[at + 1 :]
    kind = draw.choice(("leave out", "double", "replace", "insert", "swap"))
    if kind == "leave out":
        return head + tail
    if kind == "double":
        return head + here + here + tail
    if kind == "replace":
        return head + letter + tail
    if kind == "insert":
        return head + letter + here + tail
    return head + tail[:1] + here + tail[1:]


def _in_case_of(model: str, word: str) -> str:
    """Write a word as another is written: a capital within it would betray what was done."""
    return word.upper() if model.isupper() else word.capitalize() if model[0].isupper() else word.lower()


def reverse_words(entity: Entity, _: random.Random) -> str | None:
    """Turn the order of all words round."""
    words = (primary_name(entity) or "").replace(",", " ").split()
    return " ".join(reversed(words)) if len(words) >= 2 and words != words[::-1] else None


def join_words(entity: Entity, draw: random.Random) -> str | None:
    """Run two neighbouring words together."""
    words = (primary_name(entity) or "").split()
    places = [at for at in range(len(words) - 1) if words[at].isalpha() and words[at + 1].isalpha()]
    if len(places) == 0:
        return None
    at = draw.choice(places)
    joined = _in_case_of(words[at], words[at] + words[at + 1])
    return " ".join([*words[:at], joined, *words[at + 2 :]])


def shorten_first(entity: Entity, _: random.Random) -> str | None:
    """Cut the first given name to its initial and keep the other given names: "M. Mushakhas Sanad AL-BATHALI"."""
    given, family = _given_and_family(entity)
    return " ".join([f"{given[0][0]}.", *given[1:], family]) if len(given) > 0 and family else None


def leave_initial(entity: Entity, _: random.Random) -> str | None:
    """Keep nothing but the initial of the first given name and the family name: "M. AL-BATHALI"."""
    given, family = _given_and_family(entity)
    return f"{given[0][0]}. {family}" if len(given) > 0 and family else None


def _given_and_family(entity: Entity) -> tuple[list[str], str]:
    properties = entity["properties"]
    given = next(iter(properties.get("firstName", ())), "").split()
    if len(given) > 0 and len(given[0].strip(".")) < 2:
        given = []  # an initial already
    return given, next(iter(properties.get("lastName", ())), "")


CHANGES: dict[str, tuple[tuple[str, ...], Change]] = {
    "one typo, person": (("Person",), mistype),
    "one typo, company": (("Company", "Organization"), mistype),
    "words reversed, company": (("Company", "Organization"), reverse_words),
    "words joined, company": (("Company", "Organization"), join_words),
    "words joined, person": (("Person",), join_words),
    "initial for the first name": (("Person",), shorten_first),
    "initial and family name alone": (("Person",), leave_initial),
}
"""What is done, and to parties of which schemata."""


def spoil(parties: Iterable[Entity], change: str) -> list[Spoilt]:
    """Spoil the primary names of all parties that a change can be done to."""
    schemata, function = CHANGES[change]
    spoilt = []
    for party in parties:
        if party["schema"] not in schemata:
            continue
        after = function(party, random.Random(f"{change}:{party['id']}"))
        if after is not None:
            query = make_entity(f"{party['id']}-spoilt-{change}", party["schema"], name=[after])
            original = make_entity(f"{party['id']}-original", party["schema"], name=[primary_name(party)])
            spoilt.append(Spoilt(party, query, original))
    return spoilt


def draw_some(spoilt: Sequence[Spoilt], number: int) -> list[Spoilt]:
    """Draw so many, the same ones in every run."""
    return random.Random(number).sample(spoilt, min(number, len(spoilt)))
