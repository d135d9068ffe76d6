"""The network of flows of a build, for `counterflow plan`: ties with what flows along them, leads, what is in force."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from counterflow.dossier.archive import Archive
from counterflow.exc import InputError
from counterflow.model.schema import get_schema
from counterflow.plan.measure import Place, Way, propose
from counterflow.plan.network_file import Problem, make_problem

ROOTS = 2
"""Independent roots that a designation needs on the ties of its target: no committee goes by one report."""

OPENINGS = 3
"""Leads that the adversary is taken to be able to open, where the case says nothing: assumed, and shown."""

_FLOWS = """
SELECT edge.id, source_id, target_id, edge.probability, edge.roots, edge.statements, flow.unit, flow.period, channel,
    flow.draws[1:$draws] AS draws
FROM flow JOIN edge ON edge.id = flow.edge_id
ORDER BY edge.id, channel
"""
_LEADS = """
SELECT source_id, target_id, precision FROM lead
WHERE source_id IN (SELECT unnest($ids)) AND target_id IN (SELECT unnest($ids))
ORDER BY score DESC, source_id, target_id LIMIT 100
"""
_ENTITIES = """
SELECT canonical_id, caption, schema, countries, listed_now FROM entity
WHERE canonical_id IN (SELECT unnest($ids)) ORDER BY canonical_id
"""


def problem_of_case(archive: Archive, draws: int) -> Problem:
    """Make the problem of a build: the newest period, and the unit of most ties.

    A party that a list holds is designated and its accounts are frozen already. Another can be designated only where
    some tie of it has two independent roots; else the measure is blocked, with that as what is missing. Nobody is asked
    to be designated of whom there is no tie with a flow.

    Raises:
        InputError: the build has no flows.
    """
    rows = archive.rows(_FLOWS, draws=draws) if archive.count("flow") > 0 else []
    if len(rows) == 0:
        raise InputError(
            "no money or goods flow along its ties",
            where=archive.place,
            expected="rows of the table flow",
            next_step="Write a model under [estimate] in case.toml (counterflow estimate CASE --propose), run again, "
            "or give the network in a file: --network F",
        )
    period = max(row["period"] for row in rows)
    unit = statistics.mode(row["unit"] for row in rows if row["period"] == period)
    rows = [row for row in rows if row["period"] == period and row["unit"] == unit]
    arcs = _arcs(rows)
    ids = sorted({one[end] for one in arcs for end in ("from", "to")})
    entities = {row["canonical_id"]: row for row in archive.rows(_ENTITIES, ids=ids)}
    nodes = [_node(key, entities.get(key)) for key in ids]
    listed = {key for key, one in entities.items() if one["listed_now"]}
    arcs += _leads(archive.rows(_LEADS, ids=ids), arcs)
    force = [{"kind": kind, "target": key} for key in sorted(listed) for kind in ("designate", "freeze")]
    able = {one["id"] for one in nodes if one["kind"] in ("party", "person")}
    data = {
        "unit": f"{unit} ({period})",
        "nodes": nodes,
        "arcs": arcs,
        "adversary": {"budget": OPENINGS},
        "in_force": [one for one in force if one["target"] in able],
        "measures": _measures(nodes, arcs, rows, listed),
    }
    return make_problem(data, archive.place)


def _arcs(rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Add the channels of each tie up, draw by draw."""
    arcs: dict[str, dict[str, Any]] = {}
    for row in rows:
        flow = [float(one) for one in row["draws"]]
        if row["id"] in arcs:
            flow = [one + two for one, two in zip(arcs[row["id"]]["flow"], flow, strict=True)]
        arcs[row["id"]] = {
            "id": row["id"],
            "from": row["source_id"],
            "to": row["target_id"],
            "flow": [max(0.0, one) for one in flow],
            "probability": row["probability"],
            "statements": list(row["statements"]),
        }
    return list(arcs.values())


def _leads(rows: Iterable[Mapping[str, Any]], arcs: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Make latent ties of leads, both ways: nobody says which; as wide as the middle one of those that are known."""
    wide = statistics.median(statistics.fmean(one["flow"]) for one in arcs)
    return [
        {
            "id": f"lead:{one}:{two}",
            "from": one,
            "to": two,
            "flow": wide,
            "probability": row["precision"],
            "latent": True,
        }
        for row in rows
        for one, two in ((row["source_id"], row["target_id"]), (row["target_id"], row["source_id"]))
    ]


def _node(key: str, entity: Mapping[str, Any] | None) -> dict[str, Any]:
    if entity is None:
        return {"id": key, "name": key, "kind": "party", "country": None}
    countries = entity["countries"] or []
    country = countries[0] if len(countries) == 1 else None
    return {"id": key, "name": entity["caption"], "kind": _kind(entity["schema"]), "country": country}


def _kind(name: str) -> str:
    """Say what a schema is, for measures."""
    schema = get_schema(name)
    if schema.is_a("Person"):
        return "person"
    if schema.is_a("Interval"):
        return "event"
    if schema.is_a("LegalEntity") or schema.is_a("Vessel"):
        return "party"
    return "goods" if schema.is_a("Asset") or schema.is_a("Value") else "place" if schema.is_a("Thing") else "goods"


def _measures(
    nodes: Iterable[Mapping[str, Any]],
    arcs: Iterable[Mapping[str, Any]],
    rows: Iterable[Mapping[str, Any]],
    listed: set[str],
) -> list[dict[str, Any]]:
    """Propose what the library has for the network, less what is in force, with what its evidence lacks."""
    roots: dict[str, int] = {}
    for row in rows:
        for end in (row["source_id"], row["target_id"]):
            roots[end] = max(roots.get(end, 0), row["roots"])
    places = {one["id"]: Place(one["id"], one["kind"], one["country"]) for one in nodes}
    ways = [Way(one["id"], places[one["from"]], places[one["to"]], None) for one in arcs]
    found: list[dict[str, Any]] = []
    for one in propose(ways):
        if one.kind in ("designate", "freeze") and one.target in listed:
            continue
        lacks = one.kind in ("designate", "freeze", "ban_travel") and roots.get(one.target, 0) < ROOTS
        missing = [f"a second independent source of a tie of {one.target}"] if lacks else []
        if one.kind == "interdict" and one.target.startswith("lead:"):
            continue  # a lead is no finding: nothing is sent after it
        found.append({"kind": one.kind, "target": one.target, "missing": missing})
    return found
