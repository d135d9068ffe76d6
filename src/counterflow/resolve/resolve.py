"""The stage: block, decide, cluster, link mentions, describe."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from functools import partial
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from counterflow import engine as engines
from counterflow.engine import strictest_column
from counterflow.exc import CaseError
from counterflow.model.doubt import Judgement
from counterflow.resolve.block import block_again, block_pairs, list_names
from counterflow.resolve.candidate.record import list_records, read_records
from counterflow.resolve.candidate.store import PairStore
from counterflow.resolve.candidate.version import pair_version, rows_version
from counterflow.resolve.cluster import Clusters
from counterflow.resolve.decided import decide_parties
from counterflow.resolve.earlier import FOLDER, Earlier
from counterflow.resolve.entity import canonical, entity
from counterflow.resolve.event.row import join_events
from counterflow.resolve.given import join_given
from counterflow.resolve.identifier import find_identifiers
from counterflow.resolve.judgement import read_judgements
from counterflow.resolve.lookup import open_lookups
from counterflow.resolve.meant import obey_judgements
from counterflow.resolve.member import list_facts, list_members
from counterflow.resolve.mention.link import link_mentions
from counterflow.resolve.party import Parties, weigh_parties
from counterflow.resolve.tie import join_ties
from counterflow.resolve.told import Listed, join_told
from counterflow.resolve.unheard import find_unheard
from counterflow.stage import StageInput
from counterflow.tables import CANONICAL, ENTITY, FRAME, GIVEN_LINK, LINK, MENTION, PAIR, PROBLEM, Table

CACHE = "pairs"
"""Folder of the case's cache in which scored pairs are kept."""

REPEATING_DATASETS = ("eu_journal_amendments", "eu_journal_sanctions", "us_trade_csl")
"""Datasets that list one party several times: the EU's journal has a row for each act that lists it, the US trade
list one for each list that it joins."""


def resolve(inputs: StageInput) -> Iterator[tuple[Table, pa.Table]]:
    """Find which entities and which mentions are one party.

    Reads:
        `statement`, `evidence`, `mention`, `frame`, `quantity`, `document`, `given`, `given_link`, and the ledger's
        judgements.
    Writes:
        `pair`, `link`, `canonical`, `entity`, and as `problem` the judgements that it could not obey. Their content
        depends on the statements and the judgements that stand, not on any order, so taking a judgement back gives the
        same tables as before it.
    Raises:
        CaseError: an unknown parameter in [parameter.resolve].
        LedgerError: a judgement that is none.
    """
    repeating = _repeating(inputs.case.parameters.get("resolve", {}))
    judgements = read_judgements(inputs.ledger.of_kind("judgement"))
    root = inputs.case.cache_path
    version = rows_version(repeating)
    with (
        engines.connect(inputs.paths) as engine,
        Earlier(engine, root / FOLDER, version, open_lookups(inputs.paths)) as earlier,
    ):
        parties = _read_parties(earlier, repeating)
        read = partial(_read_records, earlier)
        weighed = weigh_parties(parties, read, PairStore(root / CACHE, pair_version()))
        decided = decide_parties(parties, weighed, judgements, earlier)
        yield PAIR, decided.pair
        merged, links = _merged(decided.merged), []
        canonicals = canonical(parties.member, merged)
        engine.register("canonical", canonicals)
        if _has_rows(inputs, MENTION):
            meant = obey_judgements(engine, link_mentions(engine, root / CACHE), judgements)
            negative = [pair for pair, one in judgements.items() if one == Judgement.NEGATIVE]
            clusters = Clusters({}, negative)
            links += join_told(engine, clusters, Listed(parties, merged), meant)
            merged |= clusters.canonical()
            canonicals = canonical(parties.member, merged)
            engine.register("canonical", canonicals)
        if _has_rows(inputs, FRAME):
            events = join_events(engine, judgements)
            canonicals = canonical(parties.member, merged | events.canonical)
            engine.register("canonical", canonicals)
            ties = join_ties(engine, judgements)
            links += [*events.links, *ties.links]
            merged |= events.canonical | ties.canonical
            canonicals = canonical(parties.member, merged)
            engine.register("canonical", canonicals)
        if _has_rows(inputs, GIVEN_LINK):
            given = join_given(engine, parties, merged, judgements)
            known = {(one.source_id, one.target_id) for one in links} | _pairs(decided.link)
            links += [one for one in given.links if (one.source_id, one.target_id) not in known]
            canonicals = canonical(parties.member, given.canonical)
            engine.register("canonical", canonicals)
        yield CANONICAL, canonicals
        yield LINK, pa.concat_tables([decided.link, LINK.from_rows(links)])
        entities = earlier.clusters(entity, canonicals, ("member",))
        earlier.save()
        yield ENTITY, entities
        yield PROBLEM, PROBLEM.from_rows(find_unheard(engine, judgements, canonicals, decided.pair))


def _read_parties(earlier: Earlier, repeating: tuple[str, ...]) -> Parties:
    """Read what lists say of entities; of those that are as they were, what was read earlier."""
    listed = pa.table({"dataset": pa.array(repeating, pa.string())})
    for engine in earlier.engines:
        engine.register("repeating", listed)
    member = earlier.rows("member", lambda one: strictest_column(list_members(one)))
    rows = {"member": member}
    for name, make in (("identifier", find_identifiers), ("name", list_names)):
        rows[name] = earlier.rows(name, make)
    fact, record = earlier.rows("fact", list_facts), earlier.rows("record", list_records)
    if earlier.touched is None:
        shared = block_pairs(earlier.part)
    else:
        shared = block_again(earlier.part, earlier.stored("shared"), earlier.moved("identifier"), rows)
    return Parties(member, fact, record, shared, repeating)


def _read_records(earlier: Earlier, wanted: Collection[str]) -> dict[str, Mapping[str, Any]]:
    """Read records; what was never analysed is new, as long as nobody deleted what was kept of pairs."""
    return dict(read_records(earlier.engine_of(wanted), wanted))


def _has_rows(inputs: StageInput, table: Table) -> bool:
    """Tell whether a table has rows: by its footers, since an engine that is not asked need not start."""
    try:
        return any(pq.read_metadata(path).num_rows > 0 for path in inputs.paths[table.name] if path.exists())
    except (pa.ArrowInvalid, OSError):
        return True  # a reader says what is wrong with it


def _pairs(rows: pa.Table) -> set[tuple[str, str]]:
    return set(zip(*(rows.column(name).to_pylist() for name in ("source_id", "target_id")), strict=True))


def _merged(rows: pa.Table) -> dict[str, str]:
    return dict(zip(*(rows.column(name).to_pylist() for name in ("entity_id", "canonical_id")), strict=True))


def _repeating(parameters: Mapping[str, Any]) -> tuple[str, ...]:
    for name in parameters:
        if name != "repeating_datasets":
            raise CaseError(f"[parameter.resolve] has an unknown key {name!r}", expected="repeating_datasets")
    names = parameters.get("repeating_datasets", REPEATING_DATASETS)
    if isinstance(names, str) or not all(isinstance(name, str) for name in names):
        raise CaseError(f"[parameter.resolve] repeating_datasets is {names!r}", expected="a list of dataset names")
    return tuple(names)
