"""What to restrict under a budget, over HTTP."""

from __future__ import annotations

import threading
from typing import Annotated, Literal

from fastapi import APIRouter, Query

from counterflow.api.case import CurrentArchive
from counterflow.dossier.plan_page import show_plan
from counterflow.dossier.plan_shape import PlanPage
from counterflow.plan.report import Wish

BUDGET = 5.0
"""Measures, where nothing is asked for."""

MOST_BUDGET = 1e12

DRAWS = 60

SECONDS = 10.0
"""Search for one plan: the best until then is answered, with its proven gap."""

MOST_KEPT = 40
"""Answers that are kept of a build: a reader goes back and forth along the curve."""


class CurrentPlan:
    """Plans for the build in use: searching takes seconds, and a build never changes."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._build = ""
        self._answers: dict[tuple[float, str], PlanPage] = {}

    def of(self, current: CurrentArchive, budget: float, unit: str) -> PlanPage:
        """Give the plan for a budget; one is made at a time.

        Raises:
            NotFoundError: there is nothing to plan for.
            UsageError: the budget pays for nothing.
        """
        with current.read() as archive, self._lock:
            if archive.build.path.name != self._build:
                self._build, self._answers = archive.build.path.name, {}
            asked = (budget, unit)
            if asked not in self._answers:
                made = show_plan(archive, Wish(budget, unit, DRAWS, 0, SECONDS))
                while len(self._answers) >= MOST_KEPT:
                    del self._answers[next(iter(self._answers))]
                self._answers[asked] = made
            return self._answers[asked]


def make_router(current: CurrentArchive) -> APIRouter:
    """Make the route; it answers from the build in use."""
    router, plans = APIRouter(), CurrentPlan()

    @router.get("/api/plan")
    def read(
        budget: Annotated[float, Query(gt=0, le=MOST_BUDGET, allow_inf_nan=False)] = BUDGET,
        unit: Literal["usd", "measures"] = "measures",
    ) -> PlanPage:
        """Choose the measures that cut most of the flow under a budget, and still do after it has re-routed."""
        return plans.of(current, budget, unit)

    return router
