"""A file of queries in, a file of answers out, in blocks; goes on where it was interrupted."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from counterflow.compare.fact.identifier import IDENTIFIER_PROPERTIES
from counterflow.exc import UsageError
from counterflow.screen.answer import Answer, ScreenSummary
from counterflow.screen.block import cut_blocks
from counterflow.screen.column import property_of
from counterflow.screen.layout import ANSWER_COLUMNS, Layout, answer_rows
from counterflow.screen.output import Key, Output, open_output
from counterflow.screen.query import QueryReader
from counterflow.screen.row import Row
from counterflow.screen.screener import Screener
from counterflow.screen.source import STREAM, Format, Source, format_of, open_source, weigh_source

Report = Callable[[int, int, Mapping[str, int]], None]
"""Told the records done, those of the whole file (0: not known), and what was found so far."""


@dataclass(frozen=True)
class Batch:
    """One run over a file."""

    source: Source
    output: Path
    format: Format
    """Of the output."""
    restart: bool = False
    scope: str = ""
    """Goes into the journal with what else decides the results."""


def plan_batch(source: Source, output: Path, *, restart: bool = False, scope: str = "") -> Batch:
    """Say what is read and written.

    Raises:
        UsageError: the output's extension is none of a table, or it is the input itself.
    """
    return Batch(source, output, output_format(source, output), restart, scope)


def output_format(source: Source, output: Path) -> Format:
    """Choose an output's format: by its extension; stdout has the input's, and CSV where that is Parquet.

    Raises:
        UsageError: the extension is none of a table, or it is the input itself.
    """
    if output == STREAM:
        return Format.CSV if source.format is Format.PARQUET else source.format
    if output.exists() and source.path != STREAM and output.samefile(source.path):
        raise UsageError("input and output are one file", next_step="Write to another")
    return format_of(output)


def screen_file(batch: Batch, screener: Screener, reader: QueryReader, report: Report) -> ScreenSummary:
    """Screen every record of a file.

    Writes:
        CSV and Parquet: one row a result, and one for a query without any; JSONL: one `Answer` a query.

    Raises:
        InputError: the input is not what it says.
        UsageError: an interrupted run with other settings left its results here.
    """
    total, key = _weigh(batch, screener)
    with open_source(batch.source) as records:
        check_columns(records.columns)
        layout = Layout(records, ANSWER_COLUMNS, is_numbered=True)
        with open_output(batch.output, layout.encoder(batch.format), key, restart=batch.restart) as output:
            report(output.rows, total, output.tally)
            for block in cut_blocks(records.rows, skip=output.rows):
                _screen_block(block, screener, reader, layout, batch.format, output)
                report(output.rows, total, output.tally)
    return ScreenSummary(
        queries=output.rows,
        matched=output.tally["matched"],
        results=output.tally["results"],
        errors=output.tally["errors"],
        output=str(batch.output),
        threshold=screener.limits.threshold,
        algorithm=screener.parties.algorithm,
        index=screener.parties.index,
        stale=screener.stale,
    )


def _screen_block(
    block: Sequence[Row], screener: Screener, reader: QueryReader, layout: Layout, format_: Format, output: Output
) -> None:
    answers = screener.answer([reader.read(row) for row in block])
    records = answers if format_ is Format.JSONL else answer_rows(layout, block, answers)
    output.write(len(block), records, _tally(answers))


def check_columns(columns: Sequence[str] | None) -> None:
    """Refuse a table whose columns could find nobody: it is the wrong file, or they are called otherwise.

    Raises:
        UsageError: no column is a name or a number.
    """
    known = {property_of(column) for column in columns or ()}
    if columns is not None and known.isdisjoint({"name", "alias", "lastName", *IDENTIFIER_PROPERTIES}):
        raise UsageError(
            f"no column is a name or a number: {', '.join(columns)[:200]!a}",
            expected="name, full_name, or first_name and last_name, or passport, imo, lei and the like",
        )


def _tally(answers: Sequence[Answer]) -> Mapping[str, int]:
    return {
        "matched": sum(any(one.match for one in answer.results) for answer in answers),
        "results": sum(len(answer.results) for answer in answers),
        "errors": sum(answer.error is not None for answer in answers),
    }


def _weigh(batch: Batch, screener: Screener) -> tuple[int, Key | None]:
    """Say how many records there are, and what the results follow from; of a stream neither is known before its end."""
    if batch.source.path == STREAM:
        return 0, None
    weight = weigh_source(batch.source)
    if batch.output == STREAM:
        return weight.rows, None
    limits = screener.limits
    return weight.rows, {
        "input": weight.sha256,
        "encoding": batch.source.encoding,
        "index": screener.parties.index.build,
        "algorithm": screener.parties.algorithm,
        "scope": batch.scope,
        "threshold": limits.threshold,
        "cutoff": limits.cutoff,
        "limit": limits.results,
    }
