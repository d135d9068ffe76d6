"""Companies reborn: one ends, and at its address, with its people, another begins.

A company that is struck off and founded again under another name leaves its listing, its debts and its history behind.
None of that is unlawful by itself, so what is found is a question: the same address and the same people at the
turn of the two are stated, and that they are one business is not.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import permutations

from counterflow.clean.date import edtf_bounds
from counterflow.trace.ship import Claim, Game

BEFORE, AFTER = timedelta(days=183), timedelta(days=730)
"""How long before the end of the one, and after it, the other begins."""

MOST_COMPANIES = 20
"""An address or a person of more companies is a registrar's or a nominee's, and ties none of them to another."""

LEAST_ADDRESS_CHARS = 15
"""Shorter addresses are towns."""

PERSON = "person"
"""Property of claims that say who stands behind a company: the value is that party's canonical_id."""


@dataclass
class _Company:
    party: str
    ended: list[Claim] = field(default_factory=list)
    began: list[Claim] = field(default_factory=list)
    addresses: dict[str, Claim] = field(default_factory=dict)
    people: dict[str, Claim] = field(default_factory=dict)
    names: list[str] = field(default_factory=list)


def find_reborn(claims: Iterable[Claim]) -> list[Game]:
    """Find companies that took the place of one that ended.

    Args:
        claims: of companies: name, address, incorporationDate, dissolutionDate, and `person`.

    Returns:
        one a pair, the one that ended first; `since` is when the other began.
    """
    companies: dict[str, _Company] = {}
    for one in claims:
        _add(companies.setdefault(one.party, _Company(one.party)), one)
    at: dict[str, list[_Company]] = defaultdict(list)
    behind: dict[str, int] = defaultdict(int)
    for party in sorted(companies):
        for key in companies[party].addresses:
            at[key].append(companies[party])
        for person in companies[party].people:
            behind[person] += 1
    found: dict[tuple[str, str], Game] = {}
    for key in sorted(at):
        if len(at[key]) <= MOST_COMPANIES:
            for old, new in permutations(at[key], 2):
                game = _reborn(old, new, key, behind)
                if game is not None:
                    found.setdefault((old.party, new.party), game)
    return [found[pair] for pair in sorted(found)]


def _add(company: _Company, claim: Claim) -> None:
    if claim.prop == "dissolutionDate":
        company.ended.append(claim)
    elif claim.prop == "incorporationDate":
        company.began.append(claim)
    elif claim.prop == PERSON:
        company.people.setdefault(claim.value, claim)
    elif claim.prop == "name":
        company.names.append(claim.value)
    elif (key := address_key(claim.value)) is not None:
        company.addresses.setdefault(key, claim)


def _reborn(old: _Company, new: _Company, address: str, behind: dict[str, int]) -> Game | None:
    people = sorted(one for one in set(old.people) & set(new.people) if behind[one] <= MOST_COMPANIES)
    turn = _turn(old.ended, new.began)
    if len(people) == 0 or turn is None or len(old.names) == 0 or len(new.names) == 0:
        return None
    ended, began = turn
    ties = [claim for one in people for claim in (old.people[one], new.people[one])]
    claims = [ended, began, old.addresses[address], new.addresses[address], *ties]
    statements = tuple(dict.fromkeys(claim.statement for claim in claims))
    return Game("reborn", old.party, new.party, min(old.names), min(new.names), began.value, statements)


def _turn(ended: Sequence[Claim], began: Sequence[Claim]) -> tuple[Claim, Claim] | None:
    """Give the end and the beginning that can lie so near; a date counts with all days that it covers."""
    for one in ended:
        for other in began:
            end, start = _days(one.value), _days(other.value)
            if end is None or start is None:
                continue
            if start[1] >= end[0] - BEFORE and start[0] <= end[1] + AFTER:
                return one, other
    return None


def _days(edtf: str) -> tuple[date, date] | None:
    try:
        return edtf_bounds(edtf)
    except ValueError:
        return None


def address_key(address: str) -> str | None:
    """Write an address so that case, accents and signs do not count; null: too short, or without a number."""
    plain = "".join(one for one in unicodedata.normalize("NFKD", address.casefold()) if not unicodedata.combining(one))
    key = re.sub(r"[\W_]", "", plain)
    return key if len(key) >= LEAST_ADDRESS_CHARS and re.search(r"\d", key) is not None else None
