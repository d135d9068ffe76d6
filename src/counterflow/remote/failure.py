"""Why a dataset was not fetched, as the parts of this package tell each other; `fetch` makes it an outcome.

CounterflowError
├── TransferError   no file came; another attempt may bring it (`is_passing`) or not
└── RefusedError    a file came and is not taken
"""

from __future__ import annotations

from counterflow.exc import CounterflowError


class TransferError(CounterflowError):
    """The file did not come, or not whole."""

    def __init__(
        self,
        what: str,
        *,
        status: int | None = None,
        is_passing: bool = False,
        retry_after_s: float | None = None,
        next_step: str | None = None,
    ):
        self.status = status
        self.is_passing = is_passing
        """Whether another attempt may succeed."""
        self.retry_after_s = retry_after_s
        """How long the server asks to wait, in seconds."""
        super().__init__(what, next_step=next_step)


class RefusedError(CounterflowError):
    """What came is not the list, or not all of it."""

    def __init__(self, what: str, *, status: int | None = None):
        self.status = status
        super().__init__(what)
