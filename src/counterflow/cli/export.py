"""`counterflow export`: a build in the formats that other programs read."""

from __future__ import annotations

from pathlib import Path

import click
from click.core import ParameterSource

from counterflow.case import load_case
from counterflow.cli.argument import case_argument
from counterflow.cli.output import open_output
from counterflow.cli.partner import check_four_eyes, find_partner
from counterflow.cli.show import open_archive
from counterflow.model.handling import TLP_LABELS
from counterflow.share import DEFAULT_MAX_TLP, FORMATS, ExportReport, export_build
from counterflow.share.policy import Recipient
from counterflow.stix.organisation import Sender


@click.command()
@case_argument
@click.option("--format", "format_", type=click.Choice(FORMATS), required=True, help="What to write.")
@click.option(
    "--output", "-o", type=click.Path(path_type=Path, dir_okay=False), required=True, help="File to write; - is stdout."
)
@click.option(
    "--max-tlp",
    type=click.Choice(TLP_LABELS),
    default=DEFAULT_MAX_TLP,
    show_default=True,
    help="Strictest marking that may leave. Limits to named recipients (REL TO, ORCON) are always kept.",
)
@click.option(
    "--to",
    "partner_key",
    metavar="PARTNER",
    help="For a partner of case.toml: up to the label set there, and what REL TO names them may leave too.",
)
@click.pass_context
def export(
    context: click.Context, case: Path, format_: str, output: Path, max_tlp: str, partner_key: str | None
) -> None:
    """Write the build in use for FollowTheMoney's tools.

    ftm: entities as JSON lines, as they stand now. statements: FollowTheMoney's statement CSV, with what lists said
    once and say no more, told by last_seen. csv: the parties that a list holds now, in the columns of OpenSanctions'
    targets.simple.csv. stix: a STIX 2.1 bundle that keeps statements, evidence, amounts and grades. geojson: the ways
    of goods that are recorded or told, on a map; its entities are routes.

    Only statements that evidence affirms, as a fact or as reported, are written; what is left out is counted on stderr.
    """
    recipient = None
    if partner_key is not None:
        partner = find_partner(load_case(case), partner_key)
        check_four_eyes(partner)
        recipient = Recipient(partner.key, is_named=True)
        if context.get_parameter_source("max_tlp") is ParameterSource.DEFAULT:
            max_tlp = partner.max_tlp
    with open_archive(case) as archive, open_output(output) as handle:
        sender = Sender(archive.case.organisation, archive.case.name)
        report = export_build(
            archive.engine,
            format_,
            handle,
            max_tlp=max_tlp,
            title=archive.dataset_title,
            sender=sender,
            recipient=recipient,
        )
    _say(report, output)


def _say(report: ExportReport, output: Path) -> None:
    place = "" if str(output) == "-" else f" to {output}"
    click.echo(f"{report.entities:,} entities of {report.statements:,} statements written{place}", err=True)
    for reason, count in report.statements_left_out.items():
        click.secho(f"{count:,} statements left out: {reason}", fg="yellow", err=True)
    if report.entities_left_out > 0:
        click.secho(
            f"{report.entities_left_out:,} entities left out: none of their statements leaves", fg="yellow", err=True
        )
