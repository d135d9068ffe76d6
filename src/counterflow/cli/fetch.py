"""`counterflow fetch`: bring the public lists of a case up to date from their publishers."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import click

from counterflow.case import Case, load_case
from counterflow.cli.argument import case_argument, json_option, quiet_option
from counterflow.exc import UsageError
from counterflow.model.partner import Partner
from counterflow.remote.age import Age, list_ages, say_age, say_hours
from counterflow.remote.clock import SystemClock
from counterflow.remote.fetch import Fetched, fetch_dataset
from counterflow.remote.order import list_orders
from counterflow.remote.receipt import Outcome
from counterflow.remote.taxii.pull import list_partners, pull_collection

NOTHING_GOOD = 1
"""Exit status: a dataset could not be fetched, and the case has no good copy of it."""

KEPT_LAST = 3
"""Exit status: a dataset was refused or could not be fetched; its last good copy stays in use."""


@click.command()
@case_argument
@click.argument("datasets", metavar="[DATASET|PARTNER]...", nargs=-1)
@click.option("--url", help="Where the file of one DATASET is, over its known address.")
@click.option("--sha256", help="SHA-256 that the file of one DATASET must have, in hexadecimal.")
@click.option("--force", is_flag=True, help="Take a list that shrank or went back; its receipt says so.")
@click.option("--status", is_flag=True, help="Print how old the fetched lists are, without network.")
@quiet_option
@json_option
def fetch(  # noqa: PLR0917 - one parameter an option
    case: Path,
    datasets: tuple[str, ...],
    url: str | None,
    sha256: str | None,
    force: bool,
    status: bool,
    quiet: bool,
    as_json: bool,
) -> None:
    """Fetch public lists, and what partners give, into CASE/inputs/fetched/ and keep all of it.

    Without a DATASET, fetches again those fetched before. A download that is not the whole list is refused, and
    the last good copy stays.

    A PARTNER is one of case.toml's whose `pull` names a TAXII 2.1 collection: what is new there comes as a STIX bundle.
    A pull that did not reach the end, or was killed, goes on where it was.

    Exits with 3 when a list was refused or could not be fetched and its last good copy stays, with 1 when there is
    none.
    """
    opened = load_case(case)
    if status:
        if url is not None or sha256 is not None or force:
            raise UsageError("--status fetches nothing, so it takes no --url, --sha256 or --force")
        _print_status(opened, datasets, as_json=as_json)
        return
    partners, named = list_partners(opened, datasets)
    if len(partners) > 0 and (url is not None or sha256 is not None or force):
        raise UsageError("--url, --sha256 and --force are of lists", next_step="Name a dataset, and no partner")
    is_all = len(datasets) == 0
    orders = list_orders(opened, named, url=url, sha256=sha256, is_forced=force) if is_all or len(named) > 0 else []
    exits = {0}
    for order in orders:
        if not quiet and not as_json:
            click.echo(f"fetching {order.dataset} from {order.url}", err=True)
        fetched = fetch_dataset(order)
        if as_json:
            click.echo(json.dumps(_as_json(fetched), ensure_ascii=False, sort_keys=True))
        else:
            _say(fetched, quiet=quiet)
        if not fetched.is_good:
            exits.add(NOTHING_GOOD if fetched.age.file is None else KEPT_LAST)
    for partner in partners:
        exits.add(_pull(opened, partner, quiet=quiet, as_json=as_json))
    # A list that is missing altogether is worse than one that is old.
    worst = NOTHING_GOOD if NOTHING_GOOD in exits else max(exits)
    if worst > 0:
        raise click.exceptions.Exit(worst)


def _pull(case: Case, partner: Partner, *, quiet: bool, as_json: bool) -> int:
    """Pull what a partner gives, and say what came; gives the exit status."""
    if not quiet and not as_json:
        click.echo(f"pulling from {partner.name}: {partner.pull}", err=True)
    pulled = pull_collection(case, partner)
    last = pulled.receipts[-1]
    if as_json:
        for receipt in pulled.receipts:
            click.echo(json.dumps({"version": 1, **asdict(receipt)}, ensure_ascii=False, sort_keys=True))
    elif not quiet:
        new = [f"{pulled.objects:,} new objects", f"{pulled.held:,} held"]
        files = [one.file for one in pulled.receipts if one.outcome is Outcome.NEW and one.file is not None]
        click.echo("  ".join([partner.key, str(last.outcome), *new, *files]))
    said = [] if pulled.is_good else [f"{last.outcome}: {last.reason}. What came is kept, and the next fetch goes on"]
    if pulled.remark is not None:
        said.append(f"left out: {pulled.remark}")
    for text in said:
        click.secho(f"{partner.key}: {text}.", fg="yellow", err=True)
    if pulled.is_good:
        return 0
    return NOTHING_GOOD if pulled.held == 0 else KEPT_LAST


def _as_json(fetched: Fetched) -> dict[str, object]:
    return {"version": 1, **asdict(fetched.receipt), "copy": _age_json(fetched.age)}


def _age_json(age: Age) -> dict[str, object]:
    return {**asdict(age), "is_stale": age.is_stale}


def _say(fetched: Fetched, *, quiet: bool) -> None:
    """Print one line of what the case has now on stdout, and on stderr what went wrong."""
    receipt, age = fetched
    if not quiet:
        kept = "" if fetched.is_good or age.file is None else ", last good copy kept"
        click.echo("  ".join([age.dataset, receipt.outcome + kept, *_columns(age)]))
    if receipt.forced:
        click.secho(f"{age.dataset}: taken by --force, although {receipt.reason}", fg="yellow", err=True)
    elif not fetched.is_good:
        click.secho(f"{age.dataset}: {_say_trouble(fetched)}.", fg="yellow", err=True)


def _say_trouble(fetched: Fetched) -> str:
    receipt, age = fetched
    said = [f"{receipt.outcome}: {(receipt.reason or '').rstrip('.')}", say_age(age)]
    if receipt.outcome is Outcome.REFUSED and receipt.file is not None:
        said.append(f"What came is in inputs/fetched/{receipt.dataset}/{receipt.file}")
    return ". ".join(said)


def _columns(age: Age) -> Sequence[str]:
    if age.file is None:
        return ["no good copy"]
    date = age.published or f"fetched {(age.fetched_at or '')[:10]}"
    count = f"{age.parties or 0:,} parties" if age.objects is None else f"{age.objects:,} objects"
    return [count, date, _say_bytes(age.bytes or 0)]


def _say_bytes(size: int) -> str:
    """Say a size as publishers state it: `812 kB`, `2.0 MB`."""
    return f"{size / 1e6:,.1f} MB" if size >= 1e6 else f"{size / 1e3:,.0f} kB"


def _print_status(case: Case, datasets: Sequence[str], *, as_json: bool) -> None:
    ages = {age.dataset: age for age in list_ages(case, SystemClock().now())}
    for name in datasets:
        if name not in ages:
            raise UsageError(f"the dataset {name!r} was not fetched into this case")
    for age in ages.values():
        if len(datasets) > 0 and age.dataset not in datasets:
            continue
        if as_json:
            click.echo(json.dumps({"version": 1, **_age_json(age)}, ensure_ascii=False, sort_keys=True))
        else:
            state = "STALE" if age.is_stale else "good"
            seen = [] if age.confirmed_hours is None else [f"confirmed {say_hours(age.confirmed_hours)} ago"]
            click.echo("  ".join([age.dataset, state, *_columns(age), *seen]))
