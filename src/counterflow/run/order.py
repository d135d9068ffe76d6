"""The order of the stages: the one straight line from sources to the decision."""

import difflib
from collections.abc import Iterable

from counterflow.case import OWN_SECTIONS, Case
from counterflow.collect.stage import STAGE as COLLECT
from counterflow.estimate import STAGE as ESTIMATE
from counterflow.exc import CaseError
from counterflow.extract import STAGE as EXTRACT
from counterflow.plan import STAGE as PLAN
from counterflow.receive import STAGE as RECEIVE
from counterflow.resolve import STAGE as RESOLVE
from counterflow.stage import PartStage, WholeStage
from counterflow.trace import STAGE as TRACE
from counterflow.weigh import STAGE as WEIGH

STAGES: tuple[PartStage | WholeStage, ...] = (COLLECT, EXTRACT, RECEIVE, RESOLVE, WEIGH, TRACE, ESTIMATE, PLAN)
"""Every stage that computes a build, in order. A stage reads only what stages before it write."""


def writers_before(stage: PartStage | WholeStage, table_name: str) -> list[PartStage | WholeStage]:
    """Find the stages before `stage` that write a table."""
    before = STAGES[: STAGES.index(stage)]
    return [one for one in before if table_name in {table.name for table in one.writes}]


def check_parameters(case: Case) -> None:
    """Refuse a parameter that no stage reads: a typo would leave the default in force in silence.

    Raises:
        CaseError: names the section or key, and the nearest that exists.
    """
    if len(case.parameters.get("estimate", {})) > 0:
        # A mistake in a formula is said before anything is read.
        from counterflow.estimate.read import read_model

        read_model(case.parameters["estimate"], str(case.toml_path))
    if len(case.plan) > 0:
        from counterflow.plan.section import read_section

        read_section(case.plan, str(case.toml_path))
    known = {stage.name: stage.parameters for stage in STAGES if len(stage.parameters) > 0}
    for section, values in case.parameters.items():
        if section not in known:
            raise _unknown(case, f"[parameter.{section}]", section, known)
        heading = f"[{section}]" if section in OWN_SECTIONS else f"[parameter.{section}]"
        for key in values:
            if key not in known[section]:
                raise _unknown(case, f"{heading} {key}", key, known[section])


def _unknown(case: Case, what: str, word: str, known: Iterable[str]) -> CaseError:
    near = difflib.get_close_matches(word, list(known), 1)
    return CaseError(
        f"{what} is read by no stage",
        where=str(case.toml_path),
        expected="one of " + ", ".join(known),
        next_step=f"Did you mean {near[0]!r}?" if len(near) > 0 else None,
    )
