"""The facts that a decision rests on: what the reasons name on either side, and where the party is listed.

A reason for a pair (the names are alike) rests on the values that it names: they must still be there. A reason against
it (the birth dates differ) rests on those being all there are: a date that comes later could agree.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from counterflow.compare.builder import NAME_PROPERTIES
from counterflow.compare.fact.feature import FEATURES
from counterflow.screen.answer import ReasonLine
from counterflow.screen.column import NAME_PARTS
from counterflow.screen.decision.hit import Entity, Hit, texts_of

NAME = "name"
"""Feature of the reason that shows the two names."""

_PROPERTIES = {feature.name: feature.properties for feature in FEATURES}
_NAMES = tuple(dict.fromkeys([*(prop for prop, _ in NAME_PROPERTIES), *NAME_PARTS]))
_TAGS = ("topics", "programId")
"""Properties that say why a party is listed."""


class Side(StrEnum):
    """Who a fact is about."""

    SUBJECT = "subject"
    PARTY = "party"
    LISTING = "listing"
    """The party again: its lists, programmes and topics, and whether a list holds it now."""
    PAIR = "pair"
    """Both: the features that speak for one being the other, and the names that agree best."""


NAMES = "names"
"""Fact of the pair: the two names that agree best."""
SCORE = "score"
"""What changes of the pair when it is likelier than it was; no fact states it, the decision does."""

_OF_PAIR = {"agreement": "what agrees", NAMES: "the names that agree best", SCORE: "the score"}
_WHOSE = {Side.SUBJECT: "subject", Side.PARTY: "party", Side.LISTING: "party"}


@dataclass(frozen=True, slots=True)
class Fact:
    """What stood under one property."""

    side: Side
    prop: str
    values: tuple[str, ...]
    """Sorted."""
    is_all: bool
    """Whether nothing else stood there, as far as the decision rests on it."""


@dataclass(frozen=True, slots=True)
class Change:
    """A fact that is no longer so."""

    side: Side
    prop: str
    gone: tuple[str, ...]
    """Values that were there."""
    new: tuple[str, ...]
    """Values that were not, where that matters."""


def facts_of(hit: Hit) -> tuple[Fact, ...]:
    """Collect what a decision on a hit rests on, each side and property once."""
    found: dict[tuple[Side, str], Fact] = {}
    for fact in (*_listing(hit), _agreement(hit.reasons), _best_names(hit.reasons), *_named(hit)):
        key = (fact.side, fact.prop)
        found[key] = _join(found[key], fact) if key in found else fact
    return tuple(found[key] for key in sorted(found))


def find_changes(facts: Iterable[Fact], hit: Hit) -> tuple[Change, ...]:
    """Say which facts are no longer so of the hit as it is now; empty: all still are."""
    found = []
    for fact in facts:
        then, now = frozenset(fact.values), _values_now(fact, hit)
        if fact.prop == NAMES and _folded(then) == _folded(now):
            continue  # of two spellings that differ in case alone either may be shown
        # That less agrees than was cleared is no reason to ask again.
        gone = then - now if (fact.side, fact.prop) != (Side.PAIR, "agreement") else frozenset[str]()
        new = now - then if fact.is_all else frozenset[str]()
        if len(gone) > 0 or len(new) > 0:
            found.append(Change(fact.side, fact.prop, tuple(sorted(gone)), tuple(sorted(new))))
    return tuple(found)


def change_text(change: Change) -> str:
    """Say which fact changed, and how: `birthDate of the party changed (1980 came, 1944 went)`."""
    what = _OF_PAIR[change.prop] if change.side is Side.PAIR else f"{change.prop} of the {_WHOSE[change.side]}"
    moved = [f"{', '.join(values)} {verb}" for values, verb in ((change.new, "came"), (change.gone, "went")) if values]
    return f"{what} changed ({', '.join(moved)})"


def _join(one: Fact, other: Fact) -> Fact:
    """Make one fact of what two reasons rest on under one property."""
    values = tuple(sorted({*one.values, *other.values}))
    return Fact(one.side, one.prop, values, one.is_all or other.is_all)


def _values_now(fact: Fact, hit: Hit) -> frozenset[str]:
    if fact.side is Side.SUBJECT:
        return texts_of(hit.subject, fact.prop)
    if fact.side is Side.PARTY:
        return texts_of(hit.party, fact.prop)
    if fact.side is Side.LISTING:
        return _listed(hit, fact.prop)
    return frozenset((_best_names if fact.prop == NAMES else _agreement)(hit.reasons).values)


def _listing(hit: Hit) -> Iterator[Fact]:
    for prop in ("datasets", "status", *_TAGS):
        yield Fact(Side.LISTING, prop, tuple(sorted(_listed(hit, prop))), is_all=True)


def _listed(hit: Hit, prop: str) -> frozenset[str]:
    if prop == "status":
        return frozenset([str(hit.status)])
    return frozenset(hit.party.get("datasets", ())) if prop == "datasets" else texts_of(hit.party, prop)


def _agreement(reasons: Sequence[ReasonLine]) -> Fact:
    """State which features spoke for the pair: a number that agrees since was not thought of."""
    features = {line.feature for line in reasons if line.contribution > 0}
    return Fact(Side.PAIR, "agreement", tuple(sorted(features)), is_all=True)


def _best_names(reasons: Sequence[ReasonLine]) -> Fact:
    """State which two names agree best: a name that the list adds may be the subject's very own."""
    pairs = {f"{line.query} / {line.candidate}" for line in reasons if line.feature == NAME}
    return Fact(Side.PAIR, NAMES, tuple(sorted(pairs)), is_all=True)


def _folded(texts: Iterable[str]) -> frozenset[str]:
    return frozenset(text.casefold() for text in texts)


def _named(hit: Hit) -> Iterator[Fact]:
    """Yield the facts that the reasons name."""
    sides = ((Side.SUBJECT, hit.subject), (Side.PARTY, hit.party))
    for line in hit.reasons:
        for side, entity in sides:
            if line.feature == NAME:
                yield from _name(side, entity, line.query if side is Side.SUBJECT else line.candidate)
            for prop in _PROPERTIES.get(line.feature, ()):
                values = tuple(sorted(texts_of(entity, prop)))
                if len(values) > 0 or line.contribution < 0:
                    yield Fact(side, prop, values, is_all=line.contribution < 0)


def _name(side: Side, entity: Entity, text: str) -> Iterator[Fact]:
    """Yield the name that a reason shows; one that is put together rests on every part."""
    holding = [prop for prop in _NAMES if text in texts_of(entity, prop)]
    if len(holding) > 0:
        yield from (Fact(side, prop, (text,), is_all=False) for prop in holding)
        return
    for prop in _NAMES:
        values = tuple(sorted(texts_of(entity, prop)))
        if len(values) > 0:
            yield Fact(side, prop, values, is_all=False)
