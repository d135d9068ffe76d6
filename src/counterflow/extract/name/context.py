"""What stands around a name tells what it names: "near X", "Gen. X", "the company X", "the X called at".

The language model knows few names of this field and takes a town for a person; the words around a name say it better.
The same words name the same thing, so what one place in a text tells counts for all of them.
"""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Iterable, Sequence

from counterflow.extract.lexica import any_of, load_map, load_set, load_terms
from counterflow.extract.name.candidate import Candidate, type_of_name
from counterflow.extract.name.gazetteer import look_up

BEFORE_CHARS = 64
AFTER_CHARS = 56
"""How far around a name is looked."""

_COMPASS = r"(?:north|south|east|west|north-?east|north-?west|south-?east|south-?west)(?:ern)?"
_PLACE_NOUN = (
    r"(?:city|town|village|hamlet|province|district|governorate|region|county|municipality|island|peninsula|prefecture|"
    r"oblast|suburb|area|neighbou?rhood|port|valley|harbou?r|settlement|enclave)"
)
_PLACE_BEFORE = re.compile(
    rf"(?:\b(?:near|outside)|\b{_PLACE_NOUN}s?\s+of|\b{_COMPASS}\s+(?:and\s+{_COMPASS}\s+)?of|\bcapital(?:,|\s+of)?"
    r"|\b(?:suburbs?|outskirts|liberation|battle|siege|residents?|governor|mayor)\s+of|\bPOB:?|\b[Pp]lace\s+of\s+birth:?"
    r"|\b(?:located|based|situated|born|reside[sd]?|residing|live[sd]?|living|headquartered|detained|moored|stationed|docked"
    r"|berthed|anchored|hails?|native)\s+(?:in|at|near|from|of|off)"
    r"|\b(?:bound|destined)\s+for|\ben\s+route\s+to|\b(?:sail|flew|fly|flown|travel|journey|return|deport)\w*\s+(?:[a-z]+\s+){0,3}?"
    r"(?:to|from|for|via))\s+(?:the\s+)?$"
)
_IN_BEFORE = re.compile(r"\b(?:[Ii]n|[Aa]round|[Aa]cross|[Tt]hroughout|into|via)\s+(?P<article>the\s+)?$")
_LIST_BEFORE = re.compile(
    r"\b(?:in|near|around|across|(?:areas?|cities|towns|villages|provinces|districts)\s+of)\s+(?:[A-Z][\w'-]+(?:\s[A-Z][\w'-]+)?(?:,\s+|\s+)(?:and\s+)?){1,5}$"
)
_SHARE_BEFORE = re.compile(
    r"\b(?:interests?|holdings?|shares?|stakes?|invest\w*|shareholders?|partners?|position|role|trust|faith|confidence|involved"
    r"|participat\w+|member\w*|officer|functions?|rank\w*)\s+(?:in|into)\s+(?:the\s+)?$"
)
_PLACE_AFTER = re.compile(
    rf"\s+(?-i:{_PLACE_NOUN})\b|,\s+(?:an?|the)\s+(?:[\w-]+\s+){{0,3}}(?-i:{_PLACE_NOUN}|capital)\b"
)
_COUNTRY_AFTER = re.compile(r",\s+(?P<country>[A-Z][\w.]+(?:\s+[A-Z][\w.]+){0,2})")
_MOTION_BEFORE = re.compile(
    r"\b(?:carr(?:y|ied|ies|ying)|ship\w*|flew|flown|fly|go(?:es|ing)?|went|c[oa]me|coming|moved?|took|taken|arriv\w+|cargo|route|road"
    r"|way|voyage|trip|flights?|reach\w*|sale|sold)\b[^.;,()]{0,24}\s(?:to|from|at|reached)\s+$|\breached\s+$"
)
_AT_BEFORE = re.compile(
    r"\b(?:built|kept|held|stored|produced|made|tested|enriched|site|plant|base|camp|hidden|seized)\s+(?:at|in)\s+$"
)
_PERSON_AFTER = re.compile(
    r",\s+\d{1,2},|,?\s+(?:who|whose|whom)\b|'s\s+(?:wife|husband|brother|sister|son|daughter|father|mother|family|uncle|aunt|cousin"
    r"|nephew|niece|widow|lawyer|deputy|predecessor|successor|conviction|arrest|death|birth)\b"
    r"|\s+(?:was|were)\s+(?:born|married|sentenced|convicted|jailed|promoted|re-?elected)\b|\s*\((?:born|b\.|age)\s"
    r"|\s+(?:regime|family|brothers|sisters|clan)\b|,\s+(?:his|her)\s+(?:wife|brother|son|father)\b"
)
_SPEECH_AFTER = re.compile(r"(?:,?\"?)?\s+(?:said|told|added|explained|replied|testified|recalled)\b")
_RELATIVE_BEFORE = re.compile(
    r"\b(?:wife|husband|brother|sister|son|daughter|father|mother|uncle|nephew|businessman|businesswoman|defector|dissident"
    r"|journalist|banker|national|citizen|smuggler|trafficker|courier|financier|scientist|spokesman|spokeswoman|spokesperson"
    r"|nickname|alias)\s*,?\s+$"
)
_COMPANY_BEFORE = re.compile(
    r"\b(?:compan(?:y|ies)|firm|conglomerate|corporation|airline|shipper|manufacturer|trader|brokerage|subsidiary\s+of"
    r"|subsidiaries\s+of|CEO\s+of|chief\s+executive\s+(?:officer\s+)?of|shareholders?\s+(?:of|in)|stakes?\s+in|shares\s+(?:of|in)"
    r"|employees?\s+of|board\s+of\s+directors\s+of|owner\s+of|network\s+of)\s+(?:the\s+)?$"
)
_GROUP_AFTER = re.compile(r"\s+(?:network|syndicate|cartel|fleet|foundation|conglomerate|militia)\b")
_SHIP_AFTER = re.compile(
    r"(?:,\s+(?:which|then)\s+)?\s*(?:called\s+at|(?:had\s+|has\s+)?(?:sailed|docked|berthed|anchored|moored)\b|ran\s+aground|loaded\b|was\s+boarded\b"
    r"|(?:\s*,\s*which\s+)carried\b)"
)
_SHIP_BEFORE = re.compile(
    r"\b(?:aboard|on\s+board|crew\s+(?:members?\s+)?of|master\s+of|captain\s+of|hull\s+of|cargo\s+of|holds?\s+of|decks?\s+of"
    r"|voyages?\s+of|passage\s+of|sinking\s+of|wreck\s+of|board|seize|seized|boarded)\s+the\s+$"
)
_KUNYA = re.compile(r"Abu\s+[A-Z]|Umm\s+[A-Z]|(?:[A-Z][\w'-]+\s+)+(?:al|Al|el|El|bin|ibn|ul|ur|as|ad)[\s-][A-Z]")
_SLAVIC = re.compile(r"(?:enko|ovich|evich|shvili|ov|ova|ev|eva|sky|skaya|skiy)$")
"""Ends of surnames; weak, because towns end so too."""
_WEAK_TITLES = frozenset(
    [
        "General",
        "Major",
        "Chief",
        "Former",
        "Deputy",
        "Brother",
        "King",
        "Prince",
        "Queen",
        "Consul",
        "Leader",
        "Director",
    ]
)
_AL = re.compile(r"^(?:[Aa]l|[Ee]l|[Aa]sh|[Aa]s|[Aa]r|[Aa]n|[Aa]d)-(?=[A-Z])")
_STATES = frozenset(["place", "group"])


@functools.cache
def _title_before() -> re.Pattern[str]:
    titles = [title for title in load_terms("title") if title not in _WEAK_TITLES]
    titles += [title.upper() for title in titles if title.isalpha()]
    return re.compile(rf"(?<![\w-])(?:{any_of(titles)})\s+$")


@functools.cache
def _ship_apposed() -> re.Pattern[str]:
    """Match ", a single-hull ship of", "(IMO 8905490)" behind a name."""
    words = any_of(term for term in load_terms("vessel_trigger") if term.islower() and not term.endswith("s"))
    return re.compile(
        rf",\s+(?:an?|the)\s+(?:[\w-]+\s+){{0,3}}{words}\b|,?\s*\(?IMO\b(?!\s+(?:member|resolution|conven))"
    )


def by_context(folded: str, candidates: Sequence[Candidate]) -> list[Candidate]:
    """Give the language model's candidates the type that their surroundings tell, the same for the same words."""
    surnames = _surnames(folded, candidates)
    told: dict[str, Counter[str]] = {}
    for one in candidates:
        text = folded[one.start : one.end]
        if one.rank == 1 and look_up(text) is None:
            told.setdefault(text, Counter()).update(_told(folded, one, text))
    types = {text: _decide(text, count, surnames) for text, count in told.items()}
    retyped = []
    for one in candidates:
        type_ = types.get(folded[one.start : one.end]) if one.rank == 1 else None
        retyped.append(one if type_ is None or not _may_become(one.type, type_) else one._replace(type=type_))
    return retyped


def _surnames(folded: str, candidates: Iterable[Candidate]) -> frozenset[str]:
    """Give the last words of the persons' full names."""
    names = (folded[one.start : one.end].split() for one in candidates if one.type == "person")
    last = {words[-1] for words in names if len(words) > 1}
    last |= {bare for name in last if (bare := _AL.sub("", name)) != name}
    return frozenset(name for name in last if name[:1].isupper())


def _told(folded: str, one: Candidate, text: str) -> list[str]:
    """List what the words around one candidate say that it is; stronger signs count more."""
    before, after = folded[max(0, one.start - BEFORE_CHARS) : one.start], folded[one.end : one.end + AFTER_CHARS]
    told = []
    is_owner = after.startswith("'")
    if _title_before().search(before) is not None or _RELATIVE_BEFORE.search(before) is not None:
        told += ["person"] * 4
    if _PERSON_AFTER.match(after) is not None:
        told += ["person"] * 3
    if _SPEECH_AFTER.match(after) is not None and one.type in _STATES:
        told += ["person"] * 2
    if _KUNYA.match(text) is not None or (" " not in text and _SLAVIC.search(text) is not None):
        told.append("person")
    first, *others = text.split()
    if len(others) > 0 and first in load_set("given_name") and not text.isupper():
        told += ["person"] * 2
    if _COMPANY_BEFORE.search(before) is not None:
        told += ["company"] * 3
    if _GROUP_AFTER.match(after) is not None and before.endswith("the "):
        told += ["organization"] * 3
    if _ship_apposed().match(after) is not None:
        told += ["vessel"] * 4
    if before.endswith("the ") and (_SHIP_AFTER.match(after) is not None or _SHIP_BEFORE.search(before) is not None):
        told += ["vessel"] * 3
    if _PLACE_AFTER.match(after) is not None or (_PLACE_BEFORE.search(before) is not None and not is_owner):
        told += ["place"] * 4
    elif _is_located(before, after, one) and not is_owner:
        told += ["place"] * 2
    return told


def _is_located(before: str, after: str, one: Candidate) -> bool:
    inside = _IN_BEFORE.search(before)
    if inside is not None and inside["article"] is None and _SHARE_BEFORE.search(before) is None:
        return True
    if _LIST_BEFORE.search(before) is not None and one.type != "organization":
        return before.rstrip().endswith((",", " and"))
    if _AT_BEFORE.search(before) is not None or (
        one.type != "organization" and _MOTION_BEFORE.search(before) is not None
    ):
        return True
    country = _COUNTRY_AFTER.match(after)
    listed = None if country is None else look_up(country["country"])
    return (
        listed is not None and listed.type == "place" and re.search(r"\b(?:in|at|from|to|of)\s+$", before) is not None
    )


def _decide(text: str, told: Counter[str], surnames: frozenset[str]) -> str | None:
    if text in surnames:
        told["person"] += 3
    if len(told) == 0 or type_of_name(text) is not None:
        return None
    (first, most), *others = told.most_common(2)
    return None if len(others) > 0 and others[0][1] == most else first


def _may_become(type_: str, told: str) -> bool:
    if type_ == "document":
        return False
    return not (told == "place" and type_ == "facility") and not (told == "company" and type_ == "public_body")


def find_surnames(folded: str, chosen: Sequence[Candidate]) -> list[Candidate]:
    """Find the surnames of persons named in full where they stand alone: "Votel" after "Joseph Votel"."""
    surnames = []
    for name in _surnames(folded, chosen):
        is_word = name.lower() in load_set("closed_class") or name in load_map("organization_head")
        is_taken = look_up(name) is not None or name in load_set("korean_surname") or len(name) < 4
        if not is_word and not is_taken and name.replace("-", "").replace("'", "").isalpha():
            surnames.append(name)
    if len(surnames) == 0:
        return []
    pattern = re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, sorted(surnames)))})(?![\w-])(?!\s[A-Z])")
    return [Candidate(*match.span(), "person", 2) for match in pattern.finditer(folded)]
