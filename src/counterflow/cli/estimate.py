"""`counterflow estimate`: how much money, how sure, and what that stands on."""

from __future__ import annotations

import json
from pathlib import Path

import click

from counterflow.cli.argument import case_argument, json_option
from counterflow.cli.output import open_output
from counterflow.cli.render_estimate import print_estimate, svg_text
from counterflow.cli.show import open_archive
from counterflow.dossier.estimate import estimate_case, proposed_text
from counterflow.dossier.estimate_shape import VERSION
from counterflow.exc import UsageError


@click.command()
@case_argument
@click.option("--of", metavar="NAME", help="Channel or total to explain, instead of the first total.")
@click.option(
    "--propose", "is_proposed", is_flag=True, help="Print the model that the reports make, as text for case.toml."
)
@click.option(
    "--plot", type=click.Path(path_type=Path, dir_okay=False), metavar="F.svg", help="File for a picture; - is stdout."
)
@json_option
def estimate(case: Path, of: str | None, is_proposed: bool, plot: Path | None, as_json: bool) -> int:
    """Estimate the money and goods of a CASE that was run: 50 and 90 % intervals by channel and period.

    The model stands under [estimate] in case.toml: channels as formulas over quantities, whose inputs are figures of
    the reports, a stated prior, or both, and totals that contain channels. Without one, a first model is proposed from
    what the reports state; --propose prints it, to be put into case.toml and edited.

    Shown under each dependence setting: results with their intervals. Then, of one result: which quantity drives its
    width (Sobol indices), which source it hangs on (the flip test), what asking would narrow and whom to ask, which
    figures can hardly describe the same thing, and the reports' own arithmetic beside what the model takes.
    """
    if is_proposed and (as_json or plot is not None or of is not None):
        raise UsageError("--propose prints a model, and nothing else is asked beside it")
    if plot is not None and str(plot) != "-" and plot.suffix != ".svg":
        raise UsageError(f"the extension of {plot} is no format of plots", expected=".svg")
    if as_json and str(plot) == "-":
        raise UsageError("stdout takes one of --json and --plot -")
    with open_archive(case) as archive:
        if is_proposed:
            click.echo(proposed_text(archive), nl=False)
            return 0
        answer = estimate_case(archive, of)
    if plot is not None:
        with open_output(plot) as file:
            file.write(svg_text(answer))
    if as_json:
        click.echo(json.dumps({"version": VERSION, "result": answer.model_dump(mode="json")}, ensure_ascii=False))
    elif str(plot) != "-":
        print_estimate(answer)
    return 3 if len(answer.notes) > 0 else 0
