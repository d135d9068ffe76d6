"""Errors, one class per thing the caller can do about it.

    CounterflowError
    ├── CaseError             the case folder or its case.toml is wrong: correct it
    │   └── CaseLockedError   another run holds the case: wait for it            (exit 4)
    ├── InputError            an input cannot be read: replace or exclude the file
    │   ├── ChangedInputError an input changed while it was read: run again when it is written whole
    │   └── CountError        a list has far more or fewer parties than its publisher's: check the download
    ├── LedgerError           the ledger is damaged or an entry is malformed
    │   ├── DecisionError     this decision does not wait for approval, or not for this person's: ask another
    │   └── NoEntryError      no entry has that hash, or several begin so: name one by more of its digits
    ├── AmbiguousNameError    a name fits several parties: name one by its id
    ├── NotFoundError         nothing has that name or id
    ├── NotReadyError         nothing can be screened yet, or the lists are too old: ask again, or fetch them
    ├── StorageError          the disk is full or a folder is not writable
    ├── AuthError             no API key, or one that is unknown, expired or taken back: send a valid one
    ├── ForbiddenError        the key or the page may not do this: use a key with the scope that is named
    ├── RateLimitError        too many requests came: wait `retry_after_s`, then ask again
    ├── TooLargeError         a request is larger or slower than the server takes: send it in parts
    ├── UsageError            the command was called wrongly                     (exit 2)
    └── TableError            rows do not fit their table: a defect of Counterflow, please report it

A message says what was wrong, the value, what was expected, where, and what to do next. Errors carry those parts as
fields, so the command line and the API render them in one place.
"""

from __future__ import annotations

from collections.abc import Sequence


class CounterflowError(Exception):
    """Root of every error that Counterflow raises on purpose."""

    exit_code = 1

    def __init__(
        self, what: str, *, where: str | None = None, expected: str | None = None, next_step: str | None = None
    ):
        self.what = what
        self.where = where
        self.expected = expected
        self.next_step = next_step
        super().__init__(self.message)

    @property
    def message(self) -> str:
        """The whole error as text: where, what, what was expected, what to do next."""
        head = f"{self.where}: {self.what}" if self.where is not None else self.what
        parts = [head.rstrip(".") + "."]
        if self.expected is not None:
            parts.append(f"Expected {self.expected.rstrip('.')}.")
        if self.next_step is not None:
            parts.append(f"{self.next_step.rstrip('.')}.")
        return " ".join(parts)


class CaseError(CounterflowError):
    """The case folder or its case.toml is wrong."""


class CaseLockedError(CaseError):
    """Another process is running this case."""

    exit_code = 4


class InputError(CounterflowError):
    """An input file cannot be read as what it claims to be; nothing of it enters the build."""


class ChangedInputError(InputError):
    """An input changed or went away while it was read; nothing of it is kept, so the next run reads it anew."""


class CountError(InputError):
    """A list's number of parties lies outside the range its dataset declares."""


class LedgerError(CounterflowError):
    """The ledger is damaged, or an entry does not have the form of its kind."""


class DecisionError(LedgerError):
    """What is said of a decision cannot be: it waits for no approval, or for somebody else's."""


class NoEntryError(LedgerError):
    """No entry of the ledger has that hash, or several begin with what was given of it."""


class AmbiguousNameError(CounterflowError):
    """A name fits several parties; `candidates` holds (entity_id, caption, description) of each."""

    def __init__(self, name: str, candidates: Sequence[tuple[str, str, str]]):
        self.candidates = candidates
        super().__init__(f"{name!r} fits {len(candidates)} parties", next_step="Name one of them by its id")


class NotFoundError(CounterflowError):
    """Nothing has that name or id."""


class NotReadyError(CounterflowError):
    """The service has nothing to answer from yet, or its lists are too old to answer."""


class StorageError(CounterflowError):
    """The disk is full or a folder cannot be written."""


class AuthError(CounterflowError):
    """A request has no API key where one is needed, or one that is unknown, expired or taken back."""


class ForbiddenError(CounterflowError):
    """A request is not allowed: its key lacks the scope, or a page of another origin sent it."""


class RateLimitError(CounterflowError):
    """A caller sends more requests than are taken; after `retry_after_s` seconds the next one is."""

    def __init__(self, what: str, *, retry_after_s: int, expected: str | None = None):
        self.retry_after_s = retry_after_s
        super().__init__(what, expected=expected, next_step=f"Ask again in {retry_after_s} s")


class TooLargeError(CounterflowError):
    """A request is larger than the server takes, or comes more slowly."""


class UsageError(CounterflowError):
    """The command was called wrongly."""

    exit_code = 2


class TableError(CounterflowError):
    """Rows do not fit their table."""

    def __init__(self, table: str, column: str, reason: str, *, next_step: str | None = None):
        self.table = table
        self.column = column
        super().__init__(
            reason,
            where=f"table {table}, column {column}",
            next_step=next_step or "This is a defect; please report it",
        )
