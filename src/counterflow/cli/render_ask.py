"""Questions to partners, in words: what to ask whom, the letter, and what came of it."""

from __future__ import annotations

import datetime
import textwrap

from rich.text import Text

from counterflow.cli.layout import count_text, open_console, print_heading, print_indented, print_line
from counterflow.dossier.estimate import amount_text
from counterflow.service.asking.question import PLAIN
from counterflow.service.asking.shape import AskBook, Asked, AskPlan, Interval, Question

LETTER_CHARS = 100
STYLES = {"overdue": "red", "answered": "green"}


def print_plan(found: AskPlan) -> None:
    """Print what is worth knowing, most first, and whom to ask."""
    screen = open_console()
    print_heading(screen, f"What would narrow {found.of}")
    for one in found.wanted:
        whom = _whom(one.partner, one.sees)
        print_line(screen, f"{one.narrower:.0%} narrower", Text(one.quantity, style="bold") + Text(f"  {whom}"))
        taken = f"taken is {_interval_text(one.taken)}, {one.period}"
        print_indented(screen, Text(taken if one.description == "" else f"{one.description}; {taken}", style="dim"), 4)
    screen.print()
    print_indented(
        screen, Text("For the asker alone. `counterflow ask send` writes a question that may leave.", "dim"), 0
    )


def _whom(partner: str | None, sees: tuple[str, ...]) -> str:
    if len(sees) == 0:
        return "no partner is known to see it"
    others = [one for one in sees if one != partner]
    if partner is None:
        return f"nobody: {', '.join(others)} can answer no more, or it is worth too little"
    return f"ask {partner}" + (f" ({', '.join(others)} could see it too)" if len(others) > 0 else "")


def question_text(question: Question, organisation: str | None, deadline: datetime.date) -> str:
    """Write a question as a letter, its marking above and below."""
    asker = "" if organisation is None else f"From: {organisation}\n"
    body = "\n".join(textwrap.fill(one, LETTER_CHARS) for one in (question.text, question.why))
    head = f"{asker}To: {question.partner}\nAnswer by: {deadline.isoformat()}\n"
    return f"{question.marking}\n\n{head}\n{body}\n\n{question.marking}\n"


def print_book(found: AskBook) -> None:
    """Print each question that was asked with its state and its score."""
    screen = open_console()
    if len(found.asked) == 0:
        print_indented(screen, Text("No question was asked."), 0)
        return
    print_heading(screen, count_text(len(found.asked), "question"))
    for one in found.asked:
        said = Text(one.state, style=STYLES.get(one.state, "")) + Text(
            f"  {one.question.partner}: {one.question.quantity}, asked {one.asked_on}, due {one.deadline}"
        )
        print_line(screen, one.entry[:12], said)
        for line in _score(one):
            print_indented(screen, Text(line, style="dim"), 4)


def _score(one: Asked) -> list[str]:
    lines = []
    if one.answer is not None:
        side = "within" if one.was_within else "outside"
        lines.append(f"{_interval_text(one.answer)}: {side} what was taken, {_interval_text(one.taken)}; {one.source}")
    elif one.source is not None:
        lines.append(one.source)
    now = "not estimated now" if one.narrowed is None else f"{one.narrowed:.0%} gone since, by all that came"
    return [*lines, f"{one.question.of}: {one.expected:.0%} of its width expected to go, {now}"]


def _interval_text(one: Interval) -> str:
    unit = "" if one.unit == PLAIN else f" {one.unit}"
    return f"{amount_text(one.low)} to {amount_text(one.high)}{unit}"
