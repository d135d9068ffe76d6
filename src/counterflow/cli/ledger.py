"""`counterflow ledger`: what people said, about a case or on hits alone."""

from __future__ import annotations

import getpass
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from counterflow.case import Case, load_case
from counterflow.cli.argument import json_option
from counterflow.cli.check import check_payload
from counterflow.cli.place import Place, ledger_option, split_place
from counterflow.exc import LedgerError
from counterflow.ledger import KINDS, Entry, Ledger
from counterflow.ledger.entry import check_payload as check_fields
from counterflow.screen.encode import cell_text
from counterflow.settings import load_settings

ACTIONS = (
    "list", "add", "review", "undo", "verify", "split", "decisions", "seen", "approve", "reject", "rule", "allowed",
    "revoke", "export", "forget",
)  # fmt: skip
_OF_DECISIONS = ACTIONS[6:]
_OPTIONS_OF: Mapping[str, tuple[str, ...]] = {
    "output": ("export",),
    "format_": ("export",),
    "subject": ("decisions", "allowed"),
    "party": ("decisions",),
    "state": ("decisions",),
    "index": ("allowed",),
    "scope": ("allowed",),
    "days": ("forget",),
    "kind": ("review",),
    "limit": ("review",),
    "answers": ("review",),
}
"""Which actions take an option."""


@contextmanager
def open_ledger(case: Path) -> Iterator[Ledger]:
    """Open the ledger of a case folder for the time of a command."""
    ledger = Ledger.of_file(load_case(case).ledger_path)
    try:
        yield ledger
    finally:
        ledger.close()


@click.command()
@click.argument("words", nargs=-1, metavar="[CASE] ACTION [WORD]...")
@ledger_option
@click.option("--subject", metavar="ID", help="With decisions and allowed: those on this subject.")
@click.option("--party", metavar="ID", help="With decisions: those on this party, by any entity_id of it.")
@click.option(
    "--state",
    type=click.Choice(("in force", "pending", "rejected", "taken back")),
    help="With decisions: those that are this now; pending waits for a second person.",
)
@click.option(
    "--index",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    help="With allowed, of a ledger of its own: the lists to compare with.",
)
@click.option(
    "--scope",
    type=click.Choice(("listed", "owned", "reported")),
    help="With allowed, of a case: the parties to compare with; default: as `screen` has it.",
)
@click.option("--days", type=click.IntRange(1), help="With forget, of a ledger of its own: how long it is kept.")
@click.option("--output", "-o", type=click.Path(path_type=Path, dir_okay=False), help="With export: file to write.")
@click.option(
    "--format", "format_", type=click.Choice(("csv", "json")), help="With export; default: what the file is called."
)
@click.option(
    "--kind",
    multiple=True,
    type=click.Choice(("pair", "mention", "event", "frame")),
    help="With review: items of this kind alone; may be repeated.",
)
@click.option("--limit", type=click.IntRange(1), help="With review --json: how many items; default: 20.")
@click.option(
    "--answers",
    type=click.Path(path_type=Path, dir_okay=False, allow_dash=True),
    help="With review: JSON Lines of answers to enter; - is stdin.",
)
@json_option
def ledger(words: tuple[str, ...], ledger_file: Path | None, as_json: bool, **options: Any) -> None:
    """List, add to, take back from or verify a ledger; approve and export decisions; look through the allow-list.

    \b
    counterflow ledger CASE list
    counterflow ledger CASE add KIND FIELD=VALUE ...     kinds: judgement, entry, withdrawal, lineage, note
    counterflow ledger CASE review             walk the queue: what is unsure, what matters most first
    counterflow ledger CASE review --json [--kind K] [--limit N]     the queue as JSON
    counterflow ledger CASE review --answers F     JSON Lines: {"item": ID, "answer": A, "reason": R}, {"undo": HASH};
        answers: same, different, unsure, skip; of frames right, wrong, unsure, skip
    counterflow ledger CASE split PARTY             what holds a party together, and what falls apart without it
    counterflow ledger CASE split ID ID             what it falls apart into if these two are two; enters nothing
    counterflow ledger CASE review FRAME reject|confirm reason=...     what show --passages shows, by its first digits
    counterflow ledger CASE review FRAME correct reason=... [type=T] [hedge=H] [polarity=P]
        [args=agent:12-24,place:30-36] [time=40-48:2003-05|none]     places in the document, code points
    counterflow ledger CASE undo HASH [REASON]
    counterflow ledger CASE verify
    counterflow ledger CASE decisions [--subject ID] [--party ID] [--state pending]
    counterflow ledger CASE seen HASH                  what a decision was made on, as its decider saw it
    counterflow ledger CASE approve|reject HASH [REASON]
    counterflow ledger CASE rule [clear|escalate|block]...     a second person must approve these from now on
    counterflow ledger CASE allowed [--subject ID]     what holds, waits or lapsed, and the fact that changed
    counterflow ledger CASE revoke HASH [REASON]       takes a pair off the allow-list; its decision stays
    counterflow ledger CASE export --output F [--format csv|json]
    counterflow ledger CASE forget     erases what deciders saw, retention_days after
    counterflow ledger --ledger FILE ...     the same, of a ledger without a case; it takes notes alone

    Nothing is ever changed or removed in it: an undo is an entry of its own. CASE may stand behind ACTION.
    """
    place, rest = split_place(_case_first(words), ledger_file, makes=("rule",))
    if len(rest) == 0 or rest[0] not in ACTIONS:
        raise click.UsageError(f"give one of: {', '.join(ACTIONS)}")
    action, *more = rest
    _check_options(action, options)
    _check_place(place, options)
    if action in _OF_DECISIONS:
        from counterflow.cli import ledger_decision

        ledger_decision.call(place, action, tuple(more), options, as_json=as_json)
        return
    with place.open() as store:
        if action == "split" or (action == "review" and len(more) == 0):
            _look(place, store, action, tuple(more), options, as_json=as_json)
        else:
            _call(place, store, action, tuple(more), as_json=as_json)


def _case_first(words: tuple[str, ...]) -> tuple[str, ...]:
    """Put the case first: `ledger review CASE` is said as readily as `ledger CASE review`."""
    if len(words) < 2 or words[0] not in ACTIONS or Path(words[0]).exists() or not Path(words[1]).is_dir():
        return words
    return (words[1], words[0], *words[2:])


def _look(
    place: Place, store: Ledger, action: str, words: tuple[str, ...], options: Mapping[str, Any], *, as_json: bool
) -> None:
    """Walk the queue, or look what a party falls apart into."""
    if place.case is None:
        raise click.UsageError(f"{action} belongs to a CASE: a ledger of its own has no build")
    from counterflow.cli.ledger_queue import review_queue, show_split
    from counterflow.service.queue.shape import Kind

    if action == "split":
        show_split(place.case, store, words, as_json=as_json)
        return
    kinds = [Kind(one) for one in options["kind"]] or list(Kind)
    answers, limit = options["answers"], options["limit"]
    review_queue(place.case, store, kinds=kinds, limit=limit, answers=answers, as_json=as_json)


def _call(place: Place, store: Ledger, action: str, words: tuple[str, ...], *, as_json: bool) -> None:
    if action == "add":
        say_entry(_add(place.case, store, words), as_json=as_json)
        return
    if action == "review":
        from counterflow.cli.ledger_review import review

        say_entry(review(place.case, store, words, current_user() or getpass.getuser()), as_json=as_json)
        return
    if action == "undo":
        undo = _undo(store, words)
        say_entry(undo, as_json=as_json, changes_build=_undoes_build(store, undo))
        return
    if len(words) > 0:
        raise click.UsageError(f"{action} takes no {words[0]!r}")
    if action == "list":
        _list(store, as_json=as_json)
    else:
        _verify(store, as_json=as_json)


def _check_place(place: Place, options: Mapping[str, Any]) -> None:
    """Refuse options that belong to a case where there is none, and the other way round."""
    for name, has_case in (("scope", True), ("index", False), ("days", False)):
        if options[name] is not None and has_case != (place.case is not None):
            raise click.UsageError(f"--{name} belongs to {'a CASE' if has_case else '--ledger'}")


def _check_options(action: str, options: Mapping[str, Any]) -> None:
    for name, owners in _OPTIONS_OF.items():
        if options[name] not in (None, ()) and action not in owners:
            raise click.UsageError(f"--{name.rstrip('_')} belongs to {' and '.join(owners)}")


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


def _add(case: Case | None, store: Ledger, words: tuple[str, ...]) -> Entry:
    # What changes a build is of no use where there is none.
    kinds = [kind.name for kind in KINDS.values() if kind.by_hand and (case is not None or not kind.changes_build)]
    if len(words) == 0 or words[0] not in kinds:
        raise click.UsageError(f"add needs a kind: {', '.join(kinds)}")
    kind, *pairs = words
    payload: dict[str, Any] = {}
    for pair in pairs:
        name, sign, value = pair.partition("=")
        if sign == "":
            raise click.UsageError(f"{pair!r} is no FIELD=VALUE; fields of a {kind}: {_fields(kind)}")
        if name in payload:
            raise click.UsageError(f"{name} is given twice")
        payload[name] = value
    if case is not None:
        payload = _check(case, kind, payload)
    return store.append(kind, payload, by=current_user())


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
    undo = store.append("undo", {"hash": entry.hash, "reason": reason or None}, by=current_user())
    if KINDS[entry.kind].undone_by > 1 and not store.is_undone(entry):
        click.echo(f"the {entry.kind} stays until a second person takes it back too", err=True)
    return undo


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
