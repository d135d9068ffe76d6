"""The actions of `counterflow ledger` on the allow-list: show what holds and what lapsed, and take a pair off."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from counterflow.cli.decide import decider
from counterflow.cli.ledger import say_entry
from counterflow.cli.place import Place
from counterflow.remote.clock import SystemClock
from counterflow.screen.decision.allow_list import AllowRow, find_allowances, revoke
from counterflow.screen.decision.record import Record
from counterflow.screen.encode import dump_json
from counterflow.service.allowed import stand_now
from counterflow.service.case_source import CaseSource
from counterflow.service.source import IndexSource
from counterflow.service.state import State


def show(place: Place, record: Record, options: Mapping[str, Any], *, as_json: bool) -> None:
    """Print the allow-list in the order it was entered, each entry as it stands against the lists."""
    entries = list(find_allowances(record.ledger, options["subject"]))
    state = _open_lists(place, options["index"], options["scope"]) if len(entries) > 0 else None
    moment = None if state is None else state.at(SystemClock().now())
    for entry in reversed(entries):
        row = stand_now(record, moment, entry)
        click.echo(dump_json(row).decode("utf-8") if as_json else _line(row))


def take_off(record: Record, words: tuple[str, ...], *, as_json: bool) -> None:
    """Take a pair off the allow-list."""
    if len(words) == 0:
        raise click.UsageError("revoke needs the hash of an entry of the allow-list, or its first digits")
    entry = revoke(record.ledger, words[0], by=decider(), reason=" ".join(words[1:]) or None)
    say_entry(entry, as_json=as_json, changes_build=False)


def _open_lists(place: Place, index: Path | None, scope: str | None) -> State | None:
    clock = SystemClock()
    if place.case is not None:
        return CaseSource(place.case, scope, clock, _say, threads=1).open()
    if index is None:
        click.echo("note: without --index no facts are compared", err=True)
        return None
    return IndexSource(index, clock, threads=1).open()


def _say(text: str) -> None:
    click.echo(text, err=True)


def _line(row: AllowRow) -> str:
    when = row.entered_at[:19].replace("T", " ")
    why = "" if row.why is None else f"  {row.why}"
    names = [one for one in (row.subject_caption, row.party_caption) if one is not None]
    whom = f"{row.subject} = {' '.join(row.party)}?" + ("" if len(names) == 0 else f" ({' = '.join(names)}?)")
    return f"{row.hash[:12]}  {when}  {row.entered_by}  {row.state}  {whom}{why}"
