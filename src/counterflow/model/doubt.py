"""The scales of doubt: how firmly a passage commits, whether it affirms, and how far its source can be trusted.

Three different things stay three different fields and are never averaged: source reliability (A to F), information
credibility (1 to 6) and analytic confidence.
"""

from __future__ import annotations

from enum import StrEnum


class Hedge(StrEnum):
    """How firmly a passage commits to what it says; firmest first."""

    FACT = "fact"
    REPORTED = "reported"
    ESTIMATED = "estimated"
    PLANNED = "planned"
    POSSIBLE = "possible"
    OPINION = "opinion"
    FORMER = "former"


class Polarity(StrEnum):
    """Whether a passage affirms, negates, or reports a denial of what it says."""

    AFFIRMED = "affirmed"
    NEGATED = "negated"
    DENIED = "denied"


class Reliability(StrEnum):
    """Admiralty letter of a source (NATO AJP-2.1): F cannot be judged, which is not a middle value."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"
    E = "E"
    F = "F"


class Judgement(StrEnum):
    """A person's decision on whether two entities are one; nomenklatura's values."""

    POSITIVE = "positive"
    NEGATIVE = "negative"
    UNSURE = "unsure"
    NO_JUDGEMENT = "no_judgement"


CREDIBILITY_UNKNOWN = 6
"""Admiralty digit of information whose truth cannot be judged."""

EXPORTED_HEDGES = (Hedge.FACT, Hedge.REPORTED)
"""Hedges whose affirmed statements leave in FtM files; a denial exported is an accusation."""
