"""Of when the lists in an index are: said when it is made or changed, and kept in it.

lists.json    by dataset: the publisher's date, and how many hours old it may be
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from counterflow.clean.date import edtf_bounds
from counterflow.exc import InputError, UsageError

FILE = "lists.json"
_DAY_CHARS = 10


@dataclass(frozen=True, slots=True)
class ListDate:
    """The date of one list."""

    published: str
    """Publisher's date, EDTF."""
    max_age_hours: int | None = None
    """How old it may be, in hours since that date; None: what is known of the dataset decides."""


ListDates = Mapping[str, ListDate]
"""By the name of the dataset."""


@dataclass(frozen=True, slots=True)
class GivenDates:
    """Dates that are given when an index is made or changed."""

    dates: ListDates = field(default_factory=dict)
    named: frozenset[str] = frozenset()
    """Those of them that must be of a list in the index: others may be of any in a catalog."""

    def join(self, before: ListDates, held: Collection[str]) -> dict[str, ListDate]:
        """Put them before those that an index had; of the lists that it holds now.

        Raises:
            UsageError: one that must be there is not.
        """
        for name in sorted(self.named.difference(held)):
            raise UsageError(f"no party is of the list {name!r}", expected=", ".join(held) or "parties with datasets")
        return {name: date for name, date in {**before, **self.dates}.items() if name in held}


def read_list_dates(directory: Path) -> dict[str, ListDate]:
    """Read the dates kept in the folder of an index; of one that was made without any, none.

    Raises:
        InputError: they are damaged.
    """
    path = directory / FILE
    try:
        return {name: _checked(ListDate(**kept)) for name, kept in json.loads(path.read_text(encoding="utf-8")).items()}
    except FileNotFoundError:
        return {}
    except (ValueError, TypeError, AttributeError) as exc:
        raise InputError(
            f"{FILE} is damaged: {exc}", where=str(directory), next_step="Remove that file, and say the dates again"
        ) from exc


def write_list_dates(directory: Path, dates: ListDates) -> None:
    """Write the dates into the folder of an index that is being made."""
    content = {name: asdict(dates[name]) for name in sorted(dates)}
    (directory / FILE).write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")


def parse_list_date(published: str, now: datetime.datetime) -> ListDate:
    """Read a date as it is given.

    Raises:
        UsageError: it is none, or later than tomorrow in UTC: where the day began already it is tomorrow.
    """
    try:
        return _past(ListDate(published), now)
    except ValueError as exc:
        raise UsageError(str(exc)) from exc


def read_catalog(path: Path, now: datetime.datetime) -> dict[str, ListDate]:
    """Read dates from a file of datasets as OpenSanctions and its kin publish it: `index.json` of one, or a catalog.

    Of each dataset with a `name`, also those under `datasets`, `updated_at` counts, or `last_export`; others have no
    date.

    Raises:
        InputError: the file is no such thing, or has a date later than tomorrow in UTC.
    """
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        return {
            str(one["name"]): _past(ListDate(date), now) for one in _datasets(content) if (date := _date_of(one)) != ""
        }
    except (OSError, ValueError, TypeError, AttributeError, RecursionError) as exc:
        expected = "JSON of a dataset, or of a catalog: name, updated_at, datasets"
        raise InputError(f"no dates can be read: {exc}", where=str(path), expected=expected) from exc


def _datasets(content: Any) -> Iterator[Mapping[str, Any]]:
    if "name" in content:
        yield content
    for one in content.get("datasets", ()):
        if isinstance(one, dict):  # a collection names its parts in one more list, of texts
            yield from _datasets(one)


def _date_of(dataset: Mapping[str, Any]) -> str:
    return str(dataset.get("updated_at") or dataset.get("last_export") or "")[:_DAY_CHARS]


def _past(date: ListDate, now: datetime.datetime) -> ListDate:
    """Check that a date is no mistake: a list of a time to come would never be too old."""
    tomorrow = now.astimezone(datetime.UTC).date() + datetime.timedelta(days=1)
    if edtf_bounds(date.published)[0] > tomorrow:
        raise ValueError(f"the date {date.published} is to come; at most it is {tomorrow}")
    return date


def _checked(date: ListDate) -> ListDate:
    edtf_bounds(date.published)
    return date
