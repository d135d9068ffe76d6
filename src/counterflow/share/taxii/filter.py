"""Which objects a request asks for: `match[...]`, `added_after`, `limit` and `next` (TAXII 2.1, sections 3.4, 3.5)."""

from __future__ import annotations

import base64
import dataclasses
import re
import zlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from counterflow.exc import UsageError
from counterflow.share.taxii.store import OBJECT
from counterflow.stix.version import SPEC_VERSIONS, timestamp_key, timestamp_microseconds

PAGE_OBJECTS = 1_000
"""Objects of a page whose size is not asked for."""
MOST_OBJECTS = 10_000
"""Objects of a page at most; more are on the next one."""

MATCHES = ("id", "type", "version", "spec_version")
KNOWN = (*(f"match[{name}]" for name in MATCHES), "added_after", "limit", "next")
"""Parameters that are understood; others change nothing."""

Rows = sa.FromClause
_NEXT = re.compile(r"(-?\d{1,18})\.(\d{1,18})\.(\d{1,10})", re.ASCII)
_LIMIT = re.compile(r"[0-9]{1,9}", re.ASCII)
_WORDS = frozenset({"first", "last", "all"})
_LAST = frozenset({"last"})
_ALL = frozenset({"all"})


@dataclass(frozen=True)
class Filter:
    """What is asked for; empty is everything, as far as versions go the last of each object."""

    ids: frozenset[str] = frozenset()
    types: frozenset[str] = frozenset()
    versions: frozenset[str] = _LAST
    """`first`, `last`, `all`, and keys of timestamps."""
    spec_versions: frozenset[str] = frozenset()
    """Empty: of each object the newest that is there."""
    added_after: int | None = None
    """Microseconds since 1970."""
    limit: int = PAGE_OBJECTS
    after: tuple[int, int] | None = None
    """`date_added` and `position` of the last row of the page before."""


def read_filter(
    items: Iterable[tuple[str, str]],
    *,
    matches: Iterable[str] = MATCHES,
    of: str | None = None,
    versions: frozenset[str] = _LAST,
) -> Filter:
    """Read the parameters of a request to read; a `match` that the address does not take changes nothing.

    Args:
        items: names and values as they were sent.
        matches: the `match` fields that the address takes.
        of: the one object that the address names.
        versions: what is asked for where `match[version]` is not sent.

    Raises:
        UsageError: a value is not of its kind, a parameter stands twice, `match` has a field that no address takes, or
            `next` is of a request with other parameters.
    """
    given = _once(items)
    for name in given:
        if name.startswith("match[") and name not in KNOWN:
            raise UsageError(f"{name!r} is no filter", expected=", ".join(KNOWN))
    taken = {name: value for name, value in given.items() if name not in KNOWN or name in _fields(matches)}
    whole = Filter(
        ids=_values(taken, "match[id]") if of is None else frozenset({of}),
        types=_values(taken, "match[type]"),
        versions=frozenset(map(_version, _values(taken, "match[version]"))) or versions,
        spec_versions=_values(taken, "match[spec_version]"),
        added_after=_added_after(taken.get("added_after")),
    )
    return dataclasses.replace(whole, limit=_limit(taken.get("limit")), after=_after(whole, taken.get("next")))


def read_delete_filter(items: Iterable[tuple[str, str]]) -> Filter:
    """Read which versions of an object are to be deleted; without parameters all of them, of any version of STIX.

    Raises:
        UsageError: as of `read_filter`, or there is any parameter that it would leave out: too much would go.
    """
    given = list(items)
    allowed = ("match[version]", "match[spec_version]")
    if any(name not in allowed for name, _ in given):
        raise UsageError("something else than versions was sent", expected=" or ".join(allowed))
    # A deletion of the last version alone would bring the one before it back.
    read = read_filter(given, matches=("version", "spec_version"), versions=_ALL)
    # The same of the newest form alone: the older one would be there still, and the standard says 404 (section 5.7).
    return read if len(read.spec_versions) > 0 else dataclasses.replace(read, spec_versions=frozenset(SPEC_VERSIONS))


def write_next(filter_: Filter, date_added: int, position: int) -> str:
    """Write where a page ended, as `next` has it: with a sum of what was asked for."""
    text = f"{date_added}.{position}.{_sum(filter_)}"
    return base64.urlsafe_b64encode(text.encode("ascii")).decode("ascii").rstrip("=")


def select_matching(filter_: Filter, collection_id: str, handlings: Iterable[str]) -> sa.ColumnElement[bool]:
    """Say which rows of `stix_object` a filter asks for, as a condition; `added_after` and pages are not in it.

    First, last and newest are those among the rows with one of `handlings`: what a caller may not see changes nothing.
    """
    markings = sorted(handlings)

    def seen(table: Rows) -> list[sa.ColumnElement[bool]]:
        conditions: list[sa.ColumnElement[bool]] = [
            table.c.collection_id == collection_id,
            table.c.handling.in_(markings),
        ]
        if len(filter_.spec_versions) > 0:
            conditions.append(table.c.spec_version.in_(sorted(filter_.spec_versions)))
        return conditions

    def is_alone(*beats: Callable[[Rows], sa.ColumnElement[bool]]) -> sa.ColumnElement[bool]:
        """Say that no row of the same object beats this one."""
        other = OBJECT.alias()
        better = sa.or_(*(beat(other) for beat in beats))
        return ~sa.exists().where(*seen(other), other.c.stix_id == OBJECT.c.stix_id, better)

    conditions = seen(OBJECT)
    for column, wanted in ((OBJECT.c.stix_id, filter_.ids), (OBJECT.c.type, filter_.types)):
        if len(wanted) > 0:
            conditions.append(column.in_(sorted(wanted)))
    if len(filter_.spec_versions) == 0:
        conditions.append(is_alone(lambda other: other.c.spec_version > OBJECT.c.spec_version))
    if "all" not in filter_.versions:
        one_spec = len(filter_.spec_versions) == 0
        choices: list[sa.ColumnElement[bool]] = [OBJECT.c.version_key.in_(sorted(filter_.versions - _WORDS))]
        if "last" in filter_.versions:
            choices.append(is_alone(_after_it(one_spec=one_spec)))
        if "first" in filter_.versions:
            choices.append(is_alone(_before_it(one_spec=one_spec)))
        conditions.append(sa.or_(*choices))
    return sa.and_(*conditions)


def _after_it(*, one_spec: bool) -> Callable[[Rows], sa.ColumnElement[bool]]:
    """Compare versions within one version of the standard, or across those that were asked for."""
    mine = OBJECT.c

    def beats(other: Rows) -> sa.ColumnElement[bool]:
        if one_spec:
            return (other.c.spec_version == mine.spec_version) & (other.c.version_key > mine.version_key)
        is_equal = other.c.version_key == mine.version_key
        return (other.c.version_key > mine.version_key) | (is_equal & (other.c.spec_version > mine.spec_version))

    return beats


def _before_it(*, one_spec: bool) -> Callable[[Rows], sa.ColumnElement[bool]]:
    mine = OBJECT.c

    def beats(other: Rows) -> sa.ColumnElement[bool]:
        is_before = other.c.version_key < mine.version_key
        if one_spec:
            return (other.c.spec_version == mine.spec_version) & is_before
        # Of one version in two forms the newer form is the one that leaves.
        is_equal = other.c.version_key == mine.version_key
        return is_before | (is_equal & (other.c.spec_version > mine.spec_version))

    return beats


def _once(items: Iterable[tuple[str, str]]) -> dict[str, str]:
    given: dict[str, str] = {}
    for name, value in items:
        if name in given:
            raise UsageError(f"{name!r} was sent twice", expected="values of one parameter, commas between")
        given[name] = value
    return given


def _fields(matches: Iterable[str]) -> frozenset[str]:
    return frozenset({*(f"match[{name}]" for name in matches), "added_after", "limit", "next"})


def _values(given: Mapping[str, str], name: str) -> frozenset[str]:
    """Give the values of a parameter, any of which is enough (section 3.4)."""
    values = frozenset(part.strip() for part in given[name].split(",")) if name in given else frozenset()
    if "" in values:
        raise UsageError(f"{name} has an empty value")
    return values


def _version(text: str) -> str:
    key = text if text in _WORDS else timestamp_key(text)
    if key is None:
        raise UsageError("match[version] is no version", expected="first, last, all or timestamps")
    return key


def _added_after(text: str | None) -> int | None:
    value = None if text is None else timestamp_microseconds(text)
    if text is not None and value is None:
        raise UsageError("added_after is no timestamp", expected="one like 2026-01-31T12:00:00.000000Z")
    return value


def _limit(text: str | None) -> int:
    if text is None:
        return PAGE_OBJECTS
    if _LIMIT.fullmatch(text) is None or int(text) == 0:
        raise UsageError("limit is no number of objects", expected="a whole number, 1 or more")
    return min(int(text), MOST_OBJECTS)


def _after(filter_: Filter, text: str | None) -> tuple[int, int] | None:
    if text is None:
        return None
    try:
        plain = base64.urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4)).decode("ascii")
    except ValueError:
        plain = ""
    found = _NEXT.fullmatch(plain)
    if found is None or int(found[3]) != _sum(filter_):
        raise UsageError("next is not what this server gave for these parameters", next_step="Begin without next")
    return int(found[1]), int(found[2])


def _sum(filter_: Filter) -> int:
    """Sum up what is asked for, but for the size of pages, which may change from one to the next."""
    parts = (filter_.ids, filter_.types, filter_.versions, filter_.spec_versions)
    return zlib.crc32(repr((*map(sorted, parts), filter_.added_after)).encode("utf-8", "backslashreplace"))
