"""What can be done: kinds of measures with their defaults, and which arcs each closes or thins."""

from __future__ import annotations

import dataclasses
import functools
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from counterflow.exc import InputError
from counterflow.model.commodity import load_ontology

KINDS_PATH = Path(__file__).parent / "measure.toml"
BORDERS_PATH = Path(__file__).parent / "border.toml"


@dataclass(frozen=True)
class Kind:
    """One kind of measure: what it takes and does where nothing else is said."""

    name: str
    bears_on: str
    """`party`, `person`, `port`, `country`, `commodity`, `border` or `arc`: what its target is."""
    actor: str
    cost: float
    """USD, for the state that acts."""
    delay: float
    """Days until it bites."""
    share: float
    """Of the flow on an arc that it bears on, what it stops when it bites."""
    probability: float
    """That it bites."""
    legal_basis: str
    collateral: str
    assumed: str
    """Why the figures are as they are: nobody publishes them."""
    not_for: tuple[str, ...] = ()
    """Types of goods that it is not proposed for."""


@functools.cache
def kinds() -> Mapping[str, Kind]:
    """Read the library of kinds, by name."""
    data = tomllib.loads(KINDS_PATH.read_text(encoding="utf-8"))
    return {
        name: Kind(name=name, **{**values, "not_for": tuple(values.get("not_for", ()))})
        for name, values in data.items()
    }


@functools.cache
def _borders() -> frozenset[str]:
    """Read which countries share a land border: `cn-kp`, the first in the alphabet before the other."""
    data = tomllib.loads(BORDERS_PATH.read_text(encoding="utf-8"))
    return frozenset("-".join(sorted((one, other))) for one, others in data.items() for other in others.split())


@dataclass(frozen=True)
class Measure:
    """One measure that could be taken, or is in force."""

    id: str
    kind: str
    target: str
    actor: str
    cost: float
    """USD."""
    delay: float
    """Days until it bites."""
    probability: float
    legal_basis: str
    collateral: str
    effects: Mapping[int, float]
    """By arc, the share of its flow that is stopped when the measure bites."""
    in_force: bool = False
    in_force_by: str = ""
    """By whom and since when, in words: "UN since 2016-03-02"."""
    missing: tuple[str, ...] = ()
    """What the evidence lacks that the legal basis needs: it cannot be taken before."""
    name: str = ""
    """What it is, for people: "Interdict: Nampo to Dalian"."""


class Place(NamedTuple):
    """What is known of a node, for measures that bear on it."""

    id: str
    kind: str
    country: str | None


class Way(NamedTuple):
    """What is known of an arc, for measures that bear on it."""

    id: str
    tail: Place
    head: Place
    commodity: str | None
    what: str | None = None
    """`goods` or `money`: what goes; None: nobody says, and measures of both bear on it."""


FIGURES = {"probability": 1.0, "share": 1.0, "cost": float("inf"), "delay": float("inf")}
"""Figures of a kind, and the most that each can be."""


def check_figure(key: str, value: Any) -> str | None:
    """Say what is expected where a value of a measure cannot be; None: it can."""
    if key in ("actor", "legal_basis", "collateral", "assumed") and not isinstance(value, str):
        return "a text in quotes"
    if key not in FIGURES:
        return None
    most = FIGURES[key]
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= most:
        return "a share from 0 to 1" if most == 1 else "a number of 0 or more"
    return None


def measure(given: Mapping[str, Any], ways: Sequence[Way], where: str) -> Measure:
    """Make a measure of what a file says: its kind and target, and what differs from the kind's defaults.

    Raises:
        InputError: an unknown kind or key, a figure that is none, or a target that bears on nothing.
    """
    name = str(given.get("kind", ""))
    if name not in kinds():
        raise InputError(f"the measure {name!r} is not known", where=where, expected="one of " + ", ".join(kinds()))
    known = {"id", "kind", "target", "effects", "in_force", "missing", "since", "jurisdiction"}
    settable = {one.name for one in dataclasses.fields(Kind)} - {"name", "bears_on", "not_for"}
    for key in given:
        if key not in known | settable:
            raise InputError(
                f"{key!r} is no part of a measure", where=where, expected=", ".join(sorted(known | settable))
            )
    if "target" not in given and "effects" not in given:
        raise InputError("the measure has no target", where=where, expected="a target, or effects by arc")
    kind = dataclasses.replace(kinds()[name], **{key: given[key] for key in settable if key in given})
    for key in FIGURES:
        value = getattr(kind, key)
        expected = check_figure(key, value)
        if expected is not None:
            raise InputError(f"{key} of the measure is {value!r}", where=where, expected=expected)
    target = str(given.get("target", ""))
    return Measure(
        id=str(given.get("id", f"{name}:{target}")),
        kind=name,
        target=target,
        actor=kind.actor,
        cost=float(kind.cost),
        delay=float(kind.delay),
        probability=float(kind.probability),
        legal_basis=kind.legal_basis,
        collateral=kind.collateral,
        effects=_effects(given, kind, target, ways, where),
        in_force=bool(given.get("in_force", False)),
        in_force_by=" since ".join(str(given[key]) for key in ("jurisdiction", "since") if given.get(key, "") != ""),
        missing=tuple(given.get("missing", ())),
    )


def _effects(given: Mapping[str, Any], kind: Kind, target: str, ways: Sequence[Way], where: str) -> dict[int, float]:
    number = {way.id: at for at, way in enumerate(ways)}
    if "effects" in given:
        for arc, share in given["effects"].items():
            if arc not in number:
                raise InputError(f"the measure bears on {arc!r}", where=where, expected="the id of an arc")
            if not 0 <= share <= 1:
                raise InputError(f"it stops {share!r} of {arc!r}", where=where, expected="a share from 0 to 1")
        return {number[arc]: float(share) for arc, share in given["effects"].items()}
    effects = {
        at: float(kind.share)
        for at, way in enumerate(ways)
        if way.what in (None, *REACHES.get(kind.name, (GOODS, MONEY))) and target in _names(kind.bears_on, way)
    }
    if len(effects) == 0:
        raise InputError(
            f"no arc has the {kind.bears_on} {target!r}",
            where=where,
            expected=f"a {kind.bears_on} of the network",
            next_step="Correct the target, or say which arcs it closes: effects = {arc = share}",
        )
    return effects


GOODS, MONEY = "goods", "money"
REACHES = {
    "freeze": (MONEY,),
    "interdict": (GOODS,),
    "watch_border": (GOODS,),
    "ban_trade": (GOODS,),
    "ban_travel": (GOODS,),
    "deny_port": (GOODS,),
}
"""What a kind of measure can stop, where it is not both."""


def _names(bears_on: str, way: Way) -> Iterator[str]:
    """Give what of an arc a target of such a kind can name."""
    ends = way.tail, way.head
    if bears_on == "arc":
        yield way.id
    elif bears_on == "commodity":
        yield way.commodity or ""
    elif bears_on == "country":
        yield from (one.country or "" for one in ends)
    elif bears_on == "border":
        countries = sorted(one.country or "" for one in ends)
        if countries[0] not in ("", countries[1]):
            yield "-".join(countries)
    else:
        yield from (one.id for one in ends)


def propose(ways: Sequence[Way]) -> Iterator[Measure]:
    """Propose every measure of the library that bears on something in a network and can do something about it.

    The state where the flow begins is no partner: nobody persuades it, denies its ports or stands on its side of a
    way that does not leave it. Where a network says whether goods or money go, it says where: only a way between two
    known countries is interdicted, and only a land border is watched.
    """
    own = suppliers(ways)
    nodes = {one.id: one for way in ways for one in (way.tail, way.head)}
    for kind in kinds().values():
        can = [way for way in ways if way.what is None or way.what in REACHES.get(kind.name, (GOODS, MONEY))]
        targets = sorted(
            {name for way in can for name in _names(kind.bears_on, way) if _fits(kind, name, way, nodes, own)}
        )
        for target in targets:
            yield measure({"kind": kind.name, "target": target}, ways, f"{kind.name}:{target}")


def suppliers(ways: Sequence[Way]) -> frozenset[str]:
    """Name the countries of those to whom nothing flows: where the flow of goods begins."""
    goods = [way for way in ways if way.what != MONEY]
    heads = {way.head.id for way in goods}
    return frozenset(way.tail.country for way in goods if way.tail.id not in heads and way.tail.country is not None)


def _fits(kind: Kind, target: str, way: Way, nodes: Mapping[str, Place], own: frozenset[str]) -> bool:
    """Whether a kind of measure can do something about a target on a way."""
    if target == "":
        return False
    countries = {way.tail.country, way.head.country}
    if kind.bears_on == "country":
        return target not in own
    if kind.bears_on == "border":
        return way.what is None or target in _borders()
    if kind.bears_on == "commodity":
        good = load_ontology().get(target)
        return good is None or good.type not in kind.not_for
    if kind.bears_on == "arc":
        return way.what is None or (len(countries) > 1 and _is_placed(way.tail) and _is_placed(way.head))
    node = nodes[target]
    if kind.bears_on == "port":
        return node.kind == "vessel" or (
            node.kind == "place" and (way.what is None or node.country not in (None, *own))
        )
    return node.kind == kind.bears_on or (kind.bears_on == "party" and node.kind in ("person", "vessel"))


def _is_placed(node: Place) -> bool:
    """Whether it is known where somebody or something is: of a group or a ship the country says whose it is."""
    return node.kind in ("country", "place") or (node.kind == "party" and node.country is not None)
