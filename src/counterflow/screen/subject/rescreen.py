"""Subjects screened again: those alone whom a change of the lists, or of themselves, concerns.

A score follows from the two parties alone, whatever else is in the index; so a hit changes only with its party or its
subject. Searched anew are subjects that are new or changed; those with a hit on a party that changed or left; and
those who find a new or changed party when they are searched among such parties alone (`concern`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from counterflow.compare.index.store import Index
from counterflow.exc import NotFoundError
from counterflow.screen.index_parties import IndexParties
from counterflow.screen.party import Hit
from counterflow.screen.query import Query, QueryReader
from counterflow.screen.row import Row
from counterflow.screen.screener import MOST_SEARCHED, Limits, Screener
from counterflow.screen.subject.before import Before, digest_parties, fresh_parties, keep_before, open_before
from counterflow.screen.subject.change import Change, Kind, list_facts
from counterflow.screen.subject.concern import FEW
from counterflow.screen.subject.names import SubjectNames
from counterflow.screen.subject.store import Subject, SubjectStore

_BLOCK = 500
"""Subjects that are searched and kept together."""
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
    """Subjects that were searched anew."""
    parties_changed: int
    """Parties that were new or changed."""
    parties_removed: int
    """Parties with hits that changed or left."""
    changes: int
    new_matches: int
    lost_matches: int
    errors: int
    """Subjects searched that cannot be searched: they have no name and no number."""
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
            threads: how many search.
            tell: told how far the run is.
        """
        self._store, self._parties, self._threads = store, parties, threads
        self._limits = Limits(limits.threshold, limits.cutoff, MOST_SEARCHED)
        self._screener = Screener(parties, self._limits)
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
        fresh = [] if before is None else fresh_parties(now, before.digests).tolist()
        gone = [] if before is None else self._gone(before)
        affected = self._affected(fresh, gone)
        errors = 0
        for at in range(0, len(affected), _BLOCK):
            errors += self._search(affected[at : at + _BLOCK], before)
            self._tell("search", min(at + _BLOCK, len(affected)), len(affected))
        # For the next run, which then need not wait for it.
        self._update_names(self._store.ids())
        summary = self._sum_up(len(affected), len(fresh), len(gone), errors)
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

    def _gone(self, before: Before) -> list[str]:
        """Name the parties among hits that are not on the lists as they were."""
        index = self._parties.names
        return [party for party in self._store.hit_parties() if before.line(party) != _line(index, party)]

    def _affected(self, fresh: Sequence[int], gone: Sequence[str]) -> list[str]:
        unsearched = self._store.unsearched()
        everyone = self._store.ids()
        if len(unsearched) == len(everyone):
            return everyone
        if len(fresh) > FEW and 2 * len(fresh) > len(self._parties.names):
            return everyone  # to search them among all parties takes no longer
        self._update_names(everyone)
        concerned = self._names.concerned(self._parties.names, fresh, cutoff=self._limits.cutoff, threads=self._threads)
        return sorted({*unsearched, *self._store.hit_by(gone), *concerned}.intersection(everyone))

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

    def _search(self, ids: Sequence[str], before: Before | None) -> int:
        """Search subjects and keep what became of their hits; give how many cannot be searched."""
        queries = [query for _, query in self._queries(ids)]
        found = self._screener.find(queries)
        with self._store.transaction():
            for subject, hits in zip(ids, found, strict=True):
                known = self._store.hits_of(subject)
                changes = self._changes(subject, known, hits, before)
                self._store.set_hits(subject, {hit.id: hit.score for hit in hits}, changes)
        return sum(query.error is not None for query in queries)

    def _changes(
        self, subject: str, known: dict[str, float], hits: Sequence[Hit], before: Before | None
    ) -> Iterator[Change]:
        now = {hit.id: hit for hit in hits}
        for party in dict.fromkeys([*now, *known]):
            old, new = known.get(party), now[party].score if party in now else None
            if old is None or new is None or abs(old - new) > _SAME:
                yield self._change(subject, party, old, new, before)

    def _change(self, subject: str, party: str, old: float | None, new: float | None, before: Before | None) -> Change:
        was = None if before is None else before.line(party)
        line = _line(self._parties.names, party)
        entity = None if line is None else self._parties.names.entity(self._parties.names.number(party))
        earlier = None if was is None or before is None else before.entity(party)
        threshold = self._limits.threshold
        return Change(
            subject=subject,
            party=party,
            caption=_caption(entity or earlier or {}, party),
            kind=_kind(was, line, is_first=before is None),
            before=old,
            after=new,
            was_match=old is not None and old >= threshold,
            match=new is not None and new >= threshold,
            facts=() if before is None or was == line else list_facts(earlier, entity),
        )

    def _sum_up(self, searched: int, fresh: int, gone: int, errors: int) -> RescreenSummary:
        changes = list(self._store.changes())
        return RescreenSummary(
            subjects=len(self._store.ids()),
            searched=searched,
            parties_changed=fresh,
            parties_removed=gone,
            changes=len(changes),
            new_matches=sum(one.match and not one.was_match for one in changes),
            lost_matches=sum(one.was_match and not one.match for one in changes),
            errors=errors,
            build=self._parties.index.build,
            algorithm=self._parties.algorithm,
        )


def _query_of(subject: Subject) -> Query:
    return QueryReader().read(Row(1, dict(subject.record)))


def _line(index: Index, party: str) -> bytes | None:
    try:
        return index.records.line(index.number(party))
    except NotFoundError:
        return None


def _kind(was: bytes | None, now: bytes | None, *, is_first: bool) -> Kind:
    if is_first or was == now:
        return Kind.SUBJECT
    if was is None:
        return Kind.ADDED
    return Kind.REMOVED if now is None else Kind.CHANGED


def _caption(entity: dict[str, object], party: str) -> str:
    return str(entity.get("caption") or party)
