"""Nominal mentions: persons, bodies, sites, ships and programmes that a text calls by what they are, not by name.

"His sister", "five North Koreans", "the regime", "a South Korean think tank", "its embassy", "communal farms". Lexica
of nouns say which (`lexicon/*_noun.txt`). The span is the noun phrase up to its noun, with what belongs to the noun
("his", numbers, "these", "both"), without "a", "an", "the" and without an owner's name; but "the regime" alone keeps
its article, because it stands for something told before. A body keeps the place after it: "Government of the DPRK".
"""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from counterflow.extract.grammar.determiner import DEFINITES
from counterflow.extract.lexica import load_set
from counterflow.extract.mention.good import Good, Taken
from counterflow.extract.parse.parsed import Parsed

LEXICA = {
    "person_noun": "person",
    "kin_noun": "person",
    "public_body_noun": "public_body",
    "company_noun": "company",
    "organization_noun": "organization",
    "facility_noun": "facility",
    "vessel_noun": "vessel",
    "programme_noun": "programme",
    "place_noun": "place",
}
"""Lexicon of nouns to the type of a mention; of two that hold a noun the earlier counts."""


class Nominal(NamedTuple):
    """A noun phrase that stands for a party, site, ship, programme or place."""

    first: int
    last: int
    """Its last token, inclusive: the noun, or the name after "of"."""
    head: int
    type: str
    noun: str
    """Entry of the lexicon."""
    is_definite: bool
    """Whether it stands for something that the text has told: "the ship", "these companies", "his sister"."""


def find_nominals(parsed: Parsed, taken: Sequence[Taken] = (), goods: Sequence[Good] = ()) -> list[Nominal]:
    """Find the nominal mentions of a run, in the order of their nouns.

    A noun that only says what something is ("he is a diplomat", "as a courier") is none.

    Reads:
        parsed: the run.
        taken: its names. A noun inside a name is none ("Workers' Party of Korea"); people of a country are one with
            what counts or describes them ("five North Koreans").
        goods: its goods; the noun of one is none ("nerve agent"), unless it is a good only in trade ("workers").
    Cost: 2 microseconds a word.
    """
    covered: dict[int, Taken] = {}
    for name in taken:
        covered.update(dict.fromkeys(range(name.first, name.last + 1), name))
    no_party = {good.head for good in goods if not good.in_trade}
    finder, found = _Finder(parsed, covered), []
    for at, tag in enumerate(parsed.tag):
        if (tag[:2] != "NN" and parsed.lower[at - 1 : at + 1] != ["the", "accused"]) or at in no_party:
            continue
        one = finder.people(at) if at in covered else finder.nominal(at)
        if one is not None:
            found.append(one)
    return found


@functools.cache
def load_nouns() -> Mapping[str, str]:
    """Read the lexica: noun in the singular, of one or more words, to the type of a mention."""
    nouns: dict[str, str] = {}
    for lexicon, type_ in LEXICA.items():
        for noun in load_set(lexicon):
            nouns.setdefault(noun.replace("-", " "), type_)
    return MappingProxyType(nouns)


_BEFORE = frozenset({"amod", "compound", "nmod", "nummod", "poss", "quantmod", "advmod", "npadvmod", "det", "predet"})
_INNER = frozenset({"conj", "cc", "punct", "case"})
_DROPPED = frozenset({"no", "neither", "either", "such", "other", "only", "even", "just", "also", "all", "not", "of"})
_POINTING = DEFINITES | {"both"}
_PREDICATES = frozenset({"compound", "nmod", "amod", "npadvmod", "intj", "attr", "oprd", "appos"})
_BARE = frozenset({"pobj", "dobj", "poss", "ROOT", "conj"})


class _Finder:
    """Finds the nominals of one run."""

    def __init__(self, parsed: Parsed, covered: Mapping[int, Taken]) -> None:
        self.parsed = parsed
        self.covered = covered
        self.nouns = load_nouns()

    def people(self, at: int) -> Nominal | None:
        """Read the people of a country with what stands before them."""
        name = self.covered[at]
        if name.type != "group" or name.last != at or self.parsed.tag[at] not in ("NNS", "NNPS"):
            return None
        people = self._phrase(at, name.first, "person", "")
        return people if people.first < name.first else None

    def nominal(self, at: int) -> Nominal | None:
        """Read the nominal whose noun ends at a token."""
        p = self.parsed
        start, noun = self._noun(at)
        if noun is None or p.lower[at + 1 : at + 2] == ["-"] or p.lower[start - 1 : start] == ["-"]:
            return None
        head = next((one for one in range(start, at + 1) if not start <= p.head[one] <= at or p.head[one] == one), at)
        relation = p.relation[head]
        if relation in _PREDICATES or (relation == "pobj" and self._is_as(p.head[head])):
            return None
        if relation == "poss" and p.tag[head].startswith("NNP") and p.tag[p.head[head]].startswith("NNP"):
            return None  # "Workers' Party"
        after = self.covered.get(at + 1)
        if after is not None and after.type in ("person", "vessel") and p.sentence[at] == p.sentence[at + 1]:
            return None  # a title or kind before a name
        one, last = self._phrase(head, start, self.nouns[noun], noun), self._last(at, noun)
        if p.lower[one.first] == "the" and (start < at or at < last):
            one = one._replace(first=one.first + 1)
        return None if self._is_idle(one, start) else one._replace(last=last)

    def _is_as(self, at: int) -> bool:
        return self.parsed.lower[at] == "as" and self.parsed.lower[at - 1] != "such"

    def _noun(self, at: int) -> tuple[int, str | None]:
        """Give the longest noun of the lexica that ends at a token, and where it begins."""
        p = self.parsed
        for last in dict.fromkeys((p.lower[at], p.lemma[at], _singular(p.lower[at]))):
            noun, start, back = last, at, at - 1
            found = last if last in self.nouns and p.lower[at] not in load_set("not_nominal") else None
            while back >= max(0, at - 4) and (p.head[back] == at or "-" in (p.lower[back], p.lower[back + 1])):
                if p.lower[back] != "-":
                    noun = f"{p.lower[back]} {noun}"
                    if noun in load_set("not_nominal"):
                        return at, None
                    if noun in self.nouns:
                        found, start = noun, back
                back -= 1
            if found is not None:
                return start, found
        return at, None

    def _phrase(self, head: int, start: int, type_: str, noun: str) -> Nominal:
        """Give the noun phrase before a noun that begins at `start`."""
        p = self.parsed
        first = start
        while first > 0 and p.sentence[first - 1] == p.sentence[head] and self._is_before(first - 1, head):
            first -= 1
        lead = range(first, start)
        is_definite = any(p.lower[at] in _POINTING or p.tag[at] in ("PRP$", "POS") for at in lead)
        if len(lead) == 1 and p.lower[first] == "the":
            return Nominal(first, head, head, type_, noun, True)
        for at in lead:
            if p.lower[at] in ("a", "an", "the") or p.tag[at] in ("POS", "``", "''", ":", ",", "CC", "-LRB-"):
                first = at + 1 if p.tag[at] not in ("CC", ",") or first == at else first
            elif first == at and (p.lower[at] in _DROPPED or p.lower[at] == "-"):
                first = at + 1
        return Nominal(min(first, start), head, head, type_, noun, is_definite)

    def _is_before(self, at: int, head: int) -> bool:
        """Whether a token stands before a noun as a part of its phrase."""
        p, top, steps = self.parsed, at, 0
        while p.head[top] != head and steps < 6:
            if p.relation[top] not in _BEFORE and p.relation[top] not in _INNER:
                return False
            top, steps = p.head[top], steps + 1
        return p.head[top] == head and p.relation[top] in _BEFORE and top < head

    def _last(self, at: int, noun: str) -> int:
        """Take in the place after "of": "Government of the DPRK"."""
        p = self.parsed
        if self.nouns[noun] not in ("public_body", "organization", "facility") or p.lower[at + 1 : at + 2] != ["of"]:
            return at
        after = at + 3 if p.lower[at + 2 : at + 3] == ["the"] else at + 2
        name = self.covered.get(after)
        return name.last if name is not None and name.type == "place" and name.first == after else at

    def _is_idle(self, one: Nominal, start: int) -> bool:
        """Whether a singular stands without any article and names nothing: "in prison", "Facilitator for ..."."""
        p = self.parsed
        if p.tag[one.head] != "NN" or one.is_definite or one.noun in load_set("collective_noun"):
            return False
        has_article = any(p.relation[at] in ("det", "poss", "nummod", "predet") for at in p.children[one.head])
        is_alone = one.first == start == one.head
        return not has_article and (p.relation[one.head] == "ROOT" or (is_alone and p.relation[one.head] in _BARE))


def _singular(lower: str) -> str:
    """Undo the plural where the tagger took the word for a name, which keeps its form."""
    if lower.endswith("ies"):
        return lower[:-3] + "y"
    return lower[:-1] if lower.endswith("s") and not lower.endswith("ss") else lower
