"""Whether the server is up, and whether it may be relied on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fastapi import APIRouter

from counterflow.exc import NotReadyError
from counterflow.remote.clock import Clock
from counterflow.service.current import CurrentState

if TYPE_CHECKING:
    from counterflow.api.case import CurrentArchive


def make_router(archive: CurrentArchive | None, screening: CurrentState | None, clock: Clock) -> APIRouter:
    """Make the routes."""
    router = APIRouter()

    @router.get("/healthz")
    def health() -> dict[str, str]:
        """Say that the process answers; what it serves is not looked at, as a restart would not mend it."""
        return {"status": "ok"}

    @router.get("/readyz")
    def readiness() -> dict[str, Any]:
        """Say that parties can be screened, against lists that are not too old; 503 until then.

        `behind` says why a newer state on disk could not be taken up.
        """
        if screening is None:
            return _case_state(archive)
        moment = screening.get().at(clock.now())
        old = [one.name for one in moment.lists if one.stale]
        if len(old) > 0:
            raise NotReadyError(
                f"lists are older than they may be: {', '.join(old)}", next_step="Fetch them again: counterflow fetch"
            )
        behind = None if screening.error is None else str(screening.error)
        state, stale = moment.state, moment.is_stale
        return {"status": "ok", "build": state.build, "scope": state.scope, "stale": stale, "behind": behind}

    return router


def _case_state(archive: CurrentArchive | None) -> dict[str, Any]:
    if archive is None:
        return {"status": "ok"}
    with archive.read() as read:
        return {"status": "ok", "build": read.build.manifest.build}
