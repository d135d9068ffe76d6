"""The routes under /api/network: a picture of the network, who would come, the evidence of ties, a path."""

from __future__ import annotations

import contextlib
import threading
from typing import Annotated

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, ConfigDict, Field

from counterflow.api.case import CurrentArchive
from counterflow.dossier.archive import Archive
from counterflow.dossier.exposure import Hands, load_hands
from counterflow.service.network.lead import list_leads
from counterflow.service.network.place import read_map
from counterflow.service.network.shape import (
    LeadAnswer,
    MapAnswer,
    NeighbourAnswer,
    NetworkAnswer,
    PathAnswer,
    TieAnswer,
)
from counterflow.service.network.tie import find_strongest, list_ties
from counterflow.service.network.view import MOST_NEIGHBOURS, MOST_PARTIES, NetworkView

MAX_ID_CHARS = 500
Id = Annotated[str, Query(min_length=1, max_length=MAX_ID_CHARS)]


class ExpandBody(BaseModel):
    """Which party to expand, and who is in the picture already."""

    model_config = ConfigDict(extra="forbid")

    party: Annotated[str, Field(min_length=1, max_length=MAX_ID_CHARS)]
    shown: Annotated[list[str], Field(max_length=2 * MOST_PARTIES)] = []
    limit: Annotated[int, Field(ge=1, le=MOST_NEIGHBOURS)] = MOST_NEIGHBOURS


class CurrentNetwork:
    """The network of the build in use, loaded when it is first asked for and again when there is another build.

    Nothing of a build is kept beside that of the next one, whichever part is asked for first.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._drawing = threading.Lock()
        self._view: NetworkView | None = None
        self._hands: Hands | None = None
        self._picture: tuple[str, int, bytes] | None = None

    def start(self, current: CurrentArchive) -> None:
        """Draw the picture that every reader opens with, beside the requests: its places take seconds, once a build."""

        def draw() -> None:
            # Whatever fails here fails again, and is told, when it is asked for.
            with contextlib.suppress(Exception), current.read() as archive:
                self.picture(archive, MOST_PARTIES, None)

        threading.Thread(target=draw, name="network-picture", daemon=True).start()

    def of(self, archive: Archive) -> NetworkView:
        """Give the network of an archive; whoever comes while it loads waits."""
        with self._lock:
            return self._loaded(archive)

    def hands(self, archive: Archive) -> Hands:
        """Give what exposure is read from: the same ties, with who owns and controls whom."""
        with self._lock:
            view = self._loaded(archive)
            if self._hands is None:
                self._hands = load_hands(archive, view.network)
            return self._hands

    def _loaded(self, archive: Archive) -> NetworkView:
        if self._view is None or self._view.build != archive.build.manifest.build:
            self._view = self._hands = None
            self._view = NetworkView(archive)
        return self._view

    def picture(self, archive: Archive, limit: int, around: str | None) -> bytes:
        """Give a picture as JSON; that of the whole, which every reader opens with, is kept as long as its build."""
        view = self.of(archive)
        if around is not None:
            return _written(view.show(archive, limit=limit, around=around))
        # Who comes while it is drawn waits: drawn twice, both would take longer.
        with self._drawing:
            kept = self._picture
            if kept is None or kept[:2] != (view.build, limit):
                kept = self._picture = view.build, limit, _written(view.show(archive, limit=limit))
            return kept[2]


def _written(answer: NetworkAnswer) -> bytes:
    return answer.model_dump_json().encode()


def make_router(current: CurrentArchive, network: CurrentNetwork) -> APIRouter:
    """Make the routes; each answers from the build in use."""
    router = APIRouter(prefix="/api/network")

    @router.get("", response_model=NetworkAnswer)
    def picture(
        around: Annotated[str | None, Query(min_length=1, max_length=MAX_ID_CHARS)] = None,
        limit: Annotated[int, Query(ge=1, le=MOST_PARTIES)] = MOST_PARTIES,
    ) -> Response:
        """Show the network, or what is nearest to a party; what is left out is counted."""
        with current.read() as archive:
            return Response(network.picture(archive, limit, around), media_type="application/json")

    @router.post("/neighbours")
    def neighbours(body: ExpandBody) -> NeighbourAnswer:
        """Say who would come into the picture if a party were expanded; nothing is changed."""
        with current.read() as archive:
            return network.of(archive).expand(archive, body.party, body.shown, limit=body.limit)

    @router.get("/ties")
    def ties(one: Id, other: Id) -> TieAnswer:
        """Give all ties between two parties with their evidence."""
        with current.read() as archive:
            return list_ties(network.of(archive), archive, one, other)

    @router.get("/path")
    def path(source: Id, target: Id) -> PathAnswer:
        """Give the strongest evidenced path between two parties."""
        with current.read() as archive:
            return find_strongest(network.of(archive), archive, source, target)

    @router.get("/leads")
    def leads() -> LeadAnswer:
        """List ties that are likely and that no source states: leads, not findings, TLP:AMBER+STRICT."""
        with current.read() as archive:
            return list_leads(archive)

    @router.get("/map")
    def places() -> MapAnswer:
        """Say where the countries of parties lie, and what goods went where."""
        with current.read() as archive:
            return read_map(archive)

    return router
