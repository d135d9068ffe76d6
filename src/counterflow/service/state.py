"""What a request is answered from: one version of the parties and of their lists, from its start to its end."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from counterflow.remote.age import hours_since
from counterflow.screen.answer import IndexRef, ListRef, is_stale
from counterflow.screen.entity_store.read import EntityStore
from counterflow.screen.index_parties import IndexParties
from counterflow.service.list_age import Lists


@dataclass(frozen=True)
class State:
    """One version of what is screened against. Nothing in it changes but the age of its lists."""

    parties: IndexParties
    entities: EntityStore
    """All entities beside the parties: whole, with who points to whom."""
    build: str
    """Id of the case's build, or the fingerprint of an index of its own."""
    scope: str
    """Which parties are in it: `listed`, `owned`, `reported`."""
    lists: Lists
    opened_at: datetime.datetime
    """When it took the place of the one before."""

    @property
    def version(self) -> str:
        """Name the state: another for other parties, dates of lists, entities beside them, or algorithm."""
        return f"{self.build}-{self.scope}-{self.parties.identity[:16]}"

    def at(self, now: datetime.datetime) -> Moment:
        """Look at it at a time of day."""
        return Moment(self, now, tuple(self.lists(now)))


@dataclass(frozen=True)
class Moment:
    """A state at one time of day, taken once a request: all that the request says of its lists is from here.

    Asked twice, what receipts of downloads say of a list may change in between.
    """

    state: State
    now: datetime.datetime
    lists: tuple[ListRef, ...]
    """The lists, with what they are by now: too old, or not yet."""

    @property
    def ref(self) -> IndexRef:
        """Name what is searched, with the age of its lists."""
        return IndexRef(self.state.build, self.lists)

    @property
    def is_stale(self) -> bool | None:
        """Say whether a list is older than it may be; None: of none is it known."""
        return is_stale(one.stale for one in self.lists)

    @property
    def list_ages(self) -> dict[str, float | None]:
        """Give the age of each list since its publisher's date, in seconds; None: it has no date."""
        return {
            one.name: None if one.published is None else 3600 * hours_since(one.published, self.now)
            for one in self.lists
        }
