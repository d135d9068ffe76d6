"""The money page of a case: its estimate, the passages behind each figure, and the ways the money goes."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from typing import Any

from counterflow.dossier.archive import Archive
from counterflow.dossier.estimate import estimate_case, given_of
from counterflow.dossier.estimate_shape import EstimateAnswer
from counterflow.dossier.money_shape import FigureItem, FlowEnd, FlowItem, MoneyAnswer, PartItem
from counterflow.dossier.party import read_evidence
from counterflow.dossier.shape import PartyRef
from counterflow.model.handling import strictest

_BELIEFS = """
SELECT id, canonical_id, value, probability, roots, statements, handling FROM belief
WHERE id IN (SELECT unnest($ids)) ORDER BY id
"""
_FLOWS = """
SELECT leg_id, what, source_id, source_name, source_kind, target_id, target_name, target_kind,
    channel, period, flow.unit, flow.handling,
    list_aggregate(draws, 'quantile_cont', 0.05) AS low_90,
    list_aggregate(draws, 'quantile_cont', 0.5) AS median,
    list_aggregate(draws, 'quantile_cont', 0.95) AS high_90
FROM flow JOIN leg ON leg.id = leg_id
ORDER BY median DESC, leg_id, channel, period
LIMIT $most
"""
MOST_FLOWS = 500


def show_money(archive: Archive, of: str | None = None) -> MoneyAnswer:
    """Estimate a case anew from its build, with what the reader of a page asks next.

    Args:
        archive: the build.
        of: channel or total to explain; None: the first total, else the largest channel.

    Raises:
        NotFoundError: nothing can be estimated, or nothing has that name.
    """
    made = estimate_case(archive, of)
    beliefs = archive.rows(_BELIEFS, ids=_beliefs_of(made) or [""])
    flows = archive.rows(_FLOWS, most=MOST_FLOWS)
    parties = archive.party_refs({end for row in flows for end in (row["source_id"], row["target_id"])})
    markings = {row["handling"] for row in (*beliefs, *flows)}
    return MoneyAnswer(
        estimate=made,
        figures=tuple(
            FigureItem(
                belief=row["id"],
                words=row["value"],
                probability=row["probability"],
                roots=row["roots"],
                evidence=tuple(read_evidence(archive, row["statements"])),
            )
            for row in beliefs
        ),
        parts=_parts(archive),
        flows=tuple(
            FlowItem(
                leg=row["leg_id"],
                what=row["what"],
                source=_end(row, "source", parties),
                target=_end(row, "target", parties),
                **{name: row[name] for name in ("channel", "period", "unit", "low_90", "median", "high_90")},
            )
            for row in flows
        ),
        handling=strictest({*markings, "TLP:CLEAR"}),
    )


def _end(row: Mapping[str, Any], end: str, parties: Mapping[str, PartyRef]) -> FlowEnd:
    party = parties.get(row[f"{end}_id"])
    name = row[f"{end}_name"] if party is None else party.caption
    return FlowEnd(id=row[f"{end}_id"], name=name, kind=row[f"{end}_kind"], party=party)


def _beliefs_of(made: EstimateAnswer) -> Sequence[str]:
    """Name all that informs an answer or is spoken of in it."""
    named = itertools.chain(
        (item.beliefs for item in made.intervals),
        (item.beliefs for item in made.flips),
        (item.beliefs for item in made.conflicts),
        (item.beliefs for item in made.checks),
    )
    return sorted({*itertools.chain.from_iterable(named), *(one.belief for one in made.unused)})


def _parts(archive: Archive) -> tuple[PartItem, ...]:
    given = given_of(archive)
    totals = {} if given is None else given.model.totals
    return tuple(PartItem(whole=name, part=part) for name, total in totals.items() for part in total.contains)
