"""How what could not be read looks in a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.text import Text

from counterflow.cli.layout import open_console, print_heading, print_indented, shorten
from counterflow.dossier.shape import ProblemItem

SHOWN = 3
"""Places shown of one problem that many files or records have, unless all are asked for."""

_TITLES = {"file": "Files not read, or not read whole", "record": "Records in quarantine", "value": "Values left out"}


def print_problems(problems: Iterable[ProblemItem], *, in_full: bool) -> None:
    """Print what could not be read, grouped by how much was lost, then by what is wrong and what to do about it."""
    screen = open_console()
    problems = list(problems)
    for severity, title in _TITLES.items():
        some = [problem for problem in problems if problem.severity == severity]
        if len(some) == 0:
            continue
        print_heading(screen, f"{title} ({len(some):,})")
        for alike in _group(some):
            _print_alike(screen, alike, in_full=in_full)
    if len(problems) == 0:
        screen.print("no problems: everything was read")


def _group(problems: Sequence[ProblemItem]) -> list[list[ProblemItem]]:
    """Put problems together that say the same, in the order of the first of each."""
    groups: dict[tuple[str | None, ...], list[ProblemItem]] = {}
    for problem in problems:
        groups.setdefault((problem.message, problem.expected, problem.next_step), []).append(problem)
    return list(groups.values())


def _print_alike(screen: Console, alike: Sequence[ProblemItem], *, in_full: bool) -> None:
    """Print one problem: of one place, the place first; of several, their number, and the first of them below."""
    first = alike[0]
    if len(alike) == 1:
        print_indented(screen, Text(_place(first), style="cyan"), 2)
        print_indented(screen, Text(f"{first.message}{_value(first)}"), 4)
        _print_advice(screen, first)
        return
    print_indented(screen, Text(first.message) + Text(f" ({len(alike):,} times)", style="bold"), 2)
    _print_advice(screen, first)
    shown = alike if in_full else alike[:SHOWN]
    for problem in shown:
        print_indented(screen, Text(_place(problem), style="cyan") + Text(_value(problem)), 4)
    if len(shown) < len(alike):
        print_indented(screen, Text(f"and {len(alike) - len(shown):,} more (--all)", style="dim"), 4)


def _place(problem: ProblemItem) -> str:
    return ", ".join(part for part in (problem.path, problem.record, problem.field) if part is not None)


def _value(problem: ProblemItem) -> str:
    return "" if problem.value is None else f': "{shorten(problem.value)}"'


def _print_advice(screen: Console, problem: ProblemItem) -> None:
    expected = None if problem.expected is None else f"Expected {problem.expected}"
    advice = ". ".join(part for part in (expected, problem.next_step) if part is not None)
    if advice != "":
        print_indented(screen, Text(advice, style="dim"), 4)
