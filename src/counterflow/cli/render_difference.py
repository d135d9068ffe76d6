"""How a what-if looks in a terminal: what goes, what comes, what becomes surer or less sure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from rich.console import Console
from rich.text import Text

from counterflow.cli.layout import count_text, open_console, print_heading, print_indented, shorten
from counterflow.dossier.difference import (
    BeliefChange,
    BeliefFigures,
    Difference,
    EdgeChange,
    EdgeFigures,
    EntityChange,
)
from counterflow.dossier.withdraw import WhatIf

SHOWN = 10
"""Changes shown of each kind, unless all are asked for."""

VALUE_CHARS = 60

_SIGN = {"gone": ("- ", "red"), "new": ("+ ", "green"), "changed": ("~ ", "yellow")}

C = TypeVar("C", EntityChange, BeliefChange, EdgeChange)


def print_what_if(found: WhatIf, *, in_full: bool) -> None:
    """Print what a case would say without some sources."""
    screen = open_console()
    for one in found.withdrawn:
        told = ", ".join(part for part in (one.publisher, one.published, one.path) if part is not None)
        print_heading(screen, f"{'and what repeats it: ' if one.is_copy else 'Without '}{one.title or one.path}")
        print_indented(screen, Text(told, style="dim"), 2)
    print_difference(screen, found.difference, in_full=in_full)
    if not found.is_entered:
        screen.print()
        print_indented(screen, Text("Nothing was changed: --write --reason TEXT enters the withdrawal.", "dim"), 0)


def print_difference(screen: Console, found: Difference, *, in_full: bool) -> None:
    """Print what differs between two builds."""
    if found.build_before == found.build_after:
        print_indented(screen, Text("It makes no difference."), 2)
        return
    for table in found.tables:
        print_indented(screen, Text(f"{table.table}: {table.before:,} -> {table.after:,} rows"), 2)
    _print_changes(screen, "Parties and events", found.entities, _entity_text, in_full=in_full)
    _print_changes(screen, "Beliefs", found.beliefs, _belief_text, in_full=in_full)
    _print_changes(screen, "Ties", found.edges, _edge_text, in_full=in_full)


def _print_changes(
    screen: Console, title: str, changes: Sequence[C], text: Callable[[C], Text], *, in_full: bool
) -> None:
    if len(changes) == 0:
        return
    counts = {kind: sum(one.change == kind for one in changes) for kind in _SIGN}
    print_heading(screen, title)
    told = ", ".join(f"{count:,} {kind}" for kind, count in counts.items() if count > 0)
    print_indented(screen, Text(told), 2)
    for kind, (sign, style) in _SIGN.items():
        chosen = [one for one in changes if one.change == kind]
        for one in chosen if in_full else chosen[:SHOWN]:
            print_indented(screen, Text(sign, style=style) + text(one), 2)
        rest = 0 if in_full else len(chosen) - SHOWN
        if rest > 0:
            print_indented(screen, Text(f"{count_text(rest, 'more', 'more')} {kind}: --all shows them", "dim"), 4)


def _entity_text(one: EntityChange) -> Text:
    text = Text(one.caption, style="bold") + Text(f"  {one.schema_}  ") + Text(one.id, style="cyan")
    if one.change == "changed" and one.members_before != one.members_after:
        text += Text(f"  {one.members_before} -> {one.members_after} records")
    if one.listed_before != one.listed_after:
        text += Text("  listed -> not listed" if one.listed_before else "  not listed -> listed", style="bold")
    return text


def _belief_text(one: BeliefChange) -> Text:
    text = Text(one.caption or one.canonical_id, style="bold") + Text(
        f"  {one.prop}: {shorten(one.value, VALUE_CHARS)}"
    )
    return text + Text(f"  {_belief_figures(one.before, one.after)}")


def _belief_figures(before: BeliefFigures | None, after: BeliefFigures | None) -> str:
    if before is None or after is None:
        only = after if before is None else before
        assert only is not None  # a change has one side at least
        return f"{_chance(only.probability)}, {count_text(only.roots, 'root')}, {only.reliability}{only.credibility}"
    parts = [f"{_chance(before.probability)} -> {_chance(after.probability)}"]
    if before.roots != after.roots:
        parts.append(f"{before.roots} -> {count_text(after.roots, 'root')}")
    elif before.reports != after.reports:
        parts.append(f"{before.reports} -> {count_text(after.reports, 'report')}")
    letters = [f"{side.reliability}{side.credibility}" for side in (before, after)]
    if letters[0] != letters[1]:
        parts.append(" -> ".join(letters))
    if before.polarity != after.polarity or before.hedge != after.hedge:
        parts.append(f"{before.polarity}, {before.hedge} -> {after.polarity}, {after.hedge}")
    return ", ".join(parts)


def _edge_text(one: EdgeChange) -> Text:
    text = Text(one.source or one.source_id, style="bold") + Text(f"  {one.role} ({one.schema_})  ")
    text += Text(one.target or one.target_id, style="bold")
    if one.before is not None and one.after is not None:
        text += Text(f"  {_edge_figures(one.before, one.after)}")
    return text


def _edge_figures(before: EdgeFigures, after: EdgeFigures) -> str:
    pairs = (("roots", before.roots, after.roots), ("evidence", before.evidence, after.evidence))
    parts = [f"{name} {one} -> {other}" for name, one, other in pairs if one != other]
    if before.probability != after.probability:
        parts.insert(0, f"{_chance(before.probability)} -> {_chance(after.probability)}")
    return ", ".join(parts)


def _chance(probability: float | None) -> str:
    return "unknown" if probability is None else f"{probability:.2f}"
