"""How much money a case tells of, over HTTP."""

from __future__ import annotations

import threading
from typing import Annotated

from fastapi import APIRouter, Query

from counterflow.api.case import CurrentArchive
from counterflow.dossier.money import show_money
from counterflow.dossier.money_shape import MoneyAnswer

MAX_NAME_CHARS = 200


class CurrentMoney:
    """Answers of the build in use: drawing takes seconds, and a build never changes."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._build = ""
        self._answers: dict[str | None, MoneyAnswer] = {}

    def of(self, current: CurrentArchive, name: str | None) -> MoneyAnswer:
        """Give the answer for a channel or total; one is made at a time.

        Raises:
            NotFoundError: nothing can be estimated, or nothing has that name.
        """
        with current.read() as archive, self._lock:
            if archive.build.path.name != self._build:
                self._build, self._answers = archive.build.path.name, {}
            if name not in self._answers:
                self._answers[name] = show_money(archive, name)
            return self._answers[name]


def make_router(current: CurrentArchive) -> APIRouter:
    """Make the route; it answers from the build in use."""
    router, money = APIRouter(), CurrentMoney()

    @router.get("/api/money")
    def read(of: Annotated[str | None, Query(min_length=1, max_length=MAX_NAME_CHARS)] = None) -> MoneyAnswer:
        """Say how much money, how sure, where it goes, and the passages that say so; `of` names what is explained."""
        return money.of(current, of)

    return router
