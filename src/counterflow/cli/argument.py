"""Arguments and options that several commands share."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from counterflow.exc import UsageError

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]

case_argument: Decorator = click.argument("case", type=click.Path(path_type=Path, file_okay=False))
json_option: Decorator = click.option("--json", "as_json", is_flag=True, help="Print JSON on stdout (docs/schema).")
files_option: Decorator = click.option(
    "--ftm",
    "files",
    multiple=True,
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    metavar="F",
    help="FollowTheMoney entities (.json, .jsonl) instead of a case; repeatable.",
)
quiet_option: Decorator = click.option("--quiet", "-q", is_flag=True, help="Print no progress.")


@contextmanager
def stdin_as_file(files: Sequence[Path]) -> Iterator[list[Path]]:
    """Give the files to read; what comes on stdin (`-`) lies in a file meanwhile, because some are read backwards.

    Raises:
        UsageError: stdin is asked for twice.
    """
    names = [str(path) for path in files]
    if names.count("-") > 1:
        raise UsageError("- is given twice: stdin can be read once")
    with tempfile.TemporaryDirectory(prefix="counterflow-") as folder:
        path = Path(folder) / "stdin"
        if "-" in names:
            path.write_bytes(sys.stdin.buffer.read())
        yield [path if name == "-" else Path(name) for name in names]
