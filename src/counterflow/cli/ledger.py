"""`counterflow ledger`: what people said about a case."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
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
from counterflow.settings import load_settings

ACTIONS = ("list", "add", "undo", "verify")
OWN_COMMANDS = ("undo", "key")
"""Kinds that are not entered field by field."""


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
@json_option
def ledger(case: Path, action: str, words: tuple[str, ...], as_json: bool) -> None:
    """List, add to, take back from or verify the ledger of a case.

    \b
    counterflow ledger CASE list
    counterflow ledger CASE add KIND FIELD=VALUE ...     kinds: judgement, entry, withdrawal, note
    counterflow ledger CASE undo HASH [REASON]
    counterflow ledger CASE verify

    Nothing is ever changed or removed: an undo is an entry of its own.
    """
    with open_ledger(case) as store:
        if action == "list":
            _list(store, as_json=as_json)
        elif action == "add":
            _say(_add(load_case(case), store, words), as_json=as_json)
        elif action == "undo":
            _say(_undo(store, words), as_json=as_json)
        else:
            _verify(store, as_json=as_json)


def _list(store: Ledger, *, as_json: bool) -> None:
    effective = {entry.hash for entry in store.effective()}
    for entry in store.entries():
        if as_json:
            click.echo(json.dumps({**entry._asdict(), "payload": entry.data}, ensure_ascii=False, sort_keys=True))
        else:
            state = "" if entry.hash in effective or entry.kind == "undo" else "  (taken back)"
            fields = "  ".join(f"{name}={value}" for name, value in sorted(entry.data.items()))
            when = entry.entered_at[:19].replace("T", " ")
            click.echo(f"{entry.hash[:12]}  {when}  {entry.entered_by}  {entry.kind}{state}  {fields}")


def _add(case: Case, store: Ledger, words: tuple[str, ...]) -> Entry:
    if len(words) == 0 or words[0] not in KINDS or words[0] in OWN_COMMANDS:
        kinds = ", ".join(kind for kind in KINDS if kind not in OWN_COMMANDS)
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
    matching = [entry for entry in store.entries() if entry.hash.startswith(words[0])]
    if len(matching) != 1:
        raise LedgerError(
            f"{len(matching)} entries begin with {words[0]!r}",
            expected="the hash of one entry",
            next_step="counterflow ledger CASE list shows them",
        )
    reason = " ".join(words[1:])
    return store.append("undo", {"hash": matching[0].hash, "reason": reason or None}, by=current_user())


def _say(entry: Entry, *, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps({**entry._asdict(), "payload": entry.data}, ensure_ascii=False, sort_keys=True))
    else:
        click.echo(f"entered as {entry.hash[:12]}", err=True)
        if KINDS[entry.kind].changes_build:
            click.echo("the next run takes it into account", err=True)


def _verify(store: Ledger, *, as_json: bool) -> None:
    findings = store.verify()
    count = len(store.entries()) if len(findings) == 0 else None
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
