"""Subjects screened again when a list changed: what is kept is what screening all anew gives, and who changed is told.

A pair's score follows from the two parties alone, but whether a pair is scored does not: of very many parties that are
alike the search scores the likeliest, and which these are follows from all that the lists hold. So after a change of
the lists every subject is searched, by names that were analysed before (`sweep`); touched are those whose hits differ.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

import numpy as np

from counterflow.compare.index.store import Index
from counterflow.exc import NotFoundError
from counterflow.screen.index_parties import IndexParties
from counterflow.screen.query import Query, QueryReader
from counterflow.screen.row import Row
from counterflow.screen.screener import Limits
from counterflow.screen.subject.before import Before, digest_parties, keep_before, missing, open_before
from counterflow.screen.subject.change import Change, Kind, list_facts
from counterflow.screen.subject.names import Readings, SubjectNames
from counterflow.screen.subject.store import Subject, SubjectStore
from counterflow.screen.subject.sweep import Scores, sweep

_BLOCK = 500
"""Subjects that are read together."""
_SAME = 1e-9
"""Scores that differ by less are one."""

ENDED = "ended"

Tell = Callable[[str, int, int], None]
"""Told what is done, how much of it, and how much there is."""


@dataclass(frozen=True, slots=True)
class RescreenSummary:
    """What screening again did."""

    subjects: int
    searched: int
    """Subjects that were searched: all, unless no party changed."""
    affected: int
    """Subjects whose hits are not as they were."""
    parties_changed: int
    """Parties that are new, or of which the lists say something else."""
    parties_removed: int
    """Parties that left, or of which the lists said something else."""
    changes: int
    new_matches: int
    lost_matches: int
    errors: int
    """Subjects, new or changed, that cannot be searched: they have no name and no number."""
    build: str
    """What was searched."""
    algorithm: str


class Rescreener:
    """Screens the subjects of a store again, against the parties of an index."""

    def __init__(
        self, store: SubjectStore, parties: IndexParties, limits: Limits, *, threads: int = 2, tell: Tell | None = None
    ) -> None:
        """Prepare for a run.

        Args:
            store: subjects.
            parties: to be screened against.
            limits: a match's and a result's least score; how many results does not count: all are kept.
            threads: how many search; `parties` may let fewer.
            tell: told how far the run is.
        """
        self._store, self._parties, self._threads = store, parties, threads
        self._limits = limits
        self._names = SubjectNames(store.folder)
        self._tell: Tell = tell or (lambda _what, _done, _total: None)

    def run(self, write: Callable[[], None] | None = None) -> RescreenSummary:
        """Bring the hits of all subjects up to date; goes on where an earlier run was broken off.

        Args:
            write: takes the changes out of the store. Only when it is done is the run ended; until then the next one
                adds to the same changes.

        Writes:
            the store: hits, and the changes since the last run that was ended.
        """
        before, now = open_before(self._store.folder), digest_parties(self._parties.names)
        self._begin(is_first=before is None)
        everyone, fresh = self._store.ids(), frozenset(self._store.unsearched())
        self._update_names(everyone)
        readings = self._names.open()
        is_changed = before is None or not np.array_equal(before.digests, now)
        subjects = everyone if is_changed else sorted(fresh)
        affected = self._search(subjects, readings, fresh, before)
        changes = list(self._store.changes())
        summary = RescreenSummary(
            subjects=len(everyone),
            searched=len(subjects),
            affected=affected,
            parties_changed=0 if before is None else missing(now, before.digests),
            parties_removed=0 if before is None else missing(before.digests, now),
            changes=len(changes),
            new_matches=sum(one.match and not one.was_match for one in changes),
            lost_matches=sum(one.was_match and not one.match for one in changes),
            errors=sum(one not in readings.numbers for one in fresh),
            build=self._parties.index.build,
            algorithm=self._parties.algorithm,
        )
        if write is not None:
            write()
        keep_before(self._store.folder, self._parties.names, now)
        self._store.set_note("state", ENDED)
        return summary

    def _begin(self, *, is_first: bool) -> None:
        fingerprint = self._parties.names.manifest.fingerprint
        is_broken_off = self._store.note("state", ENDED) != ENDED
        if is_first or (is_broken_off and self._store.note("index", fingerprint) != fingerprint):
            # What was searched so far was searched against an index that is not known any more.
            self._store.mark_all_unsearched()
        self._store.set_note("index", fingerprint)
        basis = f"{self._parties.algorithm} {self._limits.cutoff!r} {self._limits.threshold!r}"
        if self._store.note("basis", basis) != basis:
            self._store.mark_all_unsearched()
        self._store.set_note("basis", basis)
        if not is_broken_off:
            with self._store.transaction():
                self._store.forget_changes()
                self._store.set_note("state", "running")

    def _update_names(self, everyone: Sequence[str]) -> None:
        """Bring the index of the subjects up to date, if any changed since it was."""
        digest = f"{self._parties.algorithm} {self._store.digest()}"
        if self._store.note("names", "") != digest:
            self._names.update(self._queries(everyone))
            self._store.set_note("names", digest)

    def _queries(self, ids: Sequence[str]) -> Iterator[tuple[str, Query]]:
        for at in range(0, len(ids), _BLOCK):
            for subject in self._store.records(ids[at : at + _BLOCK]):
                yield subject.id, _query_of(subject)

    def _search(
        self, subjects: Sequence[str], readings: Readings, fresh: AbstractSet[str], before: Before | None
    ) -> int:
        """Search subjects and keep what became of their hits; give of how many these are not as they were."""
        affected = done = 0
        found = sweep(subjects, readings, self._parties, cutoff=self._limits.cutoff, threads=self._threads)
        for some, hits in found:
            with self._store.transaction():
                for subject, now in zip(some, hits, strict=True):
                    known = self._store.hits_of(subject)
                    if known != now or subject in fresh:
                        affected += known != now
                        changes = self._changes(subject, known, now, before, is_fresh=subject in fresh)
                        self._store.set_hits(subject, now, changes)
            done += len(some)
            self._tell("search", done, len(subjects))
        return affected

    def _changes(
        self, subject: str, known: Scores, now: Scores, before: Before | None, *, is_fresh: bool
    ) -> Iterator[Change]:
        for party in dict.fromkeys([*now, *known]):
            old, new = known.get(party), now.get(party)
            if old is None or new is None or abs(old - new) > _SAME:
                yield self._change(subject, party, (old, new), before, is_fresh=is_fresh)

    def _change(
        self,
        subject: str,
        party: str,
        scores: tuple[float | None, float | None],
        before: Before | None,
        *,
        is_fresh: bool,
    ) -> Change:
        old, new = scores
        was = None if before is None else before.line(party)
        line = _line(self._parties.names, party)
        entity = None if line is None else self._parties.names.entity(self._parties.names.number(party))
        earlier = None if was is None or before is None else before.entity(party)
        threshold = self._limits.threshold
        return Change(
            subject=subject,
            party=party,
            caption=_caption(entity or earlier or {}, party),
            kind=_kind(was, line, is_first=before is None, is_fresh=is_fresh),
            before=old,
            after=new,
            was_match=old is not None and old >= threshold,
            match=new is not None and new >= threshold,
            facts=() if before is None or was == line else list_facts(earlier, entity),
        )


def _query_of(subject: Subject) -> Query:
    return QueryReader().read(Row(1, dict(subject.record)))


def _line(index: Index, party: str) -> bytes | None:
    try:
        return index.records.line(index.number(party))
    except NotFoundError:
        return None


def _kind(was: bytes | None, now: bytes | None, *, is_first: bool, is_fresh: bool) -> Kind:
    if is_first or was == now:
        return Kind.SUBJECT if is_fresh else Kind.OTHERS
    if was is None:
        return Kind.ADDED
    return Kind.REMOVED if now is None else Kind.CHANGED


def _caption(entity: dict[str, object], party: str) -> str:
    return str(entity.get("caption") or party)
