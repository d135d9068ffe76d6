"""A file of queries in, a file of answers out, in blocks; goes on where it was interrupted."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from counterflow.compare.fact.identifier import IDENTIFIER_PROPERTIES
from counterflow.exc import UsageError
from counterflow.screen.answer import ScreenSummary
from counterflow.screen.block import cut_blocks
from counterflow.screen.column import property_of
from counterflow.screen.crew import WORTH_IT, Crew
from counterflow.screen.layout import ANSWER_COLUMNS, Layout
from counterflow.screen.output import Key, open_output
from counterflow.screen.query import QueryReader
from counterflow.screen.row import Row
from counterflow.screen.screener import Screener
from counterflow.screen.source import STREAM, Format, Source, format_of, open_source, weigh_source
from counterflow.screen.work import Screened, Sheet, screen_block

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
    identity: str = ""
    """Of the index, for the journal too: the build alone does not tell other dates of its lists."""


def plan_batch(source: Source, output: Path, *, restart: bool = False, scope: str = "", identity: str = "") -> Batch:
    """Say what is read and written.

    Raises:
        UsageError: the output's extension is none of a table, or it is the input itself.
    """
    return Batch(source, output, output_format(source, output), restart, scope, identity)


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


def screen_file(
    batch: Batch, screener: Screener, reader: QueryReader, report: Report, crew: Crew | None = None
) -> ScreenSummary:
    """Screen every record of a file.

    Args:
        batch: what is read and written.
        screener: what searches.
        reader: told what of the records could not be used.
        report: told how far it is.
        crew: processes that search as `screener` does, for a large file; the output is the same without them.

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
            blocks = cut_blocks(records.rows, skip=output.rows)
            sheet = Sheet(layout, batch.format)
            for done in _screen_all(blocks, screener, sheet, crew, total - output.rows):
                output.append(done.rows, done.data, done.tally)
                reader.take_in(done.notes)
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


def _screen_all(
    blocks: Iterator[Sequence[Row]], screener: Screener, sheet: Sheet, crew: Crew | None, left: int
) -> Iterator[Screened]:
    """Screen blocks, by a crew if there is one and enough to do."""
    if crew is not None and crew.workers > 1 and left >= WORTH_IT:
        return crew.screen(blocks, sheet)
    return (screen_block(block, screener, sheet) for block in blocks)


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
        "identity": batch.identity,
        "algorithm": screener.parties.algorithm,
        "scope": batch.scope,
        "threshold": limits.threshold,
        "cutoff": limits.cutoff,
        "limit": limits.results,
    }
