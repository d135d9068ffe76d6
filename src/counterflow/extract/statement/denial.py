"""Denials of what was said before: "Pyongyang denies it.", "The bank rejected the charge.".

Such a sentence tells of nothing by itself. It denies what the paragraph before it tells, or, further on in a paragraph,
what stands before it there: deeds and ties, not what an authority did about them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from counterflow.tables import Argument, Frame

_WHAT = (
    r"it|this|that|them|(?:all|any) of (?:it|this|that)|such (?:charges|accusations|allegations|claims|reports)"
    r"|(?:the|these|those|all|any) (?:charge|accusation|allegation|claim|report|finding)s?"
    r"|any (?:involvement|wrongdoing|part|role)|involvement|wrongdoing|(?:having|doing) (?:so|it|any of it)"
)
_DENIAL = re.compile(
    r"(?P<who>[A-Z][\w'’.-]*(?:\s+[\w'’-]+){0,6}?)\s+(?:(?:has|have|had)\s+)?"
    r"(?:(?:always|repeatedly|also|since|again)\s+)?"
    rf"(?:denies|denied|deny|rejects|rejected|reject|dismisses|dismissed|refuted|refutes)\s+(?:{_WHAT})"
    r"(?=\s*[,.;!?\"')]|\s+(?:in|on|through|at|as|and|when|by)\b)"
)
_NOBODY = frozenset("whether that if who which nobody nothing no not never none".split())
"""Words that make of the sentence something else than a denial by its subject."""

_BEGINS = re.compile(r"(?:^|[.!?\"')\]]\s+|\n\s*)$")
"""What stands before a sentence."""

_END = re.compile(r"[.!?](?=\s|$)|\n")
_PARAGRAPH = re.compile(r"\n\s*\n")

UNDENIED = frozenset(
    """alias_of appointment arrest defection designation enforcement extradition family flag_of located_in meeting
    sentencing seizure succession""".split()
)
"""Types of frames that such a denial does not mean: what an authority did, who is whose and where."""


def denied_frames(text: str, frames: Sequence[Frame]) -> Iterator[Frame]:
    """Give the frames of a text that a later sentence of it denies, as that sentence tells them: denied, by whom.

    Args:
        text: the document, folded.
        frames: its frames, in any order.
    """
    for match in _DENIAL.finditer(text):
        is_clause = not _NOBODY.isdisjoint(match["who"].lower().split())
        if is_clause or _BEGINS.search(text, max(0, match.start() - 3), match.start()) is None:
            continue
        begin = _reach(text, match.start())
        found = _END.search(text, match.end())
        end = len(text) if found is None else found.start() + (text[found.start()] != "\n")
        who = Argument("source", *match.span("who"), match["who"], None, None, None)
        for frame in frames:
            told_before = begin <= frame.start and frame.end <= match.start()
            if told_before and frame.polarity == "affirmed" and frame.type not in UNDENIED:
                yield frame._replace(start=match.start(), end=end, polarity="denied", hedge="fact", attribution=(who,))


def _reach(text: str, at: int) -> int:
    """Find where begins what a sentence denies: its paragraph, or the one before if it begins its own."""
    breaks = [one.span() for one in _PARAGRAPH.finditer(text, 0, at)]
    begin = breaks[-1][1] if len(breaks) > 0 else 0
    if text[begin:at].strip(" \"'(") != "":
        return begin
    return breaks[-2][1] if len(breaks) > 1 else 0
