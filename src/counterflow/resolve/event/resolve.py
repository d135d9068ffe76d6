"""Events and what they show of their parties, found together.

Accounts of one event show that "a North Korean ship" of one report is the Pong Su of another; that, in turn, shows that
the ship sunk in the one is the ship seized in the other (collective resolution: Bhattacharya and Getoor, Collective
Entity Resolution in Relational Data, TKDD 2007). So accounts are clustered, what is described takes the key of what is
named at its place, and they are clustered again, until nothing changes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from counterflow.resolve.event.account import Account, Party
from counterflow.resolve.event.cluster import Pair, candidate_pairs, cluster_accounts, pairs_within
from counterflow.resolve.event.frequency import Frequencies
from counterflow.resolve.event.likeness import Likeness, compare_accounts, may_describe

MAX_ROUNDS = 4

LEAST_BITS = -2.0
"""Log2 odds from which two accounts that are not joined are candidates, for a person: one to four."""

Local = tuple[str, str]
"""A document, and the id of a thing within it."""


class Shown(NamedTuple):
    """That a thing which a document only describes is a named party, because both stand in one event."""

    key: str
    bits: float
    """Log2 odds that the two accounts are of one event."""
    accounts: tuple[str, str]
    """The account that describes it, and the one that names it."""


class Events(NamedTuple):
    """Accounts by event, and what that shows of their parties."""

    clusters: list[list[int]]
    """Places in the list of accounts; events that are told once are left out."""
    likeness: Mapping[Pair, Likeness]
    """Of all pairs within clusters."""
    shown: Mapping[Local, Shown]
    near: Mapping[Pair, Likeness]
    """Of pairs that are not joined and may be one event: a person should look."""


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

        clusters = cluster_accounts(len(known), candidate_pairs(known), compare, judged)
        likeness = {pair: compare(*pair) for pair in pairs_within(clusters)}
        found = {**_show(known, likeness), **shown}
        if found.keys() == shown.keys():
            break
        shown = found
    joined = {at: number for number, cluster in enumerate(clusters) for at in cluster}
    apart = [
        pair
        for pair in candidate_pairs(known)
        if pair not in judged and joined.get(pair[0], -1) != joined.get(pair[1], -2)
    ]
    near = {pair: alike for pair in apart if (alike := compare(*pair)).bar is None and alike.bits > LEAST_BITS}
    return Events(clusters, likeness, shown, near)


def _with_keys(account: Account, shown: Mapping[Local, Shown]) -> Account:
    parties = []
    for party in account.parties:
        found = shown.get((account.document, party.local or "")) if party.key is None else None
        parties.append(party if found is None else party._replace(key=found.key))
    return account._replace(parties=tuple(parties))


def _show(accounts: Sequence[Account], likeness: Mapping[Pair, Likeness]) -> dict[Local, Shown]:
    """Find what is described in one account and named in another of the same event, at the same place in it."""
    found: dict[Local, dict[str, Shown]] = {}
    for (left, right), alike in likeness.items():
        if alike.bar is not None or alike.bits <= 0:
            continue
        for mine, theirs in ((accounts[left], accounts[right]), (accounts[right], accounts[left])):
            for described in mine.parties:
                named = _named_at(described, mine.parties, theirs.parties)
                if described.local is not None and named is not None and named.key is not None:
                    local = mine.document, described.local
                    shown = Shown(named.key, alike.bits, (mine.id, theirs.id))
                    known = found.setdefault(local, {}).get(named.key)
                    if known is None or (shown.bits, shown.accounts) > (known.bits, known.accounts):
                        found[local][named.key] = shown
    # Shown to be two parties, it is not known which.
    return {local: next(iter(keys.values())) for local, keys in found.items() if len(keys) == 1}


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
        and not other.is_country
        and may_describe(described, other)
    ]
    rivals = [one for one in mine if one.side == described.side and one.type == described.type]
    return fits[0] if len(fits) == 1 and len(rivals) == 1 else None
