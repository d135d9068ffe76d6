"""Companies and organisations: the shape of a real name, filled with words of other real names of the same region.

A word is a legal form (stays), generic (in many names of the region: stays or is drawn anew by frequency), a number
(other digits), or a stem: a rare word of another real name, the family name of a person of the culture, or a new
compound of the head of one real stem and the tail of another (`population_growth.find_seams`).
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from benchmarks.names.population_culture import CultureGuess, script_of
from benchmarks.names.population_growth import Seams, draw_seam, find_seams
from benchmarks.names.population_pool import Pool, Pools
from benchmarks.names.population_source import Party

LEAST_GENERIC = 6
"""Names of a region in which a word must stand to be generic."""
LEAST_TAIL = 4
"""Letters of the shortest tail of a new stem; shorter ones are endings, and no word is known by them."""
STAYS = 0.6
"""Share of generic words that stay in a shape."""

FORMS: tuple[tuple[str, ...], ...] = (
    ("limited liability company", "llc", "ooo", "l.l.c.", "obshchestvo s ogranichennoy otvetstvennostyu"),
    ("joint stock company", "jsc", "ao", "a.o.", "aktsionernoe obshchestvo"),
    ("public joint stock company", "pjsc", "pao", "publichnoe aktsionernoe obshchestvo"),
    ("open joint stock company", "ojsc", "oao", "otkrytoe aktsionernoe obshchestvo"),
    ("closed joint stock company", "cjsc", "zao", "zakrytoe aktsionernoe obshchestvo"),
    ("company limited", "co ltd", "co., ltd.", "co. ltd.", "ltd", "limited", "ltd."),
    ("s.a.", "sa", "sociedad anonima"),
    ("s.a. de c.v.", "sa de cv", "sociedad anonima de capital variable"),
    ("ltda.", "ltda", "limitada", "sociedad limitada"),
    ("s.a.s.", "sas", "sociedad por acciones simplificada"),
    ("s.r.l.", "srl"),
    ("inc", "inc.", "incorporated"),
    ("corp", "corp.", "corporation"),
    ("plc", "public limited company"),
    ("gmbh", "g.m.b.h.", "gesellschaft mit beschraenkter haftung"),
    ("a.s.", "as", "anonim sirketi"),
    ("limited sirketi", "ltd sti", "ltd. sti."),
    ("private limited", "pvt ltd", "pvt. ltd.", "(pvt) ltd"),
    ("fze", "f.z.e.", "free zone establishment"),
    ("company", "co", "co."),
)
"""Ways to write one legal form, as lists write them."""

_MARKS = re.compile(r"[.,()]")
CLASS = {_MARKS.sub("", form): number for number, forms in enumerate(FORMS) for form in forms}
"""Class of each legal form, without its punctuation."""
_FORM_WORDS = frozenset(word for form in CLASS for word in form.split()) | frozenset(
    "ag kg bv nv oy ab spa sarl eurl doo kft fzco fzc dmcc est llp lp pte sdn bhd ad pt tbk jv".split()
) - {"s", "por", "de", "mit", "free", "zone"}
_LONGEST = 5
_CYRILLIC_FORMS = {0: "ооо", 1: "ао", 2: "пао", 3: "оао", 4: "зао"}
_EDGES = re.compile(r"^\W+|\W+$")


class Word(NamedTuple):
    """One word of a shape."""

    role: str
    """F legal form, W generic, D number, R stem, L stays."""
    text: str
    """As written, with its punctuation."""


class CompanyName(NamedTuple):
    """A name as words, and how its letters are written."""

    words: tuple[Word, ...]
    upper: bool

    def text(self) -> str:
        """Write the name."""
        return write(self.words, upper=self.upper)


def write(words: Iterable[Word], *, upper: bool) -> str:
    """Write words: all in capitals, or each with a capital."""
    text = " ".join([word.text for word in words])
    return (
        text.upper() if upper else " ".join([part if part.isupper() else part.capitalize() for part in text.split(" ")])
    )


class Companies:
    """Shapes and words of the real companies and organisations, by the culture of their country."""

    def __init__(self, parties: Iterable[Party], guess: CultureGuess, *, grown: float) -> None:
        """Learn from real parties; `grown` is the share of stems that are new compounds."""
        self.grown = grown
        self.cultures: Counter[str] = Counter()
        names: dict[str, list[str]] = {}
        for party in parties:
            name = party.properties["name"][0]
            if script_of(name) == "latin" and ";" not in name and 2 <= len(name.split()) <= 9:
                culture = guess.culture(party)
                self.cultures[culture] += 1
                names.setdefault(culture, []).append(name)
        self.words = Pools(least=20)
        self.shapes: dict[str, Pool[CompanyName]] = {}
        self._seams = {culture: self._learn(culture, names[culture]) for culture in sorted(names)}

    def _learn(self, culture: str, names: list[str]) -> Seams | None:
        often = Counter(word for name in names for word in {_bare(part) for part in name.split()})
        shapes = Counter(
            CompanyName(tuple(_word(part, often) for part in name.split()), name.isupper()) for name in names
        )
        self.shapes[culture] = Pool(shapes)
        stems: set[str] = set()
        for shape in shapes:
            for word in shape.words:
                if word.role in "WR":
                    self.words.add((f"{culture} {word.role}",), _bare(word.text))
                if word.role == "R" and len(_bare(word.text)) >= 5:
                    stems.add(_bare(word.text))
        return find_seams((word for word in stems if word.isalpha()), LEAST_TAIL)

    def draw(self, rng: random.Random, culture: str, family: str) -> CompanyName:
        """Make a name of a region.

        Args:
            family: a family name of the culture, which some companies carry.
        """
        shape = self.shapes[culture].draw(rng)
        words = tuple([self._fill(rng, culture, family, word) for word in shape.words])
        if not any(word.role == "R" for word in words):
            words = (Word("R", self._stem(rng, culture, family)), *words)
        return CompanyName(words, shape.upper)

    def _fill(self, rng: random.Random, culture: str, family: str, word: Word) -> Word:
        if word.role == "R":
            return Word("R", self._stem(rng, culture, family))
        if word.role == "W" and rng.random() > STAYS:
            pool = self.words.pool((f"{culture} W",))
            return word if pool is None else Word("W", pool.draw(rng))
        if word.role == "D":
            return Word("D", re.sub(r"\d", lambda _: "0123456789"[int(rng.random() * 10)], word.text))
        return word

    def _stem(self, rng: random.Random, culture: str, family: str) -> str:
        luck = rng.random()
        if luck < self.grown:
            grown = draw_seam(rng, self._seams[culture])
            if grown != "":
                return grown
        if luck > 0.93:
            return family
        pool = self.words.pool((f"{culture} R",))
        return family if pool is None else pool.draw(rng)

    def generic(self, rng: random.Random, culture: str) -> Word:
        """Draw a generic word of a region."""
        pool = self.words.pool((f"{culture} W",))
        return Word("W", "group" if pool is None else pool.draw(rng))


def find_form(words: tuple[Word, ...]) -> tuple[int, int, int] | None:
    """Find the legal form: first word, end, class in `FORMS`; the longest there is."""
    for length in range(min(_LONGEST, len(words)), 0, -1):
        for start in range(len(words) - length + 1):
            text = " ".join([_MARKS.sub("", word.text.casefold()) for word in words[start : start + length]])
            if text in CLASS:
                return start, start + length, CLASS[text]
    return None


def change_form(rng: random.Random, words: tuple[Word, ...]) -> tuple[Word, ...]:
    """Write the legal form in another way of its class; leave a name without one as it is."""
    found = find_form(words)
    if found is None:
        return words
    start, end, number = found
    old = " ".join([word.text.casefold() for word in words[start:end]])
    others = [form for form in FORMS[number] if form != old]
    new = others[int(rng.random() * len(others))]
    return (*words[:start], *(Word("F", part) for part in new.split()), *words[end:])


def drop_form(words: tuple[Word, ...]) -> tuple[Word, ...]:
    """Leave the legal form out."""
    return tuple(word for word in words if word.role != "F") or words


def move_form(words: tuple[Word, ...]) -> tuple[Word, ...]:
    """Put the legal form to the other end."""
    forms, rest = [w for w in words if w.role == "F"], [w for w in words if w.role != "F"]
    return (*rest, *forms) if words[0].role == "F" else (*forms, *rest)


def cyrillic_form(words: tuple[Word, ...]) -> str:
    """Give the Russian letters of a legal form; empty where there is none."""
    found = find_form(words)
    return "" if found is None else _CYRILLIC_FORMS.get(found[2], "")


def _bare(text: str) -> str:
    return _EDGES.sub("", text.casefold())


def _word(text: str, often: Counter[str]) -> Word:
    bare = _bare(text)
    if bare.replace(".", "") in _FORM_WORDS:
        return Word("F", text.casefold())
    if len(bare) <= 2:
        return Word("L", text.casefold())
    if any(letter.isdigit() for letter in bare):
        return Word("D", text.casefold())
    return Word("W" if often[bare] >= LEAST_GENERIC else "R", text.casefold())
