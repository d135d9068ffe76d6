"""`counterflow leads`: ties that are likely and unseen, without a case."""

from __future__ import annotations

from pathlib import Path

import click

from counterflow.cli.argument import quiet_option
from counterflow.cli.layout import count_text
from counterflow.exc import UsageError

_FILE = click.Path(path_type=Path, dir_okay=False, allow_dash=True)


@click.command()
@click.argument("edges", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--output", "-o", type=_FILE, required=True, help="File to write, .csv or .jsonl; - is stdout, as CSV.")
@click.option("--most", type=click.IntRange(1), default=100, show_default=True, help="How many leads to give.")
@quiet_option
def leads(edges: Path, output: Path, most: int, quiet: bool) -> None:
    """Rank the ties that EDGES does not have and that are likeliest to exist.

    EDGES is CSV with the columns source and target; direction does not count. A lead is never a finding: the column
    precision says which share of the pairs up to that rank were ties, when a fifth of the known ties was hidden. Each
    row is marked as a lead, and TLP:AMBER+STRICT.
    """
    from counterflow.trace.lead_file import leads_of, read_ties, rows_of, write_leads

    if str(output) != "-" and output.suffix not in (".csv", ".jsonl"):
        raise UsageError(f"the extension of {output} says no format", expected="one of .csv, .jsonl")
    if str(output) != "-" and output.resolve() == edges.resolve():
        raise UsageError(f"{output} is the input", next_step="Write to another file")
    parties, ties = read_ties(edges)
    found = leads_of(parties, ties, most)
    write_leads(output, list(rows_of(parties, found)))
    if not quiet:
        top = min(20, len(found.precision)) - 1
        share = "" if top < 0 else f"; of hidden ties, {found.precision[top]:.0%} of the first {top + 1} were true"
        click.echo(
            f"{count_text(len(found.left), 'lead')} among {count_text(len(parties), 'party', 'parties')}{share}: "
            "leads, not findings",
            err=True,
        )
