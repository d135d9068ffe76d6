"""Reading one list without a case: the source is made by hand, as `collect.find` would make it."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from counterflow.collect.find import read_head
from counterflow.collect.reader import Reader, Tally
from counterflow.collect.readers.lists import LIST_READERS
from counterflow.collect.source import Source, SourceFile
from counterflow.model.identity import make_id
from counterflow.tables import DOCUMENT, EVIDENCE, PROBLEM, STATEMENT, Document, Evidence, Problem, Statement


@dataclass
class Reading:
    """The rows of one source, by table."""

    reader: Reader
    source: Source
    statements: list[Statement] = field(default_factory=list)
    evidence: list[Evidence] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    documents: list[Document] = field(default_factory=list)
    tallies: list[Tally] = field(default_factory=list)

    @functools.cached_property
    def _by_prop(self) -> dict[tuple[str, str], list[Statement]]:
        found: dict[tuple[str, str], list[Statement]] = {}
        for row in self.statements:
            found.setdefault((row.entity_id, row.prop), []).append(row)
        return found

    def values(self, entity_id: str, prop: str) -> list[str]:
        """Give the values of one property of one entity, in the order of reading."""
        return [row.value for row in self._by_prop.get((entity_id, prop), [])]

    def entities(self, schema: str) -> set[str]:
        """Give the ids of the entities of one schema."""
        return {row.entity_id for row in self.statements if row.schema == schema}

    def support(self, entity_id: str, prop: str) -> list[Evidence]:
        """Give the evidence of one property of one entity."""
        ids = {row.id for row in self._by_prop.get((entity_id, prop), [])}
        return [row for row in self.evidence if row.statement_id in ids]

    def messages(self, severity: str) -> list[str]:
        """Give the messages of the problems of one severity."""
        return [row.message for row in self.problems if row.severity == severity]

    def check(self) -> None:
        """Assert what holds of every list: rows fit their tables; records in = parties + quarantine, file by file."""
        for table, rows in (
            (STATEMENT, self.statements),
            (EVIDENCE, self.evidence),
            (PROBLEM, self.problems),
            (DOCUMENT, self.documents),
        ):
            table.arrange([table.from_rows(rows)])
        assert {row.id for row in self.statements} == {row.statement_id for row in self.evidence}
        assert [tally.file for tally in self.tallies] == list(self.source.files)
        for tally in self.tallies:
            bad = [row for row in self.problems if row.severity == "record" and row.path == tally.file.name]
            assert tally.records == tally.parties + len(bad)
        known = {row.entity_id for row in self.statements}
        if self.reader.DATASET is not None:
            assert all(row.value in known for row in self.statements if row.prop_type == "entity")


def _source_file(path: Path, dataset: str) -> SourceFile:
    data = path.read_bytes()
    digest = hashlib.sha256(data).hexdigest()
    return SourceFile(path, path.name, digest, len(data), make_id(dataset, digest))


@pytest.fixture(scope="session")
def read_list() -> Callable[..., Reading]:
    """Recognise a file, read it with its companions, and sort its rows by table."""

    def read(path: Path, dataset: str | None = None, reader: Reader | None = None) -> Reading:
        head = read_head(path)
        if reader is None:
            reader = next(one for one in (reader() for reader in LIST_READERS) if one.recognise(head))
        name = dataset or reader.DATASET or "own_list"
        files = tuple(_source_file(one, name) for one in (path, *reader.companions(path)))
        reading = Reading(reader, reader.describe(Source(reader.NAME, files, name), head))
        bins = {
            Statement: reading.statements,
            Evidence: reading.evidence,
            Problem: reading.problems,
            Document: reading.documents,
            Tally: reading.tallies,
        }
        for row in reader.read(reading.source):
            bins[type(row)].append(row)  # type: ignore[attr-defined]
        return reading

    return read


@pytest.fixture(scope="session")
def lists_path() -> Path:
    """The folder of the small lists written for these tests."""
    return Path(__file__).parents[2] / "fixtures" / "lists"
