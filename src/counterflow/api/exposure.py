"""The route /api/exposure: how one party is exposed to the listed, from the network that the network page holds too."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from counterflow.api.case import MAX_QUERY_CHARS, CurrentArchive, canonical_id
from counterflow.api.network import CurrentNetwork
from counterflow.dossier.exposure import trace_exposure
from counterflow.dossier.exposure_shape import ExposureAnswer


def make_router(current: CurrentArchive, network: CurrentNetwork) -> APIRouter:
    """Make the route; it answers from the build in use."""
    router = APIRouter()

    @router.get("/api/exposure/{entity_id:path}")
    def exposure(entity_id: str, to: Annotated[str | None, Query(max_length=MAX_QUERY_CHARS)] = None) -> ExposureAnswer:
        """Say how one party is exposed to the listed, or, with `to`, how it is tied to that other party."""
        with current.read() as archive:
            party, other = canonical_id(archive, entity_id), None if to is None else canonical_id(archive, to)
            return trace_exposure(archive, party, to=other, hands=network.hands(archive))

    return router
