"""One run at a time makes or changes an index; another waits for it, so that it begins with what that one made."""

from __future__ import annotations

import fcntl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from counterflow.exc import StorageError


@contextmanager
def index_lock(directory: Path, tell: Callable[[str, int], None] | None = None) -> Iterator[None]:
    """Keep others from changing the index in a folder until the block ends; waits while another does.

    Writes:
        `.<name>.lock` beside the folder, empty, which stays; the lock itself ends with the process, however it ends.

    Args:
        directory: folder of the index; it need not be there.
        tell: told when another run is waited for.

    Raises:
        StorageError: nothing can be written beside the folder.
    """
    place = directory.absolute()
    lock = place.with_name(f".{place.name}.lock")
    try:
        lock.parent.mkdir(parents=True, exist_ok=True)
        handle = lock.open("wb")
    except OSError as exc:
        raise StorageError(f"the index cannot be locked: {exc}", where=str(lock)) from exc
    with handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if tell is not None:
                tell("wait for another run", 0)
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
