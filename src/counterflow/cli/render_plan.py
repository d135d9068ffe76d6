"""A plan in the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Console
from rich.text import Text

from counterflow.cli.layout import count_text, open_console, print_heading, print_indented, print_line
from counterflow.plan.briefing import flow_text

if TYPE_CHECKING:
    from counterflow.plan.shape import MeasureLine, PlanAnswer

MOST_BLOCKED = 10
"""Blocked measures that are printed; all are in the JSON and in --gaps."""


def print_plan(answer: PlanAnswer) -> None:
    """Print what to take, what it cuts, and what would change that."""
    console = open_console()
    print_indented(console, Text(_headline(answer), style="bold"), 0)
    print_indented(console, Text(answer.handling, style="dim"), 0)
    if answer.is_stopped:
        print_indented(console, Text("Time ended first: this is the best plan until then, its bound holds."), 0)
    print_heading(console, "What to take")
    for one in answer.measures:
        _print_measure(console, one)
    if len(answer.opened) > 0:
        print_heading(console, "What they would open")
        for way in answer.opened:
            print_line(console, way.arc, Text(f"{way.name}, in {way.share:.0%} of draws"))
    print_heading(console, "Other budgets")
    for point in answer.curve:
        said = f"claimed {point.claimed_cut:.0%}, surviving {point.surviving_cut:.0%}, at most {point.bound:.0%}"
        asked = ", as asked" if point.budget == answer.budget else ""
        print_line(console, f"{point.budget:,.0f}", Text(said + asked))
    print_heading(console, "Year by year")
    for year in answer.years:
        said = f"cut {year.at_once:.0%} if they adapt at once, {year.after_a_year:.0%} if a year later"
        print_line(console, f"Year {year.year}", Text(said))
    _print_others(console, answer)


def _headline(answer: PlanAnswer) -> str:
    """Say in a sentence what the plan cuts."""
    return (
        f"{count_text(len(answer.measures), 'measure')} for {answer.cost_usd:,.0f} USD: "
        f"claimed cut {answer.claimed_cut:.0%}, surviving cut {answer.surviving_cut:.0%} "
        f"(bad draws {answer.surviving_cut_bad:.0%}), at most {answer.bound:.0%} can be had "
        f"(gap {answer.gap:.0%}) of {flow_text(answer)}"
    )


def _print_measure(console: Console, one: MeasureLine) -> None:
    kind, _, target = one.name.partition(": ")
    print_line(console, kind, Text(target, style="bold"))
    print_line(console, "", Text(f"{one.actor}; {one.cost_usd:,.0f} USD, {one.delay_days:.0f} days"))
    print_line(console, "", Text(f"if it fails {one.surviving_cut_without:.0%} stays cut; {one.legal_basis}"))
    for tie in one.ties:
        firm = "nobody says how sure" if tie.probability is None else f"{tie.probability:.0%} sure"
        print_line(console, "", Text(f"{tie.name}: {tie.share:.0%} of it, the tie is {firm}"))


def _print_others(console: Console, answer: PlanAnswer) -> None:
    if len(answer.in_force) > 0:
        print_heading(console, "In force already")
        for one in answer.in_force:
            kind, _, target = one.name.partition(": ")
            print_line(console, kind, Text(target))
    if len(answer.blocked) > 0:
        print_heading(console, "Blocked by missing evidence")
    for gap in answer.blocked[:MOST_BLOCKED]:
        kind, _, target = gap.name.partition(": ")
        cut = gap.surviving_cut_with
        adds = "" if cut is None else f"; with it {cut:.0%} would stay cut"
        print_line(console, kind, Text(f"{target}: missing {', '.join(gap.missing)}{adds}"))
    if len(answer.blocked) > MOST_BLOCKED:
        print_line(console, "", Text(f"and {len(answer.blocked) - MOST_BLOCKED} more; --gaps F.csv writes all"))
