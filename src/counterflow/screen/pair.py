"""Pairs in, scores and reasons out: each pair by itself, in the order of the file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import product
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from counterflow.compare.matcher import Comparison, Matcher, frame_of
from counterflow.compare.reason import explain
from counterflow.exc import UsageError
from counterflow.screen.answer import CompareSummary, reason_lines, shown_score
from counterflow.screen.batch import output_format
from counterflow.screen.block import cut_blocks
from counterflow.screen.encode import Record
from counterflow.screen.layout import PAIR_COLUMNS, Layout, as_dicts
from counterflow.screen.output import open_output
from counterflow.screen.query import Entity, QueryReader
from counterflow.screen.row import Row
from counterflow.screen.source import STREAM, Format, Source, open_source, weigh_source

SIDES = (("name1", "left"), ("name2", "right"))
"""How CSV and JSONL call the two sides."""


class Pair(NamedTuple):
    """Two parties to compare."""

    row: Row
    readings: tuple[tuple[Entity, Entity], ...]
    """What they may be; the best score counts. Empty: they cannot be compared."""
    error: str | None


def read_pair(row: Row, reader: QueryReader) -> Pair:
    """Read a pair: FtM entities under `left` and `right`, or names in `name1` and `name2` with their `schema`."""
    if row.error is not None:
        return Pair(row, (), row.error)
    sides: list[tuple[Entity, ...]] = []
    for column, key in SIDES:
        given = row.values.get(key)
        values = given if isinstance(given, dict) else _of_columns(row, column)
        if values is None:
            return Pair(row, (), f"{key} is no object and there is no {column}")
        query = reader.read(Row(row.number, values))
        if query.error is not None:
            return Pair(row, (), f"{key if isinstance(given, dict) else column}: {query.error}")
        sides.append(query.readings)
    left, right = sides
    return Pair(row, tuple(product(left, right)), None)


def _of_columns(row: Row, column: str) -> dict[str, Any] | None:
    if column not in row.values:
        return None
    return {"schema": row.values.get("schema"), "name": [row.values[column]]}


def compare_pairs(pairs: Sequence[tuple[Entity, Entity]], matcher: Matcher, threshold: float) -> list[Comparison]:
    """Compare entities pair by pair, with reasons."""
    if len(pairs) == 0:
        return []
    left, right = (frame_of(side) for side in zip(*pairs, strict=True))
    numbers = np.arange(len(pairs))
    rows = matcher.describe(left, numbers, right, numbers)
    scores = matcher.score(rows).tolist()
    # The kernel counts names through the frame, reasons through the party.
    places = rows.best - np.stack([left.name_at[:-1], right.name_at[:-1]], axis=1).astype(np.int64)
    weights = matcher.algorithm.weights
    return [
        Comparison(
            scores[number],
            scores[number] >= threshold,
            tuple(explain(one, int(places[number, 0]), other, int(places[number, 1]), rows, number, weights)),
        )
        for number, (one, other) in enumerate(pairs)
    ]


def compare_file(
    source: Source,
    output_path: Path,
    matcher: Matcher,
    threshold: float,
    reader: QueryReader,
    report: Callable[[int, int, Mapping[str, int]], None],
) -> CompareSummary:
    """Compare every pair of a file.

    Writes:
        the records as they are, in their order, with `score`, `match`, `reasons` and `error`.

    Raises:
        InputError: the input is not what it says.
        UsageError: it has no columns `name1` and `name2`.
    """
    format_ = output_format(source, output_path)
    total = 0 if source.path == STREAM else weigh_source(source).rows
    with open_source(source) as records:
        _check_columns(records.columns)
        layout = Layout(records, PAIR_COLUMNS, is_numbered=False)
        with open_output(output_path, layout.encoder(format_), None) as output:
            report(0, total, output.tally)
            for block in cut_blocks(records.rows):
                pairs = [read_pair(row, reader) for row in block]
                compared = list(_compare_block(pairs, matcher, threshold))
                tally = {
                    "matches": sum(one is not None and one.match for one in compared),
                    "errors": sum(one is None for one in compared),
                }
                output.write(len(block), _lay_out(layout, format_, pairs, compared), tally)
                report(output.rows, total, output.tally)
    return CompareSummary(
        pairs=output.rows,
        matches=output.tally["matches"],
        errors=output.tally["errors"],
        output=str(output_path),
        threshold=threshold,
        algorithm=matcher.algorithm.name,
    )


def _compare_block(pairs: Sequence[Pair], matcher: Matcher, threshold: float) -> Iterator[Comparison | None]:
    """Compare a block in one go; None for a pair that cannot be compared."""
    done = iter(compare_pairs([reading for pair in pairs for reading in pair.readings], matcher, threshold))
    for pair in pairs:
        yield max((next(done) for _ in pair.readings), key=lambda one: one.score, default=None)


def _lay_out(
    layout: Layout, format_: Format, pairs: Iterable[Pair], compared: Iterable[Comparison | None]
) -> Iterator[Record]:
    keep = layout.kept_whole if format_ is Format.JSONL else layout.kept
    for pair, one in zip(pairs, compared, strict=True):
        kept = keep(pair.row)
        if one is None:
            yield {**kept, "score": None, "match": None, "reasons": [], "error": pair.error}
        else:
            reasons = as_dicts(reason_lines(one.reasons))
            yield {**kept, "score": shown_score(one.score), "match": one.match, "reasons": reasons, "error": None}


def _check_columns(columns: Sequence[str] | None) -> None:
    if columns is not None and not {"name1", "name2"}.issubset(columns) and not {"left", "right"}.issubset(columns):
        raise UsageError(
            f"the columns are {', '.join(columns)[:200]!a}",
            expected="schema, name1, name2 and any others, or JSONL with left and right",
        )
