"""The action of `counterflow ledger` on rules: show which decisions need a second person, and let more of them."""

from __future__ import annotations

import json

import click

from counterflow.cli.decide import decider
from counterflow.model.decision import Decision
from counterflow.screen.decision.record import Record
from counterflow.screen.decision.rule import add_rules, find_rules


def call(record: Record, words: tuple[str, ...], *, as_json: bool) -> None:
    """Enter rules for the decisions named, and print all that are in force."""
    unknown = [word for word in words if word not in list(Decision)]
    if len(unknown) > 0:
        raise click.UsageError(f"rule takes {', '.join(Decision)}, not {unknown[0]!r}")
    add_rules(record.ledger, [Decision(word) for word in words], by=decider())
    for entry in find_rules(record.ledger):
        if as_json:
            click.echo(json.dumps({**entry._asdict(), "payload": entry.data}, ensure_ascii=False, sort_keys=True))
        else:
            when = entry.entered_at[:19].replace("T", " ")
            click.echo(f"{entry.hash[:12]}  {when}  {entry.entered_by}  {entry.data['four_eyes']}")
    if not as_json and len(record.rules.four_eyes) > 0:
        click.echo(f"by case.toml: {', '.join(sorted(record.rules.four_eyes))}", err=True)
