"""Every subject is searched once, whatever can be read of it, and its best reading counts."""

from __future__ import annotations

from pathlib import Path

from counterflow.compare.index.build import build_index
from counterflow.compare.index.store import Index
from counterflow.screen.index_parties import IndexParties
from counterflow.screen.query import QueryReader
from counterflow.screen.row import Row
from counterflow.screen.subject.names import SubjectNames
from counterflow.screen.subject.sweep import sweep

LISTED = {
    "p-1": {"name": ["Wladimir Uljanowski"], "passportNumber": ["X1234567"]},
    "p-2": {"name": ["Song Chol Ho"]},
}
SUBJECTS = {
    "a": {"name": "Song Chol Ho"},
    "a 0": {"name": "Vladimir Uljanovski", "type": "person"},
    "b": {"passport": "X1234567"},
    "c": {"name": ""},
    "d": {"name": "Mireille Okonkwo"},
}


def test_all_are_searched_however_they_are_read(tmp_path: Path) -> None:
    """Of several sorts, of one, by a number alone, not at all; an id may look like another's reading."""
    entities = [
        {"id": key, "schema": "Person", "caption": key, "datasets": [], "properties": one}
        for key, one in LISTED.items()
    ]
    build_index(entities, tmp_path / "index", workers=1)
    parties = IndexParties(Index.open(tmp_path / "index"), threads=1)
    names = SubjectNames(tmp_path)
    queries = {key: QueryReader().read(Row(1, record)) for key, record in SUBJECTS.items()}
    names.update(queries.items())
    given = sweep(list(SUBJECTS), names.open(), parties, cutoff=0.1, threads=2)
    found = [(subject, hits) for some, scores in given for subject, hits in zip(some, scores, strict=True)]
    assert len(found) == len(SUBJECTS)
    assert {subject: set(hits) for subject, hits in found} == {
        "a": {"p-2"}, "a 0": {"p-1"}, "b": {"p-1"}, "c": set(), "d": set()
    }  # fmt: skip
    for subject, hits in found:
        readings = parties.search(queries[subject].readings, limit=10, cutoff=0.1)
        assert hits == {
            party: max(one.score for reading in readings for one in reading if one.id == party) for party in hits
        }
