"""Resolutions, orders, laws and titles of documents."""

from __future__ import annotations

import re
from collections.abc import Iterator

from counterflow.extract.lexica import any_of, load_terms
from counterflow.extract.name.candidate import WORD, Candidate, strip_lead

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


def find_titles(text: str) -> Iterator[Candidate]:
    """Find titles of books, reports and acts."""
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
