"""The actions of `counterflow ledger` on decisions: list, approve, export, and erase what was seen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from counterflow.cli import ledger_allowed, ledger_rule, ledger_seen
from counterflow.cli.decide import decider
from counterflow.cli.layout import count_text
from counterflow.cli.ledger import say_entry
from counterflow.cli.place import Place
from counterflow.model.decision import Verdict
from counterflow.remote.clock import SystemClock
from counterflow.screen.decision.decide import approve
from counterflow.screen.decision.export import DecisionRow, decision_rows, export_decisions, row_of
from counterflow.screen.decision.find import ASKING, Wanted, find_decisions
from counterflow.screen.decision.history import State
from counterflow.screen.decision.record import Record
from counterflow.screen.decision.retention import erase_old
from counterflow.screen.encode import dump_json


def call(place: Place, action: str, words: tuple[str, ...], options: Mapping[str, Any], *, as_json: bool) -> None:
    """Do one action; who does it is the user of the settings, or the login name."""
    if len(words) > 0 and action not in {"seen", "approve", "reject", "rule", "revoke"}:
        raise click.UsageError(f"{action} takes no {words[0]!r}")
    with place.open_record() as record:
        if action == "decisions":
            _list(record, options, as_json=as_json)
        elif action == "seen":
            ledger_seen.show(record, words, as_json=as_json)
        elif action == "rule":
            ledger_rule.call(record, words, as_json=as_json)
        elif action == "allowed":
            ledger_allowed.show(place, record, options, as_json=as_json)
        elif action == "revoke":
            ledger_allowed.take_off(record, words, as_json=as_json)
        elif action == "export":
            _export(record, options["output"], options["format_"], as_json=as_json)
        elif action == "forget":
            _forget(record, options["days"], as_json=as_json)
        else:
            _approve(record, Verdict.APPROVE if action == "approve" else Verdict.REJECT, words, as_json=as_json)


def _approve(record: Record, verdict: Verdict, words: tuple[str, ...], *, as_json: bool) -> None:
    if len(words) == 0:
        raise click.UsageError(f"{verdict} needs the hash of a decision, or its first digits")
    reason = " ".join(words[1:]) or None
    say_entry(approve(record, words[0], verdict, by=decider(), reason=reason), as_json=as_json)


def _list(record: Record, options: Mapping[str, Any], *, as_json: bool) -> None:
    state = None if options["state"] is None else State(options["state"])
    for row in _rows(record, Wanted(options["subject"], options["party"], state)):
        if as_json:
            click.echo(dump_json(row).decode("utf-8"))
            continue
        when = row.entered_at[:19].replace("T", " ")
        said = f"{row.decision} ({row.state})  {row.subject} = {' '.join(row.party)}?  {row.content['score']:.2f}"
        click.echo(f"{row.hash[:12]}  {when}  {row.entered_by}  {said}  {row.reason}")
        for one in row.approvals:
            text = f"  {one.verdict}  {one.entered_by}  {one.entered_at[:19].replace('T', ' ')}  {one.reason or ''}"
            click.echo(text.rstrip())


def _rows(record: Record, wanted: Wanted) -> Iterable[DecisionRow]:
    """Give the decisions wanted, in the order they were made."""
    if wanted.subject is None and wanted.party is None and wanted.state not in ASKING:
        yield from (row for row in decision_rows(record.ledger) if wanted.state in {None, row.state})
        return
    # Few: those of one subject or party, or that asked for a second person; the others are not parsed.
    for past in reversed(list(find_decisions(record.ledger, wanted))):
        yield row_of(past.entry, past.approvals, is_undone=past.state is State.UNDONE)


def _export(record: Record, output: Path | None, format_: str | None, *, as_json: bool) -> None:
    if output is None:
        raise click.UsageError("export needs --output with the file to write")
    chosen = format_ or ("json" if output.suffix.lower() in {".json", ".jsonl"} else "csv")
    summary = export_decisions(record.ledger, output, chosen)
    if as_json:
        click.echo(dump_json(summary).decode("utf-8"))
        return
    decisions = count_text(summary.decisions, "decision")
    click.echo(f"the chain is whole: {summary.entries:,} entries; {decisions} written to {output}", err=True)
    if summary.newest is not None:
        click.echo(f"newest hash, to be kept elsewhere: {summary.newest}", err=True)


def _forget(record: Record, days: int | None, *, as_json: bool) -> None:
    if days is not None:
        record = replace(record, rules=replace(record.rules, retention_days=days))
    erased = erase_old(record, SystemClock().now(), by=decider())
    if as_json:
        click.echo(dump_json({"erased": erased}).decode("utf-8"))
    else:
        click.echo(f"{count_text(erased, 'document')} of what deciders saw erased", err=True)
