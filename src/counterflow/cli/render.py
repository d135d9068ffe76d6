"""How a dossier and a case look in a terminal."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from counterflow.cli.layout import (
    LABEL_CHARS,
    count_text,
    date_text,
    open_console,
    print_heading,
    print_indented,
    print_line,
    probability_text,
    shorten,
)
from counterflow.cli.render_event import print_events
from counterflow.cli.render_frames import one_line, print_told, told
from counterflow.cli.render_problems import print_problems
from counterflow.cli.render_role import print_role, print_stockpile
from counterflow.dossier.case_shape import CaseSummary
from counterflow.dossier.party_shape import Dossier, Fact, FactValue, IdentityItem, Interval, Link, NameValue
from counterflow.dossier.shape import DocumentRef, EvidenceItem, PartyRef
from counterflow.dossier.told_shape import Passage, PassageFrames
from counterflow.model.doubt import EXPORTED_HEDGES

SHOWN_EVIDENCE = 3
"""Sources shown of one value, and passages of one party, unless all are asked for."""

SHOWN_PASSAGES = 12

_ARROWS = {"out": "→", "in": "←", "none": "—"}


def print_summary(summary: CaseSummary) -> None:
    """Print what a case is and what its build holds."""
    console = open_console()
    console.print(Text(summary.name, style="bold"), Text(f"  {_label(summary.handling)}", style="dim"))
    if summary.question != "":
        console.print(Text(summary.question, style="italic"))
    counts = summary.counts
    said = (
        (counts.parties, "party", "parties"),
        (counts.documents, "document", "documents"),
        (counts.statements, "statement", "statements"),
        (counts.evidence, "piece of evidence", "pieces of evidence"),
        (counts.problems, "problem", "problems"),
    )
    console.print(f"build {summary.build}: " + ", ".join(count_text(*one) for one in said))
    table = Table(box=None, pad_edge=False, padding=(0, 2))
    for heading in ("list", "vintage", "parties"):
        table.add_column(heading, style="", header_style="dim", justify="right" if heading == "parties" else "left")
    for dataset in summary.datasets:
        table.add_row(dataset.title, dataset.published or "date unknown", f"{dataset.parties:,}")
    console.print(table)


def print_dossier(dossier: Dossier, *, in_full: bool) -> None:
    """Print one party: names by script, facts, links, passages, each with its source."""
    console = open_console()
    _print_head(console, dossier)
    _print_names(console, dossier, in_full=in_full)
    if len(dossier.facts) > 0:
        print_heading(console, "Facts")
        for fact in dossier.facts:
            _print_fact(console, fact, in_full=in_full)
    for interval in dossier.intervals:
        _print_interval(console, interval)
    if len(dossier.links) > 0:
        print_heading(console, "Links")
        for links in _parallel_links(dossier.links):
            _print_links(console, links, in_full=in_full)
    if len(dossier.roles) > 0:
        print_heading(console, "Roles")
        for role in dossier.roles:
            print_role(console, role)
            print_evidence(console, role.evidence, "", in_full=in_full)
    if len(dossier.stockpiles) > 0:
        print_heading(console, "Goods that could come to market")
        for stock in dossier.stockpiles:
            print_stockpile(console, stock)
            print_evidence(console, stock.evidence, "", in_full=in_full)
    print_identity(console, dossier.identity, in_full=in_full)
    if len(dossier.narratives) > 0:
        _print_narratives(console, dossier)
    print_events(console, dossier.events)
    print_passages(dossier, in_full=in_full)
    if len(dossier.problems) > 0:
        print_problems(dossier.problems, in_full=in_full)


def _print_head(console: Console, dossier: Dossier) -> None:
    console.print(
        Text(dossier.caption, style="bold"),
        Text(f"  {dossier.schema_}, {_state(dossier)}"),
        Text(f"  {_label(dossier.handling)}", style="dim"),
    )
    stated = [member for member in dossier.members if not member.is_told]
    shown = stated if len(stated) > 0 else dossier.members
    for member in shown:
        basis = f"  {member.basis}" if len(shown) > 1 else ""
        console.print(Text(f"  {member.entity_id}", style="cyan"), Text(f"{member.caption}"), Text(basis, style="dim"))
    if len(shown) < len(dossier.members):
        told = count_text(len(dossier.members) - len(shown), "document of the case tells", "documents of the case tell")
        console.print(Text(f"  {told} of it", style="dim"))


def _state(dossier: Dossier) -> str:
    """Say whether the party is listed, and by which vintage of which list."""
    lists = [f"{dataset.name} {dataset.last_listed}" for dataset in dossier.datasets if dataset.last_listed is not None]
    by = f" ({', '.join(lists)})" if len(lists) > 0 else ""
    if dossier.listed_now:
        return f"listed now{by}"
    return "not listed" if dossier.delisted_on is None else f"delisted {dossier.delisted_on}{by}"


def _print_names(console: Console, dossier: Dossier, *, in_full: bool) -> None:
    if len(dossier.names) == 0:
        return
    print_heading(console, "Names")
    for group in dossier.names:
        for number, names in enumerate(_same_names(group.values)):
            kinds = ", ".join(dict.fromkeys(name.kind for name in names))
            kind = "" if kinds == "name" else f" ({kinds})"
            label = group.script if number == 0 else ""
            evidence = [item for name in names for item in name.evidence]
            text = Text(names[0].value, style="bold") + Text(kind, style="dim") + _gone_text(evidence)
            text += _doubt_text(evidence)
            print_line(console, label, text)
            # The words of a document stand with its passage.
            places = [item if item.document_id is None else item.model_copy(update={"text": ""}) for item in evidence]
            print_evidence(console, places, names[0].value, in_full=in_full)


def _same_names(names: Sequence[NameValue]) -> list[list[NameValue]]:
    """Put names that differ in their case alone side by side: lists write one name in several ways."""
    groups: dict[str, list[NameValue]] = {}
    for name in names:
        groups.setdefault(name.value.casefold(), []).append(name)
    return list(groups.values())


def _print_fact(console: Console, fact: Fact, *, in_full: bool) -> None:
    for number, value in enumerate(fact.values):
        text = Text(value.caption) + Text(_support(value), style="dim") + _gone_text(value.evidence)
        text += _doubt_text(value.evidence)
        print_line(console, fact.label if number == 0 else "", text)
        print_evidence(console, value.evidence, value.caption, in_full=in_full)


def _print_interval(console: Console, interval: Interval) -> None:
    """Print one designation or document: a record of one list, so its source stands once."""
    print_heading(console, interval.label)
    sources = {
        f"{item.dataset} {_vintages(item)}, {item.record or item.entity_id}"
        for fact in interval.facts
        for value in fact.values
        for item in value.evidence
    }
    print_indented(console, Text("; ".join(sorted(sources)), style="dim"), 2)
    # Where the whole record has gone, its source says so, and no value needs to.
    is_gone = all(
        item.gone_on is not None for fact in interval.facts for value in fact.values for item in value.evidence
    )
    for fact in interval.facts:
        values = [Text(value.caption) + (Text("") if is_gone else _gone_text(value.evidence)) for value in fact.values]
        print_line(console, fact.label, Text("; ").join(values))


def _gone_text(evidence: Sequence[EvidenceItem]) -> Text:
    """Mark what no source states any more: since when the last of them does not."""
    gone = [item.gone_on for item in evidence]
    days = [day for day in gone if day is not None]
    return Text("") if len(days) == 0 or None in gone else Text(f"  gone {max(days)}", style="red")


def _doubt_text(evidence: Sequence[EvidenceItem]) -> Text:
    """Mark what no source affirms as a fact or as reported."""
    if any(item.polarity == "affirmed" and item.hedge in EXPORTED_HEDGES for item in evidence):
        return Text("")
    doubts = dict.fromkeys(item.hedge if item.polarity == "affirmed" else item.polarity for item in evidence)
    return Text(f"  {', '.join(doubts).upper()}", style="bold yellow")


def _support(value: FactValue) -> str:
    """Say what stands behind a value: how probable it is, letter and digit, reports and roots."""
    said = [f"written as {value.edtf}"] if value.edtf is not None and value.edtf != value.value else []
    said += [] if value.probability is None else [probability_text(value.probability)]
    said += [f"{value.reliability}{value.credibility}"]
    if value.reports > 1:
        said.append(f"{count_text(value.reports, 'report')}, {count_text(value.roots, 'root')}")
    return "  " + "  ".join(said)


def _parallel_links(links: Sequence[Link]) -> list[list[Link]]:
    """Put links together that say the same: several lists often state one tie."""
    groups: dict[tuple[str, ...], list[Link]] = {}
    for link in links:
        key = (link.direction, link.role, link.other.id, link.start_date or "", link.end_date or "")
        groups.setdefault(key, []).append(link)
    return list(groups.values())


def _print_links(console: Console, links: Sequence[Link], *, in_full: bool) -> None:
    link = links[0]
    dates = " to ".join(dict.fromkeys(date for date in (link.start_date, link.end_date) if date is not None))
    text = Text(f"{_ARROWS[link.direction]} ") + Text(link.other.caption, style="bold")
    text += Text(f"  {link.other.id}", style="cyan") + Text(f"  {dates}" if dates != "" else "", style="dim")
    text += _gone_text([item for one in links for item in one.evidence])
    print_line(console, link.role, text)
    print_tie_evidence(console, [item for one in links for item in one.evidence], in_full=in_full)


def print_tie_evidence(console: Console, evidence: Sequence[EvidenceItem], *, in_full: bool) -> None:
    """Print the sources of a tie: a record is one line, since its subject, object and role are fields of one entry."""
    records = {(item.dataset, item.record): item for item in evidence if item.document_id is None}
    passages = [item.model_copy(update={"text": ""}) for item in evidence if item.document_id is not None]
    shown = [item.model_copy(update={"field": None, "text": ""}) for item in records.values()] + passages
    print_evidence(console, shown, "", in_full=in_full)


def print_evidence(console: Console, evidence: Sequence[EvidenceItem], value: str, *, in_full: bool) -> None:
    """Print the sources of a value, with the words of the source where they differ from the value itself."""
    lines = list(dict.fromkeys(_evidence_line(item, value) for item in evidence))
    shown = lines if in_full else lines[:SHOWN_EVIDENCE]
    more = "" if len(shown) == len(lines) else f"; and {len(lines) - len(shown)} more (--all)"
    print_indented(console, Text("; ".join(shown) + more, style="dim"), LABEL_CHARS + 4)


def _evidence_line(item: EvidenceItem, value: str) -> str:
    words = "" if item.text.strip().casefold() in ("", value.casefold()) else f' "{shorten(one_line(item.text))}"'
    said = [word for word in (item.polarity, item.hedge) if word not in ("affirmed", "fact")]
    said += [f"says {' < '.join(one_line(one) for one in reversed(item.attribution))}"] if item.attribution else []
    doubt = f" [{', '.join(said)}]" if len(said) > 0 else ""
    doubt += "" if item.given_by is None else f", given by {one_line(item.given_by)}"
    if item.document_id is not None:
        return f"{item.resource.path} {_vintages(item)}{words}{doubt}"
    place = ", ".join(part for part in (item.record or item.entity_id, item.field) if part is not None)
    return f"{item.dataset} {_vintages(item)}, {place}{words}{doubt}"


def _vintages(item: EvidenceItem) -> str:
    """Say in which vintages it stood, and since when it no longer does."""
    first, last = item.first_seen or item.resource.published, item.last_seen
    if first is None:
        return "date unknown"
    span = first if last in (None, first) else f"{first} to {last}"
    return span if item.gone_on is None else f"{span}, gone {item.gone_on}"


def print_passages(dossier: Dossier, *, in_full: bool) -> None:
    """Print the sentences that name the party, newest first, reports before lists."""
    passages = dossier.passages
    if len(passages) == 0:
        return
    console = open_console()
    print_heading(console, f"Passages that name it ({len(passages)})")
    # A sentence that names the party twice is one sentence to read.
    sentences = list({(passage.document.id, passage.text): passage for passage in reversed(passages)}.values())[::-1]
    for passage in sentences if in_full else sentences[:SHOWN_PASSAGES]:
        _print_quote(console, passage.text, passage.highlight, _passage_line(passage))
        print_told(console, [told(frame) for frame in passage.frames])
    if not in_full and len(sentences) > SHOWN_PASSAGES:
        console.print(Text(f"  and {len(sentences) - SHOWN_PASSAGES} more (--passages)", style="dim"))


def print_identity(console: Console, items: Sequence[IdentityItem], *, in_full: bool) -> None:
    """Print how an identity changed, and what in it cannot be; each with its sources."""
    if len(items) == 0:
        return
    print_heading(console, "Identity over time")
    for one in items:
        label = date_text(one.since) if one.since is not None else "date unknown"
        style = "bold red" if one.is_contradiction else "bold"
        print_line(console, label, Text(one.sentence, style=style))
        print_evidence(console, one.evidence, "", in_full=in_full)


def print_case_identity(items: Sequence[IdentityItem], *, in_full: bool) -> None:
    """Print the identities of a case that changed or contradict themselves, by party."""
    console = open_console()
    if len(items) == 0:
        console.print("No ship or company of the case changes its name, flag or number, or shares one.")
    for party, held in itertools.groupby(items, key=lambda one: one.party):
        console.print()
        console.print(Text(party.caption, style="bold"), Text(f"  {party.id}", style="cyan"))
        print_identity(console, list(held), in_full=in_full)


def print_party_passages(dossier: Dossier) -> None:
    """Print what the lists say of a party in prose, and every sentence that names it, each with what it tells."""
    console = open_console()
    if len(dossier.passages) == 0 and len(dossier.narratives) == 0:
        console.print(f"no passage names {dossier.caption}")
    if len(dossier.narratives) > 0:
        _print_narratives(console, dossier)
    print_passages(dossier, in_full=True)


def print_case_passages(passages: Sequence[PassageFrames], *, in_full: bool) -> None:
    """Print the sentences that tell something, reports before lists, newest first."""
    console = open_console()
    print_heading(console, f"Sentences that tell something ({len(passages):,})")
    for passage in passages if in_full else passages[:SHOWN_PASSAGES]:
        line = _place_line(passage.document, passage.subject, passage.page)
        _print_quote(console, passage.text, (0, 0), line)
        print_told(console, [told(frame) for frame in passage.frames])
    if not in_full and len(passages) > SHOWN_PASSAGES:
        console.print(Text(f"  and {len(passages) - SHOWN_PASSAGES:,} more (--all)", style="dim"))


def print_naming_passages(name: str, passages: Sequence[PassageFrames]) -> None:
    """Print the sentences that hold a name which no party bears."""
    console = open_console()
    count = count_text(len({one.document.id for one in passages}), "document")
    print_heading(console, f"No party is named {shorten(name)}: {count_text(len(passages), 'passage')} of {count}")
    for passage in passages:
        first = max(passage.text.casefold().find(name.casefold()), 0)
        line = _place_line(passage.document, passage.subject, passage.page)
        _print_quote(console, passage.text, (first, first + len(name)), line)
        print_told(console, [told(frame) for frame in passage.frames])


def _print_narratives(console: Console, dossier: Dossier) -> None:
    print_heading(console, "What the lists say of it")
    for narrative in dossier.narratives:
        _print_quote(console, narrative.text, (0, 0), _document_line(narrative.document))
        print_told(console, [told(frame) for frame in narrative.frames])


def _passage_line(passage: Passage) -> str:
    line = _place_line(passage.document, passage.subject, passage.page)
    return line if passage.decision == "same" else f"CANDIDATE, not confirmed: {line}"


def _place_line(document: DocumentRef, subject: PartyRef | None, page: int | None) -> str:
    line = _document_line(document) + ("" if page is None else f", page {page}")
    return line if subject is None else f"list entry of {subject.caption} ({subject.id}), {line}"


def _document_line(document: DocumentRef) -> str:
    parts = (document.publisher, document.title, date_text(document.published), document.field)
    return ", ".join(part for part in parts if part is not None) + f"  [{document.id[:12]}]"


def _print_quote(console: Console, text: str, highlight: tuple[int, int], source: str) -> None:
    quote = Text(text)
    quote.stylize("bold", *highlight)
    quote = Text(" ").join(quote.split())  # one paragraph, the highlight kept
    print_indented(console, quote, 2)
    print_indented(console, Text(source, style="dim"), 4)


def _label(handling: str) -> str:
    """Leave the licences out of a marking: they bind an export, not a reader."""
    return "//".join(part for part in handling.split("//") if not part.startswith("LIC "))
