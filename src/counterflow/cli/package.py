"""`counterflow package`: what may leave to a partner as one signed file, and what partners give so."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import click

from counterflow.case import load_case
from counterflow.cli.argument import case_argument, json_option
from counterflow.cli.ledger import current_user
from counterflow.exc import CaseError


@click.group()
def package() -> None:
    """Make and take signed packages, for partners whom no server reaches.

    Each side prints its public key (`counterflow package key`), compares it with the other by voice, and enters the
    other's in case.toml: [partner.KEY] public_key = "...".
    """


@package.command()
def key() -> None:
    """Print the public key that packages are signed with; make it if there is none."""
    from counterflow.remote.package.key import key_file, make_key, read_key, say_fingerprint, write_public

    path = key_file()
    found = read_key(path) if path.exists() else make_key(path)
    public = write_public(found)
    click.echo(public)
    click.echo(f"{path}; compare by voice: {say_fingerprint(public)}", err=True)


@package.command()
@case_argument
@click.option("--to", "partner_key", required=True, metavar="PARTNER", help="Whom it is for, of case.toml.")
@click.option(
    "--output", "-o", type=click.Path(path_type=Path, dir_okay=False), required=True, help="The package, a ZIP file."
)
@click.option("--days", type=int, default=30, show_default=True, help="How long it may be taken.")
@json_option
def make(case: Path, partner_key: str, output: Path, days: int, as_json: bool) -> None:
    """Write what may leave to a partner as a signed package, and enter it in the ledger.

    What leaves is what `counterflow push` would send. Where case.toml has the partner's public key, nobody else takes
    the package; its content is not encrypted.
    """
    from counterflow.cli.partner import export_for, find_partner
    from counterflow.remote.clock import SystemClock
    from counterflow.remote.package.key import key_file, read_key
    from counterflow.remote.package.pack import Packing, make_package

    loaded = load_case(case)
    partner = find_partner(loaded, partner_key)
    signer = read_key(key_file())
    build, objects = export_for(loaded, partner)
    packing = Packing(build, SystemClock().now(), days, current_user())
    manifest = make_package(loaded, partner, objects, signer, output, packing)
    if as_json:
        click.echo(json.dumps(asdict(manifest), ensure_ascii=False, sort_keys=True))
    else:
        said = f"{manifest.objects:,} objects, {manifest.marking}, until {manifest.expires[:10]}"
        click.echo(f"{output}: {said}, serial number {manifest.serial}", err=True)


@package.command()
@case_argument
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path, dir_okay=False))
@json_option
def receive(case: Path, files: tuple[Path, ...], as_json: bool) -> None:
    """Verify packages of partners, and take what is in them below CASE/inputs/fetched/.

    One that was changed, is for somebody else, expired or was taken before is refused.
    """
    from counterflow.remote.clock import SystemClock
    from counterflow.remote.package.key import key_file, read_key, write_public
    from counterflow.remote.package.receive import receive_package

    loaded = load_case(case)
    try:
        ours = write_public(read_key(key_file())) if key_file().exists() else None
    except CaseError as exc:
        raise CaseError(f"our own key cannot be read: {exc.what}", where=exc.where, next_step=exc.next_step) from exc
    for file in files:
        received = receive_package(loaded, file, our_key=ours, now=SystemClock().now())
        manifest = received.manifest
        if as_json:
            fields = {"partner": received.partner.key, "file": received.file, **asdict(manifest)}
            click.echo(json.dumps(fields, ensure_ascii=False, sort_keys=True))
        else:
            said = f"{manifest.objects:,} objects, {manifest.marking}, made {manifest.made}"
            click.echo(f"{received.partner.key}: {said}, in {received.file}")
