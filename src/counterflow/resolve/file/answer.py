"""What `resolve` says of files: a row an entity, a row a pair, and a summary."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

VERSION = 3
"""Of the shapes; raised when one changes."""


@dataclass(frozen=True)
class LearntFamily:
    """Records that were linked by weights learnt from them, and not by the kernel of names."""

    family: str
    """How their names are compared: person, organization, vehicle, legal entity, other."""
    records: int
    fields: Sequence[str]
    """Properties that were compared; `name` stands for all that hold names."""


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
    unused_judgements: int
    """Judged pairs that name no entity of the input, or only one: they do nothing."""
    algorithm: str
    threshold: float
    """Least probability of a merge by the kernel of names."""
    learnt: Sequence[LearntFamily]
    """Families whose weights were learnt from the input; all others were compared by the kernel of names."""
    output: str
    pairs_output: str | None


SHAPES = {"resolve": ResolveSummary}
