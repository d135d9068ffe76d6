"""Ownership and control by the rules of the EU and the UK: other facts than OFAC's rule, each with its kind.

Both take who is controlled for owned, and neither puts control into a percentage: a stated control, or a parent, counts
as the whole. They differ in what adds up:

- EU: stakes of all listed owners add up, and 50 percent are enough (Council best practices 11623/24);
- UK: more than half, of one listed person, alone and through what that person owns or controls (regulation 7 and
  schedule 1 of the regulations under the Sanctions and Anti-Money Laundering Act 2018). Owners who act together are to
  be added up; nobody is taken to do so unless a source says that one acts for the other.
"""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

import numpy as np

from counterflow.trace.graph import Flags
from counterflow.trace.network import StakeBook
from counterflow.trace.owned import HALF, Owned, Stakes, Step, apply_rule, prove_all, stakes_in


class Rule(StrEnum):
    """Whose rule."""

    OFAC = "ofac-50"
    EU = "eu-control"
    UK = "uk-control"


STAKE_KIND = "stake"
"""Kind of a finding that rests on stakes alone."""


class Finding(NamedTuple):
    """What one rule says of one party."""

    rule: Rule
    kind: str
    """`stake`, or what the last tie of control is called."""
    stakes: Stakes
    """The stakes that the rule went by; those of control stand after all others."""
    owned: Owned
    steps: tuple[Step, ...]
    """Proof, owners first; empty where the party is not certainly owned or controlled."""
    threshold: int


def with_control(book: StakeBook) -> Stakes:
    """Put ties of control beside stakes, each as the whole of what is controlled."""
    one, other = book.stakes, book.control
    return Stakes(
        owner=np.concatenate([one.owner, other.owner]),
        owned=np.concatenate([one.owned, other.owned]),
        low=np.concatenate([one.low, other.low]),
        high=np.concatenate([one.high, other.high]),
        first_day=np.concatenate([one.first_day, other.first_day]),
    )


def rows_of(book: StakeBook, stake: int) -> tuple[int, ...]:
    """Give the rows of edges behind a stake or, after all stakes, a tie of control."""
    at = stake - len(book.rows)
    return book.rows[stake] if at < 0 else book.control_rows[at]


def kind_of(book: StakeBook, stake: int) -> str:
    """Say what a stake is called."""
    at = stake - len(book.rows)
    return STAKE_KIND if at < 0 else book.control_kinds[at]


def apply_ofac(book: StakeBook, listed: Flags, party: int) -> Finding:
    """Apply OFAC's rule to a party: stakes alone, added up."""
    owned = apply_rule(book.stakes, listed)
    steps = tuple(prove_all(book.stakes, owned, [party]))
    return Finding(Rule.OFAC, STAKE_KIND, book.stakes, owned, steps, HALF)


def apply_eu(book: StakeBook, listed: Flags, party: int) -> Finding:
    """Apply the EU's rule to a party: stakes and control, added up."""
    stakes = with_control(book)
    owned = apply_rule(stakes, listed)
    steps = tuple(prove_all(stakes, owned, [party]))
    return Finding(Rule.EU, _kind(book, steps, party), stakes, owned, steps, HALF)


def apply_uk(book: StakeBook, listed: Flags, party: int) -> list[Finding]:
    """Apply the UK's rule to a party: one finding for each listed person who owns or controls it alone."""
    stakes, found = with_control(book), []
    for owner in _listed_above(stakes, listed, party):
        alone = np.zeros(len(listed), np.bool_)
        alone[owner] = True
        owned = apply_rule(stakes, alone, HALF + 1)
        if owned.possible[party]:
            steps = tuple(prove_all(stakes, owned, [party], HALF + 1))
            found.append(Finding(Rule.UK, _kind(book, steps, party), stakes, owned, steps, HALF + 1))
    return found


def _kind(book: StakeBook, steps: tuple[Step, ...], party: int) -> str:
    """Name the tie that decides: of control, where one of the stakes in the party itself is one."""
    kinds = sorted({kind_of(book, step.stake) for step in steps if step.owned == party} - {STAKE_KIND})
    return kinds[0] if len(kinds) > 0 else STAKE_KIND


def _listed_above(stakes: Stakes, listed: Flags, party: int) -> list[int]:
    """List the listed parties from which stakes lead to a party, up to and not beyond them."""
    into = stakes_in(stakes, len(listed))
    seen, waiting = {party}, [party]
    while len(waiting) > 0:
        for stake in into.stakes_in(waiting.pop()):
            owner = int(stakes.owner[stake])
            if owner not in seen:
                seen.add(owner)
                waiting.append(owner)
    return sorted(one for one in seen if listed[one] and one != party)
