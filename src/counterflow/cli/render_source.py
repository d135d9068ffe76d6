"""How the sources of a case look in a terminal: publishers with their letters, and who repeats whom."""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text

from counterflow.cli.layout import count_text, open_console, print_heading, print_indented, shorten
from counterflow.dossier.source import PublisherRecord, Repeat, ReportRef, Sources

PASSAGE_CHARS = 100
FILES = 5
"""Files without a publisher that are named."""


def print_sources(found: Sources, case: str) -> None:
    """Print how far each publisher is trusted and why, which report repeats which, and how to say otherwise."""
    screen = open_console()
    print_heading(screen, "Publishers")
    for one in found.publishers:
        print_indented(screen, _publisher_text(one), 2)
    if len(found.publishers) == 0:
        print_indented(screen, Text("case.toml names none: every publisher is F, which cannot be judged"), 2)
    if len(found.unsigned) > 0:
        count = count_text(len(found.unsigned), "report names no publisher", "reports name no publisher")
        together = "and count together as one source" if len(found.unsigned) > 1 else "and count as one source"
        print_indented(screen, Text(f"?  {count} {together}: {_files(found.unsigned)}", "yellow"), 2)
        print_indented(
            screen, Text("Give each a line `publisher: KEY` in its front matter, and KEY a letter.", "dim"), 5
        )
    print_heading(screen, "Who repeats whom")
    for repeat in found.lineage:
        print_indented(screen, _report_text(repeat.report), 2)
        print_indented(screen, Text("repeats ", "dim") + _report_text(repeat.repeats), 4)
        print_indented(screen, Text(_basis(repeat), "dim"), 4)
    if len(found.lineage) == 0:
        print_indented(screen, Text("no report is known to repeat another"), 2)
    screen.print()
    hint = f"counterflow ledger {case} add lineage source_id=ID repeats_id=ID verdict=repeats|independent reason=TEXT"
    print_indented(screen, Text(f"To say otherwise: {hint}", "dim"), 0)


def _files(reports: Sequence[ReportRef]) -> str:
    more = f" and {len(reports) - FILES} more" if len(reports) > FILES else ""
    return ", ".join(one.path.rsplit("/", 1)[-1] for one in reports[:FILES]) + more


def _publisher_text(one: PublisherRecord) -> Text:
    letter = (
        one.reliability if one.reliability == one.reliability_now else f"{one.reliability} -> {one.reliability_now}"
    )
    text = Text(f"{letter}  ", style="bold") + Text(one.name) + Text(f"  {one.publisher}", style="cyan")
    checked = f"  {count_text(one.reports, 'report')}, {count_text(one.claims, 'claim')}: {one.confirmed:,} confirmed, "
    return text + Text(
        f"{checked}{one.contradicted:,} contradicted by others; {one.accuracy:.0%} expected right", "dim"
    )


def _report_text(one: ReportRef) -> Text:
    told = ", ".join(part for part in (one.publisher, one.published) if part is not None)
    return Text(one.title or one.path, style="bold") + Text(f"  {told}  ") + Text(one.document_id, style="cyan")


def _basis(repeat: Repeat) -> str:
    kind = "recorded" if repeat.is_recorded else f"inferred, {repeat.probability:.2f}"
    words = "" if repeat.passage is None else f': "{shorten(repeat.passage, PASSAGE_CHARS)}"'
    return f"{repeat.basis} ({kind}){words}"
