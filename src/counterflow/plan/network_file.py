"""A network of flows from a file: parties, what flows between them, how sure each tie is, and what could be done.

JSON: `nodes` (id, name, kind, country, `of` whom it is a side: of one who sells and is paid), `arcs` (id, name, from,
to, flow as a number or draws, probability, commodity, what: goods or money, latent, opening, statements), `sources` and
`sinks` (else whoever nothing flows to, and from), `adversary` (budget), `measures`, `in_force`.
"""

from __future__ import annotations

import dataclasses
import json
import math
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from rigour.territories import get_territory

from counterflow.exc import InputError
from counterflow.plan.answer import Latent
from counterflow.plan.choose import Worlds
from counterflow.plan.measure import GOODS, MONEY, Measure, Place, Way, measure, propose
from counterflow.plan.network import Floats, FlowNetwork

NODE_KINDS = ("party", "person", "vessel", "place", "country", "group", "market", "event", "goods")
"""What a node is; measures bear on the first four themselves, on the others by their country or way."""


class Arc(NamedTuple):
    """One tie along which something flows, or could."""

    id: str
    name: str
    flow: tuple[float, ...]
    """Draws; one: a number without a range."""
    probability: float | None
    """That the tie is there, from its belief; None: nobody says."""
    is_latent: bool
    opening: float
    statements: tuple[str, ...]


class Node(NamedTuple):
    """Whom or what a tie joins."""

    id: str
    name: str
    kind: str


class Problem(NamedTuple):
    """What a plan is made for."""

    unit: str
    network: FlowNetwork
    arcs: tuple[Arc, ...]
    """Those of the file; arcs from the source and to the sink of all come after them."""
    latent: Latent
    measures: tuple[Measure, ...]
    """Those that can be taken."""
    in_force: tuple[Measure, ...]
    """Part of the network already, never proposed."""
    blocked: tuple[Measure, ...]
    """Those that evidence is missing for."""
    nodes: tuple[Node, ...]
    """In the order of the network's numbers; its source and sink are none of them."""


def read_network(path: Path) -> Problem:
    """Read a network of flows.

    Raises:
        InputError: no JSON, a name that is none, a figure that is none, or nothing that flows from a source to a sink.
    """
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, ValueError, RecursionError) as exc:
        raise InputError(f"cannot be read: {exc}", where=str(path), expected="a network of flows, as JSON") from exc
    if not isinstance(data, dict) or not isinstance(data.get("arcs"), list) or not isinstance(data.get("nodes"), list):
        raise InputError("it has no arcs and nodes", where=str(path), expected='{"nodes": [...], "arcs": [...]}')
    try:
        return make_problem(data, str(path))
    except (KeyError, TypeError, ValueError, AttributeError) as exc:
        raise InputError(f"a part is missing or of another kind: {exc}", where=str(path)) from exc


def make_problem(data: Mapping[str, Any], where: str) -> Problem:
    """Make a problem of what a file, or a case, says.

    Raises:
        InputError: as `read_network`.
    """
    nodes = {str(one["id"]): one for one in data["nodes"]}
    places = {key: Place(str(one.get("of", key)), _kind(one, where), one.get("country")) for key, one in nodes.items()}
    names = {key: str(one.get("name", key)) for key, one in nodes.items()}
    targets = {places[key].id: name for key, name in names.items()}
    arcs, ways = [], []
    for number, one in enumerate(data["arcs"]):
        at = f"{where}, arc {one.get('id', number)}"
        for end in (one["from"], one["to"]):
            if end not in places:
                raise InputError(f"{end!r} is no node", where=at, expected="the id of a node")
        key = str(one.get("id", number))
        ways.append(Way(key, places[one["from"]], places[one["to"]], one.get("commodity"), _what(one, at)))
        arcs.append(_arc(one, key, str(one.get("name", f"{names[one['from']]} to {names[one['to']]}")), at))
    if len({arc.id for arc in arcs}) < len(arcs):
        raise InputError("two arcs have one id", where=where, expected="an id for each")
    ends = [(str(one["from"]), str(one["to"])) for one in data["arcs"]]
    network = _network(data, list(nodes), ends, arcs, where)
    more = len(network.tail) - len(arcs)
    is_latent = np.array([arc.is_latent for arc in arcs] + [False] * more, np.bool_)
    opening = np.array([arc.opening for arc in arcs] + [1.0] * more)
    latent = Latent(is_latent, opening, _number(data.get("adversary", {}).get("budget", 0), f"{where}, adversary"))
    called = {**country_names(ways), **{arc.id: arc.name for arc in arcs}, **targets}
    measures = [dataclasses.replace(one, name=_measure_name(one, called)) for one in _measures(data, ways, where)]
    able = [one for one in measures if not one.in_force and len(one.missing) == 0]
    return Problem(
        str(data.get("unit", "")),
        network,
        tuple(arcs),
        latent,
        tuple(able),
        tuple(one for one in measures if one.in_force),
        tuple(one for one in measures if not one.in_force and len(one.missing) > 0),
        tuple(Node(key, names[key], place.kind) for key, place in places.items()),
    )


def country_names(ways: Iterable[Way]) -> dict[str, str]:
    """Give countries and borders the names that people read."""
    names: dict[str, str] = {}
    for way in ways:
        for end in (way.tail, way.head):
            territory = None if end.country is None else get_territory(end.country)
            if end.country is not None:
                names[end.country] = end.country if territory is None else territory.name
    for way in ways:
        some = sorted({one.country for one in (way.tail, way.head) if one.country is not None})
        if len(some) > 1:
            names["-".join(some)] = " and ".join(names[one] for one in some)
    return names


def draw_worlds(problem: Problem, draws: int, seed: int) -> Worlds:
    """Draw capacities, which ties are there, and which measures bite: those that can be taken, then the blocked."""
    dice = np.random.default_rng(seed)
    capacity = np.tile(problem.network.capacity, (draws, 1))
    for at, arc in enumerate(problem.arcs):
        flow = np.array(arc.flow)
        # Draws of a file belong together by their place, so the same place is taken of each.
        values: Floats = flow[np.arange(draws) % len(flow)]
        there = dice.random(draws) < (1.0 if arc.probability is None else arc.probability)
        capacity[:, at] = values * there
    ends = capacity[:, : len(problem.arcs)].sum(axis=1)
    capacity[:, len(problem.arcs) :] = ends[:, None]
    bites = [
        dice.random((draws, len(some))) < np.array([one.probability for one in some])
        for some in (problem.measures, problem.blocked)
    ]
    return Worlds(capacity, np.hstack(bites))


def _kind(node: Mapping[str, Any], where: str) -> str:
    kind = str(node.get("kind", "party"))
    if kind not in NODE_KINDS:
        raise InputError(f"node {node['id']!r} is a {kind!r}", where=where, expected="one of " + ", ".join(NODE_KINDS))
    return kind


def _measure_name(one: Measure, called: Mapping[str, str]) -> str:
    name = f"{one.kind.replace('_', ' ').capitalize()}: {called.get(one.target, one.target)}"
    return f"{name} ({one.in_force_by})" if one.in_force and one.in_force_by != "" else name


def _what(one: Mapping[str, Any], where: str) -> str | None:
    what = one.get("what")
    if what not in (None, GOODS, MONEY):
        raise InputError(f"what goes is {what!r}", where=where, expected="goods or money, or nothing")
    return None if what is None else str(what)


def _arc(one: Mapping[str, Any], key: str, name: str, where: str) -> Arc:
    given = one["flow"] if isinstance(one["flow"], list) else [one["flow"]]
    flow = tuple(_number(value, f"{where}, flow") for value in given)
    if len(flow) == 0:
        raise InputError("there are no draws of the flow", where=where, expected="one number or more")
    chance = one.get("probability")
    if chance is not None and not 0 <= _number(chance, f"{where}, probability") <= 1:
        raise InputError(f"the probability is {chance}", where=where, expected="a number from 0 to 1")
    opening = _number(one.get("opening", 1.0), f"{where}, opening")
    if opening == 0:
        raise InputError("opening it costs 0", where=where, expected="a number over 0")
    statements = tuple(str(each) for each in one.get("statements", ()))
    return Arc(key, name, flow, chance, bool(one.get("latent", False)), opening, statements)


def _number(value: Any, where: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value) or value < 0:
        raise InputError(f"{value!r} is no amount", where=where, expected="a number of 0 or more")
    return float(value)


def _network(
    data: Mapping[str, Any], nodes: Sequence[str], ends: Sequence[tuple[str, str]], arcs: Sequence[Arc], where: str
) -> FlowNetwork:
    number = {key: at for at, key in enumerate(nodes)}
    known = [one for one, arc in zip(ends, arcs, strict=True) if not arc.is_latent]
    tails, heads = {tail for tail, _ in known}, {head for _, head in known}
    sources = _ends(data, "sources", tails - heads, number, where)
    sinks = _ends(data, "sinks", heads - tails, number, where)
    source, sink = len(nodes), len(nodes) + 1
    pairs = [(number[tail], number[head]) for tail, head in ends]
    pairs += [(source, number[one]) for one in sources] + [(number[one], sink) for one in sinks]
    mean = [float(np.mean(arc.flow)) for arc in arcs]
    capacity = mean + [sum(mean)] * (len(pairs) - len(arcs))
    network = FlowNetwork.of(sink + 1, (source, sink), pairs, capacity, [1.0] * len(pairs))
    if not _is_joined(network, [arc.is_latent or max(arc.flow) == 0 for arc in arcs]):
        raise InputError(
            f"nothing flows from the sources ({', '.join(sources[:3]) or 'none'}) to the sinks "
            f"({', '.join(sinks[:3]) or 'none'}): the network is disconnected",
            where=where,
            expected="a way of known ties with a flow over 0",
            next_step="Name sources and sinks, or the ties between them",
        )
    return network


def _ends(data: Mapping[str, Any], key: str, free: Iterable[str], number: Mapping[str, int], where: str) -> list[str]:
    given = [str(one) for one in data.get(key, sorted(free))]
    for one in given:
        if one not in number:
            raise InputError(f"{one!r} is no node", where=f"{where}, {key}", expected="the id of a node")
    return given


def _is_joined(network: FlowNetwork, is_empty: Sequence[bool]) -> bool:
    """Whether known ties lead from source to sink."""
    after: dict[int, list[int]] = {}
    for at, (tail, head) in enumerate(zip(network.tail.tolist(), network.head.tolist(), strict=True)):
        if at >= len(is_empty) or not is_empty[at]:
            after.setdefault(tail, []).append(head)
    seen, waiting = {network.source}, [network.source]
    while len(waiting) > 0:
        for head in after.get(waiting.pop(), ()):
            if head not in seen:
                seen.add(head)
                waiting.append(head)
    return network.sink in seen


def _measures(data: Mapping[str, Any], ways: Sequence[Way], where: str) -> list[Measure]:
    """Give the measures of the file, or without any those that the library proposes; what is in force stays so."""
    given = [measure(one, ways, f"{where}, measure {at}") for at, one in enumerate(data.get("measures", ()))]
    if "measures" not in data or data.get("propose", False):
        taken = {(one.kind, one.target) for one in given}
        given += [one for one in propose(ways) if (one.kind, one.target) not in taken]
    force = [
        measure({**one, "in_force": True}, ways, f"{where}, in force {at}")
        for at, one in enumerate(data.get("in_force", ()))
    ]
    held = {(one.kind, one.target) for one in force}
    every = [one for one in given if (one.kind, one.target) not in held] + force
    if len({one.id for one in every}) < len(every):
        raise InputError("two measures have one id", where=where, expected="an id for each")
    return every
