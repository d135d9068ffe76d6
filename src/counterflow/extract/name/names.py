"""Names: the language model's spans and the rules' together, without overlap, the same name of the same type."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from counterflow.extract.lexica import load_map, load_set
from counterflow.extract.name.acronym import is_acronym
from counterflow.extract.name.candidate import Candidate
from counterflow.extract.name.context import by_context, find_surnames
from counterflow.extract.name.gazetteer import find_listed, look_up
from counterflow.extract.name.rule import find_by_rule
from counterflow.extract.name.span import clean_entity, is_unbroken
from counterflow.extract.parse.language_model import Entity
from counterflow.extract.parse.passage import Span, Spans


class Name(NamedTuple):
    """A name as it stands in the text."""

    start: int
    end: int
    type: str
    form: str
    """name or demonym"""


REPEAT_CHARS = 4
"""Shorter names are looked for again only when in capitals: "Kay", "Ri" may be any word."""


def find_names(
    folded: str, runs: Sequence[Span], labelled: Iterable[Sequence[Entity]], dates: Sequence[Span]
) -> list[Name]:
    """Find the names of a folded text, in order and without overlap.

    `labelled` are the language model's spans of each run, `dates` spans that are no names.
    """
    candidates: list[Candidate] = []
    for run, entities in zip(runs, labelled, strict=True):
        text = folded[run.start : run.end]
        found = [one for entity in entities for one in clean_entity(text, entity)]
        found += find_by_rule(text)
        found += [Candidate(start, end, entry.type, 2) for start, end, entry in find_listed(text)]
        found = [one for one in found if is_unbroken(text, one.start, one.end)]
        candidates += [one._replace(start=one.start + run.start, end=one.end + run.start) for one in found]
    taken, starts = Spans(dates), frozenset(run.start for run in runs)
    candidates = [
        one
        for one in candidates
        if not taken.overlap(Span(one.start, one.end))
        and not _is_common(folded, one, starts)
        and not _is_office(folded, one)
    ]
    candidates = by_context(folded, candidates)
    chosen = _choose(_agreed(folded, [_by_code(folded, one) for one in candidates]))
    chosen = _choose(_agreed(folded, [*chosen, *_short_forms(folded, chosen)]))
    surnames = [one for one in find_surnames(folded, chosen) if not taken.overlap(Span(one.start, one.end))]
    chosen = _choose([*chosen, *surnames, *_repeats(folded, runs, chosen, taken)])
    chosen = _choose([*_with_article(folded, chosen), *chosen])
    return [Name(one.start, one.end, one.type, _form(one)) for one in sorted(chosen)]


def _form(one: Candidate) -> str:
    return "demonym" if one.type == "group" else "name"


def _choose(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Choose candidates without overlap: proven ones first, then the longest."""
    chosen: list[Candidate] = []
    taken: set[int] = set()
    for one in sorted(candidates, key=lambda one: (one.rank != 0, one.start - one.end, one.rank, one.start, one.type)):
        places = range(one.start, one.end)
        if not any(place in taken for place in places):
            chosen.append(one)
            taken.update(places)
    return chosen


def _agreed(folded: str, candidates: Sequence[Candidate]) -> list[Candidate]:
    """Give the same words the same type: the rule's if one applies anywhere, else the one given most often."""
    votes: dict[str, Counter[str]] = {}
    for one in candidates:
        weight = {0: 100, 1: 1, 2: 1000}[one.rank]
        votes.setdefault(folded[one.start : one.end], Counter())[one.type] += weight
    types = {text: min(count, key=lambda type_: (-count[type_], type_)) for text, count in votes.items()}
    return [one._replace(type=types[folded[one.start : one.end]]) for one in candidates]


def _repeats(folded: str, runs: Sequence[Span], chosen: Sequence[Candidate], taken: Spans) -> list[Candidate]:
    """Find the chosen names again where neither model nor rule saw them."""
    types = {folded[one.start : one.end]: one.type for one in chosen if one.type != "group"}
    texts = [text for text in types if len(text) >= REPEAT_CHARS or (len(text) > 2 and text.isupper())]
    if len(texts) == 0:
        return []
    pattern = re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, sorted(texts, key=len, reverse=True)))})(?![\w-])")
    found = []
    for run in runs:
        for match in pattern.finditer(folded, run.start, run.end):
            span = Span(*match.span())
            if not taken.overlap(span):
                found.append(Candidate(*span, types[match[0]], 2))
    return found


def _is_common(folded: str, one: Candidate, starts: frozenset[int]) -> bool:
    """Whether a single word has its capital only from beginning a sentence: it stands in lower case elsewhere."""
    text = folded[one.start : one.end]
    if one.rank != 1 or not text.istitle() or " " in text or look_up(text) is not None:
        return False
    before = folded[max(0, one.start - 3) : one.start].rstrip(" \"'(*#_-\n")
    is_first = before == "" or before[-1] in ".!?:" or one.start in starts
    return is_first and re.search(rf"(?<![\w.-]){re.escape(text.lower())}(?![\w-])", folded) is not None


_OFFICE = re.compile(
    r"\b(?:Secretary|Secretaries|Minister|Ministers|Ministry|Department|Department's)\s+(?:of|for)\s+(?:the\s+)?$"
)


def _is_office(folded: str, one: Candidate) -> bool:
    """Whether a candidate is the field of an office: "State" of "Secretary of State"."""
    return (
        one.rank == 1
        and _OFFICE.search(folded, max(0, one.start - 32), one.start) is not None
        and " of " not in folded[one.start : one.end]
    )


_CODE = re.compile(r"\s\([A-Z]{2}(?P<kind>[ie])\.\d{3}\b")


def _by_code(folded: str, one: Candidate) -> Candidate:
    """Take the type from a reference of the UN's list after a name: (QDi.263) is an individual, (QDe.118) an entity."""
    match = _CODE.match(folded, one.end)
    if match is None or (match["kind"] == "e" and one.type in ("company", "public_body")):
        return one
    return one._replace(type="person" if match["kind"] == "i" else "organization", rank=0)


_SHORT_FORM = re.compile(r"\s*\((?:hereinafter\s+|the\s+)*[\"']?(?P<short>[A-Z][\w&-]{1,11})[\"']?\)")
_LONG_TYPES = ("organization", "company", "public_body", "document", "person")


def _short_forms(folded: str, chosen: Sequence[Candidate]) -> list[Candidate]:
    """Find short forms that a text defines: "Second Academy of Natural Sciences (SANS)", and the first words of a
    company's name by themselves: "Green Pine" of "Green Pine Associated Corporation".
    """
    found = []
    for one in chosen:
        name = folded[one.start : one.end]
        match = _SHORT_FORM.match(folded, one.end) if one.type in _LONG_TYPES else None
        is_short = match is not None and (
            is_acronym(match["short"], name) or (_is_body(one, name) and match["short"].isupper())
        )
        if match is not None and is_short and look_up(match["short"]) is None:
            type_ = "organization" if one.type == "person" else one.type
            found.append(Candidate(*match.span("short"), type_, 0))
        words = name.split()
        if one.type == "company" and len(words) > 2 and _can_lead(words):
            for lead in re.finditer(rf"(?<![\w-]){re.escape(' '.join(words[:2]))}(?![\w-])(?!\s+[A-Z])", folded):
                found.append(Candidate(*lead.span(), "company", 2))
    return found


def _is_body(one: Candidate, name: str) -> bool:
    """Whether a name of several words is an organization's: a short form in another tongue may follow."""
    return one.type in ("organization", "company", "public_body") and len(name.split()) > 1


def _can_lead(words: Sequence[str]) -> bool:
    """Whether the first two words of a name can stand for it: no country, surname or word of the trade among them.

    A town may lead: "Dandong Hongxiang".
    """
    listed = look_up(words[0])
    return (
        words[0] not in load_set("korean_surname")
        and (listed is None or (listed.key.startswith("place:") and words[1] not in load_set("company_word")))
        and all(
            word[0].isupper() and word.isalpha() and word not in load_map("organization_head") for word in words[:2]
        )
    )


_ARTICLED = re.compile(
    r"\b[Tt]he\s+(?P<name>North|South)(?=[\s.,;:'?!)]|$)(?!\s+(?:[A-Z]|of\b|and\s+South|or\s+South|and\s+North))"
)


def _with_article(folded: str, chosen: Sequence[Candidate]) -> list[Candidate]:
    """Find "the North" where the text names North Korea, in place of what else was found inside it."""
    names = (folded[one.start : one.end] for one in chosen)
    places = {name.split(maxsplit=1)[0] for name in names if _is_korea(name)}
    found = []
    for match in _ARTICLED.finditer(folded):
        span = Span(*match.span())
        inside = [one for one in chosen if span.overlaps(Span(one.start, one.end))]
        is_whole = all(span.start <= one.start and one.end <= span.end for one in inside)
        if match["name"] in places and "\n" not in match[0] and is_whole:
            found.append(Candidate(*span, "place", 0))
    return found


def _is_korea(name: str) -> bool:
    entry = look_up(name)
    return entry is not None and entry.key in ("country:kp", "country:kr") and name.startswith(("North", "South"))
