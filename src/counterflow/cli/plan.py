"""`counterflow plan`: which measures to take under a budget, and what stays cut after the network has re-routed."""

from __future__ import annotations

import csv
import dataclasses
import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from counterflow.cli.argument import json_option, quiet_option
from counterflow.cli.render_plan import print_plan
from counterflow.exc import UsageError

if TYPE_CHECKING:
    from counterflow.plan.briefing import Passages
    from counterflow.plan.report import Wish
    from counterflow.plan.shape import PlanAnswer

_COLUMNS = ("id", "kind", "target", "actor", "cost_usd", "delay_days", "probability", "legal_basis", "collateral")
_TIE_COLUMNS = ("arc", "name", "share", "tie_probability", "statements", "handling")
_GAP_COLUMNS = (
    *("id", "name", "legal_basis", "surviving_cut_with"),
    *("row", "says", "tie_probability", "statement", "passage", "source", "handling"),
)

FORMATS = (".csv", ".html", ".json")
"""Of --output."""


@click.command()
@click.argument("case", required=False, type=click.Path(path_type=Path, file_okay=False))
@click.option(
    "--network",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    metavar="F",
    help="Instead of a case, a network of flows (JSON): nodes, arcs with what flows, measures; docs/methods/plan.md.",
)
@click.option(
    "--budget",
    type=click.FloatRange(0, min_open=True),
    help="What may be spent; of a CASE by default that of [plan] in case.toml.",
)
@click.option("--budget-unit", type=click.Choice(["usd", "measures"]), help="Unit of it; usd where nothing is said.")
@click.option("--draws", type=click.IntRange(1, 10_000), default=60, show_default=True, help="Draws to plan over.")
@click.option("--seed", type=int, default=0, show_default=True, help="Of the draws.")
@click.option("--seconds", type=click.FloatRange(0), default=60, show_default=True, help="Stop after so long.")
@click.option(
    "--output", "-o", type=click.Path(path_type=Path, dir_okay=False), help="File for the plan: .json, .csv or .html."
)
@click.option(
    "--gaps",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="F.csv",
    help="File for what is blocked: what is stated, statement by statement, and what is missing.",
)
@quiet_option
@json_option
def plan(  # noqa: PLR0917 - one argument an option
    case: Path | None,
    network: Path | None,
    budget: float | None,
    budget_unit: str | None,
    draws: int,
    seed: int,
    seconds: float,
    output: Path | None,
    gaps: Path | None,
    quiet: bool,
    as_json: bool,
) -> None:
    """Choose the measures that cut most of a flow under a budget, and still do after the network has re-routed.

    Of a CASE that was run, it is the flows that `estimate` puts on its ties; leads are what an adversary could open.

    Always together: what they claim to cut if nobody adapts, what stays cut after the adversary has opened other ways
    within his budget, the proven bound that no other choice beats, and the gap to it; for the budget and for others, if
    one measure fails, and year by year if they adapt at once or a year later. Measures in force are part of the
    network and never chosen; those that evidence is missing for are named with what is missing and what they would add.
    The .html is a briefing, which a browser prints as PDF. When time ends, the best plan until then is given with its
    gap. TLP:AMBER+STRICT.
    """
    from counterflow.plan.report import Wish

    if output is not None and output.suffix not in FORMATS:
        raise UsageError(f"the extension of {output} says no format", expected="one of " + ", ".join(FORMATS))
    if (case is None) == (network is None):
        raise click.UsageError("give CASE, or --network F")
    budget, budget_unit = given_budget(case, budget, budget_unit)
    answer, passages = _plan(case, network, Wish(budget, budget_unit, draws, seed, seconds))
    body = json.dumps(_body(answer), ensure_ascii=False)
    if output is not None:
        _write(output, answer, passages, body)
    if gaps is not None:
        _write_gaps(gaps, answer, passages)
    if as_json:
        click.echo(body)
    elif not quiet:
        print_plan(answer)


def given_budget(case: Path | None, budget: float | None, unit: str | None) -> tuple[float, str]:
    """Give what may be spent and its unit: as asked for, else as the case has them."""
    from counterflow.plan.section import BUDGET_UNITS, read_section

    if budget is not None:
        return budget, unit or BUDGET_UNITS[0]
    if case is not None:
        from counterflow.case import load_case

        found = load_case(case)
        section = read_section(found.plan, str(found.toml_path))
        if section.budget is not None and unit in (None, section.budget_unit):
            return section.budget, section.budget_unit
    raise click.UsageError("give --budget, or write budget under [plan] in case.toml")


def _plan(case: Path | None, network: Path | None, wish: Wish) -> tuple[PlanAnswer, Passages]:
    """Plan for a case, with the words behind its statements, or for a network in a file, which brings none."""
    from counterflow.plan.network_file import read_network
    from counterflow.plan.report import make_plan

    if network is not None:
        return make_plan(read_network(network), wish), {}
    from counterflow.cli.show import open_archive
    from counterflow.dossier.plan_page import passages_of, show_plan

    assert case is not None
    with open_archive(case) as archive:
        page = show_plan(archive, wish)
    return page.plan, passages_of(page)


def _body(answer: PlanAnswer) -> dict[str, object]:
    from counterflow.plan.shape import VERSION

    return {"version": VERSION, "result": dataclasses.asdict(answer)}


def _write(output: Path, answer: PlanAnswer, passages: Passages, body: str) -> None:
    if output.suffix == ".csv":
        _write_ties(output, answer)
    elif output.suffix == ".json":
        output.write_text(body + "\n", encoding="utf-8")
    else:
        from counterflow.plan.briefing import briefing

        output.write_text(briefing(answer, passages), encoding="utf-8")


def _write_ties(output: Path, answer: PlanAnswer) -> None:
    """Write a row for each tie that a chosen measure bears on."""
    with output.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow((*_COLUMNS, *_TIE_COLUMNS))
        for one in answer.measures:
            head = [getattr(one, name) for name in _COLUMNS]
            for tie in one.ties:
                firm = "" if tie.probability is None else tie.probability
                writer.writerow((*head, tie.arc, tie.name, tie.share, firm, " ".join(tie.statements), answer.handling))


def _write_gaps(output: Path, answer: PlanAnswer, passages: Passages) -> None:
    """Write the dossiers of what is blocked: a row a statement, and a row for each thing that is to be found."""
    with output.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(_GAP_COLUMNS)
        for one in answer.blocked:
            cut = "" if one.surviving_cut_with is None else one.surviving_cut_with
            head = [one.id, one.name, one.legal_basis, cut]
            for tie in one.ties:
                firm = "" if tie.probability is None else tie.probability
                for statement in tie.statements:
                    for words, source in passages.get(statement, [("", "")]):
                        said = (statement, words, source)
                        writer.writerow((*head, "stated", tie.name, firm, *said, answer.handling))
            for missing in one.missing:
                writer.writerow((*head, "missing", missing, "", "", "", "", answer.handling))
