"""`/updatez`: look for a newer state now. Nothing is fetched: no connection is made that nobody asked for."""

from __future__ import annotations

from fastapi import APIRouter

from counterflow.service.current import CurrentState


def make_router(current: CurrentState) -> APIRouter:
    """Make the route; who may use it is the guard's."""
    router = APIRouter(strict_content_type=False)

    @router.post("/updatez")
    def update(sync: bool = False) -> dict[str, str]:
        """Take up what is on disk now, within a second; with `sync` the answer comes when it is in use."""
        if sync:
            current.refresh()
        return {"status": "ok"}

    return router
