"""How an event that is told more than once looks in a terminal: its accounts side by side, role by role."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.text import Text

from counterflow.cli.layout import count_text, date_text, print_heading, print_indented, print_line
from counterflow.cli.render_frames import FIRM
from counterflow.dossier.told_shape import Event, EventAccount

SAYING = {"same": "the same", "within": "one says less", "conflicts": "THEY DIFFER", None: "one account alone"}
"""How accounts stand to each other, in words."""


def print_events(console: Console, events: Sequence[Event]) -> None:
    """Print each event with what every account says in every role."""
    if len(events) == 0:
        return
    print_heading(console, "Told more than once")
    for event in events:
        head = f"{event.type}, {count_text(len(event.accounts), 'account')} from {count_text(event.roots, 'root')}"
        console.print(Text(f"  {head}", style="bold"), Text(event.id, style="cyan"))
        for number, account in enumerate(event.accounts, start=1):
            date = date_text(account.document.published)
            print_indented(console, Text(f"[{number}] {account.document.title or 'untitled'}, {date}", style="dim"), 4)
        told = [f"{one.words}{_doubt(one)}" for one in event.accounts]
        _print_role(console, "told as", told, "")
        for role in event.roles:
            _print_role(console, role.role, role.values, SAYING[role.stance])


def _print_role(console: Console, label: str, values: Sequence[str | None], stance: str) -> None:
    """Print what is said; values that several accounts give in the same words stand once with their numbers."""
    by_value: dict[str, list[str]] = {}
    for number, value in enumerate(values, start=1):
        if value is not None:
            by_value.setdefault(value, []).append(str(number))
    said = " | ".join(f"{value} [{', '.join(numbers)}]" for value, numbers in by_value.items())
    text = Text(said)
    if stance != "":
        text += Text(f"   {stance}", style="bold red" if stance.isupper() else "dim")
    print_line(console, f"  {label}", text)


def _doubt(account: EventAccount) -> str:
    frame = account.frame
    doubt = [one for one in (frame.hedge, frame.polarity) if one not in FIRM]
    return f" ({', '.join(doubt)})" if len(doubt) > 0 else ""
