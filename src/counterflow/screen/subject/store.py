"""Subjects on disk, with their hits.

<folder>/subject.sqlite     subjects, hits, and what changed in the last run
<folder>/before/            the parties that were searched last (`before`)
<folder>/names/             an index of the subjects' names, by which changed parties find them
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from counterflow.exc import InputError
from counterflow.screen.encode import dump_json
from counterflow.screen.subject.change import Change, Fact, Kind

FORMAT = "counterflow-subject-1"
_TABLES = """
CREATE TABLE IF NOT EXISTS note (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS subject (
    id TEXT PRIMARY KEY, record TEXT NOT NULL, digest TEXT NOT NULL, searched INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS subject_unsearched ON subject (id) WHERE searched = 0;
CREATE TABLE IF NOT EXISTS hit (
    subject TEXT NOT NULL, party TEXT NOT NULL, score REAL NOT NULL, PRIMARY KEY (subject, party)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS hit_party ON hit (party);
CREATE TABLE IF NOT EXISTS change (
    subject TEXT NOT NULL, party TEXT NOT NULL, content TEXT NOT NULL, PRIMARY KEY (subject, party)
) WITHOUT ROWID;
"""


class Subject(NamedTuple):
    """Somebody who is screened again and again."""

    id: str
    """As whoever keeps the file calls them."""
    record: Mapping[str, Any]
    """As it was given."""


class SubjectStore:
    """Subjects and their hits; one process at a time changes them."""

    def __init__(self, folder: Path) -> None:
        """Open the folder; made if it is not there.

        Raises:
            InputError: it holds something else.
        """
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        try:
            self._db = sqlite3.connect(folder / "subject.sqlite", isolation_level=None)
            self._db.execute("PRAGMA journal_mode=WAL")
            self._db.execute("PRAGMA synchronous=NORMAL")
            self._db.executescript(_TABLES)
        except sqlite3.DatabaseError as exc:
            raise InputError(f"this is no store of subjects: {exc}", where=str(folder)) from exc
        if self.note("format", FORMAT) != FORMAT:
            raise InputError(
                f"another version made this store of subjects: {self.note('format', '')}", where=str(folder)
            )
        self.set_note("format", FORMAT)

    def close(self) -> None:
        """Close the files."""
        self._db.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing of what the block writes."""
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")

    def note(self, name: str, default: str) -> str:
        """Read what was noted under a name."""
        row = self._db.execute("SELECT value FROM note WHERE name = ?", [name]).fetchone()
        return default if row is None else str(row[0])

    def set_note(self, name: str, value: str) -> None:
        """Note something under a name."""
        self._db.execute("INSERT OR REPLACE INTO note VALUES (?, ?)", [name, value])

    def put(self, subjects: Iterable[Subject]) -> int:
        """Keep subjects that are new or changed, to be searched; give how many those are."""
        changed = 0
        for one in subjects:
            text = dump_json(one.record).decode("utf-8")
            digest = hashlib.sha256(text.encode()).hexdigest()
            known = self._db.execute("SELECT digest FROM subject WHERE id = ?", [one.id]).fetchone()
            if known is None or known[0] != digest:
                self._db.execute("INSERT OR REPLACE INTO subject VALUES (?, ?, ?, 0)", [one.id, text, digest])
                changed += 1
        return changed

    def drop(self, ids: Iterable[str]) -> None:
        """Forget subjects and their hits."""
        for one in ids:
            self._db.execute("DELETE FROM subject WHERE id = ?", [one])
            self._db.execute("DELETE FROM hit WHERE subject = ?", [one])

    def ids(self) -> list[str]:
        """Name all subjects, in order."""
        return [row[0] for row in self._db.execute("SELECT id FROM subject ORDER BY id")]

    def digest(self) -> str:
        """Give a digest of all subjects as they are."""
        digest = hashlib.sha256()
        for row in self._db.execute("SELECT id, digest FROM subject ORDER BY id"):
            digest.update("\0".join(row).encode("utf-8", "surrogatepass"))
        return digest.hexdigest()

    def unsearched(self) -> list[str]:
        """Name the subjects that were not searched since they came or changed."""
        return [row[0] for row in self._db.execute("SELECT id FROM subject WHERE searched = 0 ORDER BY id")]

    def mark_all_unsearched(self) -> None:
        """Have every subject searched anew."""
        self._db.execute("UPDATE subject SET searched = 0")

    def records(self, ids: Sequence[str]) -> list[Subject]:
        """Give subjects by their ids, in that order."""
        found: dict[str, Subject] = {}
        query = "SELECT id, record FROM subject WHERE id IN (SELECT value FROM json_each(?))"
        for row in self._db.execute(query, [json.dumps(ids)]):
            found[row[0]] = Subject(row[0], json.loads(row[1]))
        return [found[one] for one in ids]

    def hit_by(self, parties: Sequence[str]) -> set[str]:
        """Name the subjects that have one of these parties among their hits."""
        query = "SELECT DISTINCT subject FROM hit WHERE party IN (SELECT value FROM json_each(?))"
        return {row[0] for row in self._db.execute(query, [json.dumps(parties)])}

    def hits_of(self, subject: str) -> dict[str, float]:
        """Give the score of each hit of a subject."""
        return dict(self._db.execute("SELECT party, score FROM hit WHERE subject = ?", [subject]))

    def hit_parties(self) -> list[str]:
        """Name the parties that somebody has among the hits, in order."""
        return [row[0] for row in self._db.execute("SELECT DISTINCT party FROM hit ORDER BY party")]

    def set_hits(self, subject: str, hits: Mapping[str, float], changes: Iterable[Change]) -> None:
        """Replace the hits of a subject, and keep what changed by it; what changed twice is one change."""
        self._db.execute("DELETE FROM hit WHERE subject = ?", [subject])
        self._db.executemany("INSERT INTO hit VALUES (?, ?, ?)", [(subject, *hit) for hit in hits.items()])
        self._db.execute("UPDATE subject SET searched = 1 WHERE id = ?", [subject])
        for change in changes:
            text = dump_json(self._since_first(change)).decode("utf-8")
            self._db.execute("INSERT OR REPLACE INTO change VALUES (?, ?, ?)", [subject, change.party, text])

    def changes(self) -> Iterator[Change]:
        """Give what changed since `forget_changes`, by subject and party."""
        for (content,) in self._db.execute("SELECT content FROM change ORDER BY subject, party"):
            yield _read_change(json.loads(content))

    def forget_changes(self) -> None:
        """Begin to note changes anew."""
        self._db.execute("DELETE FROM change")

    def _since_first(self, change: Change) -> Change:
        """Let a change that follows an earlier one, of a run that was broken off, begin where that began."""
        query = "SELECT content FROM change WHERE subject = ? AND party = ?"
        row = self._db.execute(query, [change.subject, change.party]).fetchone()
        if row is None:
            return change
        first = _read_change(json.loads(row[0]))
        return dataclasses.replace(
            change, before=first.before, was_match=first.was_match, facts=(*first.facts, *change.facts)
        )


def _read_change(content: Mapping[str, Any]) -> Change:
    facts = tuple(Fact(one["prop"], tuple(one["added"]), tuple(one["removed"])) for one in content["facts"])
    return Change(**{**content, "kind": Kind(content["kind"]), "facts": facts})
