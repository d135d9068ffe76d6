"""Ownership: each party that listed ones own or control, by which rule, how much, through what and since when."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from counterflow.engine import Engine
from counterflow.model.handling import strictest
from counterflow.tables import OWNERSHIP
from counterflow.tables import Ownership as Row
from counterflow.trace.control import STAKE_KIND, Rule, kind_of, rows_of, with_control
from counterflow.trace.network import Network, StakeBook, load_network, load_stakes
from counterflow.trace.owned import HALF, UNDATED, Answer, Owned, Stakes, apply_rule, date_answers, prove_all
from counterflow.trace.stake import PERCENT

MOST_OWNERS = 20
"""Listed owners that are told of one party by one rule: those that are fewest steps away."""
MOST_STEPS = 16
"""Steps of a proof that stand in a row, the last ones; what comes before stands in the rows of owners on the way."""

Way = tuple[int, ...]
"""Stakes from a listed owner down to a party."""


class _Told(NamedTuple):
    """What a rule says, before it is a row."""

    rule: Rule
    stakes: Stakes
    owned: Owned
    ways: Mapping[int, Mapping[int, Way]]
    """For each party, the way from each listed owner."""


def ownership(engine: Engine) -> pa.Table:
    """Make the rows of `ownership`.

    A row says that one rule finds a party certainly or possibly owned by the listed, and names one listed owner whose
    stake counts; the bounds are those of all of them together. Listed parties themselves have no rows.

    Reads:
        `edge`, `entity`, `belief`, `statement`, `canonical`.
    """
    network = load_network(engine)
    book = load_stakes(engine, network)
    if len(book.stakes.owner) + len(book.control.owner) == 0:
        return OWNERSHIP.from_rows([])
    beside = with_control(book)
    told = [
        _tell(Rule.OFAC, book.stakes, apply_rule(book.stakes, network.is_listed)),
        _tell(Rule.EU, beside, apply_rule(beside, network.is_listed)),
    ]
    rows = [row for one in told for row in _rows(network, book, one)]
    rows += _rows_alone(network, book, beside)
    return OWNERSHIP.from_rows(rows)


def _tell(rule: Rule, stakes: Stakes, owned: Owned) -> _Told:
    certain = np.flatnonzero(owned.certain & ~owned.is_listed).tolist()
    ways: dict[int, dict[int, Way]] = defaultdict(dict)
    for step in prove_all(stakes, owned, certain):
        _lead_on(ways, owned, step.owner, step.owned, step.stake)
    for owner, party, stake in _possible(stakes, owned):
        _lead_on(ways, owned, owner, party, stake)
    return _Told(rule, stakes, owned, ways)


def _lead_on(ways: dict[int, dict[int, Way]], owned: Owned, owner: int, party: int, stake: int) -> None:
    """Lead every way that reaches an owner on to what is owned."""
    before: Mapping[int, Way] = {owner: ()} if owned.is_listed[owner] else ways[owner]
    into = ways[party]
    for root, way in before.items():
        if root not in into and len(into) < MOST_OWNERS:
            into[root] = (*way, stake)[-MOST_STEPS:]


def _possible(stakes: Stakes, owned: Owned) -> Iterator[tuple[int, int, int]]:
    """Give the stakes in parties that are possibly owned and not certainly, those nearest to the listed first."""
    only = owned.possible & ~owned.certain
    counts = only[stakes.owned] & owned.possible[stakes.owner] & (stakes.high > 0) & (stakes.owner != stakes.owned)
    of: dict[int, list[int]] = defaultdict(list)
    for stake in np.flatnonzero(counts).tolist():
        of[int(stakes.owner[stake])].append(stake)
    waiting = deque(sorted(one for one in of if owned.certain[one]))
    seen = set(waiting)
    while len(waiting) > 0:
        owner = waiting.popleft()
        for stake in of[owner]:
            party = int(stakes.owned[stake])
            yield owner, party, stake
            if party not in seen:
                seen.add(party)
                waiting.append(party)


def _rows(network: Network, book: StakeBook, told: _Told) -> Iterator[Row]:
    owned = told.owned
    days, sure = date_answers(told.stakes, owned, book.listed_day)
    for party in sorted(told.ways):
        answer = owned.answer(party)
        since = _since(int(days[party]), bool(sure[party])) if answer == Answer.CERTAINLY else None
        bounds = int(owned.low[party]), int(max(owned.high[party], owned.low[party]))
        for owner, way in sorted(told.ways[party].items()):
            yield _row(network, book, told.rule, (owner, party), way)._replace(
                answer=str(answer), low=bounds[0] / PERCENT, high=bounds[1] / PERCENT, since=since
            )


def _rows_alone(network: Network, book: StakeBook, stakes: Stakes) -> Iterator[Row]:
    """Apply the UK's rule: each listed person alone, with what that person owns or controls by more than half."""
    of: dict[int, list[int]] = defaultdict(list)
    for stake in np.flatnonzero((stakes.low > 0) & (stakes.owner != stakes.owned)).tolist():
        of[int(stakes.owner[stake])].append(stake)
    for owner in sorted(one for one in of if network.is_listed[one]):
        total: dict[int, int] = defaultdict(int)
        ways: dict[int, Way] = {owner: ()}
        waiting = deque([owner])
        while len(waiting) > 0:
            holder = waiting.popleft()
            for stake in of[holder]:
                party = int(stakes.owned[stake])
                total[party] += int(stakes.low[stake])
                if total[party] > HALF and party not in ways:
                    ways[party] = (*ways[holder], stake)[-MOST_STEPS:]
                    waiting.append(party)
        for party in sorted(ways):
            if party != owner and not network.is_listed[party]:
                yield _row(network, book, Rule.UK, (owner, party), ways[party])._replace(low=total[party] / PERCENT)


def _row(network: Network, book: StakeBook, rule: Rule, pair: tuple[int, int], way: Way) -> Row:
    """Make a row of one listed owner and one party, certainly owned and of no known day."""
    edge: Callable[[str, int], str] = lambda name, row: str(network.edges.column(name)[row].as_py())  # noqa: E731
    # Of several reports of one stake the surest stands in the proof; markings are those of all.
    rows = [rows_of(book, stake) for stake in way]
    best = [max(some, key=lambda row: (float(network.graph.probability[row]), -row)) for some in rows]
    kinds = sorted({kind_of(book, stake) for stake in way[-1:]} - {STAKE_KIND})
    return Row(
        owned_id=network.graph.id_of(pair[1]),
        owner_id=network.graph.id_of(pair[0]),
        rule=str(rule),
        kind=kinds[0] if len(kinds) > 0 else STAKE_KIND,
        answer=str(Answer.CERTAINLY),
        low=None,
        high=None,
        through=tuple(edge("id", row) for row in best),
        since=None,
        handling=strictest({edge("handling", row) for some in rows for row in some}),
    )


def _since(day: int, is_sure: bool) -> str | None:
    """Write the day as EDTF: with a question mark where a date that is needed is not known."""
    if day == UNDATED:
        return None
    return (date(1970, 1, 1) + timedelta(day)).isoformat() + ("" if is_sure else "?")
