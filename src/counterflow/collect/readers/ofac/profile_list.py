"""The profiles of one file of OFAC's become records of a list, each checked against the date of the file."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Sequence

from counterflow.collect.problem import make_problem
from counterflow.collect.reader import ListRecord, Tally
from counterflow.collect.readers.ofac.profile import Labels, Profile, ProfileIndex
from counterflow.collect.readers.ofac.profile_party import OfacProfileParty
from counterflow.collect.source import Source
from counterflow.model.schema import clean_value
from counterflow.stage import Row
from counterflow.tables import Problem

_NUMBER = re.compile(r"[0-9]+")
_EXPECTED = "a number of its own and a name"


def list_records(
    source: Source,
    extractor: str,
    labels: Labels,
    profiles: Sequence[Profile],
    day: str | None,
) -> Iterator[ListRecord | Problem | Tally]:
    """Yield each profile as a record, a problem in place of each that cannot be read, then the tally.

    Parties name each other in any order, so all profiles are at hand while they are read: about 5 KB a party.

    A party under no programme, or one listed after the day of the file, is what no file of OFAC's holds: it is told as
    a problem of severity `file` that begins with "integrity: ".

    Args:
        day: date of the data as the file states it, EDTF; None: it states none.
    """
    index, seen = ProfileIndex(), set[str]()
    reasons = []
    for profile in profiles:
        reason = _refuse(profile, seen)
        reasons.append(reason)
        if reason is None:
            seen.add(profile.number)
            index.add(profile)
    for position, (profile, reason) in enumerate(zip(profiles, reasons, strict=True), 1):
        if reason is not None:
            yield _problem(source, profile, reason, severity="record", expected=_EXPECTED, position=position)
            continue
        whole = index.resolve(profile)
        read = functools.partial(_read, source, extractor, labels, whole, index)
        yield ListRecord(profile.number, whole.content(), read)
        for oddity in _find_oddities(profile, day):
            yield _problem(source, profile, f"integrity: {oddity}", severity="file", position=position)
    yield Tally(source.main, len(profiles), len(seen), "utf-8")


def _read(source: Source, extractor: str, labels: Labels, profile: Profile, index: ProfileIndex) -> Iterable[Row]:
    return OfacProfileParty(source, extractor, labels, profile, index).rows()


def _refuse(profile: Profile, seen: set[str]) -> str | None:
    """Say why a party cannot be read."""
    if _NUMBER.fullmatch(profile.number) is None:
        return "the party has no number" if profile.number == "" else f"{profile.number!r} is no number"
    if profile.number in seen:
        return f"number {profile.number} was used before"
    has_name = len(profile.names) > 0 and clean_value("Thing", "name", profile.names[0].whole) is not None
    return None if has_name else "the party has no name"


def _find_oddities(profile: Profile, day: str | None) -> Iterator[str]:
    if len(profile.programs) == 0:
        yield "the party is under no sanctions programme"
    for entry in profile.entries:
        later = [one for one in entry.days if day is not None and one > day]
        if len(later) > 0:
            yield f"the party was entered on {later[0]}, after the day of the data, {day}"


def _problem(
    source: Source, profile: Profile, message: str, *, severity: str, position: int, expected: str | None = None
) -> Problem:
    return make_problem(
        source.main,
        message,
        severity=severity,
        record=profile.number or f"party {position}",
        value=profile.names[0].text if len(profile.names) > 0 else None,
        expected=expected,
        next_step="Compare the party with the publisher's file",
        handling=source.handling,
    )
