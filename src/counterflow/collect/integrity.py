"""Signs that a list was changed after its publisher let it go.

A file with such a sign is refused whole, because what was changed in one place cannot be relied on in any other.
`accepted = true` in case.toml says that a person has compared it with the publisher's own copy. A forgery that leaves
no sign is found by the `sha256` that case.toml states, or by fetching the list anew.

- A name that is a placeholder: a test, a sample, a template.
- A person who is called otherwise than in the vintage before, under the same number, with no trace of the former name
  among the aliases. Publishers correct spellings and move a former name to the aliases; ships and companies are
  renamed.
- What a reader finds against its publisher's own rules (a party under no programme): it yields a problem of severity
  `file` whose message begins with `FOUND_BY_READER`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from rigour.text.distance import jaro_winkler

from counterflow.clean.name import normal_name
from counterflow.collect.problem import make_problem
from counterflow.collect.source import Source
from counterflow.collect.vintage import PersonNames, Series, VintageReading
from counterflow.exc import InputError
from counterflow.stage import Row
from counterflow.tables import Problem, Statement

FOUND_BY_READER = "integrity: "

SAME_TOKEN = 0.75
"""Similarity from which two words are spellings of one: Petrov, Petroff .92; Salah, Saleh .91; Ismail, Infosec 0."""

STRANGE_SHARE = 0.5
"""Share of a name's words that must be new, and of the former name's that must be gone. Of the changes between the
genuine vintages of OFAC's and the UN's lists none reaches it (`tests/collect/test_integrity.py` counts them)."""

_PLACEHOLDER = re.compile(
    r"\b(?:(?:test|dummy|sample|example|template|placeholder) (?:file|record|entry|name|data|party|person|entity|only)"
    r"|(?:infosec|security|qa|uat) test|do not use|lorem ipsum)\b",
    re.IGNORECASE,
)


class _Words(NamedTuple):
    """The words of a person's names."""

    shown: str
    primary: frozenset[str]
    every: frozenset[str]


class Integrity:
    """Watches the vintages of one list."""

    def __init__(self) -> None:
        self._names: dict[int, PersonNames] = {}
        """What persons are called, by reading."""
        self.accepted: list[Problem] = []
        """Signs that a person has compared with the publisher's own copy."""
        self._readings: dict[int, list[int]] = {}
        """Readings of each record in the newest vintage that counts."""

    def check(self, series: Series, reading: VintageReading) -> None:
        """Check a vintage against itself and the vintages kept before.

        Raises:
            InputError: it shows signs of a change by another hand; names each.
        """
        findings = [*_own_findings(reading), *self._renamed(series, reading)]
        self.accepted += _judge(reading.source, findings)

    def keep(self, series: Series, reading: VintageReading) -> None:
        """Remember the names of a vintage that counts; one without a date is no measure of others."""
        self._names |= reading.names
        if reading.source.published is not None:
            self._readings |= self._by_record(series, reading.held)

    def _by_record(self, series: Series, readings: Iterable[int]) -> dict[int, list[int]]:
        records: dict[int, list[int]] = {}
        for one in readings:
            if one in self._names:
                records.setdefault(series.readings[one].record, []).append(one)
        return records

    def _renamed(self, series: Series, reading: VintageReading) -> Iterator[str]:
        if len(self._readings) == 0:
            return
        self._names |= reading.names
        changed = {series.readings[one].record for one in reading.names} & self._readings.keys()
        now = self._by_record(series, reading.held) if len(changed) > 0 else {}
        for record in sorted(changed):
            before, after = self._words(self._readings[record]), self._words(now[record])
            if _is_other(before, after):
                yield f"the person named {before.shown!r} before is now {after.shown!r}"

    def _words(self, readings: Iterable[int]) -> _Words:
        names = [self._names[one] for one in sorted(readings)]
        primary = list(dict.fromkeys(name for one in names for name in one.primary))
        return _words(PersonNames(primary, [name for one in names for name in one.others]))


class Watch:
    """Watches a vintage that passes by, without anything to compare it with."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._findings: list[str] = []

    def see(self, rows: Iterable[Row]) -> Iterator[Row]:
        """Look at the rows of a record on their way."""
        for row in rows:
            if isinstance(row, Statement) and row.prop_type == "name" and row.schema == "Person":
                self._findings += _placeholder(row.value)
            yield row

    def see_problem(self, problem: Problem) -> None:
        """Look at a problem that stands in no record."""
        self._findings += _of_reader(problem)

    def check(self) -> list[Problem]:
        """Give what was seen and accepted.

        Raises:
            InputError: signs of a change by another hand.
        """
        return _judge(self._source, self._findings)


def _own_findings(reading: VintageReading) -> Iterator[str]:
    for problem in reading.problems:
        yield from _of_reader(problem)
    for names in reading.names.values():
        for name in (*names.primary, *names.others):
            yield from _placeholder(name)


def _of_reader(problem: Problem) -> Iterator[str]:
    if problem.severity == "file" and problem.message.startswith(FOUND_BY_READER):
        place = "" if problem.record is None else f" (record {problem.record})"
        yield problem.message.removeprefix(FOUND_BY_READER) + place


def _placeholder(name: str) -> Iterator[str]:
    if _PLACEHOLDER.search(name) is not None:
        yield f"the name {name!r} is a placeholder"


def _words(names: PersonNames) -> _Words:
    primary = frozenset(word for name in names.primary for word in normal_name(name).split())
    others = frozenset(word for name in names.others for word in normal_name(name).split())
    return _Words(" / ".join(names.primary), primary, primary | others)


def _is_other(before: _Words, now: _Words) -> bool:
    if before.primary <= now.every or now.primary <= before.every:
        return False
    return _strange(now.primary, before.every) and _strange(before.primary, now.every)


def _strange(words: Collection[str], known: Collection[str]) -> bool:
    strangers = sum(all(jaro_winkler(word, one) < SAME_TOKEN for one in known) for word in words)
    return strangers >= STRANGE_SHARE * len(words) > 0


def _judge(source: Source, findings: list[str]) -> list[Problem]:
    """Refuse a file with signs, or note that a person has accepted them."""
    if len(findings) > 0 and not source.is_accepted:
        raise _tampered(source, findings)
    return [
        make_problem(
            source.main,
            f"accepted in case.toml: {finding}",
            severity="value",
            expected="the list as its publisher let it go",
            next_step="Take accepted = true away when a newer copy is there",
            handling=source.handling,
        )
        for finding in findings
    ]


def _tampered(source: Source, findings: list[str]) -> InputError:
    shown = "; ".join(findings[:5]) + (f"; and {len(findings) - 5} more" if len(findings) > 5 else "")
    return InputError(
        f"it bears signs of a change by another hand: {shown}",
        where=source.main.name,
        expected="the list as its publisher let it go",
        next_step="Fetch it from the publisher. If that copy says the same, write accepted = true for it in case.toml",
    )
