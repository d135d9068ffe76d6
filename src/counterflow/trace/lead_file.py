"""Ties from a file, leads into one: without a case."""

from __future__ import annotations

import csv
import json
import math
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, TextIO

import numpy as np

from counterflow.exc import InputError
from counterflow.trace.lead import ALGORITHM, MOST_UNTIED, Leads, find_leads
from counterflow.trace.lead_graphml import write_graphml

HANDLING = "TLP:AMBER+STRICT"
"""Marking of leads: they name parties whom no source ties."""
CASE_COLUMNS = (
    *("status", "kind", "source_id", "source", "target_id", "target", "commodity"),
    *("score", "precision", "reasons", "grounds", "statements", "algorithm", "handling"),
)
"""Of leads of a case: `source` and `target` are captions, of a market seller and buyer; no precision: not measured."""
COLUMNS = ("status", "source", "target", "score", "precision", "reasons", "algorithm", "handling")
STATUS = "LEAD, NOT A FINDING"
_EXPECTED = "a CSV with the columns source and target"


def read_ties(path: Path) -> tuple[list[str], list[tuple[int, int]]]:
    """Read ties: the parties in order, and the pairs of their numbers; direction and repeats do not count.

    Raises:
        InputError: the file cannot be read, or a row lacks an end.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            pairs = list(_pairs(file, path))
    except (OSError, UnicodeDecodeError, csv.Error) as exc:
        raise InputError(f"cannot be read: {exc}", where=str(path), expected=_EXPECTED) from exc
    parties = sorted({end for pair in pairs for end in pair})
    number = {party: place for place, party in enumerate(parties)}
    return parties, [(number[source], number[target]) for source, target in pairs]


def read_flows(path: Path) -> tuple[list[str], list[tuple[int, int]], list[float]]:
    """Read ties with what each carries, by the column `flow`: 0 where it is empty, or not there.

    Raises:
        InputError: the file cannot be read, a row lacks an end, or a flow is no number of 0 or more.
    """
    parties, ties = read_ties(path)
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.DictReader(file)
        flow = [
            _flow((row.get("flow") or "").strip(), f"{path}, line {rows.line_num}")
            for row in rows
            if row["source"].strip() != row["target"].strip()
        ]
    return parties, ties, flow


def _flow(text: str, where: str) -> float:
    try:
        amount = float(text) if text != "" else 0.0
    except ValueError:
        amount = math.nan
    if not 0.0 <= amount < math.inf:
        raise InputError(f"flow is {text!r}", where=where, expected="a number of 0 or more, or nothing")
    return amount


def _pairs(file: TextIO, path: Path) -> Iterator[tuple[str, str]]:
    rows = csv.DictReader(file)
    if rows.fieldnames is None or not {"source", "target"} <= set(rows.fieldnames):
        raise InputError(f"its columns are {rows.fieldnames}", where=str(path), expected=_EXPECTED)
    for row in rows:
        ends = [(row[name] or "").strip() for name in ("source", "target")]
        if "" in ends:
            raise InputError("an end is missing", where=f"{path}, line {rows.line_num}", expected="source and target")
        if ends[0] != ends[1]:
            yield ends[0], ends[1]


def leads_of(parties: Sequence[str], ties: Sequence[tuple[int, int]], most: int, untied: int = MOST_UNTIED) -> Leads:
    """Rank the unseen ties."""
    ends = np.array(ties, np.int64).reshape(-1, 2)
    return find_leads(len(parties), ends[:, 0], ends[:, 1], most, untied)


def rows_of(parties: Sequence[str], leads: Leads) -> Iterator[tuple[Any, ...]]:
    """Give leads as rows of `COLUMNS`."""
    for left, right, score, precision, reasons in zip(*leads, strict=True):
        ends = parties[int(left)], parties[int(right)]
        yield STATUS, *ends, round(float(score), 4), round(float(precision), 4), list(reasons), ALGORITHM, HANDLING


def write_leads(path: Path, rows: Sequence[tuple[Any, ...]], columns: Sequence[str] = COLUMNS) -> None:
    """Write leads as CSV or, by the extension, JSON lines (.jsonl) or GraphML (.graphml); - is stdout, as CSV."""
    if str(path) == "-":
        _write(sys.stdout, rows, columns, as_lines=False)
        return
    with path.open("w", encoding="utf-8", newline="") as file:
        if path.suffix == ".graphml":
            write_graphml(file, rows, columns)
        else:
            _write(file, rows, columns, as_lines=path.suffix == ".jsonl")


def _write(file: TextIO, rows: Sequence[tuple[Any, ...]], columns: Sequence[str], *, as_lines: bool) -> None:
    if as_lines:
        for row in rows:
            file.write(json.dumps(dict(zip(columns, row, strict=True)), ensure_ascii=False) + "\n")
        return
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow(["; ".join(one) if isinstance(one, list | tuple) else one for one in row])
