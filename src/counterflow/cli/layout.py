"""How the terminal is laid out: headings, values beside their labels, paragraphs with a margin."""

from __future__ import annotations

import calendar
import re

from rich.console import Console
from rich.text import Text

LABEL_CHARS = 18
"""Width of the labels at the left."""

MIN_CHARS = 40
"""Narrowest layout; a terminal that says it is narrower, or 0 wide, wraps it itself."""


class _Console(Console):
    def on_broken_pipe(self) -> None:
        """Leave a closed pipe to `main`, which knows that its reader has seen enough."""
        raise BrokenPipeError


def open_console() -> Console:
    """Open stdout as a terminal, or as plain text where it is none."""
    console = _Console(highlight=False, soft_wrap=False)
    console.width = max(console.width, MIN_CHARS)
    return console


def print_heading(console: Console, title: str) -> None:
    """Print an empty line and a title."""
    console.print()
    console.print(Text(title.upper(), style="bold blue"))


def print_line(console: Console, label: str, content: Text) -> None:
    """Print a value beside its label; both wrap inside their columns."""
    left = Text(label, style="dim").wrap(console, LABEL_CHARS)
    right = content.wrap(console, max(20, console.width - LABEL_CHARS - 4))
    for number in range(max(len(left), len(right))):
        line = Text("  ") + (left[number] if number < len(left) else Text(""))
        if number < len(right):
            line.pad_right(LABEL_CHARS + 4 - len(line))
            line.append_text(right[number])
        line.rstrip()
        console.print(line, soft_wrap=True)


def print_indented(console: Console, content: Text, indent: int) -> None:
    """Print a paragraph with a margin, and nothing but its words after them."""
    for line in content.wrap(console, max(20, console.width - indent)):
        line.rstrip()
        console.print(Text(" " * indent) + line, soft_wrap=True)


def count_text(number: int, one: str, many: str | None = None) -> str:
    """Write a number with its noun: "1 party", "2,401 parties"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def probability_text(probability: float) -> str:
    """Write a probability: "0.94"; what is not certain never reads as 1."""
    return "over 0.99" if probability >= 0.995 else f"{probability:.2f}"


_NO_YEAR = re.compile(r"XXXX-(\d\d)(?:-(\d\d))?")


def date_text(edtf: str | None) -> str:
    """Write a date of publication: "2016-03-02", "5 May, year not given", "date unknown"."""
    if edtf is None:
        return "date unknown"
    found = _NO_YEAR.fullmatch(edtf)
    if found is None or not 1 <= int(found[1]) <= 12:
        return edtf
    day = "" if found[2] is None else f"{int(found[2])} "
    return f"{day}{calendar.month_name[int(found[1])]}, year not given"


def shorten(text: str, limit: int = 160) -> str:
    """Write a text on one line, and cut it off with an ellipsis where it is longer than `limit` characters."""
    text = " ".join(text.split())
    return text if len(text) <= limit else text[: limit - 1] + "…"
