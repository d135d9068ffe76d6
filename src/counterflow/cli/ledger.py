"""`counterflow ledger`: what people said about a case."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from counterflow.case import Case, load_case
from counterflow.cli.argument import case_argument, json_option
from counterflow.cli.check import check_payload
from counterflow.exc import LedgerError
from counterflow.ledger import KINDS, Entry, Ledger
from counterflow.ledger.entry import check_payload as check_fields
from counterflow.screen.encode import cell_text
from counterflow.settings import load_settings

ACTIONS = ("list", "add", "undo", "verify", "decisions", "approve", "reject", "export", "forget")
_OPTIONS_OF = {"output": "export", "format_": "export", "subject": "decisions", "party": "decisions"}
"""Which action takes an option."""


@contextmanager
def open_ledger(case: Path) -> Iterator[Ledger]:
    """Open the ledger of a case folder for the time of a command."""
    ledger = Ledger.of_file(load_case(case).ledger_path)
    try:
        yield ledger
    finally:
        ledger.close()


@click.command()
@case_argument
@click.argument("action", type=click.Choice(ACTIONS))
@click.argument("words", nargs=-1)
@click.option("--subject", metavar="ID", help="With decisions: those on this subject.")
@click.option("--party", metavar="ID", help="With decisions: those on this party, by any entity_id of it.")
@click.option("--output", "-o", type=click.Path(path_type=Path, dir_okay=False), help="With export: file to write.")
@click.option(
    "--format", "format_", type=click.Choice(("csv", "json")), help="With export; default: what the file is called."
)
@json_option
def ledger(case: Path, action: str, words: tuple[str, ...], as_json: bool, **options: Any) -> None:
    """List, add to, take back from or verify the ledger of a case; approve and export decisions.

    \b
    counterflow ledger CASE list
    counterflow ledger CASE add KIND FIELD=VALUE ...     kinds: judgement, entry, withdrawal, note
    counterflow ledger CASE undo HASH [REASON]
    counterflow ledger CASE verify
    counterflow ledger CASE decisions [--subject ID] [--party ID]
    counterflow ledger CASE approve|reject HASH [REASON]
    counterflow ledger CASE export --output F [--format csv|json]
    counterflow ledger CASE forget     erases what deciders saw, retention_days after

    Nothing is ever changed or removed in it: an undo is an entry of its own.
    """
    _check_options(action, options)
    if action in {"decisions", "approve", "reject", "export", "forget"}:
        from counterflow.cli import ledger_decision

        ledger_decision.call(load_case(case), action, words, options, as_json=as_json)
        return
    with open_ledger(case) as store:
        if action == "list":
            _list(store, as_json=as_json)
        elif action == "add":
            say_entry(_add(load_case(case), store, words), as_json=as_json)
        elif action == "undo":
            undo = _undo(store, words)
            say_entry(undo, as_json=as_json, changes_build=_undoes_build(store, undo))
        else:
            _verify(store, as_json=as_json)


def _check_options(action: str, options: Mapping[str, Any]) -> None:
    for name, owner in _OPTIONS_OF.items():
        if options[name] is not None and action != owner:
            raise click.UsageError(f"--{name.rstrip('_')} belongs to {owner}")


def _list(store: Ledger, *, as_json: bool) -> None:
    undone = store.undone()
    for entry in store.walk():
        if as_json:
            click.echo(json.dumps({**entry._asdict(), "payload": entry.data}, ensure_ascii=False, sort_keys=True))
        else:
            state = "  (taken back)" if entry.hash in undone and entry.kind != "undo" else ""
            fields = "  ".join(f"{name}={cell_text(value)}" for name, value in sorted(entry.data.items()))
            when = entry.entered_at[:19].replace("T", " ")
            click.echo(f"{entry.hash[:12]}  {when}  {entry.entered_by}  {entry.kind}{state}  {fields}")


def _add(case: Case, store: Ledger, words: tuple[str, ...]) -> Entry:
    if len(words) == 0 or words[0] not in KINDS or not KINDS[words[0]].by_hand:
        kinds = ", ".join(kind.name for kind in KINDS.values() if kind.by_hand)
        raise click.UsageError(f"add needs a kind: {kinds}")
    kind, *pairs = words
    payload = {}
    for pair in pairs:
        name, sign, value = pair.partition("=")
        if sign == "":
            raise click.UsageError(f"{pair!r} is no FIELD=VALUE; fields of a {kind}: {_fields(kind)}")
        if name in payload:
            raise click.UsageError(f"{name} is given twice")
        payload[name] = value
    checked = _check(case, kind, payload)
    return store.append(kind, checked, by=current_user())


def _check(case: Case, kind: str, payload: dict[str, Any]) -> dict[str, Any]:
    if kind == "judgement":
        payload["judgement"] = payload.get("judgement", "").lower() or None
        # The order of a pair says nothing; the ledger keeps the smaller id left.
        if "left_id" in payload and "right_id" in payload:
            payload["left_id"], payload["right_id"] = sorted((payload["left_id"], payload["right_id"]))
    check_fields(kind, payload)
    checked, warnings = check_payload(case, kind, payload)
    for warning in warnings:
        click.echo(f"note: {warning}", err=True)
    return checked


def _fields(kind: str) -> str:
    return ", ".join(field.name if field.required else f"[{field.name}]" for field in KINDS[kind].fields)


def _undo(store: Ledger, words: tuple[str, ...]) -> Entry:
    if len(words) == 0:
        raise click.UsageError("undo needs the hash of an entry, or its first digits")
    if words[0].strip() == "":
        raise click.UsageError("undo needs the hash of an entry, or its first digits")
    entry = store.find(words[0])
    reason = " ".join(words[1:])
    return store.append("undo", {"hash": entry.hash, "reason": reason or None}, by=current_user())


def _undoes_build(store: Ledger, undo: Entry) -> bool:
    """Say whether what an undo takes back, in the end, changes what is computed."""
    while undo.kind == "undo":
        undo = store.find(undo.data["hash"])
    return KINDS[undo.kind].changes_build


def say_entry(entry: Entry, *, as_json: bool, changes_build: bool | None = None) -> None:
    """Say that something was entered."""
    if as_json:
        click.echo(json.dumps({**entry._asdict(), "payload": entry.data}, ensure_ascii=False, sort_keys=True))
    else:
        click.echo(f"entered as {entry.hash[:12]}", err=True)
        if KINDS[entry.kind].changes_build if changes_build is None else changes_build:
            click.echo("the next run takes it into account", err=True)


def _verify(store: Ledger, *, as_json: bool) -> None:
    findings = store.verify()
    newest = store.newest() if len(findings) == 0 else None
    count = None if len(findings) > 0 else 0 if newest is None else newest.sequence
    if as_json:
        click.echo(json.dumps({"entries": count, "findings": findings}, ensure_ascii=False))
    elif len(findings) == 0:
        click.echo(f"the ledger is whole: {count} entries", err=True)
    if len(findings) > 0:
        raise LedgerError(
            "; ".join(findings), where="ledger", next_step="Restore it from a copy made before the change"
        )


def current_user() -> str | None:
    """Say who enters what: COUNTERFLOW_USER, or the login name."""
    return load_settings(os.environ).user
