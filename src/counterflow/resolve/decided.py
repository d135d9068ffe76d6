"""Decisions on all pairs; those that an earlier run made, and that stand, are kept."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from counterflow.model.doubt import Judgement
from counterflow.resolve import again
from counterflow.resolve.again import SIDES, find_again
from counterflow.resolve.earlier import AT, Earlier
from counterflow.resolve.pair import Ids, Weighed, link_rows, pair_rows
from counterflow.resolve.party import Parties, resolve_parties
from counterflow.tables import LINK, PAIR


class Decided(NamedTuple):
    """What was decided on the parties of lists."""

    pair: pa.Table
    """Rows of `pair`."""
    link: pa.Table
    """Rows of `link`."""
    merged: pa.Table
    """entity_id and canonical_id, of entities in clusters of several."""


def decide_parties(
    parties: Parties, weighed: Weighed, judgements: Mapping[Ids, Judgement], earlier: Earlier
) -> Decided:
    """Decide on all pairs; where nothing changed, as before.

    Args:
        parties: the rows.
        weighed: all candidates.
        judgements: what people said of pairs.
        earlier: what was decided earlier; what is decided now is kept in it.
    """
    at = parties.compared().column(AT).to_numpy()
    now = {
        again.WEIGHED: pa.table(
            {
                "left_at": pa.array(at[weighed.pairs.left]),
                "right_at": pa.array(at[weighed.pairs.right]),
                "own": pa.array(weighed.own),
                "probability": pa.array(weighed.probability),
            }
        ),
        again.SHARED: parties.shared,
        again.JUDGED: _table(judgements, judgement=[str(one) for one in judgements.values()]),
    }
    scope = find_again(earlier, now)
    if scope is None:
        resolution = resolve_parties(parties, weighed, parties.shared, judgements)
    else:
        judged = _ids(now[again.JUDGED].filter(pa.array(scope.asked[again.JUDGED])))
        resolution = resolve_parties(
            parties,
            weighed.some(scope.asked[again.WEIGHED]),
            parties.shared.filter(pa.array(scope.asked[again.SHARED])),
            {pair: judgements[pair] for pair in judged},
        )
    handling = _handling(parties.member, {one for pair in resolution.verdicts for one in pair})
    found = {
        again.PAIR: PAIR.from_rows(pair_rows(resolution, handling)),
        again.LINK: LINK.from_rows(link_rows(resolution, handling)),
        again.MERGED: pa.table(
            {
                "entity_id": pa.array(list(resolution.canonical), pa.string()),
                "canonical_id": pa.array(list(resolution.canonical.values()), pa.string()),
            }
        ),
        again.MERGE: _table(resolution.merges),
    }
    if scope is not None:
        for name, stands in scope.stands.items():
            found[name] = pa.concat_tables([earlier.stored(name).filter(pa.array(stands)), found[name]])
    for name, rows in {**now, **found}.items():
        earlier.keep(name, rows)
    return Decided(found[again.PAIR], found[again.LINK], found[again.MERGED])


def _ids(rows: pa.Table) -> list[Ids]:
    return list(zip(*(rows.column(side).to_pylist() for side in SIDES), strict=True))


def _table(pairs: Collection[Ids], **columns: Sequence[str]) -> pa.Table:
    sides = {name: pa.array([pair[at] for pair in pairs], pa.string()) for at, name in enumerate(SIDES)}
    return pa.table(sides | {name: pa.array(values, pa.string()) for name, values in columns.items()})


def _handling(members: pa.Table, wanted: Collection[str]) -> dict[str, str]:
    ids = pa.array(sorted(wanted), pa.string())
    rows = members.filter(pc.is_in(members.column("entity_id"), ids))
    return dict(zip(rows.column("entity_id").to_pylist(), rows.column("handling").to_pylist(), strict=True))
