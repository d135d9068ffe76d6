"""Legs: the way of goods and money in each event, from who supplies over who carries to who receives, and money back.

Only what somebody affirms as a fact or as reported moves anything. A vehicle that was seized or destroyed afterwards
carries nothing any more.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import pyarrow as pa

from counterflow.engine import Engine
from counterflow.model.commodity.ontology import find_in_phrase, wider
from counterflow.model.doubt import EXPORTED_HEDGES
from counterflow.model.handling import strictest
from counterflow.model.identity import make_id
from counterflow.model.schema import get_schema
from counterflow.model.told import COMMODITY_PREFIX, EVENT_PREFIX
from counterflow.tables import LEG
from counterflow.tables import Leg as Row
from counterflow.trace.leg_node import Node, Nodes, country_node, market_node, rules

GOODS, MONEY = "goods", "money"

_FRAMES = """
SELECT frame.*, canonical.canonical_id AS event
FROM frame LEFT JOIN canonical ON canonical.entity_id = $prefix || frame.id
WHERE polarity = 'affirmed' AND hedge IN (SELECT unnest($firm)) AND type IN (SELECT unnest($types))
ORDER BY document_id, start, trigger_start, id
"""
_BELIEFS = """
SELECT belief.canonical_id, entity.schema, prop, prop_type, value, probability, roots, statements, belief.handling
FROM belief JOIN entity ON entity.canonical_id = belief.canonical_id
WHERE polarity = 'affirmed' AND hedge IN (SELECT unnest($firm)) AND entity.schema IN (SELECT unnest($schemata))
ORDER BY belief.canonical_id, prop, value
"""
_ENDS = ("Seizure", "Destruction")
_DATES = ("date", "startDate", "endDate")


@dataclass
class _Event:
    """What is believed of one event."""

    schema: str
    rows: list[Mapping[str, Any]] = field(default_factory=list)

    def of(self, *props: str) -> list[Mapping[str, Any]]:
        return [row for row in self.rows if row["prop"] in props]

    @property
    def date(self) -> str | None:
        return min((str(row["value"]) for row in self.of(*_DATES)), default=None)

    @property
    def probability(self) -> float | None:
        return max((row["probability"] for row in self.rows if row["probability"] is not None), default=None)


class _Chain(NamedTuple):
    """One event with who stands on each stage of its way."""

    events: tuple[str, ...]
    rule: Mapping[str, Any]
    stages: Sequence[Sequence[Node]]
    payees: Sequence[Node]
    commodities: tuple[str, ...]
    documents: frozenset[str]
    """That tell it; none: it is stated."""


class _Maker(NamedTuple):
    """Who makes goods."""

    good: str
    node: Node
    frame: Mapping[str, Any]


def leg(engine: Engine) -> pa.Table:
    """Make the rows of `leg`.

    Reads:
        `belief`, `entity`, `canonical`, `frame`, `mention`, `document`.
    """
    return LEG.from_rows(_Legs(engine).rows())


def kin(one: str, other: str) -> bool:
    """Whether of two goods one is the other, or a kind of it."""
    return one in wider(other) or other in wider(one)


class _Legs:
    """The legs of a build."""

    def __init__(self, engine: Engine) -> None:
        firm = [str(one) for one in EXPORTED_HEDGES]
        told = {*rules()["frame"], *rules()["maker"]["frame"], *(one["frame"] for one in rules()["naming"])}
        given = {"prefix": EVENT_PREFIX, "firm": firm, "types": sorted(told)}
        self.frames: list[dict[str, Any]] = engine.query(_FRAMES, given).to_pylist()
        self.events: dict[str, _Event] = {}
        schemata = {"firm": firm, "schemata": sorted(_schemata())}
        for row in engine.query(_BELIEFS, schemata).to_pylist():
            self.events.setdefault(row["canonical_id"], _Event(row["schema"])).rows.append(row)
        self.nodes = Nodes.load(engine, {one["document_id"] for one in self.frames})
        self.ended = self._ended()
        self.makers = self._makers()

    def rows(self) -> list[Row]:
        """Make the rows, each once."""
        chains = itertools.chain(self._told(), self._stated())
        return list({row.id: row for chain in chains for row in self._of(chain)}.values())

    def _ended(self) -> dict[str, str | None]:
        """When what was seized or destroyed was so: the last date; None: at a time that nobody gives."""
        found: dict[str, str | None] = {}
        for event in self.events.values():
            if get_schema(event.schema).name in _ENDS:
                for row in event.of("asset", "vehicle"):
                    known = found.get(row["value"], "")
                    found[row["value"]] = None if event.date is None or known is None else max(known, event.date)
        return found

    def _makers(self) -> list[_Maker]:
        """Who makes which goods, by what documents tell."""
        found = []
        for one in self.frames:
            role = rules()["maker"]["frame"].get(one["type"])
            if role is not None and one["event"] in self.events:
                goods = self._goods(self.events[one["event"]])
                found += [_Maker(key, node, one) for node in self._filled([one], role) for key in goods]
        return found

    def _maker(self, chain: _Chain) -> tuple[Node, str] | None:
        """Give who makes the goods of an event by the documents that tell it, and by which event.

        Another document speaks of other makers. None where nobody is known, or makers of more than one country.
        """
        some = [
            one
            for one in self.makers
            if one.frame["document_id"] in chain.documents and any(kin(one.good, key) for key in chain.commodities)
        ]
        codes = {one.node.country for one in some}
        if len(some) == 0 or len(codes) > 1:
            return None
        events = [str(one.frame["event"]) for one in some]
        event = max(events, key=lambda one: (self.events[one].probability or 0.0, one))
        code = next(iter(codes))
        if code is not None:
            return country_node(code), event
        return (some[0].node, event) if len({one.node.id for one in some}) == 1 else None

    def _told(self) -> Iterator[_Chain]:
        """Yield the chains of what documents tell."""
        by_event: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for one in self.frames:
            if one["event"] in self.events and one["type"] in rules()["frame"]:
                by_event[one["event"]].append(one)
        for id_, frames in sorted(by_event.items()):
            rule = rules()["frame"][frames[0]["type"]]
            same = [one for one in frames if one["type"] == frames[0]["type"]]
            stages = [self._filled(same, roles) for roles in rule["stages"]]
            payees = self._filled(same, rule["payee"]) if "payee" in rule else []
            events = [id_]
            documents = frozenset(one["document_id"] for one in same)
            for named, nodes in self._naming(same):
                if not any(stages[: rule["supply"]]):
                    stages[rule["supply"] - 1] = list(dict.fromkeys([*stages[rule["supply"] - 1], *nodes]))
                events += [named] if named in self.events and len(nodes) > 0 else []
            yield _Chain(tuple(dict.fromkeys(events)), rule, stages, payees, self._goods(self.events[id_]), documents)

    def _naming(self, frames: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str | None, list[Node]]]:
        """Yield who is told to run, pay or earn by an event that a passage names, with the event that tells it."""
        for one in frames:
            for other in self.frames:
                if other["document_id"] != one["document_id"] or other["id"] == one["id"]:
                    continue
                for rule in rules()["naming"]:
                    if other["type"] == rule["frame"] and any(
                        argument["role"] == rule["names"]
                        and argument["start"] is not None
                        and argument["start"] <= one["trigger_start"]
                        and one["trigger_end"] <= argument["end"]
                        for argument in other["args"]
                    ):
                        yield other["event"], self._filled([other], rule["gives"])

    def _stated(self) -> Iterator[_Chain]:
        """Yield the chains of events that lists, records and people state by their properties."""
        for id_, event in sorted(self.events.items()):
            if id_.startswith(EVENT_PREFIX):
                continue
            for name, rule in rules()["property"].items():
                if get_schema(event.schema).is_a(name):
                    stages = [self._valued(event, props) for props in rule["stages"]]
                    yield _Chain((id_,), rule, stages, [], self._goods(event), frozenset())
                    break

    def _filled(self, frames: Sequence[Mapping[str, Any]], roles: str) -> list[Node]:
        """Give the nodes of the first of some roles that has any."""
        for role in roles.split("|"):
            found = [
                self.nodes.of_argument(one["document_id"], argument)
                for one in frames
                for argument in one["args"]
                if argument["role"] == role
            ]
            nodes = [one for one in found if one is not None]
            if len(nodes) > 0:
                return list(dict.fromkeys(nodes))
        return []

    def _valued(self, event: _Event, props: str) -> list[Node]:
        for prop in props.split("|"):
            found = [self.nodes.of_value(row["prop_type"], row["value"]) for row in event.of(prop)]
            nodes = [one for one in found if one is not None]
            if len(nodes) > 0:
                return list(dict.fromkeys(nodes))
        return []

    def _goods(self, event: _Event) -> tuple[str, ...]:
        found = set()
        for row in event.of("commodity"):
            value = str(row["value"])
            if value.startswith(COMMODITY_PREFIX):
                found.add(value.removeprefix(COMMODITY_PREFIX).replace("-", "_"))
                continue
            entity = self.nodes.entities.get(value)
            good = find_in_phrase(value if entity is None else entity["caption"])
            found |= set() if good is None else {good.key}
        return tuple(sorted(found))

    def _of(self, chain: _Chain) -> Iterator[Row]:
        """Yield the rows of a chain: its ends filled where they can be, and money back."""
        if not any(chain.stages) or self._is_ended(chain):
            return
        stages: list[tuple[Sequence[Node], bool]] = [(nodes, True) for nodes in chain.stages if len(nodes) > 0]
        what = chain.rule.get("what", GOODS)
        sellers = next((nodes for nodes in reversed(chain.stages[: chain.rule["supply"]]) if len(nodes) > 0), [])
        events = chain.events
        if what == GOODS and len(sellers) == 0 and (maker := self._maker(chain)) is not None:
            stages.insert(0, ([maker[0]], False))
            sellers, events = [maker[0]], (*events, maker[1])
        if what == GOODS and len(chain.stages[-1]) == 0 and len(chain.commodities) > 0:
            stages.append(([market_node(_widest(chain.commodities))], False))
        for (before, is_known), (after, is_named) in itertools.pairwise(stages):
            for source, target in itertools.product(before, after):
                yield from self._row(chain, events, what, (source, target), is_stated=is_known and is_named)
        if chain.rule.get("pays", False) and len(stages) > 1 and len(sellers) > 0:
            buyers, is_named = stages[-1]
            back = [(buyers, sellers), (sellers, chain.payees)]
            for number, (before, after) in enumerate(back):
                for source, target in itertools.product(before, after):
                    is_stated = number == 1 or (is_named and events == chain.events)
                    yield from self._row(chain, events, MONEY, (source, target), is_stated=is_stated)

    def _is_ended(self, chain: _Chain) -> bool:
        """Whether something on the way was seized or destroyed, then or later."""
        date = self.events[chain.events[0]].date
        ends = [self.ended[node.id] for nodes in chain.stages for node in nodes if node.id in self.ended]
        return any(end is None or date is None or end[:4] >= date[:4] for end in ends)

    def _row(
        self, chain: _Chain, ids: Sequence[str], what: str, ends: tuple[Node, Node], *, is_stated: bool
    ) -> Iterator[Row]:
        source, target = ends
        if source.id == target.id:
            return
        events = [self.events[one] for one in ids]
        chances = [one.probability for one in events]
        known = [one for one in chances if one is not None]
        beliefs = [row for one in events for row in one.rows]
        yield Row(
            id=make_id(*ids, what, source.id, target.id),
            events=chain.events,
            what=what,
            commodities=chain.commodities,
            **{f"source_{name}": value for name, value in source._asdict().items()},
            **{f"target_{name}": value for name, value in target._asdict().items()},
            is_stated=is_stated,
            date=events[0].date,
            probability=min(known, default=None),
            roots=min(max(row["roots"] for row in one.rows) for one in events),
            statements=tuple(sorted({one for row in beliefs for one in row["statements"]})),
            handling=str(strictest(row["handling"] for row in beliefs)),
        )


def _widest(commodities: Sequence[str]) -> list[str]:
    """Leave out goods of which a wider one is there too."""
    return [one for one in commodities if set(commodities).isdisjoint(wider(one)[1:])]


def _schemata() -> Iterable[str]:
    """Name the schemata of the events that are read."""
    from counterflow.model.schema import load_model

    wanted = ("Interval", "Payment", "Event", *_ENDS)
    return {name for name, one in load_model().schemata.items() if any(one.is_a(base) for base in wanted)}
