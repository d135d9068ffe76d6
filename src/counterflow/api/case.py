"""What the workbench reads of a case: search, dossiers, documents."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

from fastapi import APIRouter, Query

from counterflow.case import Case
from counterflow.dossier.archive import Archive
from counterflow.dossier.case_shape import CaseSummary
from counterflow.dossier.document_shape import DocumentView
from counterflow.dossier.find import list_problems, search, sum_up, view_document
from counterflow.dossier.party import build_dossier
from counterflow.dossier.party_shape import Dossier
from counterflow.dossier.search_shape import SearchResults
from counterflow.dossier.shape import ProblemItem
from counterflow.run.build import open_build

MAX_QUERY_CHARS = 500
MAX_RESULTS = 100


class CurrentArchive:
    """The build in use, opened once and again when `current` names another one."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self._lock = threading.Lock()
        self._archive: Archive | None = None
        self._readers: Counter[Archive] = Counter()

    @contextmanager
    def read(self) -> Iterator[Archive]:
        """Give the archive of the build in use; one that was replaced is closed when its last reader is done."""
        archive = self._enter()
        try:
            yield archive
        finally:
            self._leave(archive)

    def close(self) -> None:
        """Close the archive in use, now or with its last reader."""
        with self._lock:
            self._replace(None)

    def _enter(self) -> Archive:
        build = open_build(self.case)
        with self._lock:
            if self._archive is None or self._archive.build.path != build.path:
                self._replace(Archive(self.case, build))
            assert self._archive is not None  # just opened
            self._readers[self._archive] += 1
            return self._archive

    def _leave(self, archive: Archive) -> None:
        with self._lock:
            self._readers[archive] -= 1
            if self._readers[archive] == 0:
                del self._readers[archive]
                if archive is not self._archive:
                    archive.close()

    def _replace(self, archive: Archive | None) -> None:
        replaced, self._archive = self._archive, archive
        if replaced is not None and replaced not in self._readers:
            replaced.close()


def make_router(current: CurrentArchive) -> APIRouter:
    """Make the routes; each answers from the build in use."""
    router = APIRouter()

    @router.get("/api/case")
    def case() -> CaseSummary:
        """Say what the case is and what its build holds."""
        with current.read() as archive:
            return sum_up(archive)

    @router.get("/api/search")
    def find(
        q: Annotated[str, Query(max_length=MAX_QUERY_CHARS)] = "",
        limit: Annotated[int, Query(ge=1, le=MAX_RESULTS)] = 20,
    ) -> SearchResults:
        """Search parties by name and identifier, and documents by their words."""
        with current.read() as archive:
            return search(archive, q, limit=limit)

    @router.get("/api/entities/{entity_id:path}")
    def entity(entity_id: str) -> Dossier:
        """Give the dossier of one party, by its canonical id or that of any member of its cluster."""
        with current.read() as archive:
            return build_dossier(archive, canonical_id(archive, entity_id))

    @router.get("/api/documents/{document_id}")
    def document(document_id: str) -> DocumentView:
        """Give one document with what was found in it."""
        with current.read() as archive:
            return view_document(archive, document_id)

    @router.get("/api/problems")
    def problems() -> list[ProblemItem]:
        """List what could not be read."""
        with current.read() as archive:
            return list_problems(archive)

    return router


def canonical_id(archive: Archive, entity_id: str) -> str:
    """Give the canonical id of any member of a cluster; what is no member as it is."""
    found = archive.rows("SELECT canonical_id FROM canonical WHERE entity_id = $id", id=entity_id)
    return str(found[0]["canonical_id"]) if len(found) > 0 else entity_id
