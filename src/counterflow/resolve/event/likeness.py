"""Likeness: how much speaks for two accounts telling of one event, feature by feature, in bits.

A feature's bits are log2 of how much likelier it is between accounts of one event than between accounts of two
(Fellegi and Sunter, A Theory for Record Linkage, JASA 1969): agreement on what is rare says much, on what is common
little. What can not be of one event - days that do not overlap, other persons sentenced, other goods, another rate - is
a bar, whatever else agrees. Differences that reporters make of one event - who acted for a state, the weight before and
after drying, tried or done - cost little: they are kept side by side.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from counterflow.resolve.event.account import Account, Amount, Party, Side, read_day_of_year, read_time, wider
from counterflow.resolve.event.frequency import Frequencies

COPY = 0.6
"""Share of words in common from which two sentences are one text, copied or edited."""

NEAR = timedelta(days=2)
"""Reports of one event differ by a day or two: time zones, the night, the day of the announcement."""

HORIZON_DAYS = 7300.0
"""Over about how long the events of a case spread; what a shared day says is measured against it."""

ANCHOR_AMOUNT = 2.5
"""Bits of an equal figure that is no mere "two"."""

OTHER_SETTING = -5.0
"""Bits of standing below another day or month of the document, where the account names none itself."""

MAX_TIME = 7.0
MAX_PARTY = 6.0
MAX_GOOD = 4.0
MAX_PLACE = 4.0

UNIQUE_TARGETS = frozenset(["list", "sentence", "appoint", "arrest", "extradite", "defect"])
"""Kinds of event that have another target when they are another event: the person sentenced, the firm listed."""


NO_ANCHOR = "no anchor"
"""Two accounts of a kind of event - "diplomats smuggle drugs" - agree on all they say and are not one event."""

UNANCHORED = -2.0
"""The most bits of two such accounts: by themselves they are not joined, but a third may join them."""


UNIQUE_DOERS = frozenset(["list", "sentence"])
"""Kinds of event that have another doer when they are another event: each government lists for itself."""


class Reason(NamedTuple):
    """What one feature says."""

    feature: str
    left: str
    right: str
    bits: float


class Likeness(NamedTuple):
    """What speaks for and against two accounts being of one event."""

    bits: float
    """Log2 odds, the prior included."""
    bar: str | None
    """The feature that forbids it; null: nothing does."""
    reasons: tuple[Reason, ...]


def compare_accounts(left: Account, right: Account, frequencies: Frequencies) -> Likeness:
    """Compare two accounts; of different kinds of event they cannot be of one."""
    if left.kinds.isdisjoint(right.kinds):
        return Likeness(-math.inf, "kind", (_bar("kind", left.type, right.type),))
    reasons = [
        *_compare_words(left, right),
        *_compare_times(left, right),
        *_compare_parties(left, right, frequencies),
        *_compare_goods(left, right, frequencies),
        *_compare_amounts(left, right),
        *_compare_places(left, right, frequencies),
        *_compare_place_in_text(left, right),
    ]
    bar = next((reason.feature for reason in reasons if reason.bits == -math.inf), None)
    bits = frequencies.prior(left, right) + sum(reason.bits for reason in reasons if reason.bits != -math.inf)
    if bar is None and not _is_anchored(left, right, reasons):
        reasons.append(Reason(NO_ANCHOR, "", "", min(0.0, UNANCHORED - bits)))
        bits = min(bits, UNANCHORED)
    return Likeness(bits, bar, tuple(reasons))


def _is_anchored(left: Account, right: Account, reasons: Sequence[Reason]) -> bool:
    """Whether they agree on what belongs to one happening: a time, a figure, a party, a town, the very words.

    Who did it is not enough alone: a panel investigates, a navy seizes, and a minister meets more than once.
    """
    if left.document == right.document and left.is_headline != right.is_headline:
        return True
    agreed = [reason for reason in reasons if reason.bits > 0]
    names = {reason.feature for reason in agreed}
    if len(names & {"time", "same words", "party done to", "town"}) > 0:
        return True
    return any(
        (reason.feature == "amount" and reason.bits >= ANCHOR_AMOUNT)
        or (reason.feature == "named party" and len(agreed) > 1)
        for reason in agreed
    )


def _bar(feature: str, left: str, right: str) -> Reason:
    return Reason(feature, left, right, -math.inf)


def _compare_words(left: Account, right: Account) -> Iterator[Reason]:
    if left.document == right.document and left.sentence == right.sentence:
        return
    if _are_told_of_other_days(left, right):
        return
    shared = len(left.words & right.words) / max(1, len(left.words | right.words))
    if shared >= COPY and min(len(left.words), len(right.words)) >= 5:
        yield Reason("same words", f"{shared:.0%}", f"{shared:.0%}", 9.0 * shared)


def _compare_times(left: Account, right: Account) -> Iterator[Reason]:
    texts = (left.edtf or "", right.edtf or "")
    for told, other in ((left, right), (right, left)):
        if told.told_by is not None and other.time is not None and other.time[0] > told.told_by + NEAR:
            yield _bar("told before", *texts)
            return
    if left.edtf is None or right.edtf is None:
        yield from _compare_settings(left, right)
        return
    if left.time is None or right.time is None:
        yield from _compare_days_of_year(left, right)
        return
    (low, high), (other_low, other_high) = left.time, right.time
    gap = max(low, other_low) - min(high, other_high)
    coarse = max((high - low).days, (other_high - other_low).days) + 1
    if gap <= timedelta():
        yield Reason("time", *texts, min(MAX_TIME, max(0.0, 0.75 * math.log2(HORIZON_DAYS / coarse))))
    elif gap <= NEAR and coarse <= 31:
        yield Reason("time", *texts, 3.0)
    elif _is_approximate(left) or _is_approximate(right):
        yield Reason("time", *texts, -4.0)
    else:
        yield _bar("time", *texts)


def _compare_settings(left: Account, right: Account) -> Iterator[Reason]:
    if _are_told_of_other_days(left, right):
        yield Reason("setting", left.edtf or left.setting or "", right.edtf or right.setting or "", OTHER_SETTING)


def _are_told_of_other_days(left: Account, right: Account) -> bool:
    """Whether two accounts, of which one has no time of its own, stand below different days of their documents.

    A bulletin names its day once; the next day's repeats its sentences word for word, about other strikes.
    """
    mine, theirs = (one.edtf or one.setting for one in (left, right))
    is_own = left.edtf is not None and right.edtf is not None
    if is_own or mine is None or theirs is None or left.document == right.document:
        return False
    days = _day_of_year(read_time(mine), mine), _day_of_year(read_time(theirs), theirs)
    years = {one[:4] for one in (mine, theirs)} - {"XXXX"}
    return len(years) > 1 or _are_other_days(*days)


def _are_other_days(left: tuple[int, int | None] | None, right: tuple[int, int | None] | None) -> bool:
    if left is None or right is None:
        return False
    return left[0] != right[0] or (left[1] is not None and right[1] is not None and left[1] != right[1])


def _compare_days_of_year(left: Account, right: Account) -> Iterator[Reason]:
    """Compare times of which one has no year: "15 December" and "15 December 2016"."""
    mine, theirs = (_day_of_year(one.time, one.edtf) for one in (left, right))
    if mine is None or theirs is None:
        return
    texts = (left.edtf or "", right.edtf or "")
    if _are_other_days(mine, theirs):
        yield _bar("time", *texts)
    else:
        is_day = mine[1] is not None and theirs[1] is not None
        yield Reason("time", *texts, 4.0 if is_day else 1.5)


def _day_of_year(time: tuple[date, date] | None, edtf: str | None) -> tuple[int, int | None] | None:
    if time is None:
        return read_day_of_year(edtf)
    low, high = time
    if low == high:
        return low.month, low.day
    return (low.month, None) if (low.year, low.month) == (high.year, high.month) else None


def _is_approximate(account: Account) -> bool:
    return account.edtf is not None and any(mark in account.edtf for mark in "~?%")


def _compare_parties(left: Account, right: Account, frequencies: Frequencies) -> Iterator[Reason]:
    shared: set[Side] = set()
    used: set[int] = set()
    for party in left.parties:
        best: tuple[float, int, Party] | None = None
        for at, other in enumerate(right.parties):
            bits = _party_bits(party, other, left, right, frequencies)
            if at not in used and bits > 0 and (best is None or bits > best[0]):
                best = bits, at, other
        if best is not None:
            bits, at, other = best
            used.add(at)
            shared.add(party.side)
            yield Reason(_party_feature(party, other, left, right), party.text, other.text, bits)
    kinds = left.kinds & right.kinds
    for side in (Side.TARGET, Side.DOER):
        mine, theirs = _of_side(left, side), _of_side(right, side)
        if side in shared or len(mine) == 0 or len(theirs) == 0:
            continue
        texts = ", ".join(one.text for one in mine), ", ".join(one.text for one in theirs)
        if not all(_is_told_apart(one, other) for one in mine for other in theirs):
            continue
        if len(kinds & (UNIQUE_TARGETS if side == Side.TARGET else UNIQUE_DOERS)) > 0:
            yield _bar(f"other {side}", *texts)
        elif _are_apart(mine, theirs):
            yield Reason(f"other {side}", *texts, -6.0 if side == Side.TARGET else -3.0)


def _party_feature(party: Party, other: Party, left: Account, right: Account) -> str:
    if not _is_one(party, other, left, right):
        return "party"
    return "party done to" if party.side == other.side == Side.TARGET else "named party"


def _is_one(party: Party, other: Party, left: Account, right: Account) -> bool:
    """Whether they are one party, and not only of one kind or country."""
    if party.is_country or other.is_country:
        return False
    is_local = left.document == right.document and party.local is not None and party.local == other.local
    return is_local or _share_key(party, other, left, right)


def _share_key(party: Party, other: Party, left: Account, right: Account) -> bool:
    """Whether both are one known party; what an event showed of its own party does not speak for that event."""
    if party.key is None or party.key != other.key:
        return False
    return left.id not in party.shown_by and right.id not in other.shown_by


def _of_side(account: Account, side: Side) -> list[Party]:
    return [party for party in account.parties if party.side == side]


def _party_bits(left: Party, right: Party, mine: Account, theirs: Account, frequencies: Frequencies) -> float:
    """Give what it says that both accounts have these two parties; nothing if they may be two."""
    bits = 0.0
    if left.key is not None and _share_key(left, right, mine, theirs):
        bits = min(MAX_PARTY, frequencies.bits(left.key))
    elif mine.document == theirs.document and left.local is not None and left.local == right.local:
        bits = 4.0
    elif may_describe(left, right):
        common = left.countries & right.countries
        bits = (1.0 if left.type == right.type else 0.5) + (1.5 if len(common) > 0 else 0.0)
    return bits if left.side == right.side else 0.5 * bits


def may_describe(left: Party, right: Party) -> bool:
    """Whether one is a description that fits the other: "a North Korean ship" and the Pong Su; a state and its navy."""
    if len(left.countries) > 0 and len(right.countries) > 0 and left.countries.isdisjoint(right.countries):
        return False
    if left.is_country or right.is_country:
        return len(left.countries & right.countries) > 0
    is_described = any(one.key is None or len(one.shown_by) > 0 for one in (left, right))
    return is_described and _are_alike(left, right)


def _are_alike(left: Party, right: Party) -> bool:
    return left.type == right.type or {left.type, right.type} <= _BODIES


def _is_told_apart(left: Party, right: Party) -> bool:
    return left.key is not None and right.key is not None and left.key != right.key and not may_describe(left, right)


def _are_apart(mine: Sequence[Party], theirs: Sequence[Party]) -> bool:
    return all(_are_alike(one, other) for one in mine for other in theirs)


_BODIES = frozenset(["organization", "company", "public_body", "place", "group"])


def _compare_goods(left: Account, right: Account, frequencies: Frequencies) -> Iterator[Reason]:
    if len(left.goods) == 0 or len(right.goods) == 0:
        return
    texts = ", ".join(sorted(left.goods)), ", ".join(sorted(right.goods))
    common = left.goods & right.goods
    if len(common) > 0:
        yield Reason("commodity", *texts, min(MAX_GOOD, max(frequencies.bits(good) for good in common)))
        return
    if any(one in wider(other) or other in wider(one) for one in left.goods for other in right.goods):
        yield Reason("commodity", *texts, 0.5)
    elif any(good.startswith("word:") for good in (*left.goods, *right.goods)):
        yield Reason("commodity", *texts, -2.0)
    else:
        yield _bar("commodity", *texts)


def _compare_amounts(left: Account, right: Account) -> Iterator[Reason]:
    is_estimate = left.is_estimate or right.is_estimate
    for unit in sorted({one.unit for one in left.amounts} & {one.unit for one in right.amounts}):
        mine = [one for one in left.amounts if one.unit == unit]
        theirs = [one for one in right.amounts if one.unit == unit]
        texts = ", ".join(one.text for one in mine), ", ".join(one.text for one in theirs)
        if any(_is_equal(one, other) for one in mine for other in theirs):
            yield Reason("amount", *texts, max(_unusual(one) for one in mine))
        elif {one.per for one in mine} != {one.per for one in theirs}:
            yield _bar("rate", *texts)
        elif is_estimate:
            yield _bar("amount", *texts)
        elif any(_overlaps(one, other) for one in mine for other in theirs):
            yield Reason("amount", *texts, 1.0)
        else:
            yield Reason("amount", *texts, -3.0)


def _is_equal(left: Amount, right: Amount) -> bool:
    if left.per != right.per:
        return False
    return _bounds(left) == _bounds(right) or any(
        mine is not None and theirs is not None and abs(mine - theirs) <= 0.01 * abs(mine)
        for mine, theirs in ((left.low, right.low), (left.high, right.high))
    )


def _bounds(amount: Amount) -> tuple[float | None, float | None]:
    return amount.low, amount.high


def _overlaps(left: Amount, right: Amount) -> bool:
    low = max(one.low if one.low is not None else -math.inf for one in (left, right))
    high = min(one.high if one.high is not None else math.inf for one in (left, right))
    return low <= high


def _unusual(amount: Amount) -> float:
    """Give what an equal figure says: little for "two", much for 693,333."""
    bounds = sorted({value for value in (amount.low, amount.high) if value is not None and value != 0})
    if len(bounds) == 0:
        return 0.5
    digits = sum(len(f"{value:.6g}".replace(".", "").split("e")[0].strip("0-")) for value in bounds)
    size = 1.0 if abs(bounds[-1]) < 10 and amount.unit == "1" else 2.5
    return min(7.0, size + 1.5 * (digits - 1))


def _compare_places(left: Account, right: Account, frequencies: Frequencies) -> Iterator[Reason]:
    if len(left.places) == 0 or len(right.places) == 0:
        return
    texts = ", ".join(one.key for one in left.places), ", ".join(one.key for one in right.places)
    common = {one.key for one in left.places} & {one.key for one in right.places}
    mine, theirs = ({one.country for one in account.places} - {None} for account in (left, right))
    if len(common) > 0:
        is_town = any(key.startswith("place:") for key in common)
        yield Reason(
            "town" if is_town else "place", *texts, min(MAX_PLACE, max(frequencies.bits(key) for key in common))
        )
    elif len(mine) > 0 and len(theirs) > 0 and mine.isdisjoint(theirs):
        yield Reason("place", *texts, -4.0)


def _compare_place_in_text(left: Account, right: Account) -> Iterator[Reason]:
    """Two triggers of one sentence are two events, unless they are two words of one."""
    if left.document != right.document or left.sentence != right.sentence:
        return
    if left.trigger == right.trigger:
        yield Reason("same words", "", "", 12.0)
    elif left.type == right.type and left.time is None and right.time is None:
        yield Reason("one sentence", "", "", -2.0)
    else:
        yield Reason("one sentence", "", "", -4.0)


def overlap_key(time: tuple[date, date] | None) -> str | None:
    """Give the month of a time that is known to the month, for blocking."""
    if time is None or (time[1] - time[0]).days > 31:
        return None
    return f"{time[0]:%Y-%m}"
