"""Persons: the shape of a real person's name, filled with parts of other real names of the same culture.

A shape is the name of one listed person with each part replaced by its role: given name, further given name,
patronymic, family name, place name after al-. Particles stay as they stand (al-, bin, abu, de la, ibn), and so do the
order and the case of letters. Parts are drawn as often as lists hold them, so common names are common; some family
names are new words, derived as `population_growth` says.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from benchmarks.names.population_culture import CultureGuess, script_of
from benchmarks.names.population_growth import SYLLABIC, Growth
from benchmarks.names.population_pool import Pool, Pools
from benchmarks.names.population_source import Party

PARTICLES = frozenset(
    "al el ul as ad ar az an at ash bin ben bint ibn abu abou umm om abd de del la las los da das do dos di du le van"
    " von der den ter y e mac mc st san oglu oglou ogli ogly kyzy qizi uulu u daw haji hajji sheikh mullah maulavi dr"
    " general gen lieutenant brigadier brig major maj colonel col captain commander".split()
)
"""Words that stay where they stand in a shape."""

_ARTICLE = re.compile(r"(al|el|as|ad|ar|az|an|at|ash|ul)-(?=\w{3})")
_PATRONYMIC = re.compile(r".{3,}(?:ovich|evich|avich|yevich|ovych|ovna|evna|yevna|ivna|ichna|oglu|ogly|qizi|kyzy)$")
_FEMALE = re.compile(r".{3,}(?:ovna|evna|ivna|ichna|qizi|kyzy|ova|eva|aya)$")
_PLAIN = re.compile(r"[^\W\d_][\w'’.\- ]*$")
_CHAINED = frozenset(("arabic", "afghan", "horn", "persian", "southeast_asian", "south_asian", "francophone"))
"""Cultures in which a name of unmarked order is a chain: own name first, the family's last."""


class Slot(NamedTuple):
    """One word of a shape."""

    role: str
    """G given, M further given, P patronymic, S family, N after the article, I initial, L stays as it is."""
    case: str
    """u upper, t title, l lower."""
    text: str
    """What stays: the word of L, the article of N, how the two syllables of a Korean or Chinese name are joined."""


class Shape(NamedTuple):
    """Order and roles of a name, and the gender it is used with."""

    gender: str
    slots: tuple[Slot, ...]


class PersonName(NamedTuple):
    """A filled shape."""

    words: tuple[str, ...]
    """In lower case, in the order of the shape."""
    shape: Shape

    def text(self) -> str:
        """Write the name with the shape's letter case."""
        return " ".join(map(write, self.words, self.shape.slots))


def write(word: str, slot: Slot) -> str:
    """Write a word in the case of its slot."""
    if slot.case == "u":
        return word.upper()
    if slot.case == "l":
        return word
    if "-" not in word:
        return word.capitalize()
    # Korean writes the second syllable small (Chun-sop); an article is large as often as not.
    return word.capitalize() if slot.role == "G" else "-".join([part.capitalize() for part in word.split("-")])


class Persons:
    """Shapes and parts of the real persons, by culture and gender."""

    def __init__(self, parties: Iterable[Party], guess: CultureGuess, *, grown: float) -> None:
        """Learn from the real persons; `grown` is the share of family names that are derived."""
        self.grown = grown
        self.shapes: dict[str, Pool[Shape]] = {}
        self.parts = Pools()
        counts: dict[str, Counter[Shape]] = {}
        places: dict[str, Counter[str]] = {}
        self.cultures: Counter[str] = Counter()
        for party in parties:
            culture = guess.culture(party)
            self.cultures[culture] += 1
            for place in party.properties.get("birthPlace", ()):
                places.setdefault(culture, Counter())[place.split(",")[0].split("(")[0].strip().casefold()] += 1
            learnt = read_shape(party, culture)
            if learnt is not None:
                counts.setdefault(culture, Counter())[learnt.shape] += 1
                self._add_parts(culture, learnt)
        for culture in sorted(counts):
            self.shapes[culture] = Pool(counts[culture])
        self.growth = Growth(self.parts, places)

    def _add_parts(self, culture: str, name: PersonName) -> None:
        for word, slot in zip(name.words, name.shape.slots, strict=True):
            if slot.role not in "LI":
                stem = word.removeprefix(slot.text) if slot.role == "N" else word
                self.parts.add((f"{culture} {slot.role}", name.shape.gender), stem)

    def draw(self, rng: random.Random, culture: str) -> PersonName:
        """Make a person's name of a culture."""
        shape = self.shapes[culture].draw(rng)
        return PersonName(tuple([self.word(rng, culture, shape.gender, slot) for slot in shape.slots]), shape)

    def word(self, rng: random.Random, culture: str, gender: str, slot: Slot) -> str:
        """Fill one slot."""
        role = slot.role
        if role == "L":
            return slot.text
        if role == "I":
            return self._part(rng, culture, "G", gender)[0] + slot.text
        if rng.random() < self.grown and (role in "SN" or culture in SYLLABIC):
            word = self.growth.draw(rng, culture, role, gender)
            if word != "":
                return f"{slot.text}{word}" if role == "N" else word
        word = self._part(rng, culture, role, gender)
        return f"{slot.text}{word}" if role == "N" else word

    def _part(self, rng: random.Random, culture: str, role: str, gender: str) -> str:
        pool = self.parts.pool((f"{culture} {role}", gender)) or self.parts.pool((f"{culture} G",))
        return "" if pool is None else pool.draw(rng)


def gender_of(party: Party, words: Sequence[str]) -> str:
    """Give the stated gender, else the one that a Slavic or Turkic ending shows, else nothing."""
    stated = party.properties.get("gender", [])
    if len(stated) == 1:
        return stated[0]
    if any(_PATRONYMIC.match(word) for word in words):
        return "female" if any(_FEMALE.match(word) for word in words) else "male"
    return ""


def read_shape(party: Party, culture: str) -> PersonName | None:
    """Read the roles of a real name's parts; None when the order cannot be told or the name is not plain Latin."""
    name = party.properties["name"][0]
    if script_of(name) != "latin" or _PLAIN.match(name) is None or not 2 <= len(name.split()) <= 7:
        return None
    family = _family_words(party, name)
    words = name.split()
    if len(family) == 0 and culture not in _CHAINED:
        return None
    lower = [word.casefold().strip(".") for word in words]
    if not all(lower):
        return None
    slots: list[Slot] = []
    for place, word in enumerate(words):
        in_family = lower[place] in family or (len(family) == 0 and place == len(words) - 1)
        slots.append(_slot(word, lower[place], in_family, any(slot.role in "GI" for slot in slots)))
        if slots[-1].role == "N":
            lower[place] = slots[-1].text + lower[place].split("-", 1)[1]
    return PersonName(tuple(lower), Shape(gender_of(party, lower), tuple(slots)))


def _family_words(party: Party, name: str) -> set[str]:
    """Give the words of the family name: stated, else those written in capitals where the others are not."""
    stated = " ".join(party.properties.get("lastName", [])[:1]).casefold().split()
    if len(stated) > 0:
        return set(stated)
    capital = [word for word in name.split() if word.isupper() and len(word) > 1]
    return set() if len(capital) == len(name.split()) else {word.casefold() for word in capital}


def _slot(word: str, lower: str, in_family: bool, has_given: bool) -> Slot:
    case = "u" if word.isupper() and len(word) > 1 else "l" if word.islower() else "t"
    if lower in PARTICLES:
        return Slot("L", case, lower)
    if len(lower) == 1:
        return Slot("I", case, "." if word.endswith(".") else "")
    article = _ARTICLE.match(lower)
    if article is not None:
        return Slot("N", case, article.group())
    if _PATRONYMIC.match(lower) is not None and has_given and not in_family:
        return Slot("P", case, "")
    return Slot("S" if in_family else "M" if has_given else "G", case, "")
