"""`counterflow release CASE list`, `recall` and `confirm`: what became of what was given."""

from __future__ import annotations

from contextlib import closing

import click

from counterflow.cli.decide import decider
from counterflow.cli.ledger import say_entry
from counterflow.cli.release_option import Options
from counterflow.ledger import Ledger
from counterflow.remote.clock import SystemClock
from counterflow.service.release.given import UNCONFIRMED, GivenRow, confirm_gone, list_given, recall_release


def show(options: Options) -> int:
    """Print what was given and asked for, oldest first."""
    with closing(Ledger.of_file(options.case.ledger_path)) as ledger:
        for row in list_given(ledger, SystemClock().now().date(), unconfirmed=options.unconfirmed):
            if options.as_json:
                click.echo(row.model_dump_json())
            else:
                click.secho(_line(row), fg="yellow" if row.state in UNCONFIRMED else None)
    return 0


def recall(options: Options) -> int:
    """Enter that the partner must keep no copy."""
    with closing(Ledger.of_file(options.case.ledger_path)) as ledger:
        entry = recall_release(ledger, options.words[0], by=decider(), reason=_text(options, "recall", "why"))
        way = ledger.find(entry.data["release"]).data["way"]
    say_entry(entry, as_json=options.as_json)
    if way == "taxii" and not options.as_json:
        click.echo(
            "what went by TAXII is taken back with --as taxii --recall, once it may not leave any more", err=True
        )
    return 0


def confirm(options: Options) -> int:
    """Enter that the partner says that no copy is left."""
    with closing(Ledger.of_file(options.case.ledger_path)) as ledger:
        text = _text(options, "confirm", "who says so, and how")
        entry = confirm_gone(ledger, options.words[0], by=decider(), text=text)
    say_entry(entry, as_json=options.as_json)
    return 0


def _text(options: Options, action: str, what: str) -> str:
    text = " ".join(options.words[1:])
    if text.strip() == "":
        raise click.UsageError(f"{action} needs, behind the hash, {what}")
    return text


def _line(row: GivenRow) -> str:
    when = row.entered_at[:19].replace("T", " ")
    what = "everything" if len(row.what) == 0 else ", ".join(row.what)
    until = "" if row.expires is None else f"  until {row.expires[:10]}"
    place = "" if row.place is None else f"  {row.place}"
    said = f"{row.kind} ({row.state})  {row.partner}  {row.way}{place}  {what}  {row.marking}{until}"
    return f"{row.hash[:12]}  {when}  {row.entered_by}  {said}"
