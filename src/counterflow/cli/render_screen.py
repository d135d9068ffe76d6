"""How the answer to one query looks in a terminal."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Console
from rich.text import Text

from counterflow.cli.layout import count_text, open_console, print_indented, shorten
from counterflow.screen.answer import Answer, ReasonLine, Result, Status

SHOWN_REASONS = 6
"""Reasons shown of one result."""

_INDENT = "         "


def print_answer(answer: Answer, threshold: float) -> None:
    """Print results, best first, each with its reasons; what they say stands in one line above."""
    console = open_console()
    matches = sum(one.match for one in answer.results)
    others = len(answer.results) - matches
    found = count_text(matches, "match", "matches") if matches > 0 else "no match"
    more = "" if others == 0 else f", {others} below the threshold"
    head = Text(found, style="bold red" if matches > 0 else "bold green") + Text(more, style="bold")
    console.print(head + Text(f"  (threshold {threshold:g}, {answer.algorithm})", style="not bold dim"))
    lists = ", ".join(
        one.name if one.published is None else f"{one.name} {one.published}" for one in answer.index.lists
    )
    console.print(Text(f"searched {answer.index.build}: {lists}", style="dim"), soft_wrap=True)
    for one in answer.results:
        print_result(console, one)


def print_result(console: Console, result: Result, most_reasons: int | None = SHOWN_REASONS) -> None:
    """Print one result with so many of its reasons; None: all."""
    console.print()
    line = Text(f"{score_text(result.score):>7}  ", style="bold red" if result.match else "dim")
    line += Text(shorten(result.caption), style="bold")
    line += Text(f"  {result.schema}, {', '.join(result.datasets)}")
    if result.status is not Status.LISTED:
        line += Text(f"  {result.status}", style="bold yellow")
    console.print(line, soft_wrap=True)
    console.print(Text(f"{_INDENT}{result.id}", style="cyan"), soft_wrap=True)
    print_indented(console, Text(result.explanation, style="italic"), len(_INDENT))
    for reason in result.reasons[:most_reasons]:
        console.print(_reason_text(reason), soft_wrap=True)
    hidden = 0 if most_reasons is None else len(result.reasons) - most_reasons
    if hidden > 0:
        console.print(Text(f"{_INDENT}{count_text(hidden, 'more reason')}: --json", style="dim"))


def _reason_text(reason: ReasonLine) -> Text:
    style = "green" if reason.contribution > 0 else "red"
    sides = " ~ ".join(_distinct((shorten(reason.query, 60), shorten(reason.candidate, 60)))) or "none"
    text = Text(f"{_INDENT}{reason.contribution:+6.1f}  ", style=style)
    return text + Text(f"{reason.feature.replace('_', ' ')}  ", style="dim") + Text(sides)


def score_text(score: float) -> str:
    """Write a probability in per cent, near 100 with as many digits as tell it from certainty."""
    if score > 0.999:
        return "> 99.9%"
    return f"{100 * score:.1f}%"


def _distinct(texts: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(text for text in texts if text != ""))
