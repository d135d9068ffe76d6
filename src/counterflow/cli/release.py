"""`counterflow release`: what a partner may have of a case, computed from that alone."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from counterflow.case import load_case
from counterflow.cli.argument import case_argument, json_option, quiet_option
from counterflow.cli.release_option import FILE, STIX, WAYS, Options
from counterflow.exc import UsageError
from counterflow.share import FORMATS

ACTIONS = ("ask", "approve", "reject", "make", "list", "recall", "confirm")
_OWN_TERMS = frozenset(["approve", "reject", "make", "recall", "confirm"])
"""Actions on what the ledger holds, with terms of its own."""


@click.command()
@case_argument
@click.argument("words", nargs=-1, metavar="[ACTION [HASH [REASON]]]")
@click.option("--to", "partner", metavar="PARTNER", help="Whom it is for, of case.toml.")
@click.option(
    "--what",
    multiple=True,
    metavar="QUERY",
    help="A party's name or id, or country=, topic=, dataset= or schema= with a value; repeatable. Else everything.",
)
@click.option("--depth", type=int, default=0, show_default=True, help="Steps over ties and events from these parties.")
@click.option("--as", "way", type=click.Choice(WAYS), default=FILE, show_default=True, help="How it leaves.")
@click.option("--format", "format_", type=click.Choice(FORMATS), default=STIX, show_default=True, help="Of a file.")
@click.option("--output", "-o", type=click.Path(path_type=Path, dir_okay=False), help="The file or package to write.")
@click.option("--days", type=int, default=30, show_default=True, help="How long a package may be taken.")
@click.option(
    "--expires",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="YYYY-MM-DD",
    help="First day on which the partner shall have no copy any more; a package has --days.",
)
@click.option("--reason", metavar="TEXT", help="With ask: why.")
@click.option("--recall", is_flag=True, help="With --as taxii: only take back what is not in the release any more.")
@click.option("--unconfirmed", is_flag=True, help="With list: only copies that should be gone.")
@click.option("--dry-run", is_flag=True, help="Only show what would leave and what stays.")
@click.option("--wait", "wait_s", type=click.FloatRange(0), default=0.0, help="Seconds to wait for another run to end.")
@click.option("--all", "in_full", is_flag=True, help="Everything that stays, not the first few of each kind.")
@quiet_option
@json_option
def release(case: Path, words: tuple[str, ...], expires: datetime.datetime | None, **options: Any) -> int:
    """Give a partner what they may have of CASE, computed as if the rest had never been in it.

    Everything is built again from what the partner may see: ids, names, beliefs, counts and sizes owe nothing to what
    stays. --dry-run shows the releaser field by field what stays and why, and how the partner's picture differs from
    ours. Nothing leaves that the ledger does not know.

    Four eyes: `ask --to PARTNER --reason TEXT` asks for a release, `approve HASH` or `reject HASH` is said by somebody
    else, who looks at it with --dry-run, `make HASH` lets it leave, once, as the same bytes. Where case.toml says
    four_eyes of a partner, nothing leaves to them otherwise.

    Afterwards: `list` prints what was given and asked for, `recall HASH REASON` enters that the partner must keep no
    copy, `confirm HASH TEXT` that they say that there is none.

    Exits with 3 when their server refused objects, or has not said what became of some.
    """
    action = words[0] if len(words) > 0 else None
    if action is not None and action not in ACTIONS:
        raise click.UsageError(f"{action!r} is no action; give one of: {', '.join(ACTIONS)}")
    chosen = Options(load_case(case), words[1:], expires=None if expires is None else f"{expires:%Y-%m-%d}", **options)
    _check(action, chosen)
    return _find(action)(chosen)


def _find(action: str | None) -> Callable[[Options], int]:
    """Find what does an action; its module is loaded only then."""
    if action in {"list", "recall", "confirm"}:
        from counterflow.cli import release_after

        return {"list": release_after.show, "recall": release_after.recall, "confirm": release_after.confirm}[action]
    if action in {"ask", "approve", "reject"}:
        from counterflow.cli import release_request

        known = {"ask": release_request.ask, "approve": release_request.approve, "reject": release_request.reject}
        return known[action]
    from counterflow.cli import release_give

    return release_give.give if action is None else release_give.make


def _check(action: str | None, options: Options) -> None:
    """Refuse options and words that belong to other actions."""
    if action in {"ask", "list"} and len(options.words) > 0:
        raise click.UsageError(f"{action} takes no {options.words[0]!r}")
    if action in _OWN_TERMS and len(options.words) == 0:
        raise click.UsageError(f"{action} needs the hash of an entry, or its first digits")
    if action in _OWN_TERMS and (options.partner is not None or len(options.what) > 0 or options.expires is not None):
        raise click.UsageError(f"{action} takes --to, --what and --expires from the ledger")
    if action in {None, "ask"} and options.partner is None:
        raise click.UsageError("Missing option '--to'.")
    if (action == "ask") != (options.reason is not None):
        raise click.UsageError("ask needs --reason TEXT, and --reason belongs to ask")
    if options.recall and (action is not None or options.way != "taxii" or len(options.what) > 0):
        raise UsageError("--recall takes back by --as taxii, of everything that was given and without an action")
    if options.unconfirmed and action != "list":
        raise click.UsageError("--unconfirmed belongs to list")
