"""Judgements that a run could not obey, or obeyed at a price: each becomes a row of `problem`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

import pyarrow as pa
import pyarrow.compute as pc

from counterflow.engine import Engine
from counterflow.model.doubt import Judgement
from counterflow.model.handling import strictest
from counterflow.model.identity import make_id
from counterflow.model.told import PARTY_ID_SQL, is_told_party
from counterflow.resolve.decide import Decision
from counterflow.resolve.probability import group
from counterflow.tables import Problem

Ids = tuple[str, str]

PATH = "ledger.sqlite"
"""File that the rows name, relative to the case folder."""

_NAMES_SQL = """
SELECT entity_id, min(value) FILTER (prop = 'name') AS name, string_agg(DISTINCT handling, chr(10)) AS handling
FROM statement WHERE entity_id IN (SELECT unnest($ids)) GROUP BY entity_id
"""

_NAMED_SQL = f"""
SELECT DISTINCT told_id FROM (SELECT {PARTY_ID_SQL} AS told_id FROM mention)
WHERE told_id IN (SELECT unnest($ids))
"""  # noqa: S608 - a constant


def find_unheard(
    engine: Engine, judgements: Mapping[Ids, Judgement], canonical: pa.Table, pairs: pa.Table
) -> list[Problem]:
    """Say of each judgement that the tables do not follow what stands in its way, and what to do.

    A party that a document names, said to be two parties, makes one of the two: that is said as well, where nothing but
    this holds them together.

    Args:
        engine: the tables; `statement` and `mention` are read where a judgement was not obeyed.
        judgements: what people said of pairs.
        canonical: entity_id and canonical_id, as the stage writes them.
        pairs: rows of `pair`.
    """
    asked = {one for pair in judgements for one in pair}
    parties = _parties(canonical, asked)
    settled = {pair: one for pair, one in judgements.items() if one in (Judgement.POSITIVE, Judgement.NEGATIVE)}
    found = [*_broken(settled, parties), *_merging(settled, parties, canonical, pairs)]
    if len(found) == 0:
        return []
    ids = sorted({one for pair, _, _ in found for one in pair})
    named = {row["told_id"] for row in engine.query(_NAMED_SQL, {"ids": ids}).to_pylist()}
    rows = {row["entity_id"]: row for row in engine.query(_NAMES_SQL, {"ids": ids}).to_pylist()}
    problems = []
    for pair, why, step in found:
        # What a document only names is no entity: its links of mentions follow the judgement.
        gone = [repr(one) for one in pair if one not in parties and one not in named]
        if why is not None or len(gone) > 0:
            what = why or f"the build has no entity {' and no '.join(gone)}"
            problems.append(_problem(pair, judgements[pair], what, step, rows))
    return sorted(problems)


_Found = tuple[Ids, str | None, str]
"""A pair, why its judgement is not followed - null: one of the two is not there - and what to do."""

_GONE = "Look whether a source is missing from inputs/, or take the judgement back: counterflow ledger CASE undo HASH"
_CONTRADICTS = "Take one of the judgements that contradict each other back: counterflow ledger CASE list, then undo"
_NAMESAKES = "If the two are two, take back the judgement that is wrong; if they are one, say so of the two themselves"


def _broken(judgements: Mapping[Ids, Judgement], parties: Mapping[str, str]) -> Iterator[_Found]:
    for pair, judgement in judgements.items():
        left, right = (parties.get(one) for one in pair)
        if left is None or right is None:
            yield pair, None, _GONE
        elif judgement == Judgement.POSITIVE and left != right:
            yield (
                pair,
                "the two are not one: another judgement, their kinds or a number that is issued once",
                _CONTRADICTS,
            )
        elif judgement == Judgement.NEGATIVE and left == right:
            yield pair, "the two are one all the same: other judgements or numbers hold them together", _CONTRADICTS


def _merging(
    judgements: Mapping[Ids, Judgement], parties: Mapping[str, str], canonical: pa.Table, pairs: pa.Table
) -> Iterator[_Found]:
    """Find what documents name and people said to be two parties that nothing else holds together."""
    meant: dict[str, list[Ids]] = defaultdict(list)
    for pair, judgement in judgements.items():
        names = [one for one in pair if is_told_party(one)]
        if judgement == Judgement.POSITIVE and len(names) == 1:
            meant[names[0]].append(pair)
    several = {told: some for told, some in meant.items() if len(some) > 1 and told in parties}
    if len(several) == 0:
        return
    members = canonical.filter(
        pc.is_in(canonical.column("canonical_id"), pa.array([parties[told] for told in several], pa.string()))
    )
    ids = pc.unique(members.column("entity_id").combine_chunks())
    place = {one: at for at, one in enumerate(ids.to_pylist())}
    ties = [
        pair
        for pair in zip(*(pairs.column(name).to_pylist() for name in ("left_id", "right_id", "decision")), strict=True)
        if pair[2] == Decision.SAME and pair[0] in place and pair[1] in place and not is_told_party(pair[0])
        if not is_told_party(pair[1])
    ]
    part = group(
        len(place),
        pa.array([place[left] for left, _, _ in ties], pa.int64()).to_numpy(),
        pa.array([place[right] for _, right, _ in ties], pa.int64()).to_numpy(),
    )
    for told, judged in several.items():
        others = [_other(pair, told) for pair in judged]
        if len({int(part[place[one]]) for one in others if one in place}) > 1:
            both = " and ".join(repr(one) for one in sorted(others))
            yield judged[-1], f"{told!r} is said to be {both}: that alone makes one party of them", _NAMESAKES


def _other(pair: Ids, one: str) -> str:
    return pair[1] if pair[0] == one else pair[0]


def _parties(canonical: pa.Table, wanted: Iterable[str]) -> dict[str, str]:
    rows = canonical.filter(pc.is_in(canonical.column("entity_id"), pa.array(sorted(wanted), pa.string())))
    return dict(zip(*(rows.column(name).to_pylist() for name in ("entity_id", "canonical_id")), strict=True))


def _problem(pair: Ids, judgement: Judgement, what: str, step: str, rows: Mapping[str, Mapping[str, str]]) -> Problem:
    both = " and ".join(_called(one, rows) for one in pair)
    marking = strictest(
        [mark for one in pair if one in rows for mark in rows[one]["handling"].split("\n")] or ["TLP:CLEAR"]
    )
    identity = (PATH, " ".join(pair), "judgement", str(judgement))
    return Problem(
        id=make_id("problem", *identity),
        resource_id=None,
        path=PATH,
        record=" ".join(pair),
        field="judgement",
        value=str(judgement),
        severity="value",
        message=f"the judgement {judgement} on {both}: {what}",
        expected="judgements that can all hold, on entities of this build",
        next_step=step,
        handling=marking,
    )


def _called(entity_id: str, rows: Mapping[str, Mapping[str, str]]) -> str:
    name = rows.get(entity_id, {}).get("name")
    return repr(entity_id) if name is None else f"{name} ({entity_id})"
