"""Parties of lists: from their rows to scored pairs and clusters."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from counterflow.model.doubt import Judgement
from counterflow.model.told import is_told_party
from counterflow.resolve.block import read_shared
from counterflow.resolve.candidate.find import Read, find_pairs
from counterflow.resolve.candidate.store import PairStore
from counterflow.resolve.member import Facts, read_facts
from counterflow.resolve.pair import Ids, Resolution, Weighed, resolve_pairs, weigh_pairs
from counterflow.resolve.place import in_order
from counterflow.resolve.schema import told_schema

DOCUMENT_DATASET = "case_documents"
"""Entities that reports tell of: `mention` links them to parties, not the comparison of records."""


class Parties(NamedTuple):
    """What lists say of entities, as rows."""

    member: pa.Table
    """Of `member.list_members`."""
    fact: pa.Table
    """Of `member.list_facts`."""
    record: pa.Table
    """Of `candidate.record.list_records`."""
    shared: pa.Table
    """Of `block.block_pairs`."""
    repeating: tuple[str, ...]
    """Datasets that list one party several times."""

    def compared(self) -> pa.Table:
        """Give the records that are compared with each other, in order of entities if all are."""
        return self.record.filter(pc.not_equal(self.record.column("dataset"), DOCUMENT_DATASET))

    def facts(self, wanted: Collection[str]) -> dict[str, Facts]:
        """Read the facts of some entities.

        A person may have said which party of a list a document means: a document's word for a body says little.
        """
        facts = read_facts(self.member, self.fact, wanted)
        told = [one for one in facts.values() if is_told_party(one.entity_id)]
        return facts | {one.entity_id: one._replace(schema=told_schema(one.schema)) for one in told}


def weigh_parties(parties: Parties, read: Read, store: PairStore | None = None, apart: Collection[str] = ()) -> Weighed:
    """Find which records of lists may be one party, and how likely.

    Args:
        parties: the rows.
        read: gives records by their ids.
        store: what was scored earlier, and is kept now.
        apart: parties whose likeness is not scored here: they meet others by shared numbers and judgements alone.
    """
    records = parties.compared()
    if len(apart) > 0:
        records = records.filter(pc.invert(pc.is_in(records.column("entity_id"), pa.array(sorted(apart), pa.string()))))
    records = in_order(records, "entity_id")
    pairs = find_pairs(records, read, parties.shared, store)
    return weigh_pairs(pairs, records, parties.shared, parties.repeating)


def resolve_parties(
    parties: Parties, weighed: Weighed, shared: pa.Table, judgements: Mapping[Ids, Judgement]
) -> Resolution:
    """Find which records of lists are one party.

    Args:
        parties: the rows.
        weighed: candidates to decide on.
        shared: shared numbers to decide on, rows of `parties.shared`.
        judgements: what people said of pairs.
    """
    wanted = {one for pair in judgements for one in pair}
    for side in ("left_id", "right_id"):
        for ids in (weighed.pairs.column(side), shared.column(side)):
            wanted.update(pc.unique(ids).to_pylist())
    return resolve_pairs(parties.facts(wanted), weighed, read_shared(shared), judgements)
