"""Whatever goes wrong inside a reader names the file that it read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from counterflow.collect.find import hash_file
from counterflow.collect.packed import DAMAGED
from counterflow.collect.source import Source
from counterflow.exc import ChangedInputError, CounterflowError, InputError

T = TypeVar("T")


def guard(source: Source, rows: Iterable[T]) -> Iterator[T]:
    """Yield what a reader yields.

    Raises:
        InputError: the file cannot be read.
        ChangedInputError: it is no longer what it was when the run began.
    """
    with naming(source):
        yield from rows
    for file in source.files:
        # The rows are kept under the hash taken before reading: those of another file must never be.
        if hash_file(file.path)[0] != file.sha256:
            raise ChangedInputError(
                "the file changed while it was read",
                where=file.name,
                expected="the same content as when the run began",
                next_step="Wait until it is written whole and run again",
            )


@contextmanager
def naming(source: Source) -> Iterator[None]:
    """Let whatever goes wrong inside name the file.

    Raises:
        InputError: the file cannot be read.
        ChangedInputError: it is no longer there.
    """
    try:
        yield
    except DAMAGED as exc:
        raise InputError(
            f"the archive is damaged or cut off: {exc}", where=source.main.name, next_step="Download it again"
        ) from exc
    except OSError as exc:
        raise ChangedInputError(
            f"it can no longer be read: {exc.strerror or exc}",
            where=source.main.name,
            next_step="It was there when the run began; run again",
        ) from exc
    except (CounterflowError, MemoryError):
        raise
    except Exception as exc:  # a library's own error: the file that upsets it must be named
        raise InputError(
            f"the reader {source.format} fails on it ({type(exc).__name__}: {exc})",
            where=source.main.name,
            next_step="Exclude it in case.toml for now; this is a defect, please report it",
        ) from exc
