"""What a server serves at all: asked first by the workbench, so that it asks for nothing that is not there."""

from __future__ import annotations

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict


class Served(BaseModel):
    """What is served."""

    model_config = ConfigDict(frozen=True)

    case: bool
    """Whether there is a case, with dossiers and documents."""
    screening: bool


def make_router(served: Served) -> APIRouter:
    """Make the route; it needs no key, for it says nothing of anybody."""
    router = APIRouter()

    @router.get("/api/served")
    def what() -> Served:
        """Say whether there is a case, and whether one can screen."""
        return served

    return router
