"""`counterflow ask`: questions to partners, what they are worth, and what came of them."""

from __future__ import annotations

import datetime
import json
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import click

from counterflow.case import Case, load_case
from counterflow.cli.argument import case_argument, json_option, quiet_option
from counterflow.cli.ledger import current_user
from counterflow.cli.output import open_output
from counterflow.cli.partner import check_four_eyes
from counterflow.cli.show import open_archive
from counterflow.exc import NotFoundError, UsageError
from counterflow.ledger import Ledger
from counterflow.model.partner import Partner
from counterflow.run.progress import choose_progress

if TYPE_CHECKING:
    from counterflow.dossier.shape import Shape

of_option = click.option("--of", metavar="NAME", help="Channel or total to narrow, instead of the first total.")


@click.group()
def ask() -> None:
    """Ask partners for what would narrow the estimate most, and keep what came of it.

    Who sees what, and how much each can answer, stands in case.toml: [estimate.partner.KEY] with `sees` and `capacity`.
    """


@ask.command()
@case_argument
@of_option
@json_option
def plan(case: Path, of: str | None, as_json: bool) -> None:
    """Say what is worth knowing, and whom to ask for it.

    Each question goes to one of those who can see the quantity, so that all that is asked, within what each can answer,
    is worth the most together. For the asker alone: nothing of this leaves.
    """
    from counterflow.cli.render_ask import print_plan
    from counterflow.dossier.estimate import given_of
    from counterflow.service.asking.question import plan_questions

    with open_archive(case) as archive:
        given = given_of(archive)
        if given is None:
            raise NotFoundError("no report of this case states money or goods", where=str(case))
        found = plan_questions(archive, given.model, of)
    if as_json:
        _echo(found)
    else:
        print_plan(found)


@ask.command()
@case_argument
@click.argument("quantity")
@click.option("--to", "partner_key", required=True, metavar="PARTNER", help="Key in [estimate.partner.KEY].")
@click.option("--by", "deadline", required=True, type=click.DateTime(["%Y-%m-%d"]), help="Day by which to answer.")
@of_option
@click.option(
    "--output", "-o", type=click.Path(path_type=Path, dir_okay=False), help="File for the question; - is stdout."
)
@click.option("--dry-run", is_flag=True, help="Only show the question.")
@quiet_option
@json_option
def send(  # noqa: PLR0917 - one argument an option
    case: Path,
    quantity: str,
    partner_key: str,
    deadline: datetime.datetime,
    of: str | None,
    output: Path | None,
    dry_run: bool,
    quiet: bool,
    as_json: bool,
) -> None:
    """Write the question for a QUANTITY, and enter it in the ledger.

    The question is made of a build of what the partner may know alone: its words, its figures and whether there is one
    owe nothing to the rest.
    """
    from counterflow.cli.render_ask import question_text
    from counterflow.dossier.estimate import estimate_case
    from counterflow.service.asking.book import enter_question
    from counterflow.service.asking.question import make_question

    loaded = load_case(case)
    asked = _partner(loaded, partner_key, quantity)
    if not dry_run and output is None:
        raise UsageError("no file to write", expected="--output FILE, or --dry-run")
    if not dry_run:
        check_four_eyes(asked)
    if output is not None and str(output) == "-" and as_json:
        raise UsageError("stdout takes one of --json and --output -")
    progress = choose_progress(quiet=quiet or as_json)
    try:
        question = make_question(loaded, asked, quantity, of, progress=progress)
    finally:
        progress.close()
    text = question_text(question, loaded.organisation, deadline.date())
    if not dry_run and output is not None:
        with open_archive(case) as archive, closing(Ledger.of_file(loaded.ledger_path)) as ledger:
            answer, build = estimate_case(archive, question.of), archive.build.manifest.build
            entry = enter_question(ledger, question, answer, deadline.date(), build=build, by=current_user())
        with open_output(output) as file:
            file.write(text)
        click.echo(f"entered as {entry.hash[:12]}, {question.marking}", err=True)
    elif not as_json:
        click.echo(text, nl=False)
    if as_json:
        _echo(question)


@ask.command()
@case_argument
@click.argument("question")
@click.option("--low", type=float, help="Lowest value, in the unit of the question.")
@click.option("--high", type=float, help="Highest value.")
@click.option("--declined", is_flag=True, help="They could not or would not say.")
@click.option("--source", required=True, help="What the answer rests on, or why there is none.")
def answer(case: Path, question: str, low: float | None, high: float | None, declined: bool, source: str) -> None:
    """Enter what was answered to a QUESTION, named by the first digits of its hash.

    This scores the question and changes no estimate: what was learned enters the case as a statement with its source
    (counterflow add), as a file, or as a partner's bundle.
    """
    from counterflow.service.asking.book import enter_answer

    ends = None if low is None or high is None else (low, high)
    if declined == (ends is not None):
        raise UsageError("no answer", expected="--low and --high, or --declined")
    with closing(Ledger.of_file(load_case(case).ledger_path)) as ledger:
        entry = enter_answer(ledger, ledger.find(question), ends, source, by=current_user())
    click.echo(f"entered as {entry.hash[:12]}", err=True)


@ask.command("list")
@case_argument
@json_option
def list_(case: Path, as_json: bool) -> None:
    """List the questions that were asked, which are overdue, and what each was worth."""
    from counterflow.cli.render_ask import print_book
    from counterflow.dossier.estimate import estimate_case
    from counterflow.service.asking.book import read_book, results_of

    answers = {}
    with open_archive(case) as archive, closing(Ledger.of_file(archive.case.ledger_path)) as ledger:
        for name in results_of(ledger):
            # A result that the model lost since is not compared.
            try:
                answers[name] = estimate_case(archive, name)
            except NotFoundError:
                continue
        found = read_book(ledger, answers, datetime.datetime.now(datetime.UTC).date())
    if as_json:
        _echo(found)
    else:
        print_book(found)


def _partner(case: Case, key: str, quantity: str) -> Partner:
    """Give the partner that the model knows; what may leave to one without a section of his own is the default."""
    known = case.parameters.get("estimate", {}).get("partner", {})
    if key not in known:
        raise UsageError(
            f"the model names no partner {key!r}",
            where=str(case.toml_path),
            expected="one of " + ", ".join(known) if len(known) > 0 else f"[estimate.partner.{key}] sees = [...]",
        )
    if quantity not in known[key].get("sees", ()):
        raise UsageError(
            f"{key} does not see {quantity!r}",
            where=str(case.toml_path),
            expected="one of " + ", ".join(known[key].get("sees", ())),
        )
    return case.partners.get(key) or Partner(key, str(known[key].get("name", key)))


def _echo(found: Shape) -> None:
    from counterflow.service.asking.shape import VERSION

    click.echo(json.dumps({"version": VERSION, "result": found.model_dump(mode="json")}, ensure_ascii=False))
