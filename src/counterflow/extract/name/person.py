"""Persons by the form of their names, and what the narratives of lists mark as names."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from counterflow.extract.lexica import any_of, load_set, load_terms
from counterflow.extract.name.candidate import Candidate, strip_lead, type_of_name

_SYLLABLE = (
    r"(?:kk?|gg?|n|dd?|tt?|r|l|m|bb?|pp?|ss?|sh|jj?|ch|h|y|w|kw|gw|hw|ky|gy|ny|ry|ly|my|by|py|hy)?"
    r"(?:yae|yeo|ae|ya|eo|oe|wa|wae|wo|weo|we|wi|yu|yo|ye|eu|ui|oo|ou|ee|oh|uh|a|e|i|o|u)(?:ng|n|k|l|m|p|b|t|g|h|r|ck)?"
)
_GIVEN = rf"(?=[A-Z])(?i:{_SYLLABLE})"


@functools.cache
def _korean() -> re.Pattern[str]:
    surnames = any_of([*load_terms("korean_surname"), *(term.upper() for term in load_terms("korean_surname"))])
    return re.compile(
        rf"(?<![\w'-])(?:{surnames})\s+(?:{_GIVEN}(?:\s*-\s?(?i:{_SYLLABLE})|\s+{_GIVEN})|{_GIVEN}'?(?i:{_SYLLABLE}))(?![\w'-]\w)(?!\w)"
    )


def find_koreans(text: str) -> Iterator[Candidate]:
    """Find Korean names: a surname and two syllables."""
    for match in _korean().finditer(text):
        words = re.split(r"[\s-]+", match[0])
        if len(words) == 3 and not any(word.lower() in load_set("closed_class") for word in words[1:]):
            yield Candidate(*match.span(), "person", 1)


_PERSON_WORD = r"(?:[A-Z][\w'-]*|al-[A-Z][\w'-]*)"
_LISTED_PERSON = re.compile(
    rf"(?<![\w'-])(?P<name>{_PERSON_WORD}(?:\s+(?:(?:al|bin|ibn|ul|ould)\s+)?{_PERSON_WORD}){{0,6}})\s\([A-Z]{{2}}i\.\d{{3}}\b"
)
_RELATIVE = re.compile(
    rf"\b(?i:father|mother|wife|husband|brother|sister|son|daughter|grandfather)(?:'s|s')?\s+(?i:name)(?:\s+is|:)\s+"
    rf"(?P<name>{_PERSON_WORD}(?:\s+(?:(?:al|bin|ibn|ul|ould)\s+)?{_PERSON_WORD}){{0,6}})"
)


def find_listed_persons(text: str) -> Iterator[Candidate]:
    """Find what lists name as persons: before the UN's reference (QDi.263), and "Father's name is"."""
    for pattern in (_LISTED_PERSON, _RELATIVE):
        for match in pattern.finditer(text):
            start, end = strip_lead(text, *match.span("name"))
            yield Candidate(start, end, "person", 0)


_PATRONYMIC = re.compile(
    r"(?<![\w'-])[A-Z][\w'-]+\s+[A-Z][\w'-]*(?:[oe]vich|[oe]vna|ichna|[oe]vych|[iy]ivna)\s+[A-Z][\w'-]+"
    r"|(?<![\w'-])[A-Z][\w'-]+\s+[A-Z][\w'-]+\s+[A-Z][\w'-]*(?:ovich|evich|ovna|evna)(?![\w-])"
)
_NICKNAME = re.compile(
    r"(?:\b[AaFf]\.?[Kk]\.?[Aa]\.?|\balias|\bnicknamed|\bknown\s+as)\s+\"(?P<name>[A-Z][^\"\n;]{1,40}?)[.,]?\""
)


def find_patronymics(text: str) -> Iterator[Candidate]:
    """Find persons by a Slavic patronymic, and what a text gives in quotes as somebody's other name."""
    for match in _PATRONYMIC.finditer(text):
        start, end = strip_lead(text, *match.span())
        yield Candidate(start, end, "person", 0)
    for match in _NICKNAME.finditer(text):
        yield Candidate(*match.span("name"), type_of_name(match["name"]) or "person", 0)


_LINKED = re.compile(r"\bLinked To:\s+(?P<name>[^;\n]+?)(?=\.?\s*(?:;|$|\n))")
_BIRTH_PLACE = re.compile(r"(?<![\w.])POB\s+(?P<places>[^;\n]+?)(?=\.?\s*(?:;|$|\n))")
_QUOTED_ALIAS = re.compile(r"\b[af]\.k\.a\.,?\s+'(?P<name>[^'\n;]{2,60})'")


def find_listed_ties(text: str) -> Iterator[Candidate]:
    """Find what the remarks of OFAC's list mark: "Linked To: ", the place of birth, an alias in quotes."""
    if ";" not in text and "Linked To:" not in text:
        return
    for match in _LINKED.finditer(text):
        is_person = re.fullmatch(r"[A-Z' -]+,\s+[A-Z][a-z].*", match["name"]) is not None
        yield Candidate(
            *match.span("name"), "person" if is_person else type_of_name(match["name"]) or "organization", 0
        )
    for match in _BIRTH_PLACE.finditer(text):
        for place in re.finditer(r"[^,]+", match["places"]):
            name = place[0].strip()
            start = match.start("places") + place.start() + place[0].index(name)
            if name != "" and name[0].isupper():
                yield Candidate(start, start + len(name), "place", 0)
    for match in _QUOTED_ALIAS.finditer(text):
        yield Candidate(*match.span("name"), "person", 1)
