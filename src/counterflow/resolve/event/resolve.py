"""Events and what they show of their parties, found together.

Accounts of one event show that "a North Korean ship" of one report is the Pong Su of another; that, in turn, shows that
the ship sunk in the one is the ship seized in the other (collective resolution: Bhattacharya and Getoor, Collective
Entity Resolution in Relational Data, TKDD 2007). So accounts are clustered, what is described takes the key of what is
named at its place, and they are clustered again, until nothing changes.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations, product
from typing import NamedTuple

from counterflow.resolve.event.account import Account, Party
from counterflow.resolve.event.cluster import (
    JUDGED,
    Clustering,
    Compare,
    Pair,
    average_odds,
    candidate_pairs,
    cluster_accounts,
)
from counterflow.resolve.event.frequency import Frequencies
from counterflow.resolve.event.likeness import Likeness, Reason, compare_accounts, may_describe

MAX_ROUNDS = 4

LEAST_BITS = -2.0
"""Log2 odds from which two accounts that are not joined are candidates, for a person: one to four."""

SURE = 0.9
"""Probability from which a described party is the named one; below it is a candidate, which shows nothing further."""

ONE_SHIP = 0.95
"""Probability that the one ship at a place of an event, in each of two accounts of it, is one ship.

What is seized, sunk or carries the goods is not told by another's name; two ships may still have met.
"""

ONE_PARTY = 0.5
"""The same of any other party: who acts is told by several names that are not one party's - a coast guard and the
police, an embassy's company and its bank."""

OTHERS = "other accounts"
"""What the other accounts of the events add to the odds of a pair, or take from them."""

KEPT_APART = "kept apart"
"""Another account of one of the two events cannot be of the other, for the reason named."""

Local = tuple[str, str]
"""A document, and the id of a thing within it."""


class Shown(NamedTuple):
    """That a thing which a document only describes is a named party, because both stand in one event."""

    key: str
    probability: float
    """That the two accounts are of one event, times that an event of which both tell so has one such party."""
    accounts: tuple[str, str]
    """The account that describes it, and the one that names it."""
    event: frozenset[str] = frozenset()
    """All accounts of the event."""


class Events(NamedTuple):
    """Accounts by event, and what that shows of their parties."""

    clusters: list[list[int]]
    """Places in the list of accounts; events that are told once are left out."""
    likeness: Mapping[Pair, Likeness]
    """Of all pairs within clusters, with the odds on which the cluster was made."""
    shown: Mapping[Local, Shown]
    near: Mapping[Pair, Likeness]
    """Of pairs that are not joined and may be one event: a person should look. Their odds are those of the two events,
    all accounts of each weighed, so they are below those of any pair that is joined, unless `KEPT_APART` says why."""


def resolve_events(accounts: Sequence[Account], judged: Mapping[Pair, bool]) -> Events:
    """Find which accounts tell of one event.

    Args:
        accounts: in the order of their ids, on which ties depend.
        judged: pairs of places in the list that a person said to be one event, or two.
    """
    shown: dict[Local, Shown] = {}
    for _ in range(MAX_ROUNDS):
        known = [_with_keys(account, shown) for account in accounts]
        frequencies = Frequencies(known)

        def compare(left: int, right: int, known: list[Account] = known, common: Frequencies = frequencies) -> Likeness:
            return compare_accounts(known[left], known[right], common)

        made = cluster_accounts(len(known), candidate_pairs(known), compare, judged)
        likeness = {pair: _weigh_others(compare(*pair), bits) for pair, bits in made.joined.items()}
        found = {**_show(known, made.clusters, likeness), **shown}
        if found.keys() == shown.keys():
            break
        shown = found
    return Events(made.clusters, likeness, shown, _find_near(known, made, compare, judged))


def _find_near(
    accounts: Sequence[Account], made: Clustering, compare: Compare, judged: Mapping[Pair, bool]
) -> dict[Pair, Likeness]:
    """Find the pairs that are not joined and may be of one event."""
    cluster_of = {at: cluster for cluster in made.clusters for at in cluster}

    def odds(left: int, right: int) -> float | None:
        alike = compare(min(left, right), max(left, right))
        return None if alike.bar is not None else alike.bits

    near: dict[Pair, Likeness] = {}
    for pair in candidate_pairs(accounts):
        mine, theirs = (cluster_of.get(at, [at]) for at in pair)
        if pair in judged or mine is theirs:
            continue
        alike = compare(*pair)
        if alike.bar is not None or alike.bits <= LEAST_BITS:
            continue
        bits = average_odds(mine, theirs, odds, judged)
        if bits is None:
            bar = _find_bar(mine, theirs, compare)
            near[pair] = alike._replace(reasons=(*alike.reasons, Reason(KEPT_APART, bar, bar, -math.inf)))
        elif bits > LEAST_BITS:
            near[pair] = _weigh_others(alike, bits)
    return near


def _find_bar(mine: Iterable[int], theirs: Iterable[int], compare: Compare) -> str:
    """Give what forbids that two clusters are one event: a feature of two of their accounts, or a judgement."""
    across = (compare(min(pair), max(pair)).bar for pair in product(mine, theirs))
    return next((bar for bar in across if bar is not None), "judgement")


def _weigh_others(alike: Likeness, bits: float) -> Likeness:
    """Give the likeness of two accounts as part of their events, whose odds were found over all accounts."""
    if bits == JUDGED:
        return Likeness(bits, alike.bar, (*alike.reasons, Reason("judgement", "", "", bits)))
    added = bits - alike.bits
    reasons = alike.reasons if abs(added) < 1e-9 else (*alike.reasons, Reason(OTHERS, "", "", added))
    return Likeness(bits, alike.bar, reasons)


def _with_keys(account: Account, shown: Mapping[Local, Shown]) -> Account:
    parties = []
    for party in account.parties:
        found = shown.get((account.document, party.local or "")) if party.key is None else None
        is_sure = found is not None and found.probability >= SURE
        parties.append(party._replace(key=found.key, shown_by=found.event) if found and is_sure else party)
    return account._replace(parties=tuple(parties))


def _show(
    accounts: Sequence[Account], clusters: Iterable[Sequence[int]], likeness: Mapping[Pair, Likeness]
) -> dict[Local, Shown]:
    """Find what is described in one account and named in another of the same event, at the same place in it."""
    found: dict[Local, dict[str, Shown]] = {}
    for cluster in clusters:
        event = frozenset(accounts[at].id for at in cluster)
        for pair in combinations(cluster, 2):
            if likeness[pair].bar is not None or likeness[pair].bits <= 0:
                continue
            for at, other in (pair, pair[::-1]):
                mine, theirs = accounts[at], accounts[other]
                for described in mine.parties:
                    named = _named_at(described, mine.parties, theirs.parties)
                    if described.local is None or named is None or named.key is None:
                        continue
                    is_one = ONE_SHIP if described.type == "vessel" else ONE_PARTY
                    probability = _probability(likeness[pair].bits) * is_one
                    shown = Shown(named.key, probability, (mine.id, theirs.id), event)
                    keys = found.setdefault((mine.document, described.local), {})
                    if named.key not in keys or shown[1:3] > keys[named.key][1:3]:
                        keys[named.key] = shown
    # Shown to be two parties, it is not known which.
    return {local: next(iter(keys.values())) for local, keys in found.items() if len(keys) == 1}


def _probability(bits: float) -> float:
    return float(1 / (1 + 2.0**-bits))


def _named_at(described: Party, mine: Iterable[Party], theirs: Iterable[Party]) -> Party | None:
    """Give the one named party that the description fits and no other description of its account."""
    if described.key is not None or described.is_country:
        return None
    fits = [
        other
        for other in theirs
        if other.side == described.side
        and other.type == described.type
        and other.key is not None
        and len(other.shown_by) == 0
        and not other.is_country
        and may_describe(described, other)
        and _is_so_called(described, other)
    ]
    rivals = [one for one in mine if one.side == described.side and one.type == described.type]
    return fits[0] if len(fits) == 1 and len(rivals) == 1 else None


def _is_so_called(described: Party, named: Party) -> bool:
    """Whether the noun of a description is one of the named party's: a bank is no mining company.

    A ship's name does not say what it is; that of a firm, an office or a force does: "the bank" is a bank by name.
    """
    if described.type == "vessel":
        return True
    noun = re.findall(r"\w+", described.text.lower())[-1:]
    words = re.findall(r"\w+", f"{named.text} {named.key}".lower())
    return len(noun) > 0 and noun[0] in words
