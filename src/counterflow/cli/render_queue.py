"""An item of the queue in the terminal: both sides side by side, reasons, passages, keys."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from counterflow.cli.layout import count_text, print_heading, print_indented
from counterflow.dossier.basis import feature_words
from counterflow.service.queue.shape import Answer, Change, Cut, Held, Part, QueueItem, QueuePassage, Side, Split

MOST_REASONS = 8


def print_item(console: Console, item: QueueItem, notes: Sequence[str]) -> None:
    """Print one item; notes stand above it."""
    for note in notes:
        console.print(Text(note, style="dim"))
    print_heading(console, item.question)
    console.print(Text(f"  {item.kind} {item.id[:12]}   {item.stands}  {_odds(item)}", style="dim"))
    console.print(Text(f"  {change_text(item.change)}", style="dim"))
    if item.unsure is not None:
        console.print(Text(f"  {item.unsure} was unsure about it.", style="yellow"))
    sides = [one for one in (item.left, item.right) if one is not None]
    table = Table(box=None, expand=True, padding=(0, 2), show_header=False)
    for _ in sides:
        table.add_column(ratio=1, overflow="fold")
    table.add_row(*(_side(one) for one in sides))
    console.print(Padding(table, (1, 0)))
    _print_reasons(console, item)
    if len(item.others) > 0:
        print_indented(console, Text("It may also mean: " + "; ".join(one.caption for one in item.others)), 2)
    if len(item.falls_apart) > 0:
        print_indented(console, Text("If they are two, the party falls apart into:", style="bold"), 2)
        for part in item.falls_apart:
            print_indented(console, _part(part), 4)


def print_keys(console: Console, keys: Mapping[str, Answer]) -> None:
    """Print what may be pressed."""
    words = [f"{key} {answer}" for key, answer in keys.items()]
    words += ["k skip", "r reason", "z undo", "q quit"]
    console.print()
    console.print(Text("  " + "   ".join(words), style="bold blue"))


def print_split(console: Console, split: Split, two: tuple[str, str] | None) -> None:
    """Print what holds a party together, and what it falls apart into."""
    print_heading(console, split.party.caption)
    if two is not None:
        print_indented(console, Text(f"If {two[0]} and {two[1]} are said to be two:"), 2)
        for part in split.parts:
            print_indented(console, _part(part), 4)
        if len(split.cut) > 0:
            print_indented(console, Text("What held them together:"), 2)
        for cut in split.cut:
            print_indented(console, _link(cut), 4)
        console.print()
        left, right = sorted(two)
        command = f"counterflow ledger CASE add judgement left_id={left} right_id={right} judgement=negative reason=..."
        print_indented(console, Text(f"Nothing is entered yet. To say so: {command}", style="dim"), 2)
        return
    if len(split.held) == 0:
        print_indented(console, Text("One entity alone: nothing can fall apart."), 2)
    for held in split.held:
        print_indented(console, _link(held), 2)
        for part in held.parts:
            print_indented(console, _part(part), 6)


def _link(one: Held | Cut) -> Text:
    sure = "" if one.probability is None else f", probability {one.probability:.2f}"
    line = Text(f"{one.left_id} = {one.right_id}")
    line.append(f"   {one.captions[0]} = {one.captions[1]}   by {one.basis}{sure}", style="dim")
    return line


def change_text(change: Change) -> str:
    """Say in words what an answer would touch."""
    parts = [count_text(change.assertions, "value"), count_text(change.edges, "tie")]
    if change.usd > 0:
        parts.append(f"{change.usd:,.0f} USD")
    if change.listing:
        parts.append("whether it is listed")
    return "The answer touches " + ", ".join(parts) + "."


def _odds(item: QueueItem) -> str:
    return "" if item.probability is None else f"Probability {item.probability:.2f}."


def _part(part: Part) -> Text:
    names = "; ".join(dict.fromkeys(part.captions))
    text = Text("• " + names)
    text.append(f"  ({', '.join(part.entity_ids)})", style="dim")
    return text


def _side(side: Side) -> Text:
    text = Text()
    text.append(side.caption, style="bold")
    # The id of what a document names is a digest, which tells nobody anything.
    id_ = side.entity_id if len(side.sources) > 0 else ""
    text.append(f"\n{side.schema_ or 'not known'}  {id_}".rstrip(), style="dim")
    if side.listed_now:
        text.append("\nlisted now", style="red")
    if side.party is not None and side.party.caption != side.caption:
        text.append(f"\npart of {side.party.caption}", style="dim")
    if side.members > 1:
        text.append(f"\n{side.members} entities in this party", style="dim")
    for source in side.sources:
        record = "" if source.record is None else f", record {source.record}"
        text.append(f"\n{source.title}{record}", style="dim")
    for fact in side.facts:
        more = f" and {fact.more} more" if fact.more > 0 else ""
        text.append(f"\n{fact.label}: ", style="cyan")
        text.append("; ".join(fact.values) + more)
    for passage in side.passages:
        text.append("\n\n")
        text.append_text(_passage(passage))
    return text


def _passage(passage: QueuePassage) -> Text:
    text = Text("“" + passage.text.replace("\n", " ") + "”")
    if passage.highlight is not None:
        text.stylize("bold underline", passage.highlight[0] + 1, passage.highlight[1] + 1)
    where = [passage.document.publisher, passage.document.title, passage.document.published]
    page = [] if passage.page is None else [f"page {passage.page}"]
    text.append("\n" + ", ".join([one for one in where if one is not None] + page), style="dim")
    return text


def _print_reasons(console: Console, item: QueueItem) -> None:
    for reason in item.reasons[:MOST_REASONS]:
        sides = reason.left if reason.left == reason.right else f"{reason.left} / {reason.right}"
        weight = "" if reason.contribution is None else f"{reason.contribution:+.2f}  "
        name = feature_words(reason.feature)
        line = Text(weight, style="green" if (reason.contribution or 0) > 0 else "red")
        line.append(name, style="default")
        line.append("" if sides.strip(" /") == "" else f": {sides}", style="dim")
        print_indented(console, line, 2)
