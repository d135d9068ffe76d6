"""How old the fetched lists of a case are, and which are older than they may be."""

from __future__ import annotations

import datetime
import functools
from collections.abc import Sequence
from dataclasses import dataclass

from counterflow.case import Case
from counterflow.clean.date import edtf_bounds
from counterflow.collect.dataset import find_dataset
from counterflow.remote.folder import Copy, Folder, list_folders
from counterflow.remote.receipt import PACKAGE_FORMAT, TAXII_FORMAT


@dataclass(frozen=True, slots=True)
class Age:
    """The age of a dataset's newest good copy. Without one there are no dates, and it counts as stale."""

    dataset: str
    file: str | None = None
    """Its path in the case folder, with `/`."""
    sha256: str | None = None
    bytes: int | None = None
    parties: int | None = None
    objects: int | None = None
    """Objects that the newest file of a partner brought; None: it is a list."""
    published: str | None = None
    """Publisher's date, EDTF, where the file states one."""
    fetched_at: str | None = None
    """When it was downloaded, ISO 8601, UTC."""
    confirmed_at: str | None = None
    """When its publisher's server last said that it is the present one."""
    fetched_hours: float | None = None
    """Hours since it was downloaded."""
    confirmed_hours: float | None = None
    """Hours since it was confirmed."""
    published_hours: float | None = None
    """Hours since the beginning of the publisher's date, the earliest it can be from."""
    max_age_hours: int | None = None
    """The dataset's limit; None: a list of one's own, which has none."""

    @property
    def is_stale(self) -> bool:
        """Whether it is older than its dataset may be.

        The limit counts from the publisher's date (`Dataset.max_age_hours`); only where the file states none does it
        count from the last confirmation. A server that goes on confirming an old file is thereby noticed.
        """
        by_date = is_too_old(self.published_hours, self.max_age_hours)
        if by_date is not None:
            return by_date
        return self.confirmed_hours is None or is_too_old(self.confirmed_hours, self.max_age_hours) is True


def list_ages(case: Case, now: datetime.datetime) -> Sequence[Age]:
    """Give the age of each dataset that was fetched into a case, by name; reads receipts and no network.

    A copy counts as there if its size is right; the next fetch and every run read its content.

    Args:
        case: the case.
        now: the time of day, with its zone.

    Raises:
        InputError: a receipt is damaged.
    """
    return [find_age(folder, folder.find_good(is_checked=False), now) for folder in list_folders(case)]


def find_age(folder: Folder, copy: Copy | None, now: datetime.datetime) -> Age:
    """Give the age of a dataset's newest good copy."""
    dataset = find_dataset(folder.dataset)
    limit = None if dataset is None else dataset.max_age_hours
    if copy is None:
        return Age(folder.dataset, max_age_hours=limit)
    receipt = copy.receipt
    return Age(
        dataset=folder.dataset,
        file=f"{folder.label}/{copy.path.name}",
        sha256=receipt.sha256,
        bytes=receipt.bytes,
        parties=receipt.parties,
        objects=copy.since.records if copy.since.format in {TAXII_FORMAT, PACKAGE_FORMAT} else None,
        published=receipt.published,
        fetched_at=copy.since.fetched_at,
        confirmed_at=receipt.fetched_at,
        fetched_hours=_hours(now - copy.since.time),
        confirmed_hours=_hours(now - receipt.time),
        published_hours=None if receipt.published is None else round(hours_since(receipt.published, now), 2),
        max_age_hours=limit,
    )


def is_too_old(hours: float | None, max_age_hours: int | None) -> bool | None:
    """Say whether a list is older than it may be, the one rule for all of them.

    Args:
        hours: its age (`hours_since`); None: not known.
        max_age_hours: how old it may be; None: there is no limit.

    Returns:
        None: it has no date, or one to come, which says nothing of its age; or there is no limit.
    """
    if hours is None or hours < 0 or max_age_hours is None:
        return None
    return hours > max_age_hours


def hours_since(date: str, now: datetime.datetime) -> float:
    """Give the hours since the beginning of a date in EDTF, the earliest it can be from; negative: it is to come."""
    return (now - _begin(date)).total_seconds() / 3600


@functools.lru_cache(maxsize=1024)
def _begin(date: str) -> datetime.datetime:
    return datetime.datetime.combine(edtf_bounds(date)[0], datetime.time(), datetime.UTC)


def _hours(span: datetime.timedelta) -> float:
    return round(span.total_seconds() / 3600, 2)


def say_age(age: Age) -> str:
    """Say which copy there is, how old it is, and whether that is too old."""
    if age.file is None or age.fetched_hours is None or age.confirmed_hours is None:
        return "There is no good copy"
    parts = [f"{age.file}, fetched {say_hours(age.fetched_hours)} ago"]
    if age.confirmed_hours != age.fetched_hours:
        parts.append(f"confirmed {say_hours(age.confirmed_hours)} ago")
    if age.published_hours is None:
        parts.append("date of publication unknown")
    else:
        parts.append(f"published {age.published} ({say_hours(age.published_hours)} ago)")
    if age.max_age_hours is not None:
        limit = say_hours(age.max_age_hours)
        parts.append(f"STALE: it may be at most {limit} old" if age.is_stale else f"not stale: it may be {limit} old")
    return f"The last good copy is {', '.join(parts)}"


def say_hours(hours: float) -> str:
    """Say a time in hours, or in days from two on: `5 hours`, `3 days`."""
    hours = max(0.0, hours)
    days = int(hours // 24)
    number, unit = (days, "day") if days >= 2 else (int(hours), "hour")
    return f"{number:,} {unit}" if number == 1 else f"{number:,} {unit}s"
