"""`counterflow release CASE` and `make HASH`: a release leaves as a file, a package or by TAXII."""

from __future__ import annotations

from contextlib import closing
from typing import NamedTuple

import click

from counterflow.case import Case
from counterflow.cli.decide import decider
from counterflow.cli.partner import check_four_eyes, find_partner
from counterflow.cli.release_option import FILE, TAXII, Options, check_output, check_way
from counterflow.cli.render_release import print_release, say_release
from counterflow.ledger import Ledger
from counterflow.service.release.file import Leave, check_release, write_release
from counterflow.service.release.make import Order, Release
from counterflow.service.release.preview import preview_release
from counterflow.service.release.request import check_approved, check_same, find_request, order_of
from counterflow.service.release.shape import ReleaseAnswer

_SHOWN = 20
"""Refused objects that are named on stderr."""


class _Handed(NamedTuple):
    """What became of a release that was handed on."""

    entry: str | None = None
    """Hash of its entry in the ledger; None: the partner has all of it already."""
    untaken: int = 0
    """Objects that the partner's server refused, or of which it says nothing yet."""


def give(options: Options) -> int:
    """Compute a release, and show it or let it leave."""
    partner = find_partner(options.case, options.partner or "")
    check_way(options.way, options.format_, options.expires)
    if not options.dry_run:
        check_output(options.way, options.output)
        if not options.recall:
            check_four_eyes(partner)
    order = Order(partner, options.format_, options.what, options.depth)
    leave = Leave(decider(), options.expires, options.days)
    with options.compute(order) as made:
        return _show(options, made, options.way, leave)


def make(options: Options) -> int:
    """Let a release leave that was asked for and approved."""
    with closing(Ledger.of_file(options.case.ledger_path)) as ledger:
        request = find_request(ledger, options.words[0])
        if not options.dry_run:
            check_approved(ledger, request)
    said = request.data
    if not options.dry_run:
        check_output(said["way"], options.output)
    with options.compute(order_of(options.case, request)) as made:
        check_same(request, made)
        content = said["content"]
        leave = Leave(decider(), content.get("expires"), content.get("days", options.days), request.hash)
        return _show(options, made, said["way"], leave)


def _show(options: Options, made: Release, way: str, leave: Leave) -> int:
    """Show a release, or let it leave and say so."""
    preview = preview_release(made) if options.dry_run or options.as_json else None
    handed = _Handed() if options.dry_run else _hand_on(options, made, way, leave)
    partner = made.order.partner
    place = None if options.dry_run else partner.push if way == TAXII else str(options.output)
    if preview is not None and options.as_json:
        left = None if options.dry_run else way
        answer = ReleaseAnswer(way=left, place=place, entry=handed.entry, untaken=handed.untaken, preview=preview)
        click.echo(answer.model_dump_json())
    elif preview is not None:
        print_release(preview, in_full=options.in_full)
    else:
        say_release(made.report, partner.key, place or "", handed.entry)
    return 3 if handed.untaken > 0 else 0


def _hand_on(options: Options, made: Release, way: str, leave: Leave) -> _Handed:
    if way == TAXII:
        return _push(options, made, leave)
    check_release(made)
    assert options.output is not None  # `check_output` has asked for it
    if way == FILE:
        return _Handed(write_release(options.case, made, options.output, leave).hash)
    from counterflow.remote.clock import SystemClock
    from counterflow.remote.package.key import key_file, read_key
    from counterflow.remote.package.pack import Packing, make_package

    packing = Packing(made.build, SystemClock().now(), leave.days, leave.by, made.describe(), leave.request)
    make_package(options.case, made.order.partner, made.read_objects(), read_key(key_file()), options.output, packing)
    return _Handed(_newest(options.case))


def _push(options: Options, made: Release, leave: Leave) -> _Handed:
    from counterflow.remote.taxii.push import PushOrder, push_objects

    if not options.recall:
        check_release(made)
    before = _newest(options.case)
    order = PushOrder(
        made.build,
        recall=options.recall,
        by=leave.by,
        about={**made.describe(), **leave.about()},
        request=leave.request,
        gives=not options.recall,
    )
    pushed = push_objects(options.case, made.order.partner, made.read_objects(), order)
    for id_, message in list(pushed.refused.items())[:_SHOWN]:
        click.secho(f"refused: {id_}: {message}", fg="yellow", err=True)
    if pushed.waiting > 0:
        click.secho(f"{pushed.waiting:,} of which their server says nothing yet: release again later", err=True)
    click.echo(f"{pushed.taken:,} taken, {pushed.recalled:,} taken back", err=True)
    after = _newest(options.case)
    return _Handed(None if after == before else after, len(pushed.refused) + pushed.waiting)


def _newest(case: Case) -> str | None:
    """Give the hash of the newest release in the ledger."""
    with closing(Ledger.of_file(case.ledger_path)) as ledger:
        newest = next(ledger.walk_back("release"), None)
    return None if newest is None else newest.hash
