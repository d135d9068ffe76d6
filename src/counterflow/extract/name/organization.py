"""Organizations, offices, military units and facilities that their own words give away."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from counterflow.extract.lexica import any_of, load_map, load_set, load_terms
from counterflow.extract.name.candidate import CAPITAL, CAPITALISED, WORD, Candidate, strip_lead, type_of_name
from counterflow.extract.name.gazetteer import look_up


@functools.cache
def _office() -> re.Pattern[str]:
    words = any_of(load_map("numbered_office"))
    # "General Bureau 39" keeps its capitalised words; "11th Bureau" and "Third Floor" are numbered before.
    return re.compile(rf"\b(?P<word>{words})\s+(?:(?:No|Number|Nr)\.?\s*|#)?(?P<number>\d{{1,5}})(?![\w%])(?!,\d|\.\d)")


def find_offices(text: str) -> Iterator[Candidate]:
    """Find numbered offices: "Bureau 39"."""
    for match in _office().finditer(text):
        yield Candidate(*match.span(), load_map("numbered_office")[match["word"]], 0)


_ORDINAL = r"(?:\d{1,3}(?:st|nd|rd|th)|First|Second|Third|Fourth|Fifth|Sixth|Seventh|Eighth|Ninth|Tenth)"


@functools.cache
def _unit() -> re.Pattern[str]:
    return re.compile(
        rf"(?<![\w-]){_ORDINAL}\s+(?:{WORD}\s+(?:and\s+(?={CAPITAL}))?){{0,5}}(?:{any_of(load_terms('military_unit'))})(?![\w-])"
    )


def find_units(text: str) -> Iterator[Candidate]:
    """Find units of armed forces by their number: "64th Motor Rifle Brigade"."""
    for match in _unit().finditer(text):
        yield Candidate(*match.span(), "organization", 0)


@functools.cache
def _organization() -> re.Pattern[str]:
    heads = any_of(load_map("organization_head"))
    legal = any_of(load_terms("legal_form"))
    return re.compile(
        rf"(?<![\w'.-])(?:(?:{CAPITALISED})\s+(?:(?:and|&)\s+(?={WORD}\s+(?:{heads})\b))?){{0,7}}(?P<head>{heads})(?![\w'-])"
        rf"(?:,?\s+(?:{legal})(?![\w]))?"
        rf"(?P<of>(?:\s+(?:of|for)\s+(?P<the>the\s+)?(?P<object>{WORD}(?:\s+{WORD}){{0,5}}(?:\s+(?:and|&)\s+{WORD}"
        rf"(?!\s+(?:was|is|has|were)\b))?(?:\s+of\s+{WORD}(?:\s+{WORD}){{0,3}})?))?)"
    )


@functools.cache
def _facility() -> re.Pattern[str]:
    return re.compile(rf"(?<![\w'-])(?:{WORD}\s+){{1,4}}(?:{any_of(load_terms('facility_head'))})(?![\w'-])")


def find_facilities(text: str) -> Iterator[Candidate]:
    """Find facilities by the word that heads their name."""
    for match in _facility().finditer(text):
        start, end = strip_lead(text, *match.span())
        if len(text[start:end].split()) > 1:
            yield Candidate(start, end, "facility", 1)


@functools.cache
def _legal_name() -> re.Pattern[str]:
    legal = any_of(term for term in load_terms("legal_form") if len(term) > 2)
    return re.compile(
        rf"(?<![\w'-])(?:{WORD}\s+(?:(?:and|&)\s+)?){{1,7}}(?:\([A-Z][\w ]+\)\s+)?(?:,\s*)?(?:{legal})(?![\w])"
    )


_LEGAL_FIRST = re.compile(
    rf"(?<![\w'-])(?:LLC|JSC|OJSC|PJSC|CJSC|OOO|OAO|ZAO|AO|PAO|FGUP|FSUE|UAB|PT)\s+(?:(?P<quote>[\"'])[^\"'\n]{{2,80}}(?P=quote)"
    rf"|{WORD}(?:\s+(?:(?:and|&)\s+)?{WORD}){{0,4}}(?:\s+(?:of|for)\s+(?:the\s+)?{WORD}(?:\s+{WORD}){{0,3}})?)"
)


def find_legal_forms(text: str) -> Iterator[Candidate]:
    """Find companies whose legal form stands first, as in Russian: "OJSC Planar"."""
    for match in _LEGAL_FIRST.finditer(text):
        yield Candidate(*match.span(), "company", 0)


@functools.cache
def _body() -> re.Pattern[str]:
    return re.compile(
        rf"\b[Tt]he\s+(?P<name>{any_of(load_terms('definite_body'))})(?![\w-])(?!\s+(?:of|for|on)\b)(?!\s+[A-Z])"
        r"|(?<=[a-z,] )(?P<coalition>Coalition)(?=\s+[a-z])"
    )


def find_bodies(text: str) -> Iterator[Candidate]:
    """Find bodies named by one capitalised word, as a short form: "the Panel"."""
    if text.isupper() or text.istitle():
        return
    heads = load_map("organization_head")
    for match in _body().finditer(text):
        name = "name" if match["name"] is not None else "coalition"
        yield Candidate(*match.span(name), heads.get(match[name].split()[-1], "organization"), 1)


def find_organizations(text: str) -> Iterator[Candidate]:
    """Find organizations by the word that heads their name, or a legal form at its end."""
    heads = load_map("organization_head")
    for match in _legal_name().finditer(text):
        start, end = strip_lead(text, *match.span())
        if len(text[start:end].split()) > 1:
            yield Candidate(start, end, "company", 1)
    for match in _organization().finditer(text):
        end = match.end()
        is_other = match["object"] is not None and match["the"] is not None and _has_head(match["object"])
        if is_other or (match["object"] is not None and _has_role(match["object"])):
            end = match.start("of")
        for start, stop in _owners(text, *strip_lead(text, match.start(), end)):
            if len(text[start:stop].split()) > 1 and not text[start:stop].isupper():
                yield Candidate(start, _with_country(text, start, stop), heads[match["head"]], 1)


def _owners(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Part two organizations of which one is the other's: "Ministry of Finance's Office of Customs"."""
    owner = re.search(r"'s\s+(?=[A-Z])", text[start:end])
    left = "" if owner is None else text[start : start + owner.start()]
    if owner is not None and (look_up(left) is not None or type_of_name(left) is not None):
        yield start, start + len(left)
        start += owner.end()
    yield start, end


_OF_COUNTRY = re.compile(r"\s+of\s+(?:the\s+)?(?P<country>[A-Z][\w']+(?:\s+[A-Z][\w']+){0,2})")


def _with_country(text: str, start: int, end: int) -> int:
    """Take the country that ends the name of a ministry: "Ministry of Defence of the Russian Federation"."""
    match = _OF_COUNTRY.match(text, end)
    if match is None or " of " not in text[start:end]:
        return end
    listed = look_up(match["country"])
    return match.end() if listed is not None and listed.key.startswith("country:") else end


def _has_head(phrase: str) -> bool:
    return any(word in load_map("organization_head") for word in phrase.split())


def _has_role(phrase: str) -> bool:
    return phrase.split(maxsplit=1)[0] in load_set("title")
