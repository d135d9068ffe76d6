"""A span that may be a name, and what its own words say of it."""

from __future__ import annotations

import functools
import re
from typing import NamedTuple

from counterflow.extract.lexica import load_map, load_set, load_terms
from counterflow.extract.name.gazetteer import look_up


class Candidate(NamedTuple):
    """A span that may be a name, and what it would name."""

    start: int
    end: int
    type: str
    rank: int
    """0: its own words prove it; 1: likely."""


CAPITAL = r"[A-Z\u00c0-\u00de]"
WORD = rf"{CAPITAL}[\w&'/-]*"
"""Regular expression of a capitalised word."""
CAPITALISED = rf"{WORD}|[A-Z]\."

QUALIFIER = re.compile(
    r"[\w.]+-(?:listed|designated|sanctioned|based|owned|controlled|led|backed|affiliated|linked)\s+(?=[A-Z])"
)
"""What qualifies a name and is no part of it: "EU-listed"."""


def strip_lead(text: str, start: int, end: int) -> tuple[int, int]:
    """Leave out what stands before a name by the rules of sentences: closed-class words, roles, "North Korea's"."""
    while True:
        phrase = text[start:end]
        match = re.match(r"[\w'./-]+\s+", phrase)
        if match is None:
            return start, end
        word = match[0].strip()
        owner = re.match(rf"(?:{CAPITALISED})(?:\s+(?:{CAPITALISED}))*?'s\s+", phrase)
        if owner is not None and look_up(owner[0].rstrip().removesuffix("'s")) is not None:
            start += owner.end()
        elif (
            word.lower() in load_set("closed_class") or word in load_set("title") or QUALIFIER.match(phrase) is not None
        ):
            start += match.end()
        else:
            return start, end


@functools.cache
def type_of_name(name: str) -> str | None:
    """Tell the type of an organization, facility or document by the words of its name; None when they do not tell."""
    plain = re.sub(r"\s+", " ", name)
    if any(plain.endswith((" " + term, ", " + term)) for term in load_terms("legal_form")):
        return "company"
    stem = re.split(r"\s(?:of|for|on|to|in)\s", plain, maxsplit=1)[0].split()
    if len(stem) == 0:
        return None
    for lexicon, type_ in (("document_head", "document"), ("facility_head", "facility")):
        if len(stem) > 1 and stem[-1] in load_set(lexicon):
            return type_
    words = [word.capitalize() if word.isupper() else word for word in stem]
    heads = [load_map("organization_head")[word] for word in words if word in load_map("organization_head")]
    if len(heads) == 0 and len(words) > 1 and words[-1] in load_set("company_word"):
        return "company"
    return heads[-1] if len(heads) > 0 else None
