"""How the changes of a list look in a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.text import Text

from counterflow.cli.layout import open_console, print_heading, print_indented, shorten
from counterflow.dossier.change_shape import ChangedField, ChangedParty, ChangeStep, ListedParty
from counterflow.model.schema import get_schema

SHOWN = 10
"""Parties shown of each kind of change, unless all are asked for."""


def print_changes(steps: Sequence[ChangeStep], *, in_full: bool) -> None:
    """Print each step between two vintages: who came, who went, what is said otherwise."""
    screen = open_console()
    is_empty = True
    for step in steps:
        if len(step.added) + len(step.removed) + len(step.changed) == 0 and in_full:
            continue  # of one party most vintages change nothing
        is_empty = False
        print_heading(screen, f"{step.dataset_title}, {step.previous} to {step.published}")
        counts = f"{len(step.added):,} added, {len(step.removed):,} removed, {len(step.changed):,} changed"
        print_indented(screen, Text(counts), 2)
        _print_parties(screen, "+", "green", step.added, in_full=in_full)
        _print_parties(screen, "-", "red", step.removed, in_full=in_full)
        shown = step.changed if in_full else step.changed[:SHOWN]
        for party in shown:
            _print_changed(screen, party)
        _print_rest(screen, len(step.changed) - len(shown), "changed")
    if is_empty:
        screen.print("no vintage changes anything")


def _print_parties(screen: Console, sign: str, style: str, parties: Sequence[ListedParty], *, in_full: bool) -> None:
    shown = parties if in_full else parties[:SHOWN]
    for party in shown:
        print_indented(screen, Text(f"{sign} ", style=style) + _party_text(party), 2)
    _print_rest(screen, len(parties) - len(shown), "added" if sign == "+" else "removed")


def _print_changed(screen: Console, changed: ChangedParty) -> None:
    print_indented(screen, Text("~ ", style="yellow") + _party_text(changed.party), 2)
    for field in changed.fields:
        print_indented(screen, _field_text(field, changed.party), 6)


def _party_text(party: ListedParty) -> Text:
    return Text(party.caption, style="bold") + Text(f"  {party.entity_id}", style="cyan") + Text(f"  {party.schema_}")


def _field_text(field: ChangedField, party: ListedParty) -> Text:
    """Name the field, and what it is of where that is not the party itself: its sanction, its passport."""
    of = "" if field.schema_ == party.schema_ else f"{get_schema(field.schema_).label}, "
    text = Text(f"{of}{field.label}: ", style="dim")
    gone, new = ("; ".join(shorten(value, 80) for value in values) for values in (field.removed, field.added))
    if gone != "":
        text += Text(gone, style="red strike") + Text(" → " if new != "" else " (removed)", style="dim")
    return text + Text(new, style="green") + Text(" (added)" if gone == "" else "", style="dim")


def _print_rest(screen: Console, number: int, what: str) -> None:
    if number > 0:
        print_indented(screen, Text(f"and {number:,} more {what} (--all)", style="dim"), 2)
