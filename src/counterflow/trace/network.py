"""The network of a build: arrays, with what each tie is, who is listed, and through what a path may lead."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from counterflow.engine import Engine
from counterflow.engine.edtf import last_day
from counterflow.model.schema import get_schema, load_model
from counterflow.trace.former import is_former
from counterflow.trace.graph import OPEN_END, Flags, Graph, Ints, day_number, first_days, make_graph
from counterflow.trace.owned import UNDATED, Stakes
from counterflow.trace.stake import ALL, UNKNOWN, WHOLE, Stake, merge_stakes, read_stake

NOT_PASSABLE = ("Commodity", "Position", "Project")
"""Things, with all that descend from them, that tie nobody to anybody: a kind of goods, a post, an undertaking."""
OPPOSED_ROLES = ("authority", "victim")
"""Roles of who stands against the others of an event: who seizes, who is robbed. No exposure leads through them."""
OPPOSED_PARTS = ("Enforcement", "organizer")
"""Schema and role of who stands against the others by what the event is: who enforces, as courts and states do."""
OPPOSED_SCHEMA = "Event"
"""What states and courts do, and meetings: to be named in one designation or trial is no tie."""
OWNED_SCHEMATA = ("Vehicle", "BankAccount", "CryptoWallet", "RealEstate")
"""Things that are somebody's as a whole, with all that descend from them."""
OWNER_PROPS = ("owner", "holder")
"""Properties by which a thing names whose it is, as a whole."""
PARENT_PROPS = ("parent",)
"""Properties by which a party names who stands above it, without saying by how much."""

_EDGES = """
SELECT id, source_id, target_id, schema, role, is_directed, interval_id, start_date, end_date, probability, evidence,
    roots, statements, handling
FROM edge ORDER BY id
"""
_ENTITIES = "SELECT canonical_id, schema, listed_now FROM entity"
_STAKE_WORDS = """
SELECT canonical_id, prop, value FROM belief
WHERE polarity = 'affirmed' AND prop IN ('percentage', 'ownershipType', 'role', 'sharesType', 'status')
    AND canonical_id IN (SELECT canonical_id FROM belief WHERE prop = 'asset')
ORDER BY canonical_id, prop, value
"""
_WORD_PROPS = ("ownershipType", "role", "status")
"""Properties of an `Ownership` that say in words what stake it is."""
_NEWEST = f"""
SELECT max(day) AS day FROM (
    SELECT {last_day("last_seen")} AS day FROM (SELECT DISTINCT last_seen FROM statement)
    UNION ALL SELECT {last_day("published")} FROM document
) WHERE day <> ''
"""  # noqa: S608 - constants
"""The last day on which a source of the build was published."""
_OWN_STAKES = """
SELECT owner.canonical_id AS interval_id, owner.value AS party
FROM belief owner
JOIN belief asset ON asset.canonical_id = owner.canonical_id AND asset.value = owner.value
WHERE owner.prop = 'owner' AND asset.prop = 'asset' AND owner.polarity = 'affirmed' AND asset.polarity = 'affirmed'
ORDER BY ALL
"""
_NO_ROW = -1
"""Row of a stake of a party in itself: `edge` has none."""
_LISTED_SINCE = """
SELECT canonical.canonical_id, min(start.value) AS since
FROM statement entity
JOIN canonical ON canonical.entity_id = entity.value
JOIN statement start ON start.entity_id = entity.entity_id AND start.prop IN ('startDate', 'listingDate')
WHERE entity.schema = 'Sanction' AND entity.prop = 'entity'
GROUP BY canonical.canonical_id
"""


@dataclass(frozen=True)
class Network:
    """Ties of a build, and the parties at their ends."""

    graph: Graph
    edges: pa.Table
    """Rows of `edge` in the order of the graph."""
    is_listed: Flags
    """By node, as the next."""
    is_passable: Flags
    is_event: Flags
    """What happened: it joins who took part, and is no party."""
    holding: Flags
    """By row: ties that may hold on the day asked for, and that expose."""
    day: date | None
    """The day asked for; None: ties of any time."""

    @property
    def listed(self) -> Ints:
        """Give the nodes that are listed."""
        found: Ints = np.flatnonzero(self.is_listed).astype(np.int32)
        return found


@dataclass(frozen=True)
class StakeBook:
    """Stakes and ties of control among the nodes of a network."""

    stakes: Stakes
    rows: tuple[tuple[int, ...], ...]
    """Rows of the network's edges behind each stake."""
    control: Stakes
    """Stated control and parents, each as the whole, for rules that count control."""
    control_rows: tuple[tuple[int, ...], ...]
    control_kinds: tuple[str, ...]
    """What each is called: `controls`, `parent`, or the source's words."""
    listed_day: Ints
    """First day on which a list designated each party; UNDATED where that is not known."""


def load_network(engine: Engine, day: date | None = None) -> Network:
    """Load the network.

    Reads:
        `edge` and `entity`, as the engine shows them: under a clock, what was known by its day.
    """
    edges = engine.query(_EDGES)
    graph = make_graph(edges)
    entities = engine.query(_ENTITIES)
    place = graph.numbers(entities.column("canonical_id").to_pylist())
    listed = entities.column("listed_now").to_numpy(zero_copy_only=False)
    schemata = entities.column("schema").to_pylist()
    is_listed, is_passable = np.zeros(len(graph), np.bool_), np.ones(len(graph), np.bool_)
    is_event = np.zeros(len(graph), np.bool_)
    known = place >= 0
    is_listed[place[known]] = listed[known].astype(np.bool_)
    is_passable[place[known]] = ~np.array([_is_any(one, NOT_PASSABLE) for one in schemata], np.bool_)[known]
    is_event[place[known]] = np.array([_is_any(one, ("Interval",)) for one in schemata], np.bool_)[known]
    opposed = pc.or_(
        is_authority(edges),
        pc.or_(_is_in(edges.column("role"), OPPOSED_ROLES), pc.equal(edges.column("schema"), OPPOSED_SCHEMA)),
    )
    exposes = ~opposed.to_numpy(zero_copy_only=False).astype(np.bool_)
    return Network(graph, edges, is_listed, is_passable, is_event, graph.holding(day) & exposes, day)


def is_authority(edges: pa.Table) -> pa.ChunkedArray:
    """Whether each tie is of who acts as an authority in an event: seizes, sanctions, enforces."""
    schema, role = OPPOSED_PARTS
    enforces = pc.and_(pc.equal(edges.column("role"), role), _is_in(edges.column("schema"), _descending(schema)))
    return pc.or_(pc.equal(edges.column("role"), OPPOSED_ROLES[0]), enforces)


def _is_any(schema: str, ancestors: Iterable[str]) -> bool:
    found = get_schema(schema)
    return any(found.is_a(name) for name in ancestors)


def load_stakes(engine: Engine, network: Network) -> StakeBook:
    """Load who owns and who controls whom, on the network's day.

    Without a day it is what had not ended when the newest source was published, nor is called former: a stake that was
    sold counts no longer (FAQ 402). Where no source has a date, whatever is said to have ended has.

    A stake is an `Ownership`, the owner of a ship or an account (the whole), or a parent (a stake of unknown size).
    Several rows that name one owner and one owned party are reports of one stake; classes of shares add up at most.

    Reads:
        `belief`, `statement`, `canonical`, `document`.
    """
    over = _over(engine, network)
    words: dict[str, dict[str, list[str]]] = {}
    for row in engine.query(_STAKE_WORDS).to_pylist():
        words.setdefault(row["canonical_id"], {}).setdefault(row["prop"], []).append(row["value"])
    told: dict[tuple[int, int], list[tuple[Stake, str, int]]] = {}
    control: dict[tuple[int, int], list[tuple[str, int]]] = {}
    ownership, controls = {*_descending("Ownership")}, {*_descending("Control")}
    graph = network.graph
    for row in _candidates(network, ownership | controls):
        if over[row]:
            continue
        edge = {name: network.edges.column(name)[row].as_py() for name in ("schema", "role", "interval_id")}
        source, target = int(graph.source[row]), int(graph.target[row])
        if edge["interval_id"] is None:
            # A property stands with what is owned, and names the owner.
            pair = target, source
            told.setdefault(pair, []).append((ALL if edge["role"] in OWNER_PROPS else UNKNOWN, "", row))
            if edge["role"] in PARENT_PROPS:
                control.setdefault(pair, []).append((edge["role"], row))
        elif network.day is None and is_former(edge["role"]):
            continue
        elif edge["schema"] in controls:
            control.setdefault((source, target), []).append((edge["role"], row))
        else:
            said = words.get(edge["interval_id"], {})
            if network.day is None and any(is_former(word) for prop in _WORD_PROPS for word in said.get(prop, ())):
                continue
            told.setdefault((source, target), []).append((_stake_of(said), " ".join(said.get("sharesType", ())), row))
    for own in engine.query(_OWN_STAKES).to_pylist():
        node = int(graph.numbers([own["party"]])[0])
        if node >= 0:
            said = words.get(own["interval_id"], {})
            told.setdefault((node, node), []).append((_stake_of(said), " ".join(said.get("sharesType", ())), _NO_ROW))
    listed_day = np.full(len(graph), UNDATED, np.int32)
    return StakeBook(
        stakes=_stakes(network, {pair: _one_stake(some) for pair, some in told.items()}, told),
        rows=tuple(tuple(one[2] for one in told[pair] if one[2] != _NO_ROW) for pair in sorted(told)),
        control=_stakes(
            network,
            dict.fromkeys(control, ALL),
            {pair: [(ALL, "", row) for _, row in some] for pair, some in control.items()},
        ),
        control_rows=tuple(tuple(row for _, row in control[pair]) for pair in sorted(control)),
        control_kinds=tuple(min(kind for kind, _ in control[pair]) for pair in sorted(control)),
        listed_day=_listed_days(engine, network, listed_day),
    )


def _descending(*names: str) -> list[str]:
    schemata = load_model().schemata.items()
    return sorted(one for one, schema in schemata if any(schema.is_a(name) for name in names))


def _is_in(column: pa.ChunkedArray, values: Iterable[str]) -> pa.ChunkedArray:
    return pc.is_in(column, value_set=pa.array(sorted(values), pa.string()))


def _candidates(network: Network, schemata: set[str]) -> list[int]:
    """Give the rows that hold and are stakes or control."""
    column = network.edges.column
    is_interval = _is_in(column("schema"), schemata)
    is_prop = pc.and_(
        pc.is_null(column("interval_id")),
        pc.or_(
            pc.and_(_is_in(column("role"), OWNER_PROPS), _is_in(column("schema"), _descending(*OWNED_SCHEMATA))),
            pc.and_(_is_in(column("role"), PARENT_PROPS), _is_in(column("schema"), _descending("LegalEntity"))),
        ),
    )
    found = pc.or_(is_interval, is_prop).to_numpy(zero_copy_only=False).astype(np.bool_) & network.holding
    rows: list[int] = np.flatnonzero(found).tolist()
    return rows


def _over(engine: Engine, network: Network) -> Flags:
    """Mark the rows that had ended when the newest source was published; none where a day is asked for."""
    ends: Flags = network.graph.last_day != OPEN_END
    if network.day is not None or not ends.any():
        return np.zeros(len(ends), np.bool_)
    newest = engine.query(_NEWEST).column("day")[0].as_py()
    return ends if newest is None else ends & (network.graph.last_day < day_number(date.fromisoformat(newest)))


def _stake_of(said: dict[str, list[str]]) -> Stake:
    """Read the stake of one interval: its numbers, or else what its words say."""
    for props in (("percentage",), _WORD_PROPS):
        read = [read_stake(value) for prop in props for value in said.get(prop, ())]
        stakes = [one for one in read if one is not None]
        if len(stakes) > 0:
            return merge_stakes(stakes)
    return UNKNOWN


def _one_stake(told: list[tuple[Stake, str, int]]) -> Stake:
    """Join what is told of one owner and one owned party; shares of several classes may add up."""
    by_class: dict[str, list[Stake]] = {}
    for stake, shares, _ in told:
        by_class.setdefault(shares, []).append(stake)
    parts = [merge_stakes(some) for some in by_class.values()]
    if len(parts) == 1 or "" in by_class:
        return merge_stakes([stake for stake, _, _ in told])
    most = max(WHOLE, *(one.high for one in parts))
    return Stake(max(one.low for one in parts), min(sum(one.high for one in parts), most))


def _stakes(
    network: Network, stakes: dict[tuple[int, int], Stake], told: dict[tuple[int, int], list[tuple[Stake, str, int]]]
) -> Stakes:
    pairs = sorted(stakes)
    first = [_first_day(network, [row for _, _, row in told[pair]]) for pair in pairs]
    return Stakes(
        np.array([owner for owner, _ in pairs], np.int32),
        np.array([owned for _, owned in pairs], np.int32),
        np.array([stakes[pair].low for pair in pairs], np.int64),
        np.array([stakes[pair].high for pair in pairs], np.int64),
        np.array(first, np.int32),
    )


def _first_day(network: Network, rows: list[int]) -> int:
    """Give the first day that any report of a stake states, of those that state a day."""
    days = [int(network.graph.first_day[row]) for row in rows if row != _NO_ROW]
    stated = [day for day in days if day != UNDATED]
    return min(stated, default=int(UNDATED))


def _listed_days(engine: Engine, network: Network, days: Ints) -> Ints:
    rows = engine.query(_LISTED_SINCE)
    place = network.graph.numbers(rows.column("canonical_id").to_pylist())
    since = first_days(rows.column("since"))
    for node, day in zip(place.tolist(), since.tolist(), strict=True):
        if node >= 0 and network.is_listed[node]:
            days[node] = day
    return days
