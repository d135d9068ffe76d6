"""Parties of lists: from the statements to scored pairs and clusters."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from counterflow.engine import Engine
from counterflow.model.doubt import Judgement
from counterflow.model.told import is_told_party
from counterflow.resolve.block import block_pairs
from counterflow.resolve.candidate.find import find_pairs
from counterflow.resolve.candidate.record import list_records, read_records
from counterflow.resolve.candidate.store import PairStore
from counterflow.resolve.candidate.version import pair_version
from counterflow.resolve.member import read_facts
from counterflow.resolve.pair import Ids, Resolution, resolve_pairs
from counterflow.resolve.schema import told_schema

DOCUMENT_DATASET = "case_documents"
"""Entities that reports tell of: `mention` links them to parties, not the comparison of records."""

CACHE = "pairs"
"""Folder of the case's cache in which scored pairs are kept."""


def resolve_parties(
    engine: Engine,
    judgements: Mapping[Ids, Judgement],
    repeating: tuple[str, ...],
    cache: Path | None = None,
    apart: Collection[str] = (),
) -> Resolution:
    """Find which records of lists are one party.

    Reads:
        `statement`, and the registered rows `member`, `identifier` and `name`.
    Args:
        engine: the tables.
        judgements: what people said of pairs.
        repeating: datasets that list one party several times.
        cache: the case's cache; None: nothing is kept.
        apart: parties whose likeness is not scored here: they meet others by shared numbers and judgements alone.
    """
    records = list_records(engine)
    records = records.filter(pc.not_equal(records.column("dataset"), DOCUMENT_DATASET))
    if len(apart) > 0:
        records = records.filter(pc.invert(pc.is_in(records.column("entity_id"), pa.array(sorted(apart), pa.string()))))
    digests = dict(zip(records.column("entity_id").to_pylist(), records.column("digest").to_pylist(), strict=True))

    def read(ids: Collection[str]) -> Mapping[str, Mapping[str, Any]]:
        return dict(read_records(engine, ids))

    shared = block_pairs(engine, repeating)
    store = None if cache is None else PairStore(cache / CACHE, pair_version())
    pairs = find_pairs(digests, read, shared.keys(), store)
    facts = read_facts(engine, _members(pairs, shared.keys(), judgements.keys()))
    # A person may have said which party of a list a document means.
    told = [one for one in facts.values() if is_told_party(one.entity_id)]
    facts |= {one.entity_id: one._replace(schema=told_schema(one.schema)) for one in told}
    return resolve_pairs(facts, pairs, shared, judgements, repeating)


def _members(pairs: pa.Table, *others: Collection[Ids]) -> set[str]:
    members = {one for pairs_of in others for pair in pairs_of for one in pair}
    for side in ("left_id", "right_id"):
        members.update(pairs.column(side).unique().to_pylist())
    return members
