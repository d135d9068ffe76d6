"""How a release looks in a terminal before it leaves, and after."""

from __future__ import annotations

from collections.abc import Sequence

import click
from rich.console import Console
from rich.text import Text

from counterflow.cli.layout import count_text, open_console, print_heading, print_indented, print_line, shorten
from counterflow.cli.render_difference import print_difference
from counterflow.service.release.shape import HeldBack, ReleasePreview
from counterflow.share import ExportReport

SHOWN = 10
"""Fields shown of each reason, unless all are asked for."""
VALUE_CHARS = 60


def say_release(report: ExportReport, partner: str, place: str, entry: str | None) -> None:
    """Say on stderr what left."""
    said = f"{count_text(report.entities, 'entity', 'entities')} of {count_text(report.statements, 'statement')}"
    click.echo(f"{said}, {report.marking}, for {partner}: {place}", err=True)
    if entry is None:
        click.echo(f"{partner} has all of it: nothing was sent", err=True)
    else:
        click.echo(f"entered as {entry[:12]}", err=True)


def print_release(found: ReleasePreview, *, in_full: bool) -> None:
    """Print what would leave, what stays and why, and how the recipient's picture differs from ours."""
    screen = open_console()
    print_heading(screen, f"What {found.partner} would get")
    asked = "the whole case" if len(found.what) == 0 else f"{', '.join(found.what)}, {count_text(found.depth, 'step')}"
    print_line(screen, "asked for", Text(asked))
    print_line(screen, "marking", Text(found.marking, style="bold"))
    said = f"{count_text(found.entities, 'entity', 'entities')} of {count_text(found.statements, 'statement')}"
    print_line(screen, "content", Text(f"{said}, {found.format}, {found.bytes:,} bytes"))
    print_line(screen, "sha256", Text(found.sha256))
    print_line(screen, "build", Text(f"{found.build}; ours is {found.own_build}"))
    _print_held_back(screen, found.held_back, in_full=in_full)
    if len(found.inputs) > 0:
        print_heading(screen, "Inputs that were not read for it")
        for one in found.inputs:
            print_indented(screen, Text(f"{one.path}  ") + Text(one.marking, style="red"), 2)
    if len(found.entries) > 0:
        print_heading(screen, "Entries of the ledger about what stays")
        for entry in found.entries:
            print_indented(screen, Text(f"{entry.kind}  {', '.join(entry.about)}"), 2)
    print_heading(screen, "Their picture, compared with ours")
    print_difference(screen, found.difference, in_full=in_full)
    screen.print()
    print_indented(screen, Text("Nothing has left. All of this is for the releaser alone.", "dim"), 0)


def _print_held_back(screen: Console, rows: Sequence[HeldBack], *, in_full: bool) -> None:
    reasons = list(dict.fromkeys(one.reason for one in rows))
    for reason in reasons:
        chosen = [one for one in rows if one.reason == reason]
        print_heading(screen, f"{'Leaves' if chosen[0].leaves else 'Stays'}: {count_text(len(chosen), 'field')}")
        print_indented(screen, Text(reason), 2)
        for one in chosen if in_full else chosen[:SHOWN]:
            text = Text(one.caption or one.party, style="bold") + Text(
                f"  {one.prop}: {shorten(one.value, VALUE_CHARS)}  "
            )
            text += Text(", ".join(one.markings), style="red") + Text(f"  {', '.join(one.sources)}", style="dim")
            print_indented(screen, text, 2)
        if not in_full and len(chosen) > SHOWN:
            rest = count_text(len(chosen) - SHOWN, "more", "more")
            print_indented(screen, Text(f"{rest}: --all shows them", "dim"), 4)
