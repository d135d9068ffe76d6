"""The language model's spans, made exact: articles, possessives, titles and line breaks off, junk out."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence

from counterflow.extract.lexica import any_of, load_map, load_set, load_terms
from counterflow.extract.name.candidate import QUALIFIER, Candidate, type_of_name
from counterflow.extract.name.gazetteer import look_up
from counterflow.extract.parse.language_model import Entity
from counterflow.extract.parse.passage import EMOJI, WRAP_CHARS

TYPES = {
    "PERSON": "person",
    "ORG": "organization",
    "GPE": "place",
    "LOC": "place",
    "FAC": "facility",
    "NORP": "group",
    "LAW": "document",
    "WORK_OF_ART": "document",
}
"""Type of a mention by the model's label; labels not named here are no names or too often wrong (PRODUCT, EVENT)."""

_EDGE = " \n\r\t\"'“”()[]{}<>.,;:!?*_#|/\\-–—•…&"
_LEAD = re.compile(r"(?:the|a|an|this|that|these|those|its|their|his|her|our|said|dubbed)\s+", re.IGNORECASE)
_PREPOSITION = re.compile(
    r"(?:Near|Outside|Inside|Around|Across|Throughout|Toward|Towards|Along|Beyond|Behind|Besides?|Despite|According\s+to|For|From|In|On|At"
    r"|By|With|Without|After|Before|Since|During|Under|Over|To|As|While|When|If|Like|Unlike|Among|Amid|Against|Also|But|Both|And|Or)\s+(?=\S)"
)
_HONORIFIC = re.compile(
    r"(?:Mr|Mrs|Ms|Mme|Dr|Gen|Col|Lt|Capt|Sgt|Maj|Adm|Prof|Sen)\.?\s+(?=[A-Z])|(?:MR|MRS|MS|DR)\.?\s+(?=[A-Z])"
)
_TAIL = re.compile(r"(?:'s|'|\s+(?:and|or|of|the|for|in|to|at|on|as|by|with|that|which|who))$")
_LOWER_TAIL = re.compile(r"\s+[a-z][^\WA-Z]*(?:['-][^\WA-Z]*)*$")
_ACRONYM = re.compile(r"[A-Z]{3,7}")
_HYPHENATED = re.compile(r"(?!-(?:based|led|backed|made|style|like|linked|related|controlled|owned)\b)(?:-\w+)+")
_WEB = re.compile(r"https?:|www\.|@|\.(?:com|org|net|gov|html?)\b|[{}=<>\\^~|]")


def clean_entity(text: str, entity: Entity) -> Iterator[Candidate]:
    """Turn one labelled span of a folded run into none, one or several candidates."""
    type_ = TYPES.get(entity.label)
    if type_ is None:
        return
    if _HONORIFIC.match(text, entity.start, entity.end) is not None:
        type_ = "person"
    for piece in _pieces(text, entity.start, entity.end, type_):
        start, end = _trim(text, *piece, type_)
        if start < end and is_name(text[start:end], type_):
            yield Candidate(start, end, _type(text[start:end], type_), 1)


_BREAK = re.compile(r"\s*[\n\r]\s*")
LONG_NAME_CHARS = 60
"""Longest name that a line may break in; what is longer is a heading and the line below it."""


def _is_wrap(text: str, at: int) -> bool:
    """Whether the break of line at `at` was made by wrapping: the line that it ends is full."""
    return at - (max(text.rfind("\n", 0, at), text.rfind("\r", 0, at)) + 1) >= WRAP_CHARS


def is_unbroken(text: str, start: int, end: int) -> bool:
    """Whether a name stands on one line, or a wrapped line breaks it once: "Security / Council"."""
    breaks = list(_BREAK.finditer(text, start, end))
    return len(breaks) == 0 or (
        len(breaks) == 1 and end - start <= LONG_NAME_CHARS and _is_wrap(text, breaks[0].start())
    )


def _pieces(text: str, start: int, end: int, type_: str) -> Iterator[tuple[int, int]]:
    """Split a span at line breaks, emoji, a parenthesis that it opens or closes alone, and in a list of persons."""
    span = text[start:end]
    cuts = [match.span() for match in re.finditer(r"[.,;]?\[\w{1,3}(?:\]|$)", span)]
    cuts += [match.span() for match in EMOJI.finditer(span)]
    cuts += [match.span() for match in _BREAK.finditer(span) if not _is_wrap(text, start + match.start())]
    if span.count("(") != span.count(")"):
        cuts += [match.span() for match in re.finditer(r"\s*[()]\s*", span)]
    if type_ in ("person", "place", "group"):
        cuts += [match.span() for match in re.finditer(r",?\s+(?:and|or|&)\s+|,\s+|;\s*", span)]
    elif type_ == "organization":
        cuts += [match.span() for match in _SEAM.finditer(span) if _is_seam(span[: match.start()], span[match.end() :])]
    if type_ == "group" and "-" in span and all(look_up(part) is not None for part in span.split("-")):
        cuts += [match.span() for match in re.finditer("-", span)]
    at = 0
    for left, right in sorted(cuts):
        yield start + at, start + max(at, left)
        at = max(at, right)
    yield start + at, end


_SEAM = re.compile(r"'s\s+|,\s+(?:and\s+)?|;\s*|\s+and\s+")


def _is_seam(left: str, right: str) -> bool:
    """Whether two organizations stand side by side in one span: "the Armed Forces and SPND"."""
    first, last = left.split(), right.split()
    if len(first) == 0 or len(last) == 0:
        return False
    if look_up(left) is not None or look_up(right) is not None or _ACRONYM.fullmatch(right) is not None:
        return True
    return type_of_name(left) is not None and type_of_name(right) is not None and len(first) > 1 and len(last) > 1


@functools.cache
def _particles() -> re.Pattern[str]:
    particle = rf"(?:{any_of(load_terms('person_particle'))})"
    return re.compile(rf"(?: {particle}(?:[ -]{particle})*[ -][A-Z][\w'-]*\w)+")


@functools.cache
def _titles() -> re.Pattern[str]:
    return re.compile(rf"(?:{any_of(load_terms('title'))})(?:\s+|(?<=\.)\s*)(?=\S)")


def _trim(text: str, start: int, end: int, type_: str) -> tuple[int, int]:
    """Trim both ends until nothing more goes."""
    while start < end:
        before = (start, end)
        while start < end and text[start] in _EDGE:
            start += 1
        while start < end and text[end - 1] in _EDGE and not _is_dotted(text[start:end]):
            end -= 1
        lead = (
            _LEAD.match(text, start, end) or _PREPOSITION.match(text, start, end) or QUALIFIER.match(text, start, end)
        )
        if lead is not None:
            start = lead.end()
        title = _titles().match(text, start, end) if type_ == "person" else None
        if title is not None:
            start = title.end()
        tail = _TAIL.search(text[start:end])
        if tail is None and type_ in ("person", "organization", "place", "facility"):
            tail = _LOWER_TAIL.search(text[start:end])
        if tail is not None:
            end = start + tail.start()
        if (start, end) == before:
            return _whole_words(text, start, end, type_)
    return start, end


def _is_dotted(name: str) -> bool:
    """Whether the last dot belongs to the name: "U.S.", "Co.", "Jr."."""
    last = name.rsplit(maxsplit=1)[-1] if len(name.split()) > 0 else ""
    return (
        re.search(r"(?:\b[A-Z]\.){2,}$", name) is not None or last in load_set("legal_form") or last in ("Jr.", "Sr.")
    )


def _whole_words(text: str, start: int, end: int, type_: str) -> tuple[int, int]:
    """Grow a span to the whole name where it ends inside a hyphenated word ("Jong" of "Jong-Il") or at a particle."""
    tail = _HYPHENATED.match(text, end)
    if tail is not None and look_up(text[start:end]) is None:
        end = tail.end()
    if type_ == "person":
        particles = _particles().match(text, end)
        end = end if particles is None else particles.end()
    start, end = _whole_capitals(text, start, end)
    head = re.search(r"(?:\b(?:al|el|Al|El|ul|ad|as|ar|an|at|ash)-)$", text[:start])
    return (start if head is None else head.start()), end


_CAPITALS = re.compile(r"[A-Z][A-Z'-]+[A-Z]")
_CAPITALS_AFTER = re.compile(rf"(?: {_CAPITALS.pattern}(?![\w.]))+")
_CAPITALS_BEFORE = re.compile(rf"(?<![\w.])(?:{_CAPITALS.pattern} )+$")


def _whole_capitals(text: str, start: int, end: int) -> tuple[int, int]:
    """Grow a name in capitals over the words in capitals beside it: "TONG" of "TONG HUNG SAN (European Union)".

    Not where the line is in capitals throughout, nor over an acronym or a name that is known.
    """
    line = text[text.rfind("\n", 0, start) + 1 : (text.find("\n", end) + 1 or len(text) + 1) - 1]
    name = text[start:end]
    if not any(char.islower() for char in line) or _stands_alone(name.split(" ")):
        return start, end
    after, before = _CAPITALS_AFTER.match(text, end), _CAPITALS_BEFORE.search(text[:start])
    if after is not None and not _stands_alone(after[0].split()):
        end = after.end()
    if before is not None and not _stands_alone(before[0].split()):
        start = before.start()
    return start, end


def _stands_alone(words: Sequence[str]) -> bool:
    """Whether words are no piece of a name in capitals: one is not in capitals, or known by itself."""
    return any(
        _CAPITALS.fullmatch(word) is None or word.lower() in load_set("closed_class") or look_up(word) is not None
        for word in words
    )


def is_name(name: str, type_: str) -> bool:
    """Whether a trimmed span can be a name at all."""
    letters = sum(char.isalpha() for char in name)
    if letters < 2 or not any(char.isupper() for char in name) or _WEB.search(name) is not None:
        return False
    if letters * 2 < len(name.replace(" ", "")) or len(name) > 160:
        return False
    plain = re.sub(r"\s+", " ", name)
    if _label().match(plain) is not None or (type_ == "group" and _TYPED.search(plain) is not None):
        return False
    words = re.findall(r"[\w/'-]+", plain)
    junk = _junk()
    if plain.lower() in junk or all(word.lower() in junk for word in words):
        return False
    if len(words) == 1 and (_is_head(words[0]) or _is_head(words[0].removesuffix("s"))):
        return False
    if plain.startswith("Operation ") or all(word in _title_words() for word in words):
        return False
    # A person's or place's name has no lower-case first word but a particle.
    first = words[0]
    return (
        first[0].isupper()
        or first[0].isdigit()
        or first.lower().split("-")[0].split("'")[0] in load_set("person_particle")
    )


_TYPED = re.compile(r"-(?:type|style|led|based|backed|made|era|class)$")


@functools.cache
def _label() -> re.Pattern[str]:
    return re.compile(rf"(?:{any_of(load_terms('form_label'))})(?!\w)")


@functools.cache
def _title_words() -> frozenset[str]:
    return frozenset(word for title in load_terms("title") for word in title.replace("-", " ").split()) | {
        *(
            "Advisor",
            "Assistant",
            "Plenipotentiary",
            "Representative",
            "Head",
            "Acting",
            "Senior",
            "Spokesman",
            "Spokesperson",
        )
    }


def _is_head(word: str) -> bool:
    """Whether a word alone only says what something is: "the Committee", "the Act"."""
    return (
        word in load_map("organization_head") or word in load_set("facility_head") or word in load_set("document_head")
    )


@functools.cache
def _junk() -> frozenset[str]:
    words = {term.lower() for term in load_terms("not_a_name")} | load_set("closed_class")
    words |= {month.lower() for month in load_map("month")} - {"may", "march", "jan", "mar"}
    words |= {f"{day}day" for day in ("mon", "tues", "wednes", "thurs", "fri", "satur", "sun")}
    return frozenset(words)


def _type(name: str, type_: str) -> str:
    listed = look_up(name)
    if listed is not None:
        return listed.type
    if _ACRONYM.fullmatch(name) is not None and type_ != "organization":
        return "person" if name.capitalize() in load_set("korean_surname") else "organization"
    if type_ in ("organization", "person", "facility", "place", "document"):
        told = type_of_name(name)
        if told == "company" and name.rsplit(maxsplit=1)[-1] in load_set("company_word"):
            return told
        if told is not None and (type_ != "person" or len(name.split()) > 2):
            return told
    return type_
