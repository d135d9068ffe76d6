"""The plan page of a case: a plan made anew from its build, and the passages behind each tie that it bears on."""

from __future__ import annotations

import itertools

from counterflow.dossier.archive import Archive
from counterflow.dossier.party import read_evidence
from counterflow.dossier.plan import problem_of_case
from counterflow.dossier.plan_shape import PlanPage, TieEvidence
from counterflow.dossier.shape import EvidenceItem
from counterflow.exc import InputError, NotFoundError
from counterflow.model.handling import strictest
from counterflow.plan.report import Wish, make_plan
from counterflow.plan.shape import BlockedLine, MeasureLine, PlanAnswer, TieLine

MOST_TIES = 300
"""Ties with their passages: more nobody reads, and a measure on a whole country may bear on thousands."""

_ROOTS = "SELECT roots, statements FROM leg WHERE list_has_any(statements, $ids)"


def show_plan(archive: Archive, wish: Wish) -> PlanPage:
    """Plan for a case, with what the reader of a page asks next.

    Raises:
        NotFoundError: the build has nothing to plan for.
        UsageError: the budget pays for nothing.
    """
    try:
        plan = make_plan(problem_of_case(archive, wish.draws), wish)
    except InputError as exc:
        # A build without flows is no fault of it: there is no plan, as there is no page of a party nobody names.
        raise NotFoundError(exc.what, where=exc.where, expected=exc.expected, next_step=exc.next_step) from exc
    ties = _ties(archive, plan)
    # A node may be one side of a party, whom a measure names.
    targets = {one.target for some in (plan.measures, plan.blocked, plan.in_force) for one in some}
    parties = archive.party_refs({*(one.id for one in plan.nodes), *targets})
    markings = {item.handling for tie in ties for item in tie.evidence}
    return PlanPage(
        plan=plan,
        ties=ties,
        parties=tuple(parties[key] for key in sorted(parties)),
        handling=strictest({*markings, plan.handling}),
    )


def _ties(archive: Archive, plan: PlanAnswer) -> tuple[TieEvidence, ...]:
    lines: dict[str, TieLine] = {}
    measures: list[MeasureLine | BlockedLine] = [*plan.measures, *plan.blocked]
    for tie in itertools.chain.from_iterable(one.ties for one in measures):
        if len(lines) < MOST_TIES:
            lines.setdefault(tie.arc, tie)
    evidence: dict[str, list[EvidenceItem]] = {}
    statements = sorted({one for tie in lines.values() for one in tie.statements})
    legs = [(int(row["roots"]), set(row["statements"])) for row in archive.rows(_ROOTS, ids=statements or [""])]
    for item in read_evidence(archive, statements):
        evidence.setdefault(item.statement_id, []).append(item)
    return tuple(
        TieEvidence(
            arc=key,
            roots=max((roots for roots, some in legs if some <= set(tie.statements)), default=None),
            evidence=tuple(item for one in tie.statements for item in evidence.get(one, ())),
        )
        for key, tie in lines.items()
    )


def passages_of(page: PlanPage) -> dict[str, list[tuple[str, str]]]:
    """Give, by statement, the words of each passage behind it and where they stand."""
    found: dict[str, list[tuple[str, str]]] = {}
    for item in {(one.statement_id, one.text, _place(one)): one for tie in page.ties for one in tie.evidence}.values():
        found.setdefault(item.statement_id, []).append((item.text, _place(item)))
    return found


def _place(item: EvidenceItem) -> str:
    if item.document_id is not None:
        return f"{item.dataset_title}, {item.resource.path}, characters {item.start} to {item.end}"
    parts = (item.record and f"record {item.record}", item.field and f"field {item.field}")
    return ", ".join((item.dataset_title, item.resource.path, *filter(None, parts)))
