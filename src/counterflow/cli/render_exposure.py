"""An exposure in the terminal: one sentence, then its parts."""

from __future__ import annotations

from rich.console import Console
from rich.text import Text

from counterflow.cli.layout import count_text, open_console, print_heading, print_indented, print_line
from counterflow.cli.render import print_tie_evidence
from counterflow.dossier.exposure_sentence import percent_text
from counterflow.dossier.exposure_shape import ExposureAnswer, ExposurePath, Hop, OwnershipAnswer

SHOWN_SHARED = 10


def print_exposure(answer: ExposureAnswer, *, in_full: bool) -> None:
    """Print how a party is exposed."""
    console = open_console()
    print_indented(console, Text(answer.sentence, style="bold"), 0)
    print_indented(console, Text(f"{answer.id}  {answer.handling}", style="dim"), 0)
    if len(answer.ownership) > 0:
        print_heading(console, "Ownership and control")
        for one in answer.ownership:
            _print_ownership(console, one, in_full=in_full)
    if len(answer.paths) > 0:
        print_heading(console, "Strongest evidenced paths")
        for path in answer.paths:
            _print_path(console, path, in_full=in_full)
    if len(answer.shared) > 0:
        print_heading(console, "Shared identifiers")
        shown = answer.shared if in_full else answer.shared[:SHOWN_SHARED]
        for value in shown:
            listed = " (listed)" if value.is_listed else ""
            others = "" if value.holders == 2 else f", {count_text(value.holders, 'party', 'parties')} in all"
            print_line(console, value.kind, Text(f"{value.value}: {value.other.caption}{listed}{others}"))
        if len(shown) < len(answer.shared):
            print_indented(console, Text(f"and {len(answer.shared) - len(shown)} more (--all)", style="dim"), 2)
    if len(answer.proximity) > 0:
        print_heading(console, "Listed parties by proximity")
        for near in answer.proximity:
            print_line(console, f"{near.proximity:.4f}", Text(near.party.caption))


def _print_ownership(console: Console, one: OwnershipAnswer, *, in_full: bool) -> None:
    kind = "" if one.kind == "stake" else f", {one.kind}"
    since = "" if one.since is None else f", since {one.since}{'' if one.is_since_sure else ' or later'}"
    proof = "" if one.probability is None else f", proof {one.probability:.2f}"
    print_line(console, one.rule, Text(f"{one.answer}: {percent_text(one.low, one.high)}{kind}{since}{proof}"))
    for words in one.contradictions:
        print_line(console, "", Text(f"contradiction: {words}", style="yellow"))
    for step in one.steps:
        stake = percent_text(step.low, step.high) if step.kind == "stake" else step.kind
        begun = "" if step.start_date is None else f", since {step.start_date}"
        print_line(console, "", Text(f"{step.owner.caption} > {step.owned.caption}: {stake}{begun}"))
        print_tie_evidence(console, step.evidence, in_full=in_full)


def _print_path(console: Console, path: ExposurePath, *, in_full: bool) -> None:
    listed = " (listed)" if path.is_listed else ""
    ties = count_text(len(path.hops), "tie")
    print_line(console, f"{path.probability:.2f}", Text(f"{path.to.caption}{listed}, {ties}", style="bold"))
    for hop in path.hops:
        print_line(console, "", Text(_hop(hop)))
        print_tie_evidence(console, hop.evidence, in_full=in_full)


def _hop(hop: Hop) -> str:
    dates = "/".join(one or ".." for one in (hop.start_date, hop.end_date))
    parts = [f"{hop.probability:.2f}" if hop.probability is not None else "no probability"]
    parts.append(count_text(hop.roots, "root"))
    parts += [dates] if dates != "../.." else []
    parts += [f"{count_text(hop.others, 'further tie')} between them"] if hop.others > 0 else []
    parts += ["weakest"] if hop.is_weakest else []
    return f"{hop.words}  ({', '.join(parts)})"
