"""Networks of sources, brokers, routes and buyers in layers, made by a seed."""

from __future__ import annotations

import json
import math
import re
from pathlib import Path

import numpy as np

from counterflow.plan.network import Bools, FlowNetwork

DEGREE = 5

LATENT = 0.175
"""Latent arcs for each other one, as in the public files."""


def layered(seed: int, layers: int, width: int, *, degree: int = DEGREE) -> FlowNetwork:
    """Make a network of layers: each node leads to so many of the next layer, the first and last to one end each.

    Capacities are log-normal, costs whole from 1 to 3; source and sink arcs are wide and dear.
    """
    dice = np.random.default_rng(seed)
    arcs: list[tuple[int, int]] = []
    ids = 1 + np.arange(layers * width).reshape(layers, width)
    sink = 1 + layers * width
    for layer in range(layers - 1):
        for node in ids[layer].tolist():
            arcs += [(node, int(one)) for one in dice.choice(ids[layer + 1], min(degree, width), replace=False)]
    inner = len(arcs)
    arcs += [(0, int(one)) for one in ids[0]] + [(int(one), sink) for one in ids[-1]]
    capacity = np.ceil(dice.lognormal(3.0, 0.8, len(arcs)))
    capacity[inner:] *= degree
    cost = dice.integers(1, 4, len(arcs)).astype(np.float64)
    cost[inner:] = 8.0
    return FlowNetwork.of(sink + 1, (0, sink), arcs, capacity, cost)


def with_latent(seed: int, layers: int, width: int, *, degree: int = 4) -> tuple[FlowNetwork, Bools]:
    """Make a network of layers, and between nodes one or two layers apart further arcs that nobody uses yet.

    Of latent arcs there are as many to others as in the public files (17.5 in 100), each closed for 1.
    """
    base = layered(seed, layers, width, degree=degree)
    dice = np.random.default_rng(1000 + seed)
    arcs = list(zip(base.tail.tolist(), base.head.tolist(), strict=True))
    known, count = set(arcs), round(LATENT * len(arcs))
    more: list[tuple[int, int]] = []
    while len(more) < count:
        tail, head = dice.integers(1, 1 + layers * width, 2).tolist()
        steps = (head - 1) // width - (tail - 1) // width
        if 1 <= steps <= 2 and (tail, head) not in known:
            known.add((tail, head))
            more.append((tail, head))
    capacity = np.concatenate([base.capacity, np.ceil(dice.lognormal(3.0, 0.8, count))])
    cost = np.concatenate([base.cost, np.ones(count)])
    is_latent = np.arange(len(capacity)) >= len(arcs)
    return FlowNetwork.of(base.node_count, (base.source, base.sink), arcs + more, capacity, cost), is_latent


def read_layered(path: Path) -> tuple[FlowNetwork, Bools]:
    """Read a public file of layers with latent arcs (JSON)."""
    data = json.loads(path.read_text(encoding="utf-8"))
    network = FlowNetwork.of(data["n"], (0, data["n"] - 1), data["arcs"], data["cap"], data["cost"])
    return network, np.array(data["latent"], np.bool_)


def read_grid(path: Path) -> tuple[FlowNetwork, int]:
    """Read a public file of a grid or random graph (AMPL): the network and how many arcs may be closed.

    Each vertex but the sink `k` sends up to its `w`, at most `m` of the arcs in `EdgesPrime` can be closed.
    """
    text = path.read_text(encoding="utf-8")
    sink = int(_number(text, "k"))
    vertices = [int(one) for one in re.findall(r"\d+", _block(text, "set Vertices"))]
    place = {one: at for at, one in enumerate(vertices)}
    edges = _pairs(_block(text, "set Edges"))
    can_close = set(_pairs(_block(text, "set EdgesPrime")))
    rows = [line.split() for line in _block(text, "param u").splitlines()]
    wide = {(int(row[0]), int(row[1])): float(row[2]) for row in rows if len(row) == 3}
    rows = [line.split() for line in _block(text, "param w").splitlines()] if "param w" in text else []
    sends = {int(row[0]): float(row[1]) for row in rows if len(row) == 2}
    source, others = len(vertices), [one for one in vertices if one != sink]
    arcs = [(place[tail], place[head]) for tail, head in edges] + [(source, place[one]) for one in others]
    capacity = [wide[one] for one in edges] + [sends.get(one, 1.0) for one in others]
    cost = [1.0 if one in can_close else math.inf for one in edges] + [math.inf] * len(others)
    return FlowNetwork.of(source + 1, (source, place[sink]), arcs, capacity, cost), int(_number(text, "m"))


def _block(text: str, name: str) -> str:
    found = re.search(rf"{name}\s*:=([^;]*)(;|$)", text)
    assert found is not None, name
    return found[1]


def _number(text: str, name: str) -> float:
    return float(_block(text, f"param {name}"))


def _pairs(text: str) -> list[tuple[int, int]]:
    return [(int(tail), int(head)) for tail, head in re.findall(r"\((\d+),(\d+)\)", text)]
