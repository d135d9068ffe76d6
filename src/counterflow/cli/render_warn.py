"""Warnings in the terminal: changes of a series, and hypotheses, each with what it stands on."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from rich.text import Text

from counterflow.cli.layout import count_text, open_console, print_heading, print_indented, print_line
from counterflow.service.warning.series import number_text
from counterflow.service.warning.shape import QuestionAnswer, SeriesAnswer

BARS = "▁▂▃▄▅▆▇█"
MOST_BARS = 96
"""Of longer series a bar is the mean of several periods."""


def print_series(found: SeriesAnswer, values: NDArray[np.float64]) -> None:
    """Print what changed in a series."""
    screen = open_console()
    print_indented(screen, Text(found.sentence, style="bold"), 0)
    print_indented(
        screen, Text(f"{found.path}: {count_text(found.periods, 'period')}, {found.first} to {found.last}", "dim"), 0
    )
    screen.print()
    print_indented(screen, Text(picture(values, min(MOST_BARS, screen.width - 2))), 2)
    if len(found.changes) > 0:
        print_heading(screen, "Changes")
    for one in found.changes:
        said = f"{number_text(one.before)} → {number_text(one.after)}, "
        said += f"by {number_text(one.low, '+')} to {number_text(one.high, '+')}"
        print_line(screen, one.period, Text(said))
        date = one.period if one.earliest == one.latest else f"between {one.earliest} and {one.latest}"
        when = f"{date}; {chance_text(one.probability)} as clear if nothing changed"
        print_indented(screen, Text(when, style="dim"), 4)
    print_heading(screen, "What was searched")
    for part in found.searches:
        said = "a change" if part.found else "none"
        text = f"{said}; {chance_text(part.probability)} as clear if nothing changed, memory {part.memory:.2f}, "
        tails = "normal tails" if part.tails >= 30 else f"tails of t({part.tails:g})"
        print_line(screen, f"{part.first} to {part.last}", Text(text + tails))


def chance_text(probability: float) -> str:
    """Write how many of like series give such a step."""
    return f"{probability:.1%}" if probability < 0.1 else f"{probability:.0%}"


def picture(values: NDArray[np.float64], most: int = MOST_BARS) -> str:
    """Draw a series as a row of at most so many bars, the least value the lowest."""
    parts = np.array([part.mean() for part in np.array_split(values, min(len(values), most))])
    low, high = float(parts.min()), float(parts.max())
    place = (parts - low) / (high - low) * (len(BARS) - 1) if high > low else np.zeros(len(parts))
    return "".join(BARS[round(one)] for one in place.tolist())


def print_question(found: QuestionAnswer) -> None:
    """Print the hypotheses of a question as rows, and what each root tells apart."""
    screen = open_console()
    print_heading(screen, found.question)
    for one in found.hypotheses:
        said = Text(f"{one.probability:.0%}", style="bold") + Text(f"  {one.low:.0%} to {one.high:.0%}  {one.text}")
        print_line(screen, one.name, said)
    if len(found.roots) > 0:
        print_heading(screen, "What tells them apart")
    best = found.hypotheses[0].name
    for root in found.roots:
        print_line(screen, f"{root.diagnosticity:.1f} bits", Text(f"{root.root}: {', '.join(root.items)}"))
        without = f"without it {best} {root.without[best]:.0%}" if root.diagnosticity > 0.05 else "tells nothing apart"
        print_indented(screen, Text(without, style="dim"), 4)
