"""What is said of offers that are not taken."""

from __future__ import annotations

from collections.abc import Sequence

from counterflow.model.identity import make_id
from counterflow.receive.offer import Offered
from counterflow.tables import Problem


def forged(one: Offered, path: str, *, is_ours: bool) -> Problem:
    """Say that an object claims to hold evidence that stands elsewhere in other words."""
    whose = "of evidence that the case holds" if is_ours else "that another object gives to evidence"
    return _problem(
        one,
        path,
        f"evidence has the id {whose} in other words: the object was changed, and nothing of it is taken",
        value=str(one.row.get("text"))[:500],
        severity="record",
        next_step="Ask who gave it, and who had it in between, for the object as it was made",
    )


def came_back(some: Sequence[Offered], path: str) -> Problem:
    """Say that what left here comes back, and is here no more."""
    return _problem(
        some[0],
        path,
        f"{len(some)} of its evidence was given away from here and is held here no more; it is not taken back",
        value=str(some[0].row.get("text"))[:500],
        severity="value",
        next_step="If it was removed by mistake, put its source back into inputs/",
    )


def _problem(one: Offered, path: str, message: str, *, value: str, severity: str, next_step: str) -> Problem:
    return Problem(
        id=make_id("receive", one.resource_id, one.object_id, one.row_id, message),
        resource_id=one.resource_id,
        path=path,
        record=one.object_id,
        field="evidence",
        value=value,
        severity=severity,
        message=message,
        expected="evidence as its origin made it",
        next_step=next_step,
        handling=one.handling,
    )
