"""The shapes that leave as JSON, by the name of their schema in `docs/schema/`."""

from __future__ import annotations

from counterflow.dossier.case_shape import CaseSummary
from counterflow.dossier.change_shape import ChangeStep
from counterflow.dossier.document_shape import DocumentView
from counterflow.dossier.party_shape import Dossier, IdentityItem
from counterflow.dossier.search_shape import SearchResults
from counterflow.dossier.shape import ErrorBody, Shape
from counterflow.dossier.told_shape import PassageFrames

SHAPES: dict[str, type[Shape]] = {
    "case": CaseSummary,
    "search": SearchResults,
    "dossier": Dossier,
    "document": DocumentView,
    "change_step": ChangeStep,
    "passage": PassageFrames,
    "identity": IdentityItem,
    "error": ErrorBody,
}
"""The shapes that leave, by the name of their JSON Schema."""
