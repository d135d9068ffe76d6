"""`counterflow leads`: ties that are likely and unseen, of ties in a file, of a case, or of files of entities."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from counterflow.cli.argument import files_option, quiet_option
from counterflow.cli.layout import count_text
from counterflow.exc import UsageError

if TYPE_CHECKING:
    from counterflow.dossier.archive import Archive
    from counterflow.dossier.shape import PartyRef

_FILE = click.Path(path_type=Path, dir_okay=False, allow_dash=True)
_SHOWN = (10, 20, 50, 100, 200)
"""Ranks up to which the measured share is said."""
_HIDDEN_TIE, _MARKET = "hidden-tie", "market"
_NO_MARKET = "no leads of sellers and buyers who could meet: nobody is known to sell what another is known to buy"
_NOT_MEASURED = (
    "precision not measured: too few deals are known (what such lists are worth elsewhere: docs/methods/trace.md)"
)
_LEADS = """
SELECT kind, source_id, source.caption AS source, target_id, target.caption AS target, commodity, score, precision,
    reasons, grounds, statements, algorithm, lead.handling
FROM lead
JOIN entity source ON source.canonical_id = source_id
JOIN entity target ON target.canonical_id = target_id
WHERE kind = $kind
ORDER BY score DESC, source_id, target_id, commodity
"""


@click.command()
@click.argument("edges", metavar="(EDGES.csv|CASE|--ftm F)", required=False, type=click.Path(path_type=Path))
@files_option
@click.option(
    "--output", "-o", type=_FILE, required=True, help="File to write, .csv, .jsonl or .graphml; - is stdout, as CSV."
)
@click.option(
    "--most", type=click.IntRange(1), default=100, show_default=True, help="How many leads to give, of each kind."
)
@quiet_option
def leads(edges: Path | None, files: tuple[Path, ...], output: Path, most: int, quiet: bool) -> None:
    """Rank the ties that a network does not have and that are likeliest to exist.

    EDGES is CSV with the columns source and target; direction does not count. Of a CASE that was run, or files of
    FollowTheMoney entities, it is the ties of the build among the parties with most of them (up to 300), and, of kind
    market, who sells goods (source) with who buys the same or near ones (target) where no deal of the two is known. A
    lead is never a finding: the column precision says which share of the pairs up to that rank were ties, or deals,
    when a fifth of those known was hidden; it is empty where too few are known to measure. The column grounds says
    what makes the one a seller and the other a buyer, and what they share. Each row is marked as a lead, and
    TLP:AMBER+STRICT.
    """
    from counterflow.trace.lead_file import CASE_COLUMNS, COLUMNS, leads_of, read_ties, rows_of, write_leads

    if (edges is None) == (len(files) == 0):
        raise click.UsageError("give EDGES.csv or CASE, or --ftm F")
    if str(output) != "-" and output.suffix not in (".csv", ".jsonl", ".graphml"):
        raise UsageError(f"the extension of {output} says no format", expected="one of .csv, .jsonl, .graphml")
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
    for row in [one for kind in (_HIDDEN_TIE, _MARKET) for one in archive.rows(_LEADS, kind=kind)[:most]]:
        said = {**row, "status": STATUS, "score": round(row["score"], 4)}
        said["precision"] = None if row["precision"] is None else round(row["precision"], 4)
        said["reasons"], grounds = json.loads(row["reasons"]), json.loads(row["grounds"])
        refs = archive.party_refs(one["party_id"] for one in grounds if one["party_id"] is not None)
        said["grounds"] = [_ground_text(one, refs) for one in grounds]
        made.append(tuple(said[name] for name in CASE_COLUMNS))
    return made


def _ground_text(ground: Mapping[str, Any], refs: Mapping[str, PartyRef]) -> str:
    party = refs.get(ground["party_id"])
    return f"{ground['side']}: {ground['says']}" + ("" if party is None else f": {party.caption}")


def _say(rows: Sequence[tuple[Any, ...]], columns: Sequence[str], parties: int | None) -> None:
    """Say how many leads there are, and which share of such was true when what is known was hidden."""
    if parties is not None:
        _say_of_kind(rows, columns, "lead", f" among {count_text(parties, 'party', 'parties')}", "hidden ties")
        return
    kind = columns.index("kind")
    ties, market = ([row for row in rows if row[kind] == one] for one in (_HIDDEN_TIE, _MARKET))
    _say_of_kind(ties, columns, "lead", "", "hidden ties")
    if len(market) == 0:
        click.echo(_NO_MARKET, err=True)
    else:
        _say_of_kind(market, columns, "market lead", " of sellers and buyers who could meet", "hidden deals")


def _say_of_kind(rows: Sequence[tuple[Any, ...]], columns: Sequence[str], noun: str, among: str, hidden: str) -> None:
    place, share = columns.index("precision"), ""
    if len(rows) > 0 and rows[0][place] is None:
        share = f"; {_NOT_MEASURED}"
    elif len(rows) > 0:
        ranks = [one for one in _SHOWN if one <= len(rows)] or [len(rows)]
        parts = [f"{rows[one - 1][place]:.0%} of the first {one}" for one in ranks]
        share = f"; of {hidden} were true {', '.join(parts)}"
    click.echo(f"{count_text(len(rows), noun)}{among}{share}: leads, not findings", err=True)
