"""`counterflow release`: what a partner may have of a case, computed from that alone."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from counterflow.case import Case, load_case
from counterflow.cli.argument import case_argument, json_option, quiet_option
from counterflow.cli.ledger import current_user
from counterflow.cli.partner import find_partner
from counterflow.exc import UsageError
from counterflow.ledger import Ledger
from counterflow.run.progress import choose_progress
from counterflow.run.run import RunOptions
from counterflow.share import FORMATS

if TYPE_CHECKING:
    from counterflow.service.release.make import Release

FILE, PACKAGE, TAXII = WAYS = ("file", "package", "taxii")
_STIX = "stix"
_SHOWN = 20
"""Refused objects that are named on stderr."""


@click.command()
@case_argument
@click.option("--to", "partner_key", required=True, metavar="PARTNER", help="Whom it is for, of case.toml.")
@click.option(
    "--what",
    multiple=True,
    metavar="QUERY",
    help="A party's name or id, or country=, topic=, dataset= or schema= with a value; repeatable. Else everything.",
)
@click.option("--depth", type=int, default=0, show_default=True, help="Steps over ties and events from these parties.")
@click.option("--as", "way", type=click.Choice(WAYS), default=FILE, show_default=True, help="How it leaves.")
@click.option("--format", "format_", type=click.Choice(FORMATS), default=_STIX, show_default=True, help="Of a file.")
@click.option("--output", "-o", type=click.Path(path_type=Path, dir_okay=False), help="The file or package to write.")
@click.option("--days", type=int, default=30, show_default=True, help="How long a package may be taken.")
@click.option("--dry-run", is_flag=True, help="Only show what would leave and what stays.")
@click.option("--wait", "wait_s", type=click.FloatRange(0), default=0.0, help="Seconds to wait for another run to end.")
@click.option("--all", "in_full", is_flag=True, help="Everything that stays, not the first few of each kind.")
@quiet_option
@json_option
def release(  # noqa: PLR0917 - one argument an option
    case: Path,
    partner_key: str,
    what: tuple[str, ...],
    depth: int,
    way: str,
    format_: str,
    output: Path | None,
    days: int,
    dry_run: bool,
    wait_s: float,
    in_full: bool,
    quiet: bool,
    as_json: bool,
) -> int:
    """Give a partner what they may have of CASE, computed as if the rest had never been in it.

    Everything is built again from what the partner may see: ids, names, beliefs, counts and sizes owe nothing to what
    stays. --dry-run shows the releaser field by field what stays and why, and how the partner's picture differs from
    ours. Nothing leaves that the ledger does not know.

    Exits with 3 when their server refused objects, or has not said what became of some.
    """
    from counterflow.cli.render_release import print_release, say_release
    from counterflow.service.release.make import Order, make_release
    from counterflow.service.release.preview import preview_release
    from counterflow.service.release.shape import ReleaseAnswer

    loaded = load_case(case)
    order = Order(find_partner(loaded, partner_key), format_, what, depth)
    if not dry_run:
        _check(way, format_, output)
    progress = choose_progress(quiet=quiet or as_json)
    try:
        with make_release(loaded, order, progress=progress, options=RunOptions(wait_s=wait_s)) as made:
            preview = preview_release(made) if dry_run or as_json else None
            handed = _Handed() if dry_run else _hand_on(loaded, made, way, output, days)
            report = made.report
    finally:
        progress.close()
    place = None if dry_run else order.partner.push if way == TAXII else str(output)
    if preview is not None and as_json:
        left = None if dry_run else way
        answer = ReleaseAnswer(way=left, place=place, entry=handed.entry, untaken=handed.untaken, preview=preview)
        click.echo(answer.model_dump_json())
    elif preview is not None:
        print_release(preview, in_full=in_full)
    else:
        say_release(report, order.partner.key, place or "", handed.entry)
    return 3 if handed.untaken > 0 else 0


def _check(way: str, format_: str, output: Path | None) -> None:
    if way != FILE and format_ != _STIX:
        raise UsageError(f"a {way} of {format_}", expected=f"--format {_STIX}, or --as {FILE}")
    if way == TAXII and output is not None:
        raise UsageError("--output with --as taxii, which writes no file")
    if way != TAXII and output is None:
        raise UsageError("no file to write", expected="--output FILE, --as taxii, or --dry-run")


class _Handed(NamedTuple):
    """What became of a release that was handed on."""

    entry: str | None = None
    """Hash of its entry in the ledger; None: the partner has all of it already."""
    untaken: int = 0
    """Objects that the partner's server refused, or of which it says nothing yet."""


def _hand_on(case: Case, made: Release, way: str, output: Path | None, days: int) -> _Handed:
    from counterflow.service.release.file import check_release, write_release

    check_release(made)
    if way == TAXII:
        return _push(case, made)
    assert output is not None  # `_check` has asked for it
    if way == FILE:
        return _Handed(write_release(case, made, output, by=current_user()).hash)
    from counterflow.remote.clock import SystemClock
    from counterflow.remote.package.key import key_file, read_key
    from counterflow.remote.package.pack import Packing, make_package

    packing = Packing(made.build, SystemClock().now(), days, current_user(), made.describe())
    make_package(case, made.order.partner, made.read_objects(), read_key(key_file()), output, packing)
    return _Handed(_newest(case))


def _push(case: Case, made: Release) -> _Handed:
    from counterflow.remote.taxii.push import PushOrder, push_objects

    before = _newest(case)
    order = PushOrder(made.build, by=current_user(), about=made.describe())
    pushed = push_objects(case, made.order.partner, made.read_objects(), order)
    for id_, message in list(pushed.refused.items())[:_SHOWN]:
        click.secho(f"refused: {id_}: {message}", fg="yellow", err=True)
    if pushed.waiting > 0:
        click.secho(f"{pushed.waiting:,} of which their server says nothing yet: release again later", err=True)
    after = _newest(case)
    return _Handed(None if after == before else after, len(pushed.refused) + pushed.waiting)


def _newest(case: Case) -> str | None:
    """Give the hash of the newest release in the ledger."""
    with closing(Ledger.of_file(case.ledger_path)) as ledger:
        newest = next(ledger.walk_back("release"), None)
    return None if newest is None else newest.hash
