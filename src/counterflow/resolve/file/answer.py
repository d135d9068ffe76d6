"""What `resolve` says of files: a row an entity, a row a pair, and a summary."""

from __future__ import annotations

from dataclasses import dataclass

VERSION = 1
"""Of the shapes; raised when one changes."""


@dataclass(frozen=True)
class ResolveSummary:
    """What was resolved."""

    entities: int
    """Entities read."""
    parties: int
    """Of them, those that can be one with others: no designations, papers or ties."""
    canonical: int
    """Distinct canonical ids of the parties."""
    merged: int
    """Parties in clusters of several."""
    pairs: int
    """Pairs that were looked at and are likely enough to be shown."""
    candidates: int
    """Of them, those that wait for a person."""
    judgements: int
    """Judgements on pairs of entities of the input."""
    algorithm: str
    threshold: float
    """Least probability of a merge."""
    output: str
    pairs_output: str | None


SHAPES = {"resolve": ResolveSummary}
