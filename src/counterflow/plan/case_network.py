"""The network of flows of a case: legs with what flows along them, leads, what is in force, what could be done."""

from __future__ import annotations

import statistics
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from counterflow.engine import Engine
from counterflow.exc import InputError
from counterflow.model.identity import make_id
from counterflow.plan.in_force import MEASURES, Listing, list_in_force
from counterflow.plan.measure import GOODS, MONEY, Place, Way, kinds, propose
from counterflow.plan.network_file import Problem, country_names, make_problem
from counterflow.plan.section import Section, find_target

_FLOWS = """
SELECT leg.* REPLACE (flow.handling AS handling), flow.unit, flow.period, channel, flow.draws[1:$draws] AS draws
FROM flow JOIN leg ON leg.id = flow.leg_id
ORDER BY leg.id, channel
"""
_LEADS = """
SELECT source_id, target_id, precision FROM lead
WHERE kind = 'hidden-tie' AND source_id IN (SELECT unnest($ids)) AND target_id IN (SELECT unnest($ids))
ORDER BY score DESC, source_id, target_id LIMIT 100
"""
_UNNAMED = ("group",)
_PAYS, _GETS = "pays:", "gets:"
"""Sides of who is in a network twice: who buys and pays for it, and who is paid."""


class CaseNetwork(NamedTuple):
    """What a plan of a case is made for, and which legs are behind each tie."""

    problem: Problem
    legs: Mapping[str, tuple[str, ...]]
    """By id of a tie, those that it adds up; a lead has none."""
    handling: Mapping[str, tuple[str, ...]]
    """By id of a tie, the markings of what flows along it."""


def read_case_network(engine: Engine, section: Section, draws: int, place: str) -> CaseNetwork:
    """Make the network of a case: the newest period, and the unit of most legs.

    A party that a list holds is designated and its accounts are frozen already. Another can be designated only where
    some leg of it has enough independent roots; else the measure is blocked, with that as what is missing. A group that
    nobody names can be designated once somebody is named, and payments be frozen once accounts are.

    Args:
        engine: the tables of a build.
        section: `[plan]` of case.toml.
        draws: how many draws of each flow are read.
        place: the build, for errors.

    Reads:
        `flow`, `leg`, `lead`, `entity`, `canonical`, `statement`, `evidence`.

    Raises:
        InputError: the build has no flows, or none from a source to a sink.
        CaseError: `[plan]` has a target that the flows do not name.
    """
    rows = engine.query(_FLOWS, {"draws": draws}).to_pylist()
    if len(rows) == 0:
        raise InputError(
            "no money or goods flow along its ties",
            where=place,
            expected="rows of the table flow",
            next_step="Write a model under [estimate] in case.toml (counterflow estimate CASE --propose), run again, "
            "or give the network in a file: --network F",
        )
    period = max(row["period"] for row in rows)
    unit = statistics.mode(row["unit"] for row in rows if row["period"] == period)
    rows = _with_sides([row for row in rows if row["period"] == period and row["unit"] == unit])
    arcs = _arcs(rows)
    ids = sorted({row[f"{end}_id"] for row in rows for end in ("source", "target")})
    listings = list_in_force(engine, ids, section.jurisdiction)
    nodes = _nodes(rows)
    found = engine.query(_LEADS, {"ids": sorted({one["id"] for one in nodes} & set(ids))}).to_pylist()
    arcs += _leads(found, arcs)
    data = {
        "unit": f"{unit} ({period})",
        "nodes": nodes,
        "arcs": arcs,
        "adversary": {"budget": section.openings},
    }
    problem = make_problem(data | _measures(nodes, arcs, rows, listings, section), place)
    return CaseNetwork(
        problem,
        {one["id"]: tuple(one.get("legs", ())) for one in arcs},
        {one["id"]: tuple(one.get("handling", ())) for one in arcs},
    )


def _with_sides(rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Say between which sides each leg goes: who buys in a way that is paid for pays in it, and nowhere else."""
    found = [dict(row) for row in rows]
    bought: dict[tuple[str, ...], set[str]] = defaultdict(set)
    paid: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for row in found:
        (bought if row["what"] == GOODS else paid)[tuple(row["events"])].add(
            row["target_id" if row["what"] == GOODS else "source_id"]
        )
    for row in found:
        buyers = bought[tuple(row["events"])] & paid[tuple(row["events"])]
        if row["what"] == GOODS:
            row["from"] = row["source_id"]
            row["to"] = (_PAYS if row["target_id"] in buyers else "") + row["target_id"]
        else:
            row["from"] = (_PAYS if row["source_id"] in buyers else _GETS) + row["source_id"]
            row["to"] = _GETS + row["target_id"]
    return found


def _arcs(rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Add up what goes between the same two, draw by draw; the surest leg says how sure it is."""
    legs: dict[tuple[str, str], list[Mapping[str, Any]]] = defaultdict(list)
    for row in rows:
        legs[row["from"], row["to"]].append(row)
    arcs = []
    for (source, target), some in sorted(legs.items()):
        goods = {tuple(row["commodities"]) for row in some}
        single = next(iter(goods)) if len(goods) == 1 else ()
        known = [row["probability"] for row in some if row["probability"] is not None]
        first = some[0]
        name = f"{first['source_name']} to {first['target_name']}"
        arcs.append(
            {
                "id": make_id(source, target),
                "name": name if first["what"] == GOODS else f"money from {name}",
                "from": source,
                "to": target,
                "what": first["what"],
                "commodity": single[0] if len(single) == 1 else None,
                "flow": [max(0.0, sum(each)) for each in zip(*(row["draws"] for row in some), strict=True)],
                "probability": max(known, default=None),
                "statements": sorted({one for row in some for one in row["statements"]}),
                "legs": sorted({row["id"] for row in some}),
                "handling": sorted({row["handling"] for row in some}),
            }
        )
    return arcs


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


def _nodes(rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    nodes: dict[str, dict[str, Any]] = {}
    for row in rows:
        for key, end in (("from", "source"), ("to", "target")):
            given = {name: row[f"{end}_{name}"] for name in ("name", "kind", "country")}
            nodes[row[key]] = {"id": row[key], "of": row[f"{end}_id"], **given}
    return [nodes[key] for key in sorted(nodes)]


def _measures(
    nodes: Sequence[Mapping[str, Any]],
    arcs: Sequence[Mapping[str, Any]],
    rows: Sequence[Mapping[str, Any]],
    listings: Mapping[str, Listing],
    section: Section,
) -> dict[str, list[dict[str, Any]]]:
    """Give the measures of the library and of the case, and those in force."""
    places = {one["id"]: Place(one["of"], one["kind"], one["country"]) for one in nodes}
    ways = [
        Way(one["id"], places[one["from"]], places[one["to"]], one.get("commodity"), one.get("what")) for one in arcs
    ]
    force: dict[tuple[str, str], dict[str, Any]] = {}
    for place in sorted(set(places.values())):
        for kind in MEASURES.get(place.kind, ()) if place.id in listings else ():
            if _can(kind, place.id, ways):
                given = {"kind": kind, "target": place.id, "jurisdiction": listings[place.id].words}
                force[kind, place.id] = given
    for one in section.in_force:
        target = find_target(one["target"], _names(one["kind"], nodes, arcs, ways), section.where)
        force[one["kind"], target] = {**one, "target": target}
    found = {(one["kind"], one["target"]): one for one in _proposed(ways, rows, section)}
    for one in section.measures:
        target = find_target(one["target"], _names(one["kind"], nodes, arcs, ways), section.where)
        known = found.get((one["kind"], target), section.kinds.get(one["kind"], {}))
        found[one["kind"], target] = {**known, **one, "target": target}
    return {
        "measures": [one for key, one in sorted(found.items()) if key not in force],
        "in_force": [force[key] for key in sorted(force)],
    }


def _names(
    kind: str, nodes: Sequence[Mapping[str, Any]], arcs: Sequence[Mapping[str, Any]], ways: Sequence[Way]
) -> dict[str, str]:
    """Name what a kind of measure can bear on, by its id."""
    bears_on = kinds()[kind].bears_on
    if bears_on in ("country", "border"):
        return country_names(ways)
    if bears_on == "commodity":
        return {way.commodity: way.commodity.replace("_", " ") for way in ways if way.commodity is not None}
    if bears_on == "arc":
        return {one["id"]: one["name"] for one in arcs if "name" in one}
    return {one["of"]: one["name"] for one in nodes}


def _can(kind: str, target: str, ways: Iterable[Way]) -> bool:
    """Whether anything of a kind can be stopped at a target: no account is frozen where no money goes."""
    what = (GOODS, MONEY) if kind == "designate" else (MONEY,) if kind == "freeze" else (GOODS,)
    return any(way.what in (None, *what) and target in (way.tail.id, way.head.id) for way in ways)


def _proposed(ways: Sequence[Way], rows: Sequence[Mapping[str, Any]], section: Section) -> Iterable[dict[str, Any]]:
    """Propose what the library has for the network, with what its evidence lacks."""
    roots: dict[str, int] = {}
    for row in rows:
        for end in ("source_id", "target_id"):
            roots[row[end]] = max(roots.get(row[end], 0), row["roots"])
    for one in propose(ways):
        if one.kind == "interdict" and one.target.startswith("lead:"):
            continue  # a lead is no finding: nothing is sent after it
        lacks = one.kind in ("designate", "freeze", "ban_travel") and roots.get(one.target, 0) < section.roots
        missing = ["a second independent source" if section.roots == 2 else f"{section.roots} independent sources"]
        yield {
            "kind": one.kind,
            "target": one.target,
            **section.kinds.get(one.kind, {}),
            "missing": missing if lacks else [],
        }
    for place in sorted({way.tail for way in ways if way.tail.kind in _UNNAMED}):
        given = {"kind": "designate", "target": place.id, **section.kinds.get("designate", {})}
        yield given | {"missing": ["who they are: a name, and a number or a birth date, of each"]}
    for place in sorted({way.head for way in ways if way.what == MONEY and way.head.kind in (*_UNNAMED, "country")}):
        given = {"kind": "freeze", "target": place.id, **section.kinds.get("freeze", {})}
        yield given | {"missing": ["through which accounts they are paid, and who holds them"]}
