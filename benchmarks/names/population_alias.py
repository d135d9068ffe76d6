"""Further names of a party, related to the first as aliases of the lists are: how often each relation occurs is learnt.

Relations: script (original letters), order, joined, dropped, added, spelling, other (several changes at once, another
family name, a kunya, another legal form, an acronym).
"""

from __future__ import annotations

import random

from benchmarks.names import population_company as company
from benchmarks.names.population_company import Companies, CompanyName, Word
from benchmarks.names.population_person import PersonName, Persons, Slot, write
from benchmarks.names.population_spelling import Spellings

Parts = list[tuple[str, Slot]]

_FAMILY = frozenset("SN")
_KUNYA = {"arabic": "abu", "horn": "abu", "afghan": "mullah", "persian": "haj"}
"""What stands before a nom de guerre in the lists, by culture."""


class PersonAliases:
    """Makes further names of persons."""

    def __init__(self, persons: Persons, spellings: Spellings) -> None:
        self._persons = persons
        self._spellings = spellings

    def draw(self, rng: random.Random, culture: str, name: PersonName) -> str:
        """Make another name; may equal the first when nothing can be changed."""
        relations = self._spellings.relations.pool(("person", culture))
        relation = "spelling" if relations is None else relations.draw(rng)
        parts = list(zip(name.words, name.shape.slots, strict=True))
        if relation == "script":
            return self.in_script(rng, culture, name) or _text(self._spelling(rng, culture, parts))
        changed = getattr(self, f"_{relation}")(rng, culture, parts)
        return _text(changed)

    def weak(self, rng: random.Random, culture: str, name: PersonName) -> str:
        """Make a weak alias: a nom de guerre, or one part of the name alone."""
        if rng.random() < 0.5 or len(name.words) < 2:
            return _text(self._nom_de_guerre(rng, culture, name.shape.slots[0].case))
        parts = [part for part in zip(name.words, name.shape.slots, strict=True) if part[1].role in "GSN"]
        return _text(parts[:1] if rng.random() < 0.5 else parts[-1:])

    def in_script(self, rng: random.Random, culture: str, name: PersonName) -> str:
        """Write a name in the script of its culture; empty when a part is not known there."""
        scripts = self._spellings.scripts.pool(("person", culture))
        script = "" if scripts is None else scripts.draw(rng)
        if script in ("han", "hangul"):
            return self._in_characters(culture, name, script)
        slots = name.shape.slots
        written = [self._native(culture, word, slot, script) for word, slot in zip(name.words, slots, strict=True)]
        if "" in written:
            return ""
        cased = (word.upper() if slot.case == "u" else word.title() for word, slot in zip(written, slots, strict=True))
        return " ".join(cased)

    def _native(self, culture: str, word: str, slot: Slot, script: str) -> str:
        known = self._spellings.in_script(culture, word, script)
        if known == "" and slot.role == "N":
            stem = self._spellings.in_script(culture, word[len(slot.text) :], script)
            known = f"ال{stem}" if stem != "" and script == "arabic" else stem
        return known

    def _in_characters(self, culture: str, name: PersonName, script: str) -> str:
        family = [word for word, slot in zip(name.words, name.shape.slots, strict=True) if slot.role in _FAMILY]
        given = [word for word, slot in zip(name.words, name.shape.slots, strict=True) if slot.role not in _FAMILY]
        syllables = [syllable for word in (*family, *given) for syllable in word.split("-")]
        characters = [self._spellings.in_script(culture, syllable, script) for syllable in syllables]
        return "" if "" in characters or len(characters) > 4 else "".join(characters)

    def _spelling(self, rng: random.Random, culture: str, parts: Parts) -> Parts:
        changed = list(parts)
        for _ in range(1 if rng.random() < 0.6 else 2):
            at = int(rng.random() * len(parts))
            word, slot = changed[at]
            if slot.role not in "LI":
                changed[at] = self._spellings.variant(rng, culture, word), slot
        return changed

    def _order(self, rng: random.Random, culture: str, parts: Parts) -> Parts:
        family = [part for part in parts if part[1].role in _FAMILY]
        rest = [part for part in parts if part[1].role not in _FAMILY]
        if len(family) == 0 or len(rest) == 0:
            return [*parts[1:], parts[0]]
        return [*rest, *family] if parts[0][1].role in _FAMILY else [*family, *rest]

    def _joined(self, rng: random.Random, culture: str, parts: Parts) -> Parts:
        for at, (word, slot) in enumerate(parts):
            if "-" in word:
                joint = "" if rng.random() < 0.5 else " "
                return [*parts[:at], (word.replace("-", joint), slot), *parts[at + 1 :]]
        if len(parts) < 3:
            return parts
        return [(parts[0][0] + parts[1][0], parts[0][1]), *parts[2:]]

    def _dropped(self, rng: random.Random, culture: str, parts: Parts) -> Parts:
        free = [at for at, (_, slot) in enumerate(parts) if slot.role in "MPI"]
        if len(free) == 0:
            family = [at for at, (_, slot) in enumerate(parts) if slot.role in _FAMILY]
            free = family[1:]
        if len(free) == 0:
            return self._spelling(rng, culture, parts)
        at = free[int(rng.random() * len(free))]
        return [*parts[:at], *parts[at + 1 :]]

    def _added(self, rng: random.Random, culture: str, parts: Parts) -> Parts:
        slot = Slot("M", parts[0][1].case, "")
        return [parts[0], (self._persons.word(rng, culture, "", slot), slot), *parts[1:]]

    def _other(self, rng: random.Random, culture: str, parts: Parts) -> Parts:
        luck = rng.random()
        if luck < 0.55:
            return self._spelling(rng, culture, self._dropped(rng, culture, self._spelling(rng, culture, parts)))
        if luck < 0.75:
            return self._nom_de_guerre(rng, culture, parts[0][1].case)
        at = len(parts) - 1 if parts[-1][1].role != "L" else 0
        return [*parts[:at], (self._persons.word(rng, culture, "", parts[at][1]), parts[at][1]), *parts[at + 1 :]]

    def _nom_de_guerre(self, rng: random.Random, culture: str, case: str) -> Parts:
        slot = Slot("G", case, "")
        given = self._persons.word(rng, culture, "", slot)
        return [(_KUNYA[culture], Slot("L", case, "")), (given, slot)] if culture in _KUNYA else [(given, slot)]


class CompanyAliases:
    """Makes further names of companies and organisations."""

    def __init__(self, companies: Companies, spellings: Spellings) -> None:
        self._companies = companies
        self._spellings = spellings

    def draw(self, rng: random.Random, culture: str, name: CompanyName) -> str:
        """Make another name; may equal the first when nothing can be changed."""
        relations = self._spellings.relations.pool(("company", culture))
        relation = "other" if relations is None else relations.draw(rng)
        if relation == "script":
            written = self.in_script(culture, name)
            if written != "":
                return written
        return company.write(self._change(rng, culture, name.words, relation), upper=name.upper)

    def _change(self, rng: random.Random, culture: str, words: tuple[Word, ...], relation: str) -> tuple[Word, ...]:
        if relation == "order":
            return company.move_form(words)
        if relation == "dropped":
            dropped = company.drop_form(words)
            return dropped if dropped != words or len(words) < 3 else words[:-1]
        if relation == "added":
            return (*words, self._companies.generic(rng, culture))
        if relation == "joined" and len(words) > 2:
            return (Word("R", words[0].text + words[1].text), *words[2:])
        if relation == "other":
            luck = rng.random()
            if luck < 0.4 and company.find_form(words) is not None:
                return company.change_form(rng, words)
            if luck < 0.6:
                return (Word("L", acronym(words)),)
            if luck < 0.8:
                return (*company.drop_form(words)[:2], self._companies.generic(rng, culture))
        return self._spelling(rng, culture, words)

    def _spelling(self, rng: random.Random, culture: str, words: tuple[Word, ...]) -> tuple[Word, ...]:
        stems = [at for at, word in enumerate(words) if word.role == "R"]
        if len(stems) == 0:
            return company.change_form(rng, words)
        at = stems[int(rng.random() * len(stems))]
        return (*words[:at], Word("R", self._spellings.variant(rng, culture, words[at].text)), *words[at + 1 :])

    def in_script(self, culture: str, name: CompanyName) -> str:
        """Write a Russian company's name in Cyrillic, its legal form first, its own name in quotes; else empty."""
        form = company.cyrillic_form(name.words)
        rest = company.drop_form(name.words)
        if culture != "russian" or len(rest) > 3 or any(word.role == "D" for word in rest):
            return ""
        written = " ".join([self._spellings.in_script(culture, word.text.strip(".,"), "cyrillic") for word in rest])
        return written.upper() if form == "" else f'{form.upper()} "{written.capitalize()}"'


def acronym(words: tuple[Word, ...]) -> str:
    """Give the first letters of all words but the legal form."""
    words = tuple(word for word in company.drop_form(words) if word.role != "L") or words
    return "".join([word.text.strip("(\"'")[:1] for word in words]).upper()


def _text(parts: Parts) -> str:
    return " ".join([write(word, slot) for word, slot in parts])
