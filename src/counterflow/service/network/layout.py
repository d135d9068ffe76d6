"""Where each party stands in the picture: equal networks give equal places, near ones are tied.

Each connected part is laid out for itself and packed beside the others, largest first. Inside a part, distances to a
few pivots give a first picture (Brandes and Pich 2007, Eigensolver methods for progressive multidimensional scaling),
and forces settle what stands near, in steps that become shorter (Fruchterman and Reingold 1991, Graph drawing by
force-directed placement), far parties taken together (Barnes and Hut 1986). Attraction grows with the square of the
distance and repulsion falls with it, so that a tie between two large groups is not much longer than one inside them.
No random numbers.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from counterflow.compare.compiled import compiled

LAYOUT = "pivot-force-1"
"""Name of the algorithm; a changed one gets another name, so that what was kept of the old one is not used."""

Ints = NDArray[np.int32]
Longs = NDArray[np.int64]
Floats = NDArray[np.float64]

PIVOTS = 24
STEPS = 220
THETA = 1.1
"""Below this width by distance a square of the tree counts as one point."""
GAP = 1.6
"""Least distance of two parties, in the unit of the picture: that of two tied ones is about ten."""
MARGIN = (22.0, 13.0)
"""Room around each connected part: more at the side, where names stand."""
ASPECT = 1.6
"""Width by height of the picture that parts are packed into."""
_GOLDEN = 2.399963229728653
_LENGTH = 10.0
"""Of a tie between two that nothing else pushes."""


class Ties(NamedTuple):
    """A network as the neighbours of each node, one after the other."""

    starts: Ints
    neighbours: Ints

    def __len__(self) -> int:
        return len(self.starts) - 1


def make_ties(nodes: int, source: Ints, target: Ints) -> Ties:
    """Arrange ties by node; several between one pair count once, one of a node with itself not at all."""
    low, high = np.minimum(source, target).astype(np.int64), np.maximum(source, target).astype(np.int64)
    pairs = np.unique((low * nodes + high)[low != high])
    one, other = pairs // max(nodes, 1), pairs % max(nodes, 1)
    ends, others = np.concatenate([one, other]), np.concatenate([other, one])
    order = np.lexsort((others, ends))
    starts = np.zeros(nodes + 1, np.int32)
    np.cumsum(np.bincount(ends, minlength=nodes), out=starts[1:])
    return Ties(starts, others[order].astype(np.int32))


def lay_out(nodes: int, source: Ints, target: Ints) -> Floats:
    """Give a place to each node.

    Args:
        nodes: how many there are.
        source: one end of each tie, as a number of a node; `target`: the other.

    Returns:
        Rows (x, y), in a unit of which two tied nodes are about ten apart; y grows upwards.
    Cost: 5,000 nodes and 9,000 ties in about 2 s (benchmarks/workbench/network.py makes such a case).
    """
    places = np.zeros((nodes, 2))
    if nodes == 0:
        return places
    ties = make_ties(nodes, source, target)
    parts = find_parts(ties)
    for part in parts:
        places[part] = _lay_out_part(_within(ties, part))
    _pack(places, parts)
    return places


def find_parts(ties: Ties) -> list[Ints]:
    """Give the nodes of each connected part, largest first, of equals the one with the first node."""
    label = _label(ties.starts, ties.neighbours)
    order = np.argsort(label, kind="stable").astype(np.int32)
    parts = np.split(order, np.flatnonzero(np.diff(label[order])) + 1)
    return sorted(parts, key=lambda part: (-len(part), int(part[0])))


def _within(ties: Ties, part: Ints) -> Ties:
    """Number the nodes of one part anew."""
    number = np.full(len(ties), -1, np.int32)
    number[part] = np.arange(len(part), dtype=np.int32)
    counts = np.diff(ties.starts)[part]
    starts = np.zeros(len(part) + 1, np.int32)
    np.cumsum(counts, out=starts[1:])
    neighbours = np.concatenate([ties.neighbours[ties.starts[node] : ties.starts[node + 1]] for node in part])
    return Ties(starts, number[neighbours])


def _lay_out_part(ties: Ties) -> Floats:
    nodes = len(ties)
    if nodes == 1:
        return np.zeros((1, 2))
    if nodes == 2:
        return np.array([[-5.0, 0.0], [5.0, 0.0]])
    places = _first_places(ties)
    _scale(ties, places)
    mass = np.sqrt(np.diff(ties.starts) + 1.0)
    _settle(ties.starts, ties.neighbours, mass, places, STEPS, THETA)
    _scale(ties, places)
    _part_close(places, GAP, 40)
    return _lie_down(places)


def _first_places(ties: Ties) -> Floats:
    """Scale distances to pivots that stand far from each other; who would stand on one place is spread around it."""
    nodes = len(ties)
    distance = _pivot_distances(ties.starts, ties.neighbours, min(PIVOTS, nodes)).astype(np.float64)
    squared = distance**2
    centred = squared - squared.mean(axis=0) - squared.mean(axis=1, keepdims=True) + squared.mean()
    _, vectors = np.linalg.eigh(centred.T @ centred)
    axes = vectors[:, -2:][:, ::-1]
    # The sign of an eigenvector is the solver's choice; the largest part of each is made positive.
    axes = axes * np.where(axes[np.argmax(np.abs(axes), axis=0), [0, 1]] < 0, -1.0, 1.0)
    places: Floats = -0.5 * centred @ axes
    spread = places.std(axis=0)
    places = places / max(float(spread.max()), 1e-9) * 5.0 * math.sqrt(nodes)
    turn = np.arange(nodes) * _GOLDEN
    places += np.stack([np.cos(turn), np.sin(turn)], axis=1) * (1.0 + np.arange(nodes) % 7)[:, None]
    return np.ascontiguousarray(places)


def _scale(ties: Ties, places: Floats) -> None:
    """Bring the middle length of a tie to ten."""
    one = np.repeat(np.arange(len(ties)), np.diff(ties.starts))
    lengths = np.hypot(*(places[one] - places[ties.neighbours]).T)
    places *= 10.0 / max(float(np.median(lengths)), 1e-9)


def _lie_down(places: Floats) -> Floats:
    """Turn the longer side to lie flat, around the middle: screens are wide."""
    centred = places - places.mean(axis=0)
    _, axes = np.linalg.eigh(centred.T @ centred)
    turned: Floats = centred @ axes[:, ::-1]
    # The heavier half to the left and below, whatever signs the solver gave.
    turned *= np.where((turned**3).sum(axis=0) < 0, -1.0, 1.0)
    return turned


def _pack(places: Floats, parts: Sequence[Ints]) -> None:
    """Put the parts beside and under each other, the largest first, each where it reaches least far down."""
    margin = np.array(MARGIN)
    sizes = [np.ptp(places[part], axis=0) + margin for part in parts]
    area = sum(float(width * height) for width, height in sizes)
    skyline = _Skyline(max(float(sizes[0][0]), math.sqrt(area * ASPECT)))
    for part, (width, height) in zip(parts, sizes, strict=True):
        left, top = skyline.put(float(width), float(height))
        corner = np.array([left, -top - height]) + margin / 2
        places[part] += corner - places[part].min(axis=0)
    places -= (places.min(axis=0) + places.max(axis=0)) / 2


class _Skyline:
    """How far down a picture of some width is filled, from left to right in pieces (left, right, depth)."""

    def __init__(self, width: float) -> None:
        self.pieces = [(0.0, width, 0.0)]

    def put(self, width: float, height: float) -> tuple[float, float]:
        """Take room for a rectangle where its top is highest, the leftmost such place; gives its left and its top."""
        right_end = self.pieces[-1][1]
        found = [
            (self._depth(left, left + width), left) for left, _, _ in self.pieces if left + width <= right_end + 1e-6
        ]
        top, left = min(found)
        self._fill(left, left + width, top + height)
        return left, top

    def _depth(self, left: float, right: float) -> float:
        return max(depth for begin, end, depth in self.pieces if begin < right - 1e-6 and end > left + 1e-6)

    def _fill(self, left: float, right: float, depth: float) -> None:
        pieces = []
        for begin, end, old in self.pieces:
            if begin < left:
                pieces.append((begin, min(end, left), old))
            if end > right:
                pieces.append((max(begin, right), end, old))
        pieces.append((left, right, depth))
        joined: list[tuple[float, float, float]] = []
        for piece in sorted(pieces):
            if len(joined) > 0 and joined[-1][2] == piece[2]:
                joined[-1] = (joined[-1][0], piece[1], piece[2])
            else:
                joined.append(piece)
        self.pieces = joined


@compiled
def _label(starts: Ints, neighbours: Ints) -> Ints:
    """Number the connected parts by their first nodes."""
    nodes = len(starts) - 1
    label = np.full(nodes, -1, np.int32)
    queue = np.empty(nodes, np.int32)
    for first in range(nodes):
        if label[first] >= 0:
            continue
        label[first] = first
        queue[0] = first
        head, tail = 0, 1
        while head < tail:
            node = queue[head]
            head += 1
            for tie in range(starts[node], starts[node + 1]):
                other = neighbours[tie]
                if label[other] < 0:
                    label[other] = first
                    queue[tail] = other
                    tail += 1
    return label


@compiled
def _pivot_distances(starts: Ints, neighbours: Ints, pivots: int) -> Ints:
    """Count ties from each node to each pivot; the first pivot has most ties, each next is farthest from all before."""
    nodes = len(starts) - 1
    distance = np.zeros((nodes, pivots), np.int32)
    nearest = np.full(nodes, 2**31 - 1, np.int32)
    queue = np.empty(nodes, np.int32)
    pivot = 0
    for node in range(nodes):
        if starts[node + 1] - starts[node] > starts[pivot + 1] - starts[pivot]:
            pivot = node
    for place in range(pivots):
        seen = np.zeros(nodes, np.bool_)
        seen[pivot] = True
        queue[0] = pivot
        head, tail = 0, 1
        while head < tail:
            node = queue[head]
            head += 1
            for tie in range(starts[node], starts[node + 1]):
                other = neighbours[tie]
                if not seen[other]:
                    seen[other] = True
                    distance[other, place] = distance[node, place] + 1
                    queue[tail] = other
                    tail += 1
        farthest = 0
        for node in range(nodes):
            nearest[node] = min(nearest[node], distance[node, place])
            if nearest[node] > nearest[farthest]:
                farthest = node
        pivot = farthest
    return distance


@compiled
def _settle(starts: Ints, neighbours: Ints, mass: Floats, places: Floats, steps: int, theta: float) -> None:  # noqa: PLR0912, PLR0915 - compiled: one loop over all steps, the tree's arrays are made once
    """Let forces move the nodes: each step builds a tree of squares, sums forces, and moves by how steady they are."""
    nodes = len(places)
    most = 8 * nodes + 64
    child = np.empty((most, 4), np.int32)
    weight, centre = np.empty(most), np.empty((most, 2))
    resident, width = np.empty(most, np.int32), np.empty(most)
    is_leaf = np.empty(most, np.bool_)
    force = np.zeros((nodes, 2))
    stack = np.empty(most, np.int32)
    longest, cooling = 0.0, 0.02 ** (1.0 / steps)
    for step in range(steps):
        low0, low1 = places[0, 0], places[0, 1]
        high0, high1 = low0, low1
        for node in range(nodes):
            low0, high0 = min(low0, places[node, 0]), max(high0, places[node, 0])
            low1, high1 = min(low1, places[node, 1]), max(high1, places[node, 1])
        side = max(high0 - low0, high1 - low1, 1e-9) * 1.001
        # Square 0 is the root; a square holds one node, or four squares; `corner` follows the way down.
        count = 1
        child[0, :] = -1
        is_leaf[0] = True
        resident[0], width[0], weight[0] = -1, side, 0.0
        centre[0, :] = 0.0
        for node in range(nodes):
            at, x, y, half = 0, low0, low1, side
            depth = 0
            while True:
                total = weight[at] + mass[node]
                centre[at, 0] += (places[node, 0] - centre[at, 0]) * mass[node] / total
                centre[at, 1] += (places[node, 1] - centre[at, 1]) * mass[node] / total
                empty = weight[at] == 0.0
                weight[at] = total
                if empty:
                    resident[at] = node
                    break
                depth += 1
                if depth > 40 or count + 4 >= most:
                    break  # nodes on one place: the square holds their common weight
                if resident[at] >= 0:
                    # The node that lived here goes one square down.
                    old = resident[at]
                    resident[at] = -1
                    quarter = _quarter(places, old, x, y, half)
                    child[at, quarter] = count
                    is_leaf[at], is_leaf[count] = False, True
                    child[count, :] = -1
                    resident[count], width[count], weight[count] = old, half / 2, mass[old]
                    centre[count, 0], centre[count, 1] = places[old, 0], places[old, 1]
                    count += 1
                quarter = _quarter(places, node, x, y, half)
                half /= 2
                if quarter & 1:
                    x += half
                if quarter & 2:
                    y += half
                below = child[at, quarter]
                if below < 0:
                    below = count
                    child[at, quarter] = count
                    is_leaf[at], is_leaf[count] = False, True
                    child[count, :] = -1
                    resident[count], width[count], weight[count] = -1, half, 0.0
                    centre[count, :] = 0.0
                    count += 1
                at = below
        for node in range(nodes):
            fx, fy = 0.0, 0.0
            x, y = places[node, 0], places[node, 1]
            top = 1
            stack[0] = 0
            while top > 0:
                top -= 1
                at = stack[top]
                if resident[at] == node and weight[at] == mass[node]:
                    continue
                dx, dy = x - centre[at, 0], y - centre[at, 1]
                squared = dx * dx + dy * dy
                if resident[at] >= 0 or width[at] * width[at] < theta * theta * squared or is_leaf[at]:
                    if squared > 1e-12:
                        # Below a tenth of a tie's length it grows no more: nobody is thrown out of the picture.
                        push = _LENGTH**3 * mass[node] * weight[at] / (max(squared, 1.0) * math.sqrt(squared))
                        fx += dx * push
                        fy += dy * push
                    continue
                for quarter in range(4):
                    if child[at, quarter] >= 0:
                        stack[top] = child[at, quarter]
                        top += 1
            for tie in range(starts[node], starts[node + 1]):
                other = neighbours[tie]
                dx, dy = places[other, 0] - x, places[other, 1] - y
                pull = math.sqrt(dx * dx + dy * dy) / _LENGTH
                fx += dx * pull
                fy += dy * pull
            force[node, 0], force[node, 1] = fx, fy
        longest = max(0.04 * side, 2 * _LENGTH) if step == 0 else longest * cooling
        for node in range(nodes):
            size = math.sqrt(force[node, 0] ** 2 + force[node, 1] ** 2)
            # A part of the force, for the pull of many ties is stiff.
            rate = min(0.25 / (1.0 + math.sqrt(starts[node + 1] - starts[node])), longest / max(size, 1e-9))
            places[node, 0] += force[node, 0] * rate
            places[node, 1] += force[node, 1] * rate


@compiled
def _quarter(places: Floats, node: int, x: float, y: float, side: float) -> int:
    """Say in which quarter of a square a node stands."""
    quarter = 0
    if places[node, 0] >= x + side / 2:
        quarter += 1
    if places[node, 1] >= y + side / 2:
        quarter += 2
    return quarter


def _part_close(places: Floats, gap: float, rounds: int) -> None:
    """Push apart nodes that stand closer than the gap, looking in squares of that width."""
    for _ in range(rounds):
        cells = ((places - places.min(axis=0)) / gap).astype(np.int64)
        # A column more on each side: the squares beside the last of a row are not the first of the next.
        wide = int(cells[:, 0].max()) + 3
        square = (cells[:, 1] + 1) * wide + cells[:, 0] + 1
        order = np.argsort(square, kind="stable")
        beside = square[order][:, None] + np.array([0, 1, wide - 1, wide, wide + 1])
        begins, ends = (np.searchsorted(square[order], beside, side=side) for side in ("left", "right"))
        if not _push(places, order, begins, ends, gap):
            return


@compiled
def _push(places: Floats, order: Longs, begins: Longs, ends: Longs, gap: float) -> bool:
    """Push each node and those in its square and the ones beside it apart; tells whether any was too close."""
    moved = False
    for place in range(len(order)):
        node = order[place]
        for cell in range(5):
            begin = place + 1 if cell == 0 else begins[place, cell]
            for at in range(begin, ends[place, cell]):
                other = order[at]
                dx, dy = places[other, 0] - places[node, 0], places[other, 1] - places[node, 1]
                distance = math.sqrt(dx * dx + dy * dy)
                if distance >= gap:
                    continue
                moved = True
                push = (gap - distance) / 2 + 1e-3
                if distance < 1e-9:
                    dx, dy, distance = math.cos(other * _GOLDEN), math.sin(other * _GOLDEN), 1.0
                places[node, 0] -= dx / distance * push
                places[node, 1] -= dy / distance * push
                places[other, 0] += dx / distance * push
                places[other, 1] += dy / distance * push
    return moved
