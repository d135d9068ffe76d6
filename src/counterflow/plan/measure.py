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

KINDS_PATH = Path(__file__).parent / "measure.toml"


@dataclass(frozen=True)
class Kind:
    """One kind of measure: what it takes and does where nothing else is said."""

    name: str
    bears_on: str
    """`party`, `person`, `place`, `country`, `commodity`, `border` or `arc`: what its target is."""
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


@functools.cache
def kinds() -> Mapping[str, Kind]:
    """Read the library of kinds, by name."""
    data = tomllib.loads(KINDS_PATH.read_text(encoding="utf-8"))
    return {name: Kind(name=name, **values) for name, values in data.items()}


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


def measure(given: Mapping[str, Any], ways: Sequence[Way], where: str) -> Measure:
    """Make a measure of what a file says: its kind and target, and what differs from the kind's defaults.

    Raises:
        InputError: an unknown kind or key, a figure that is none, or a target that bears on nothing.
    """
    name = str(given.get("kind", ""))
    if name not in kinds():
        raise InputError(f"the measure {name!r} is not known", where=where, expected="one of " + ", ".join(kinds()))
    known = {"id", "kind", "target", "effects", "in_force", "missing", "since", "jurisdiction"}
    settable = {one.name for one in dataclasses.fields(Kind)} - {"name", "bears_on"}
    for key in given:
        if key not in known | settable:
            raise InputError(
                f"{key!r} is no part of a measure", where=where, expected=", ".join(sorted(known | settable))
            )
    if "target" not in given and "effects" not in given:
        raise InputError("the measure has no target", where=where, expected="a target, or effects by arc")
    kind = dataclasses.replace(kinds()[name], **{key: given[key] for key in settable if key in given})
    for key, most in (("probability", 1.0), ("share", 1.0), ("cost", float("inf")), ("delay", float("inf"))):
        value = getattr(kind, key)
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= most:
            said = "a share from 0 to 1" if most == 1 else "a number of 0 or more"
            raise InputError(f"{key} of the measure is {value!r}", where=where, expected=said)
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
    effects = {at: float(kind.share) for at, way in enumerate(ways) if target in _names(kind.bears_on, way)}
    if len(effects) == 0:
        raise InputError(
            f"no arc has the {kind.bears_on} {target!r}",
            where=where,
            expected=f"a {kind.bears_on} of the network",
            next_step="Correct the target, or say which arcs it closes: effects = {arc = share}",
        )
    return effects


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
    """Propose every measure of the library that bears on something in a network."""
    for kind in kinds().values():
        targets = sorted({name for way in ways for name in _names(kind.bears_on, way) if name != ""})
        nodes = {one.id: one.kind for way in ways for one in (way.tail, way.head)}
        for target in targets:
            if kind.bears_on in ("party", "person", "place") and not _fits(kind.bears_on, nodes[target]):
                continue
            yield measure({"kind": kind.name, "target": target}, ways, f"{kind.name}:{target}")


def _fits(bears_on: str, node: str) -> bool:
    """Whether a node of such a kind can be the target: a person is a party too."""
    return node == bears_on or (bears_on == "party" and node == "person")
