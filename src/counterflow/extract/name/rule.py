"""Names that their own words give away: numbered offices, vessels, resolutions, organizations, Korean names.

The language model misses most of these; each rule rests on a lexicon.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from typing import NamedTuple

from counterflow.extract.lexica import any_of, load_map, load_set, load_terms
from counterflow.extract.name.gazetteer import look_up


class Candidate(NamedTuple):
    """A span that may be a name, and what it would name."""

    start: int
    end: int
    type: str
    rank: int
    """0: its own words prove it; 1: likely."""


_CAPITAL = r"[A-Z\u00c0-\u00de]"
WORD = rf"{_CAPITAL}[\w&'/-]*"
"""Regular expression of a capitalised word."""


def find_by_rule(text: str) -> Iterator[Candidate]:
    """Find names by rule in a folded run of text."""
    for find in (
        *(
            _offices,
            _units,
            _vessels,
            find_references,
            _titles,
            _organizations,
            _legal_first,
            _bodies,
            _facilities,
            _koreans,
        ),
        *(_patronymics, _listed_persons, _listed_ties),
    ):
        for one in find(text):
            owner = re.search(r"(?<!\w)'[^']*'$|(?P<owner>'s?$)", text[one.start : one.end])
            is_cut = owner is not None and owner["owner"] is not None
            yield one._replace(end=one.start + owner.start()) if owner is not None and is_cut else one


@functools.cache
def _office() -> re.Pattern[str]:
    words = any_of(load_map("numbered_office"))
    # "General Bureau 39" keeps its capitalised words; "11th Bureau" and "Third Floor" are numbered before.
    return re.compile(rf"\b(?P<word>{words})\s+(?:(?:No|Number|Nr)\.?\s*|#)?(?P<number>\d{{1,5}})(?![\w%])(?!,\d|\.\d)")


def _offices(text: str) -> Iterator[Candidate]:
    for match in _office().finditer(text):
        yield Candidate(*match.span(), load_map("numbered_office")[match["word"]], 0)


_ORDINAL = r"(?:\d{1,3}(?:st|nd|rd|th)|First|Second|Third|Fourth|Fifth|Sixth|Seventh|Eighth|Ninth|Tenth)"


@functools.cache
def _unit() -> re.Pattern[str]:
    return re.compile(
        rf"(?<![\w-]){_ORDINAL}\s+(?:{WORD}\s+(?:and\s+(?={_CAPITAL}))?){{0,5}}(?:{any_of(load_terms('military_unit'))})(?![\w-])"
    )


def _units(text: str) -> Iterator[Candidate]:
    """Find units of armed forces by their number: "64th Motor Rifle Brigade"."""
    for match in _unit().finditer(text):
        yield Candidate(*match.span(), "organization", 0)


_SHIP_WORD = rf"(?:{_CAPITAL}[\w'-]*|\d{{1,4}}|[IVX]+)"
_SHIP_NAME = rf"{_CAPITAL}[\w'-]*(?:\s+{_SHIP_WORD}){{0,4}}"


@functools.cache
def _vessel() -> re.Pattern[str]:
    words = any_of(term for term in load_terms("vessel_trigger") if term not in load_set("vessel_prefix"))
    return re.compile(
        rf"(?:(?<![\w-])(?:(?i:{words})|(?P<prefix>{any_of(load_terms('vessel_prefix'))}))\s+"
        rf"(?:(?:named|called|known\s+as)\s+)?(?:the\s+)?(?:(?:{any_of(load_terms('vessel_prefix'))})\s+)?)"
        rf"[\"']?(?P<name>{_SHIP_NAME})"
    )


@functools.cache
def _vessel_after() -> re.Pattern[str]:
    words = any_of(term for term in load_terms("vessel_trigger") if term.islower() and not term.endswith("s"))
    return re.compile(
        rf"(?<![\w-])(?:The\s+)?(?P<name>{_SHIP_NAME})"
        rf"(?:(?:\s*\((?:IMO|ex)[^)]*\))?,\s+(?:an?|the)\s+(?:[\w-]+\s+){{0,3}}(?:{words})\b"
        r"|,?\s*\(?(?:IMO|MMSI)(?:\s+(?:number|no\.?|#))?:?\s*\d{7})"
    )


@functools.cache
def _vessel_of() -> re.Pattern[str]:
    return re.compile(
        r"\b(?:[Ss]hip|[Vv]essel)(?:\s+(?:and|or)\s+[a-z]+)?\s+(?:manager|owner|operator|master|captain)\s+of\s+(?:the\s+)?"
        rf"(?P<name>{_SHIP_NAME})"
    )


@functools.cache
def _vessel_sign() -> re.Pattern[str]:
    words = {
        term.lower().rsplit(maxsplit=1)[-1].removesuffix("s") for term in load_terms("vessel_trigger") if term.islower()
    }
    return re.compile(
        rf"{any_of(words)}|\b(?:{any_of(term.lower() for term in load_terms('vessel_prefix'))}|mt|imo|mmsi)\b"
    )


def _vessels(text: str) -> Iterator[Candidate]:
    if _vessel_sign().search(text.lower()) is None:
        return
    for pattern in (_vessel(), _vessel_after(), _vessel_of()):
        for match in pattern.finditer(text):
            name = re.sub(r"\s+(?:IMO|MMSI|ID)\b.*$", "", match["name"])
            if is_ship_name(name):
                yield Candidate(match.start("name"), match.start("name") + len(name.removesuffix("'s")), "vessel", 0)
            end = match.end("name")
            other = (
                _NEXT_SHIP.match(text, end)
                if text[match.start() : match.start("name")].rstrip().endswith("s")
                else None
            )
            while other is not None and is_ship_name(other["name"]):
                yield Candidate(*other.span("name"), "vessel", 0)
                other = _NEXT_SHIP.match(text, other.end())


_NEXT_SHIP = re.compile(rf"(?:,\s+(?:and\s+)?|\s+and\s+)(?:the\s+)?[\"']?(?P<name>{_SHIP_NAME})")


def is_ship_name(name: str) -> bool:
    """Whether capitalised words after a word for a vessel can be its name, and no country, title or identifier."""
    first = name.split(maxsplit=1)[0].removesuffix("'s")
    is_listed = look_up(name) is not None or look_up(first) is not None
    words = {word.lower() for word in (*load_terms("title"), *load_terms("not_a_name"))}
    return not is_listed and first.lower() not in words | load_set("closed_class") and len(name) > 2


_RESOLUTION = re.compile(
    # Written small, "Security Council resolution 1718" is a body and its resolution.
    r"\b(?:(?:(?:United\s+Nations|UN|U\.N\.)\s+)?(?:Security\s+Council\s+)?(?:Resolutions?|RESOLUTIONS?)|resolutions?|UNSCRs?|UNSC\s+[Rr]esolutions?)"
    r"\s+(?:No\.?\s*)?\d{1,4}(?:\s?\(\d{4}\))?"
)
_LISTED_RESOLUTION = re.compile(r"\b\d{3,4}\s?\((?:19|20)\d\d\)")
_ORDER = re.compile(
    r"\b(?:Executive\s+Order(?:\s+\(E\.?O\.?\))?|E\.O\.|Council\s+(?:Decision|Regulation)(?:\s+\((?:EU|EC|CFSP)\))?)\s+(?:No\.?\s*)?\d[\d/]*(?:/[A-Z]+)?"
)


_CODE_OF_LAW = re.compile(
    r"\b\d{1,2}\s+(?:C\.F\.R\.|CFR|U\.S\.C\.|USC)\s+(?:(?:[Pp]arts?|[Ss]ections?|§+)\s*)?\d+[\d.]*(?<!\.)(?:\([a-z0-9]\))*"
    r"(?:,\s+appendix\s+[A-Z]\b)?"
)


_YEARLY = re.compile(
    rf"\b(?:19|20)\d\d\s+(?:{WORD}\s+){{0,3}}(?:Report|Review|Assessment|Advisory|Strategy|Guidance)(?![\w-])"
)
_NUMBERED_COMMITTEE = re.compile(r"\b(?:UN\s+|UNSC\s+)?\d{3,4}\s+(?:Sanctions\s+)?Committee\b")
_REFERENCE_SIGN = re.compile(
    r"Committee|(?:19|20)\d\d\s+[A-Z]|[Rr]esolution|RESOLUTION|UNSC|Order|E\.O\.|Council|C\.?F\.?R|U\.?S\.?C|Act\s+of\s"
)
_ACT = re.compile(rf"(?<![\w'-])(?:{WORD}\s+(?:(?:and|of|on|for|the)\s+){{0,2}}){{1,7}}Act\s+of\s+(?:1[89]|20)\d\d\b")


def find_references(text: str) -> Iterator[Candidate]:
    """Find resolutions, orders and decisions that are named by their number; the year in one is no date."""
    if _REFERENCE_SIGN.search(text) is None:
        return
    for match in _NUMBERED_COMMITTEE.finditer(text):
        yield Candidate(*match.span(), "public_body", 0)
    for pattern in (_RESOLUTION, _ORDER, _CODE_OF_LAW, _YEARLY):
        for match in pattern.finditer(text):
            yield Candidate(*match.span(), "document", 0)
    for match in _ACT.finditer(text):
        start, end = strip_lead(text, *match.span())
        yield Candidate(start, end, "document", 0)
    if re.search("resolution|UNSCR", text, re.IGNORECASE) is not None:
        for match in _LISTED_RESOLUTION.finditer(text):
            yield Candidate(*match.span(), "document", 0)


_BOOK = re.compile(
    rf"\b(?:author\s+of|entitled|titled|book\s+called)\s+[\"']?"
    rf"(?P<title>{WORD}(?::?\s+(?:(?:a|an|and|at|by|for|from|in|of|on|or|the|to|with)\s+){{0,2}}{WORD}){{1,11}})"
)


def _titles(text: str) -> Iterator[Candidate]:
    for match in _BOOK.finditer(text):
        yield Candidate(*match.span("title"), "document", 1)
    heads = any_of(load_terms("document_head"))
    for match in re.finditer(rf"\b{WORD}(?:\s+(?:(?:of|for|on|and|the)\s+){{0,2}}{WORD}){{1,8}}(?<=\b)", text):
        title = re.match(rf".*\b(?:{heads})(?![\w'-])", match[0], re.DOTALL)
        if title is not None and len(title[0].split()) >= 2:
            start, end = strip_lead(text, match.start(), match.start() + len(title[0]))
            words = text[start:end].split()
            if len(words) >= 3 or (len(words) == 2 and words[1] == "Act"):
                yield Candidate(start, end, "document", 1)


_CAPITALISED = rf"{WORD}|[A-Z]\."


@functools.cache
def _organization() -> re.Pattern[str]:
    heads = any_of(load_map("organization_head"))
    legal = any_of(load_terms("legal_form"))
    return re.compile(
        rf"(?<![\w'.-])(?:(?:{_CAPITALISED})\s+(?:(?:and|&)\s+(?={WORD}\s+(?:{heads})\b))?){{0,7}}(?P<head>{heads})(?![\w'-])"
        rf"(?:,?\s+(?:{legal})(?![\w]))?"
        rf"(?P<of>(?:\s+(?:of|for)\s+(?P<the>the\s+)?(?P<object>{WORD}(?:\s+{WORD}){{0,5}}(?:\s+(?:and|&)\s+{WORD}"
        rf"(?!\s+(?:was|is|has|were)\b))?(?:\s+of\s+{WORD}(?:\s+{WORD}){{0,3}})?))?)"
    )


@functools.cache
def _facility() -> re.Pattern[str]:
    return re.compile(rf"(?<![\w'-])(?:{WORD}\s+){{1,4}}(?:{any_of(load_terms('facility_head'))})(?![\w'-])")


def _facilities(text: str) -> Iterator[Candidate]:
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


def _legal_first(text: str) -> Iterator[Candidate]:
    """Find companies whose legal form stands first, as in Russian: "OJSC Planar"."""
    for match in _LEGAL_FIRST.finditer(text):
        yield Candidate(*match.span(), "company", 0)


@functools.cache
def _body() -> re.Pattern[str]:
    return re.compile(
        rf"\b[Tt]he\s+(?P<name>{any_of(load_terms('definite_body'))})(?![\w-])(?!\s+(?:of|for|on)\b)(?!\s+[A-Z])"
        r"|(?<=[a-z,] )(?P<coalition>Coalition)(?=\s+[a-z])"
    )


def _bodies(text: str) -> Iterator[Candidate]:
    """Find bodies named by one capitalised word, as a short form: "the Panel"."""
    if text.isupper() or text.istitle():
        return
    heads = load_map("organization_head")
    for match in _body().finditer(text):
        name = "name" if match["name"] is not None else "coalition"
        yield Candidate(*match.span(name), heads.get(match[name].split()[-1], "organization"), 1)


def _organizations(text: str) -> Iterator[Candidate]:
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
        owner = re.match(rf"(?:{_CAPITALISED})(?:\s+(?:{_CAPITALISED}))*?'s\s+", phrase)
        if owner is not None and look_up(owner[0].rstrip().removesuffix("'s")) is not None:
            start += owner.end()
        elif (
            word.lower() in load_set("closed_class") or word in load_set("title") or QUALIFIER.match(phrase) is not None
        ):
            start += match.end()
        else:
            return start, end


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


def _koreans(text: str) -> Iterator[Candidate]:
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


def _listed_persons(text: str) -> Iterator[Candidate]:
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


def _patronymics(text: str) -> Iterator[Candidate]:
    """Find persons by a Slavic patronymic, and what a text gives in quotes as somebody's other name."""
    for match in _PATRONYMIC.finditer(text):
        start, end = strip_lead(text, *match.span())
        yield Candidate(start, end, "person", 0)
    for match in _NICKNAME.finditer(text):
        yield Candidate(*match.span("name"), type_of_name(match["name"]) or "person", 0)


_LINKED = re.compile(r"\bLinked To:\s+(?P<name>[^;\n]+?)(?=\.?\s*(?:;|$|\n))")
_BIRTH_PLACE = re.compile(r"(?<![\w.])POB\s+(?P<places>[^;\n]+?)(?=\.?\s*(?:;|$|\n))")
_QUOTED_ALIAS = re.compile(r"\b[af]\.k\.a\.,?\s+'(?P<name>[^'\n;]{2,60})'")


def _listed_ties(text: str) -> Iterator[Candidate]:
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
