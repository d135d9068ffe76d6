"""`counterflow push`: what may leave to a partner, into the partner's TAXII collection."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import click

from counterflow.case import load_case
from counterflow.cli.argument import case_argument, json_option
from counterflow.cli.ledger import current_user
from counterflow.cli.partner import export_for, find_partner

_SHOWN = 20
"""Refused objects that are named on stderr."""


@click.command()
@case_argument
@click.option("--to", "partner_key", required=True, metavar="PARTNER", help="Whose collection, of case.toml.")
@click.option("--recall", is_flag=True, help="Take back what was given before and may not leave, or is not there, now.")
@click.option("--dry-run", is_flag=True, help="Only count what would be sent; asks no server.")
@json_option
def push(case: Path, partner_key: str, recall: bool, dry_run: bool, as_json: bool) -> int:
    """Give a partner what is new in the build in use, by TAXII 2.1.

    What leaves is what `counterflow export --format stix --to PARTNER` writes: up to the label that case.toml allows
    the partner, and of what is limited by REL TO what names them. What they took already is not sent again; what
    changed is a new version. One that was killed goes on where it was. The ledger keeps what they took.

    Exits with 3 when their server refused objects, or has not said what became of some.
    """
    from counterflow.remote.taxii.push import PushOrder, push_objects

    loaded = load_case(case)
    partner = find_partner(loaded, partner_key)
    build, objects = export_for(loaded, partner)
    order = PushOrder(build, recall=recall, is_trial=dry_run, by=current_user())
    pushed = push_objects(loaded, partner, objects, order)
    if as_json:
        click.echo(json.dumps({"version": 1, "partner": partner.key, "build": build, **asdict(pushed)}))
    else:
        verb = "to send" if dry_run else "to send, " + f"{pushed.taken:,} taken, {pushed.recalled:,} taken back"
        click.echo(f"{partner.key}: {pushed.objects:,} objects may leave, {pushed.to_send:,} {verb}", err=True)
        if pushed.gone > 0 and not recall:
            click.secho(f"{pushed.gone:,} given before leave no more: --recall takes them back", fg="yellow", err=True)
        for id_, message in list(pushed.refused.items())[:_SHOWN]:
            click.secho(f"refused: {id_}: {message}", fg="yellow", err=True)
        if len(pushed.refused) > _SHOWN:
            click.secho(f"and {len(pushed.refused) - _SHOWN:,} more refused", fg="yellow", err=True)
        if pushed.waiting > 0:
            click.secho(
                f"{pushed.waiting:,} of which their server says nothing yet: push again later", fg="yellow", err=True
            )
    return 3 if len(pushed.refused) > 0 or pushed.waiting > 0 else 0
