"""Writes canonical ids and pairs: CSV, TSV or JSON lines, by the output's extension."""

from __future__ import annotations

import contextlib
import csv
import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, TextIO

from counterflow.exc import UsageError
from counterflow.resolve.file.resolve import Resolved
from counterflow.resolve.pair import reasons_of

CANONICAL_COLUMNS = ("entity_id", "canonical_id")
PAIR_COLUMNS = ("left_id", "right_id", "probability", "decision", "reasons")
_SEPARATORS = {".csv": ",", ".tsv": "\t"}


def check_output(path: Path, inputs: Iterable[Path]) -> None:
    """Refuse an output that cannot be what is asked.

    Raises:
        UsageError: its extension says no format, or it is an input.
    """
    if str(path) == "-":
        return
    if path.suffix not in (*_SEPARATORS, ".jsonl"):
        raise UsageError(f"the extension of {path} says no format", expected="one of .csv, .tsv, .jsonl")
    if any(path.resolve() == one.resolve() for one in inputs):
        raise UsageError(f"{path} is an input", next_step="Write to another file")


def canonical_rows(resolved: Resolved) -> Iterator[Sequence[Any]]:
    """Give the rows of canonical ids."""
    return resolved.canonical()


def pair_rows(resolved: Resolved) -> Iterator[Sequence[Any]]:
    """Give the rows of pairs, in order of ids."""
    for pair, verdict in sorted(resolved.resolution.verdicts.items()):
        yield *pair, verdict.probability, str(verdict.decision), json.loads(reasons_of(resolved.resolution, pair))


def write_rows(path: Path, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Write rows; a file appears whole or not at all, - is CSV on stdout."""
    if str(path) == "-":
        _write(sys.stdout, ",", columns, rows)
        return
    part = path.with_name(f".{path.name}.part")
    try:
        with part.open("w", encoding="utf-8", newline="") as file:
            _write(file, _SEPARATORS.get(path.suffix), columns, rows)
        part.replace(path)
    finally:
        with contextlib.suppress(FileNotFoundError):
            part.unlink()


def _write(file: TextIO, separator: str | None, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    if separator is None:
        for row in rows:
            file.write(json.dumps(dict(zip(columns, row, strict=True)), ensure_ascii=False) + "\n")
        return
    writer = csv.writer(file, delimiter=separator, lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([json.dumps(one, ensure_ascii=False) if isinstance(one, list) else one for one in row])
