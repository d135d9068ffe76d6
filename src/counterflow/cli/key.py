"""`counterflow key`: who may ask a server, and for what."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from counterflow.api.guard.key import Key, KeyScope, add_key, list_keys, revoke_key
from counterflow.api.guard.keyring import utc_now
from counterflow.cli.argument import json_option
from counterflow.cli.ledger import current_user, open_ledger
from counterflow.ledger import Ledger

ACTIONS = {"add": 1, "list": 0, "revoke": 1}
"""Each action, and how many words follow it."""


@click.command()
@click.argument("words", nargs=-1, metavar="[CASE] {add HOLDER|list|revoke ID}")
@click.option(
    "--ledger", "ledger_file", type=click.Path(path_type=Path, dir_okay=False), help="A ledger file, not a case."
)
@click.option(
    "--scope",
    "scopes",
    multiple=True,
    type=click.Choice([one.value for one in KeyScope]),
    help="What a new key allows; several if repeated.",
)
@click.option("--expires", metavar="DATE", help="First day (UTC) on which a new key is refused; default: none.")
@json_option
def key(
    words: tuple[str, ...], ledger_file: Path | None, scopes: tuple[str, ...], expires: str | None, as_json: bool
) -> None:
    """Make, list and take back the API keys of a server.

    \b
    counterflow key CASE add HOLDER --scope screen [--scope read] [--expires DATE]
    counterflow key CASE list
    counterflow key CASE revoke ID
    counterflow key --ledger FILE add ...

    A key is printed once, when it is made: only its SHA-256 is kept. To change one, make a second for the same holder,
    let the holder take it into use, and take the first back. Servers follow within a second or two.
    """
    case, action, rest = _read_words(words, has_ledger=ledger_file is not None)
    if action != "add" and (len(scopes) > 0 or expires is not None):
        raise click.UsageError("--scope and --expires belong to add")
    with _open(case, ledger_file) as store:
        if action == "add":
            made, text = add_key(store, rest[0], scopes, expires=expires, by=current_user())
            _show_new(made, text, as_json=as_json)
        elif action == "list":
            _list(store, as_json=as_json)
        else:
            _show_revoked(revoke_key(store, rest[0], by=current_user()), as_json=as_json)


def _read_words(words: tuple[str, ...], *, has_ledger: bool) -> tuple[str | None, str, tuple[str, ...]]:
    """Split the words into the case, the action and what follows it."""
    case = None if has_ledger or len(words) == 0 else words[0]
    action, *rest = words[0 if has_ledger else 1 :] or [""]
    if (case is None and not has_ledger) or action not in ACTIONS or len(rest) != ACTIONS[action]:
        raise click.UsageError("give a CASE, or --ledger with a file, and one of: add HOLDER, list, revoke ID")
    return case, action, tuple(rest)


@contextlib.contextmanager
def _open(case: str | None, ledger_file: Path | None) -> Iterator[Ledger]:
    if ledger_file is None:
        assert case is not None  # checked when the words were read
        with open_ledger(Path(case)) as store:
            yield store
        return
    with contextlib.closing(Ledger.of_file(ledger_file)) as store:
        yield store


def _show_new(made: Key, text: str, *, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps({**_fields(made, "valid"), "key": text}, ensure_ascii=False, sort_keys=True))
        return
    click.echo(f"key {made.id} of {made.holder}; it is shown this once:", err=True)
    click.echo(text)


def _list(store: Ledger, *, as_json: bool) -> None:
    now = utc_now()
    for one, is_revoked in list_keys(store):
        state = "revoked" if is_revoked else "expired" if one.is_expired(now) else "valid"
        if as_json:
            click.echo(json.dumps(_fields(one, state), ensure_ascii=False, sort_keys=True))
        else:
            until = "" if one.expires is None else f"  expires {one.expires}"
            click.echo(f"{one.id}  {state:7}  {one.created[:10]}  {one.holder}  {' '.join(sorted(one.scopes))}{until}")


def _show_revoked(taken: Key, *, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(_fields(taken, "revoked"), ensure_ascii=False, sort_keys=True))
    else:
        click.echo(f"key {taken.id} of {taken.holder} is taken back", err=True)


def _fields(one: Key, state: str) -> dict[str, Any]:
    return {
        "id": one.id,
        "holder": one.holder,
        "scopes": sorted(one.scopes),
        "created": one.created,
        "expires": one.expires,
        "state": state,
    }
