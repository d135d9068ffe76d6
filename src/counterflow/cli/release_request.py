"""`counterflow release CASE ask`, `approve` and `reject`: four eyes on what leaves."""

from __future__ import annotations

from contextlib import closing
from typing import Any

import click

from counterflow.cli.decide import decider
from counterflow.cli.ledger import say_entry
from counterflow.cli.partner import find_partner
from counterflow.cli.release_option import PACKAGE, Options, check_way
from counterflow.cli.render_release import print_release
from counterflow.ledger import Ledger
from counterflow.model.decision import Verdict
from counterflow.service.release.make import Order
from counterflow.service.release.preview import preview_release
from counterflow.service.release.request import (
    ask_release,
    check_same,
    check_waiting,
    find_request,
    judge_request,
    order_of,
)


def ask(options: Options) -> int:
    """Ask for a release."""
    partner = find_partner(options.case, options.partner or "")
    check_way(options.way, options.format_, options.expires)
    terms: dict[str, Any] = {"days": options.days} if options.way == PACKAGE else {}
    terms |= {} if options.expires is None else {"expires": options.expires}
    order = Order(partner, options.format_, options.what, options.depth)
    with options.compute(order) as made, closing(Ledger.of_file(options.case.ledger_path)) as ledger:
        entry = ask_release(ledger, made, options.way, terms, by=decider(), reason=options.reason or "")
        if not options.as_json:
            print_release(preview_release(made), in_full=options.in_full)
    say_entry(entry, as_json=options.as_json)
    if not options.as_json:
        root = options.case.root
        click.echo(f"waiting: somebody else calls counterflow release {root} approve {entry.hash[:12]}", err=True)
    return 0


def approve(options: Options) -> int:
    """Look at what would leave, and approve it; with --dry-run only look."""
    with closing(Ledger.of_file(options.case.ledger_path)) as ledger:
        request = find_request(ledger, options.words[0])
        if not options.dry_run:
            check_waiting(ledger, request, decider())  # before minutes are spent
        with options.compute(order_of(options.case, request)) as made:
            check_same(request, made)
            if not options.as_json:
                print_release(preview_release(made), in_full=options.in_full)
            if options.dry_run:
                return 0
            reason = " ".join(options.words[1:]) or None
            entry = judge_request(ledger, request, Verdict.APPROVE, by=decider(), reason=reason, release=made)
    say_entry(entry, as_json=options.as_json)
    return 0


def reject(options: Options) -> int:
    """Say no."""
    with closing(Ledger.of_file(options.case.ledger_path)) as ledger:
        request = find_request(ledger, options.words[0])
        reason = " ".join(options.words[1:]) or None
        entry = judge_request(ledger, request, Verdict.REJECT, by=decider(), reason=reason, release=None)
    say_entry(entry, as_json=options.as_json)
    return 0
