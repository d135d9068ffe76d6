"""The keys in use, as the ledger has them: read again when something was entered, at most once a second."""

from __future__ import annotations

import asyncio
import datetime
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from counterflow.api.guard.key import KIND, Key, key_id, list_keys
from counterflow.exc import CounterflowError, LedgerError
from counterflow.ledger import Ledger

READ_SECONDS = 1.0
"""How old the view of the ledger may be."""


def utc_now() -> datetime.datetime:
    """Say what time it is, in UTC."""
    return datetime.datetime.now(datetime.UTC)


@dataclass(frozen=True)
class Keys:
    """The keys of one moment."""

    by_id: dict[str, Key] = field(default_factory=dict)
    """Keys that were not taken back; some may have expired."""
    was_one_entered: bool = False
    """Whether a key was ever entered, taken back since or not."""

    def find(self, text: str, now: datetime.datetime) -> Key | None:
        """Give the key that a text is; None: it is none, or one that expired or was taken back."""
        key = self.by_id.get(key_id(text) or "")
        return key if key is not None and key.fits(text) and not key.is_expired(now) else None

    def has_valid(self, now: datetime.datetime) -> bool:
        """Whether a key could be used now."""
        return any(not key.is_expired(now) for key in self.by_id.values())


class Keyring:
    """The keys of a ledger; without a ledger there are none."""

    def __init__(
        self,
        ledger: Ledger | None,
        *,
        clock: Callable[[], float] = time.monotonic,
        now: Callable[[], datetime.datetime] = utc_now,
    ) -> None:
        """Read the keys of a ledger; `clock` gives seconds, `now` the time of day by which keys expire.

        Raises:
            LedgerError: the ledger or an entry of it is damaged.
        """
        self._ledger = ledger
        self._clock = clock
        self.now = now
        self._sequence = 0
        self._failure: CounterflowError | None = None
        self._keys = Keys()
        self._read_at = clock()
        self._read_again()

    @classmethod
    def read(cls, ledger: Ledger | None) -> Keyring:
        """Read the keys of a ledger."""
        return cls(ledger)

    @property
    def keys(self) -> Keys:
        """The keys as they were read last."""
        return self._keys

    async def current(self) -> Keys:
        """Give the keys, at most about a second old.

        Raises:
            CounterflowError: the ledger cannot be read. Keys read before do not count then: one of them may have been
                taken back since.
        """
        if self._ledger is not None and self._clock() - self._read_at >= READ_SECONDS:
            # Set before reading: the requests that come meanwhile use the keys read before, and none waits in line.
            self._read_at = self._clock()
            await asyncio.to_thread(self._try_again)
        if self._failure is not None:
            raise self._failure
        return self._keys

    def _try_again(self) -> None:
        try:
            self._read_again()
            self._failure = None
        except CounterflowError as exc:
            self._failure = exc

    def _read_again(self) -> None:
        if self._ledger is None:
            return
        newest = self._ledger.newest()
        last = 0 if newest is None else newest.sequence
        if last == self._sequence:
            return
        # An undo of any kind may be an undo of an undo, so what counts is decided anew, over keys and undos alone.
        if last < self._sequence or len(self._ledger.entries_of((KIND, "undo"), after=self._sequence)) > 0:
            self._keys = _keys_of(self._ledger)
        self._sequence = last


def _keys_of(ledger: Ledger) -> Keys:
    try:
        listed = list_keys(ledger)
    except (KeyError, AttributeError) as exc:
        raise LedgerError("the entry of a key is damaged", where=ledger.place) from exc
    # Of two entries with one id the first counts: a later one cannot take a key's place.
    kept = {key.id: key for key, is_revoked in reversed(listed) if not is_revoked}
    return Keys(kept, was_one_entered=len(listed) > 0)
