"""`counterflow leads`: ties that are likely and unseen, of ties in a file, of a case, or of files of entities."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from counterflow.cli.argument import files_option, quiet_option
from counterflow.cli.layout import count_text
from counterflow.exc import UsageError

if TYPE_CHECKING:
    from counterflow.dossier.archive import Archive

_FILE = click.Path(path_type=Path, dir_okay=False, allow_dash=True)
_TOP = 20
_NO_MARKET = (
    "no leads of sellers and buyers who could meet: no set says which of them met, so nothing could be measured"
)
"""Of a case: what is not given, and why."""
_LEADS = """
SELECT kind, source_id, source.caption AS source, target_id, target.caption AS target, score, precision, reasons,
    algorithm, lead.handling
FROM lead
JOIN entity source ON source.canonical_id = source_id
JOIN entity target ON target.canonical_id = target_id
ORDER BY score DESC, source_id, target_id
"""


@click.command()
@click.argument("edges", metavar="(EDGES.csv|CASE|--ftm F)", required=False, type=click.Path(path_type=Path))
@files_option
@click.option("--output", "-o", type=_FILE, required=True, help="File to write, .csv or .jsonl; - is stdout, as CSV.")
@click.option("--most", type=click.IntRange(1), default=100, show_default=True, help="How many leads to give.")
@quiet_option
def leads(edges: Path | None, files: tuple[Path, ...], output: Path, most: int, quiet: bool) -> None:
    """Rank the ties that a network does not have and that are likeliest to exist.

    EDGES is CSV with the columns source and target; direction does not count. Of a CASE that was run, or files of
    FollowTheMoney entities, it is the ties of the build among the parties with most of them (up to 300). A lead is
    never a finding: the column precision says which share of the pairs up to that rank were ties, when a fifth of the
    known ties was hidden. Each row is marked as a lead, and TLP:AMBER+STRICT.
    """
    from counterflow.trace.lead_file import CASE_COLUMNS, COLUMNS, leads_of, read_ties, rows_of, write_leads

    if (edges is None) == (len(files) == 0):
        raise click.UsageError("give EDGES.csv or CASE, or --ftm F")
    if str(output) != "-" and output.suffix not in (".csv", ".jsonl"):
        raise UsageError(f"the extension of {output} says no format", expected="one of .csv, .jsonl")
    if str(output) != "-" and output.resolve() in {one.resolve() for one in (edges, *files) if one is not None}:
        raise UsageError(f"{output} is the input", next_step="Write to another file")
    columns: tuple[str, ...]
    if edges is None or edges.is_dir():
        from counterflow.cli.case_of_files import open_case_or_files
        from counterflow.dossier.clock import NOW

        with open_case_or_files(edges or Path(), files, NOW, quiet=quiet) as archive:
            rows, columns, parties = _of_case(archive, most), CASE_COLUMNS, None
    else:
        names, ties = read_ties(edges)
        rows, columns, parties = list(rows_of(names, leads_of(names, ties, most))), COLUMNS, len(names)
    write_leads(output, rows, columns)
    if not quiet:
        _say(rows, columns, parties)


def _of_case(archive: Archive, most: int) -> list[tuple[Any, ...]]:
    """Read the leads of a build.

    Raises:
        UsageError: an earlier version built it.
    """
    from counterflow.trace.lead_file import CASE_COLUMNS, STATUS

    if "lead" not in archive.build.manifest.tables:
        raise UsageError("this build has no table `lead`", next_step=f"counterflow run {archive.case.root}")
    made = []
    for row in archive.rows(_LEADS)[:most]:
        said = {**row, "status": STATUS, "score": round(row["score"], 4), "precision": round(row["precision"], 4)}
        said["reasons"] = json.loads(row["reasons"])
        made.append(tuple(said[name] for name in CASE_COLUMNS))
    return made


def _say(rows: Sequence[tuple[Any, ...]], columns: Sequence[str], parties: int | None) -> None:
    top = min(_TOP, len(rows)) - 1
    share = ""
    if top >= 0:
        precision = rows[top][columns.index("precision")]
        share = f"; of hidden ties, {precision:.0%} of the first {top + 1} were true"
    if parties is None:
        click.echo(_NO_MARKET, err=True)
    among = "" if parties is None else f" among {count_text(parties, 'party', 'parties')}"
    click.echo(f"{count_text(len(rows), 'lead')}{among}{share}: leads, not findings", err=True)
