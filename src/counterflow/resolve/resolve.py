"""The stage: block, decide, cluster, link mentions, describe."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa

from counterflow import engine as engines
from counterflow.engine import Engine, strictest_column
from counterflow.exc import CaseError
from counterflow.resolve.block import list_names
from counterflow.resolve.candidate.version import entity_version
from counterflow.resolve.earlier import FOLDER, Earlier
from counterflow.resolve.entity import canonical, entity
from counterflow.resolve.event.row import join_events
from counterflow.resolve.identifier import find_identifiers
from counterflow.resolve.judgement import read_judgements
from counterflow.resolve.meant import obey_judgements
from counterflow.resolve.member import list_members
from counterflow.resolve.mention.link import link_mentions
from counterflow.resolve.pair import link_rows, pair_rows
from counterflow.resolve.party import CACHE, resolve_parties
from counterflow.resolve.told import join_told
from counterflow.stage import StageInput
from counterflow.tables import CANONICAL, ENTITY, LINK, PAIR, Table

REPEATING_DATASETS = ("eu_journal_amendments", "eu_journal_sanctions", "us_trade_csl")
"""Datasets that list one party several times: the EU's journal has a row for each act that lists it, the US trade
list one for each list that it joins."""


def resolve(inputs: StageInput) -> Iterator[tuple[Table, pa.Table]]:
    """Find which entities and which mentions are one party.

    Reads:
        `statement`, `evidence`, `mention`, `frame`, `quantity`, `document`, and the ledger's judgements.
    Writes:
        `pair`, `link`, `canonical`, `entity`. Their content depends on the statements and the judgements that stand,
        not on any order, so taking a judgement back gives the same tables as before it.
    Raises:
        CaseError: an unknown parameter in [parameter.resolve].
        LedgerError: a judgement that is none.
    """
    repeating = _repeating(inputs.case.parameters.get("resolve", {}))
    judgements = read_judgements(inputs.ledger.of_kind("judgement"))
    with engines.connect(inputs.paths) as engine:
        earlier = Earlier(engine, inputs.case.cache_path / FOLDER, entity_version())
        with earlier.entities() as rows:
            members = rows.make("member", lambda one: strictest_column(list_members(one)))
            rows.make("identifier", find_identifiers)
            rows.make("name", list_names)
        resolution = resolve_parties(engine, judgements, repeating, inputs.case.cache_path)
        handling = _handling(engine, members, {id_ for pair in resolution.verdicts for id_ in pair})
        yield PAIR, PAIR.from_rows(pair_rows(resolution, handling))
        engine.register("merged", _merged(resolution.canonical))
        engine.register("canonical", canonical(engine))
        links = obey_judgements(engine, link_mentions(engine, _pair_cache(inputs)), judgements)
        told = join_told(engine, resolution.clusters, links)
        parties = resolution.clusters.canonical()
        engine.register("merged", _merged(parties))
        engine.register("canonical", canonical(engine))
        events = join_events(engine, judgements)
        engine.register("merged", _merged(parties | events.canonical))
        canonicals = canonical(engine)
        engine.register("canonical", canonicals)
        yield CANONICAL, canonicals
        yield LINK, LINK.from_rows([*link_rows(resolution, handling), *told, *events.links])
        entities = earlier.clusters(entity, ("member", "canonical"))
        earlier.save()
        yield ENTITY, entities


def _pair_cache(inputs: StageInput) -> Path | None:
    path = inputs.case.cache_path
    return None if path is None else path / CACHE


def _repeating(parameters: Mapping[str, Any]) -> tuple[str, ...]:
    for name in parameters:
        if name != "repeating_datasets":
            raise CaseError(f"[parameter.resolve] has an unknown key {name!r}", expected="repeating_datasets")
    names = parameters.get("repeating_datasets", REPEATING_DATASETS)
    if isinstance(names, str) or not all(isinstance(name, str) for name in names):
        raise CaseError(f"[parameter.resolve] repeating_datasets is {names!r}", expected="a list of dataset names")
    return tuple(names)


def _handling(engine: Engine, members: pa.Table, wanted: set[str]) -> dict[str, str]:
    rows = engine.query("SELECT entity_id, handling FROM member JOIN wanted USING (entity_id)")
    return dict(zip(rows.column(0).to_pylist(), rows.column(1).to_pylist(), strict=True))


def _merged(clusters: Mapping[str, str]) -> pa.Table:
    return pa.table(
        {
            "entity_id": pa.array(list(clusters), pa.string()),
            "canonical_id": pa.array(list(clusters.values()), pa.string()),
        }
    )
