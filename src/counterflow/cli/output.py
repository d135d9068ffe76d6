"""Files that a command writes: whole under their name, or on stdout."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO


@contextmanager
def open_output(path: Path) -> Iterator[TextIO]:
    """Open the output; a file appears under its name only when it is whole, and `-` is stdout."""
    if str(path) == "-":
        # Data is UTF-8 whatever the terminal speaks.
        wrapped = io.TextIOWrapper(sys.stdout.buffer, encoding="utf-8", newline="")
        try:
            yield wrapped
            wrapped.flush()
        finally:
            wrapped.detach()
        return
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with temporary.open("w", encoding="utf-8", newline="") as handle:
            yield handle
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
