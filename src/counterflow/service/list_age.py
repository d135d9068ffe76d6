"""Which lists a state holds, and which are older than they may be; read once a state, asked at every request."""

from __future__ import annotations

import datetime
import threading
from collections.abc import Callable, Collection, Mapping, Sequence

from counterflow.case import Case
from counterflow.collect.dataset import find_dataset
from counterflow.remote.age import hours_since, is_too_old, list_ages
from counterflow.screen.answer import ListRef
from counterflow.screen.list_dates import ListDates

Lists = Callable[[datetime.datetime], Sequence[ListRef]]
"""Gives the lists with what they are at a time: too old, or not yet."""

DEFAULT_MAX_AGE_HOURS = 168
"""How old a list in an index may be whose date is said and of which nothing else is known: a week."""
_RECEIPTS_S = 10.0
"""For how long what receipts say is taken as it was: a fetch writes them now and then, requests come all the time."""


def lists_of_index(datasets: Collection[str], dates: ListDates) -> Lists:
    """Say which lists an index alone holds; of those whose date it does not know, `stale` is None."""
    known = {name: (dates[name].published, _limit(name, dates)) for name in sorted(datasets) if name in dates}

    def lists(now: datetime.datetime) -> Sequence[ListRef]:
        return [
            ListRef(name, known[name][0], is_too_old(hours_since(known[name][0], now), known[name][1]))
            if name in known
            else ListRef(name, None, None)
            for name in sorted(datasets)
        ]

    return lists


def _limit(name: str, dates: ListDates) -> int:
    said, dataset = dates[name].max_age_hours, find_dataset(name)
    if said is not None:
        return said
    return DEFAULT_MAX_AGE_HOURS if dataset is None else dataset.max_age_hours


def lists_of_case(case: Case, datasets: Collection[str], published: Mapping[str, str | None]) -> Lists:
    """Say which lists a case holds; of one whose file states no date its receipts say the age.

    Args:
        case: the case.
        datasets: names of the lists.
        published: date of the newest vintage of each, EDTF; None: it has none.
    """
    # What was fetched since is not what is searched, so only of a list without a date do receipts say the age.
    receipts = _Receipts(case) if any(published.get(name) is None for name in datasets) else None

    def lists(now: datetime.datetime) -> Sequence[ListRef]:
        fetched = {} if receipts is None else receipts.stale(now)
        return [_list_ref(name, published.get(name), fetched, now) for name in sorted(datasets)]

    return lists


def _list_ref(name: str, published: str | None, fetched: Mapping[str, bool], now: datetime.datetime) -> ListRef:
    if published is None:
        return ListRef(name, None, fetched.get(name))
    dataset = find_dataset(name)
    return ListRef(
        name, published, is_too_old(hours_since(published, now), None if dataset is None else dataset.max_age_hours)
    )


class _Receipts:
    """What the receipts of a case say of its lists' ages, read again after a while."""

    def __init__(self, case: Case) -> None:
        self._case = case
        self._lock = threading.Lock()
        self._read_at: datetime.datetime | None = None
        self._stale: Mapping[str, bool] = {}

    def stale(self, now: datetime.datetime) -> Mapping[str, bool]:
        """Say by name which lists are too old."""
        with self._lock:
            if self._read_at is None or abs((now - self._read_at).total_seconds()) >= _RECEIPTS_S:
                self._stale = {age.dataset: age.is_stale for age in list_ages(self._case, now)}
                self._read_at = now
            return self._stale
