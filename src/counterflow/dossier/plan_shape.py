"""What the plan page is given: a plan, the passages behind each tie it bears on, and who has a dossier."""

from __future__ import annotations

from counterflow.dossier.shape import EvidenceItem, PartyRef, Shape
from counterflow.plan.shape import PlanAnswer

VERSION = 1
"""Raised when a shape changes so that an existing reader would misunderstand it."""


class TieEvidence(Shape):
    """How firm one tie is."""

    arc: str
    """As `plan` has it."""
    roots: int | None
    """Independent roots behind the best supported of its events; null: no event of the build tells of it."""
    evidence: tuple[EvidenceItem, ...]


class PlanPage(Shape):
    """A plan of a case with what stands behind it."""

    plan: PlanAnswer
    ties: tuple[TieEvidence, ...]
    """Those that a chosen measure bears on, or one that evidence is missing for; 300 at most."""
    parties: tuple[PartyRef, ...]
    """Nodes and targets that have a dossier."""
    handling: str


SHAPES: dict[str, type[Shape]] = {"plan_page": PlanPage}
