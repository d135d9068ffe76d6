"""What a case is and what its build holds."""

from __future__ import annotations

from counterflow.dossier.shape import Shape


class DatasetSummary(Shape):
    """One list of the case."""

    name: str
    title: str
    parties: int
    published: str | None


class Counts(Shape):
    """How much a build holds."""

    parties: int
    documents: int
    statements: int
    evidence: int
    problems: int


class CaseSummary(Shape):
    """What a case is and what its build holds."""

    name: str
    question: str
    build: str
    counts: Counts
    datasets: tuple[DatasetSummary, ...]
    handling: str
