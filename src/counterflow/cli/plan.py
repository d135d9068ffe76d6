"""`counterflow plan`: which measures to take under a budget, and what stays cut after the network has re-routed."""

from __future__ import annotations

import csv
import dataclasses
import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from counterflow.cli.argument import json_option, quiet_option
from counterflow.exc import UsageError

if TYPE_CHECKING:
    from counterflow.plan.report import PlanAnswer

_COLUMNS = ("id", "kind", "target", "actor", "cost_usd", "delay_days", "probability", "legal_basis", "collateral")
_TIE_COLUMNS = ("arc", "name", "share", "tie_probability", "statements", "handling")


@click.command()
@click.argument("case", required=False, type=click.Path(path_type=Path, file_okay=False))
@click.option(
    "--network",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    metavar="F",
    help="Instead of a case, a network of flows (JSON): nodes, arcs with what flows, measures; docs/methods/plan.md.",
)
@click.option("--budget", required=True, type=click.FloatRange(0, min_open=True), help="What may be spent.")
@click.option(
    "--budget-unit", type=click.Choice(["usd", "measures"]), default="usd", show_default=True, help="Unit of it."
)
@click.option("--draws", type=click.IntRange(1, 10_000), default=60, show_default=True, help="Draws to plan over.")
@click.option("--seed", type=int, default=0, show_default=True, help="Of the draws.")
@click.option("--seconds", type=click.FloatRange(0), default=60, show_default=True, help="Stop after so long.")
@click.option(
    "--output", "-o", type=click.Path(path_type=Path, dir_okay=False), help="File for the plan: .csv or .html."
)
@quiet_option
@json_option
def plan(  # noqa: PLR0917 - one argument an option
    case: Path | None,
    network: Path | None,
    budget: float,
    budget_unit: str,
    draws: int,
    seed: int,
    seconds: float,
    output: Path | None,
    quiet: bool,
    as_json: bool,
) -> None:
    """Choose the measures that cut most of a flow under a budget, and still do after the network has re-routed.

    Of a CASE that was run, it is the flows that `estimate` puts on its ties; leads are what an adversary could open.

    Always together: what they claim to cut if nobody adapts, what stays cut after the adversary has opened other ways
    within his budget, the proven bound that no other choice beats, and the gap to it. Measures in force are part of the
    network and never chosen; those that evidence is missing for are named with what is missing. When time ends, the
    best plan until then is given with its gap. TLP:AMBER+STRICT.
    """
    from counterflow.plan.network_file import read_network
    from counterflow.plan.report import VERSION, Wish, make_plan

    if output is not None and output.suffix not in (".csv", ".html"):
        raise UsageError(f"the extension of {output} says no format", expected="one of .csv, .html")
    if (case is None) == (network is None):
        raise click.UsageError("give CASE, or --network F")
    if network is None:
        from counterflow.cli.show import open_archive
        from counterflow.dossier.plan import problem_of_case

        assert case is not None
        with open_archive(case) as archive:
            problem = problem_of_case(archive, draws)
    else:
        problem = read_network(network)
    answer = make_plan(problem, Wish(budget, budget_unit, draws, seed, seconds))
    if output is not None and output.suffix == ".csv":
        _write(output, answer)
    elif output is not None:
        from counterflow.plan.briefing import briefing

        output.write_text(briefing(answer), encoding="utf-8")
    if as_json:
        body = {"version": VERSION, "result": dataclasses.asdict(answer)}
        click.echo(json.dumps(body, ensure_ascii=False))
    elif not quiet:
        _print(answer)


def _write(output: Path, answer: PlanAnswer) -> None:
    """Write a row for each tie that a chosen measure bears on."""
    with output.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow((*_COLUMNS, *_TIE_COLUMNS))
        for one in answer.measures:
            head = [getattr(one, name) for name in _COLUMNS]
            for tie in one.ties:
                firm = "" if tie.probability is None else tie.probability
                writer.writerow((*head, tie.arc, tie.name, tie.share, firm, " ".join(tie.statements), answer.handling))


def _print(answer: PlanAnswer) -> None:
    from rich.text import Text

    from counterflow.cli.layout import open_console, print_heading, print_indented, print_line

    console = open_console()
    print_indented(console, Text(_headline(answer), style="bold"), 0)
    print_indented(console, Text(answer.handling, style="dim"), 0)
    if answer.is_stopped:
        print_indented(console, Text("Time ended first: this is the best plan until then, its bound holds."), 0)
    print_heading(console, "What to take")
    for one in answer.measures:
        kind, _, target = one.name.partition(": ")
        print_line(console, kind, Text(target, style="bold"))
        print_line(console, "", Text(f"{one.actor}; {one.cost_usd:,.0f} USD, {one.delay_days:.0f} days"))
        print_line(console, "", Text(f"without it {one.surviving_cut_without:.0%} stays cut; {one.legal_basis}"))
        for tie in one.ties:
            firm = "nobody says how sure" if tie.probability is None else f"{tie.probability:.0%} sure"
            print_line(console, "", Text(f"{tie.name}: {tie.share:.0%} of it, the tie is {firm}"))
    _print_others(console, answer)


def _headline(answer: PlanAnswer) -> str:
    """Say in a sentence what the plan cuts."""
    from counterflow.cli.layout import count_text

    return (
        f"{count_text(len(answer.measures), 'measure')} for {answer.cost_usd:,.0f} USD: "
        f"claimed cut {answer.claimed_cut:.0%}, surviving cut {answer.surviving_cut:.0%} "
        f"(bad draws {answer.surviving_cut_bad:.0%}), at most {answer.bound:.0%} can be had "
        f"(gap {answer.gap:.0%}) of {answer.flow:,.4g} {answer.unit}"
    )


def _print_others(console: object, answer: PlanAnswer) -> None:
    from rich.console import Console
    from rich.text import Text

    from counterflow.cli.layout import print_heading, print_line

    assert isinstance(console, Console)
    if len(answer.opened) > 0:
        print_heading(console, "What they would open")
        for way in answer.opened:
            print_line(console, way.arc, Text(f"{way.name}, in {way.share:.0%} of draws"))
    print_heading(console, "Other budgets")
    for point in answer.curve:
        print_line(
            console,
            f"{point.budget:,.0f}",
            Text(f"claimed {point.claimed_cut:.0%}, surviving {point.surviving_cut:.0%}"),
        )
    for title, others in (("In force already", answer.in_force), ("Blocked by missing evidence", answer.blocked)):
        if len(others) > 0:
            print_heading(console, title)
        for one in others:
            kind, _, target = one.name.partition(": ")
            print_line(console, kind, Text(": missing ".join(filter(None, (target, ", ".join(one.missing))))))
