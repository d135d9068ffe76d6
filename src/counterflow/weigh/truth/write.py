"""Answers as CSV, JSONL or Parquet, whole or not at all."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import IO

from counterflow.exc import StorageError, UsageError
from counterflow.weigh.truth.answer import Row

COLUMNS = ("item", "value", "probability", "roots", "reports", "effective_roots", "holds")

FORMATS = (".csv", ".tsv", ".jsonl", ".parquet")


def check_output(path: Path, inputs: Sequence[Path]) -> None:
    """Refuse an output that cannot be written, before anything is computed.

    Raises:
        UsageError: its format is not known, or it is an input.
    """
    if str(path) == "-":
        return
    if path.suffix.lower() not in FORMATS:
        raise UsageError(
            f"--output {str(path)!r} has no known format", expected=f"a name that ends in {', '.join(FORMATS)}"
        )
    if any(path.exists() and one.exists() and path.samefile(one) for one in inputs):
        raise UsageError("input and output are one file", next_step="Write to another")


def write_rows(rows: Iterable[Row], path: Path, *, attributes: bool) -> None:
    """Write values.

    Args:
        rows: one a value.
        path: file to write; - is stdout, as CSV.
        attributes: whether to write the attribute, which is empty where the claims have none.

    Raises:
        StorageError: the folder does not exist or cannot be written.
    """
    columns = ("attribute", *COLUMNS) if attributes else COLUMNS
    if str(path) == "-":
        _write_csv(rows, sys.stdout, columns, ",")
        return
    part = path.with_name(path.name + ".part")
    kind = path.suffix.lower()
    try:
        if kind == ".parquet":
            _write_parquet(rows, part, columns)
        else:
            with part.open("w", encoding="utf-8", newline="") as handle:
                if kind == ".jsonl":
                    _write_jsonl(rows, handle, columns)
                else:
                    _write_csv(rows, handle, columns, "\t" if kind == ".tsv" else ",")
        part.replace(path)
    except FileNotFoundError:
        raise StorageError(f"the folder {path.parent} does not exist") from None
    finally:
        part.unlink(missing_ok=True)


def _write_csv(rows: Iterable[Row], handle: IO[str], columns: Sequence[str], delimiter: str) -> None:
    writer = csv.writer(handle, delimiter=delimiter, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([getattr(row, name) for name in columns] for row in rows)


def _write_jsonl(rows: Iterable[Row], handle: IO[str], columns: Sequence[str]) -> None:
    for row in rows:
        handle.write(json.dumps({name: getattr(row, name) for name in columns}, ensure_ascii=False) + "\n")


def _write_parquet(rows: Iterable[Row], path: Path, columns: Sequence[str]) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    types = {"probability": pa.float64(), "holds": pa.float64(), "effective_roots": pa.float64()}
    types |= {"roots": pa.int64(), "reports": pa.int64()}
    listed = list(rows)
    arrays = [pa.array([getattr(row, name) for row in listed], types.get(name, pa.string())) for name in columns]
    pq.write_table(pa.table(dict(zip(columns, arrays, strict=True))), path)
