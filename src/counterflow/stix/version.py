"""Which version an object is: STIX timestamps of any precision, compared exactly, and the version of the standard."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from typing import Any

from counterflow.stix.spec import SCO_TYPES

SPEC_VERSIONS = ("2.0", "2.1")
"""Versions of STIX that are known, oldest first."""

_TIMESTAMP = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d+))?Z", re.ASCII)
_EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)


def timestamp_key(text: str) -> str | None:
    """Give a text by which timestamps sort, whatever their precision; None: it is none (STIX 2.1, section 2.16).

    Zeros at the end of the fraction say nothing, so two ways of writing one instant have one key.
    """
    found = _TIMESTAMP.fullmatch(text)
    if found is None:
        return None
    try:
        datetime.datetime.fromisoformat(found[1])
    except ValueError:
        return None
    fraction = (found[2] or "").rstrip("0")
    return found[1] if fraction == "" else f"{found[1]}.{fraction}"


def timestamp_microseconds(text: str) -> int | None:
    """Count the whole microseconds since 1970 of a timestamp; None: it is none."""
    key = timestamp_key(text)
    if key is None:
        return None
    whole, _, fraction = key.partition(".")
    seconds = int((datetime.datetime.fromisoformat(whole + "+00:00") - _EPOCH).total_seconds())
    return seconds * 1_000_000 + int(fraction[:6].ljust(6, "0"))


def write_microseconds(value: int) -> str:
    """Write microseconds since 1970 as a timestamp with six digits (TAXII 2.1, section 3.2: RFC 3339, UTC)."""
    moment = _EPOCH + datetime.timedelta(microseconds=value)
    return moment.strftime("%Y-%m-%dT%H:%M:%S.%fZ").rjust(27, "0")


def object_version(object_: Mapping[str, Any]) -> str | None:
    """Give the text of an object's version: `modified`, else `created`; None: it has neither (TAXII 2.1, 5.3.1)."""
    for name in ("modified", "created"):
        value = object_.get(name)
        if isinstance(value, str):
            return value
    return None


def spec_version(object_: Mapping[str, Any]) -> str:
    """Give the version of STIX that an object is of; one that states none is of 2.0, which had no such property.

    Observables are the exception: they may leave it out, and before 2.1 they were no objects (STIX 2.1, section 3.2).
    """
    stated = object_.get("spec_version")
    if stated is not None:
        return str(stated)
    return "2.1" if object_.get("type") in SCO_TYPES else "2.0"
