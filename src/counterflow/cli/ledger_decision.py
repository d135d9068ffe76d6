"""The actions of `counterflow ledger` on decisions: list, approve, export, and erase what was seen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import click

from counterflow.case import Case
from counterflow.cli.decide import decider
from counterflow.cli.layout import count_text
from counterflow.cli.ledger import say_entry
from counterflow.ledger import Role
from counterflow.model.decision import Verdict
from counterflow.remote.clock import SystemClock
from counterflow.screen.decision.decide import approve
from counterflow.screen.decision.export import DecisionRow, decision_rows, export_decisions, row_of
from counterflow.screen.decision.history import KIND, past_of
from counterflow.screen.decision.record import Record, record_of_case
from counterflow.screen.decision.retention import erase_old
from counterflow.screen.encode import dump_json


def call(case: Case, action: str, words: tuple[str, ...], options: Mapping[str, Any], *, as_json: bool) -> None:
    """Do one action; who does it is the user of the settings, or the login name."""
    if len(words) > 0 and action not in {"approve", "reject"}:
        raise click.UsageError(f"{action} takes no {words[0]!r}")
    record = record_of_case(case)
    try:
        if action == "decisions":
            _list(record, options["subject"], options["party"], as_json=as_json)
        elif action == "export":
            _export(record, options["output"], options["format_"], as_json=as_json)
        elif action == "forget":
            _forget(record, as_json=as_json)
        else:
            _approve(record, Verdict.APPROVE if action == "approve" else Verdict.REJECT, words, as_json=as_json)
    finally:
        record.ledger.close()


def _approve(record: Record, verdict: Verdict, words: tuple[str, ...], *, as_json: bool) -> None:
    if len(words) == 0:
        raise click.UsageError(f"{verdict} needs the hash of a decision, or its first digits")
    reason = " ".join(words[1:]) or None
    say_entry(approve(record, words[0], verdict, by=decider(), reason=reason), as_json=as_json)


def _list(record: Record, subject: str | None, party: str | None, *, as_json: bool) -> None:
    for row in _rows(record, subject, party):
        if as_json:
            click.echo(dump_json(row).decode("utf-8"))
            continue
        when = row.entered_at[:19].replace("T", " ")
        said = f"{row.decision} ({row.state})  {row.subject} = {' '.join(row.party)}?  {row.content['score']:.2f}"
        click.echo(f"{row.hash[:12]}  {when}  {row.entered_by}  {said}  {row.reason}")
        for one in row.approvals:
            text = f"  {one.verdict}  {one.entered_by}  {one.entered_at[:19].replace('T', ' ')}  {one.reason or ''}"
            click.echo(text.rstrip())


def _rows(record: Record, subject: str | None, party: str | None) -> Iterable[DecisionRow]:
    """Give the decisions wanted, in the order they were made."""
    if subject is None and party is None:
        yield from decision_rows(record.ledger)
        return
    role, value = (Role.SUBJECT, subject) if subject is not None else (Role.PARTY, party)
    for entry in record.ledger.about(role, str(value), kinds=[KIND], with_undone=True):
        if party is None or party in entry.data["party"]:
            past = past_of(record.ledger, entry)
            yield row_of(entry, past.approvals, is_undone=record.ledger.is_undone(entry))


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


def _forget(record: Record, *, as_json: bool) -> None:
    erased = erase_old(record, SystemClock().now(), by=decider())
    if as_json:
        click.echo(dump_json({"erased": erased}).decode("utf-8"))
    else:
        click.echo(f"{count_text(erased, 'document')} of what deciders saw erased", err=True)
