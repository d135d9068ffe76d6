"""`counterflow add`: a statement by hand, with its source and passage."""

from __future__ import annotations

from pathlib import Path

import click

from counterflow.case import load_case
from counterflow.cli.argument import case_argument
from counterflow.cli.check import check_payload
from counterflow.cli.ledger import current_user, open_ledger
from counterflow.ledger.entry import check_payload as check_fields
from counterflow.model.doubt import Hedge, Polarity


@click.command()
@case_argument
@click.option("--entity", "entity_id", required=True, help="Id of the party, a known one or a new one.")
@click.option("--schema", default="LegalEntity", show_default=True, help="FtM schema of the party.")
@click.option("--prop", required=True, help="Property, e.g. name, alias, birthDate, country.")
@click.option("--value", required=True, help="The value as the source writes it.")
@click.option("--source", required=True, help="Where it stands: title, page, URL.")
@click.option("--passage", required=True, help="The words that say so, exactly.")
@click.option("--published", help="Date of the source, EDTF.")
@click.option("--publisher", help="Publisher's key in case.toml.")
@click.option("--hedge", type=click.Choice([str(one) for one in Hedge]), help="How firmly the source says so.")
@click.option("--polarity", type=click.Choice([str(one) for one in Polarity]), help="Whether the source affirms it.")
@click.option("--handling", help='Marking, e.g. "TLP:AMBER".')
def add(case: Path, **fields: str | None) -> None:
    """Enter a statement by hand; it goes to the ledger, and the next run computes with it."""
    check_fields("entry", fields)
    payload, _ = check_payload(load_case(case), "entry", fields)
    with open_ledger(case) as ledger:
        entry = ledger.append("entry", payload, by=current_user())
    click.echo(f"entered as {entry.hash[:12]}; the next run takes it into account: counterflow run {case}", err=True)
