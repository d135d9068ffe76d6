"""Decisions that an earlier run made on pairs, and which of them stand.

What is decided on a pair follows from the two entities, from what both share, from what people said of them and from
the log-odds of the pair, which rivals change. A cluster follows from the pairs within it. So the graph of all pairs
that were to be merged falls into parts, and a part in which none of these changed is as it was.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from counterflow.model.doubt import Judgement
from counterflow.resolve.earlier import Earlier
from counterflow.resolve.pair import Ids, Weighed, link_rows, pair_rows
from counterflow.resolve.party import Parties, resolve_parties
from counterflow.resolve.place import places
from counterflow.resolve.probability import group
from counterflow.tables import LINK, PAIR

Places = NDArray[np.int64]
Flags = NDArray[np.bool_]

_SIDES = ("left_id", "right_id")


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
    now = {
        "weighed": weighed.pairs.table.select(_SIDES)
        .append_column("own", pa.array(weighed.own))
        .append_column("probability", pa.array(weighed.probability)),
        "shared": parties.shared,
        "judged": _table(judgements, judgement=[str(one) for one in judgements.values()]),
    }
    touched = _find_touched(earlier, now)
    if touched is None:
        resolution = resolve_parties(parties, weighed, parties.shared, judgements)
    else:
        resolution = resolve_parties(
            parties,
            weighed.some(_within(now["weighed"], touched)),
            now["shared"].filter(pa.array(_within(now["shared"], touched))),
            {pair: judgements[pair] for pair in _ids(now["judged"].filter(pa.array(_within(now["judged"], touched))))},
        )
    handling = _handling(parties.member, {one for pair in resolution.verdicts for one in pair})
    found = {
        "pair": PAIR.from_rows(pair_rows(resolution, handling)),
        "link": LINK.from_rows(link_rows(resolution, handling)),
        "merged": pa.table(
            {
                "entity_id": pa.array(list(resolution.canonical), pa.string()),
                "canonical_id": pa.array(list(resolution.canonical.values()), pa.string()),
            }
        ),
        "merge": _table(resolution.merges),
    }
    if touched is not None:
        # No part that was touched holds an entity that was not.
        for name, column in (("pair", None), ("link", "source_id"), ("merged", "entity_id"), ("merge", "left_id")):
            stored = earlier.stored(name)
            gone = _within(stored, touched) if column is None else _isin(stored.column(column), touched)
            found[name] = pa.concat_tables([stored.filter(pa.array(~gone)), found[name]])
    for name, rows in {**now, **found}.items():
        earlier.keep(name, rows)
    return Decided(found["pair"], found["link"], found["merged"])


def _find_touched(earlier: Earlier, now: Mapping[str, pa.Table]) -> pa.Array | None:
    """Find the entities of all parts in which something changed; None: everything is to be decided."""
    if earlier.touched is None:
        return None
    before = {name: earlier.stored(name) for name in (*now, "merge")}
    tables = [*now.values(), *(before[name] for name in now), before["merge"]]
    ids = pc.unique(
        pa.concat_arrays([earlier.touched, *(one.column(side).combine_chunks() for one in tables for side in _SIDES)])
    )
    is_touched = np.zeros(len(ids), np.bool_)
    is_touched[places(earlier.touched, ids)] = True
    changed = is_touched.copy()
    for name, rows in now.items():
        for left, right in _changed(rows, before[name], ids, is_touched):
            changed[left] = changed[right] = True
    left, right = (places(before["merge"].column(side), ids) for side in _SIDES)
    part = group(len(ids), left, right)
    in_touched = np.zeros(len(ids), np.bool_)
    in_touched[part[changed]] = True
    return ids.filter(pa.array(in_touched[part]))


def _changed(now: pa.Table, before: pa.Table, ids: pa.Array, is_touched: Flags) -> list[tuple[Places, Places]]:
    """Give both sides of the pairs that are new, gone or not as they were, or of an entity that is not."""
    found = []
    keys = [_keys(rows) for rows in (now, before)]
    for rows, own, other in ((now, keys[0], keys[1]), (before, keys[1], keys[0])):
        left, right = (places(rows.column(side), ids) for side in _SIDES)
        is_other = ~_isin(own, other) | is_touched[left] | is_touched[right]
        found.append((left[is_other], right[is_other]))
    return found


def _keys(rows: pa.Table) -> pa.Array:
    """Give all that a row says as one value."""
    columns = []
    for name in rows.column_names:
        column = rows.column(name).combine_chunks()
        if pa.types.is_floating(column.type):
            # Every bit counts.
            bits = pa.py_buffer(column.to_numpy())
            columns.append(
                pa.FixedSizeBinaryArray.from_buffers(pa.binary(8), len(column), [None, bits]).cast(pa.binary())
            )
        else:
            columns.append(column.cast(pa.string()).cast(pa.binary()))
    return pc.binary_join_element_wise(*columns, b"\x1f")


def _isin(values: pa.Array | pa.ChunkedArray, among: pa.Array) -> Flags:
    found: Flags = pc.is_in(values, value_set=among).to_numpy(zero_copy_only=False)
    return found


def _within(rows: pa.Table, ids: pa.Array) -> Flags:
    """Mark the rows of which both sides are among the ids."""
    left, right = (_isin(rows.column(side), ids) for side in _SIDES)
    return left & right


def _ids(rows: pa.Table) -> list[Ids]:
    return list(zip(*(rows.column(side).to_pylist() for side in _SIDES), strict=True))


def _table(pairs: Collection[Ids], **columns: Sequence[str]) -> pa.Table:
    sides = {name: pa.array([pair[at] for pair in pairs], pa.string()) for at, name in enumerate(_SIDES)}
    return pa.table(sides | {name: pa.array(values, pa.string()) for name, values in columns.items()})


def _handling(members: pa.Table, wanted: Collection[str]) -> dict[str, str]:
    ids = pa.array(sorted(wanted), pa.string())
    rows = members.filter(pc.is_in(members.column("entity_id"), ids))
    return dict(zip(rows.column("entity_id").to_pylist(), rows.column("handling").to_pylist(), strict=True))
