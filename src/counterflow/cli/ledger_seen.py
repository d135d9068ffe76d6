"""The action of `counterflow ledger` that shows what a decision was made on."""

from __future__ import annotations

import click
from rich.console import Console
from rich.text import Text

from counterflow.cli.layout import open_console, print_indented
from counterflow.cli.render_screen import print_result
from counterflow.screen.answer import ReasonLine, Result, Status
from counterflow.screen.decision.basis import Basis, basis_of
from counterflow.screen.decision.record import Record
from counterflow.screen.encode import cell_text, dump_json


def show(record: Record, words: tuple[str, ...], *, as_json: bool) -> None:
    """Print what the decider saw, and whether that is still what the ledger names."""
    if len(words) != 1:
        raise click.UsageError("seen needs the hash of a decision, or its first digits, and nothing more")
    basis = basis_of(record, record.ledger.find(words[0]))
    if as_json:
        click.echo(dump_json(basis).decode("utf-8"))
    else:
        _print(open_console(), basis)


def _print(console: Console, basis: Basis) -> None:
    style = "bold" if basis.why is None else "bold red"
    what = f"what was seen is {basis.document}" + ("" if basis.why is None else f": {basis.why}")
    console.print(Text(f"{basis.hash[:12]}  {basis.decision}; {what}", style=style), soft_wrap=True)
    lists = ", ".join(f"{one['name']} {one['published'] or 'of no known date'}" for one in basis.lists)
    asked = f"searched {basis.build} at {basis.asked_at[:19]}: {lists}"
    console.print(Text(f"{asked}  ({basis.algorithm}, threshold {basis.threshold:g})", style="dim"), soft_wrap=True)
    for name, value in (basis.query or {"id": basis.subject}).items():
        print_indented(console, Text(f"{name}: {cell_text(value)}"), 2)
    if basis.result is None:
        console.print(Text(f"{basis.score:.2f}  {' '.join(basis.party)}  {basis.status}"), soft_wrap=True)
        return
    print_result(console, _result(basis), most_reasons=None)
    if basis.others is not None and basis.others > 0:
        console.print(Text(f"other hits of the same answer: {basis.others}", style="dim"))


def _result(basis: Basis) -> Result:
    said = dict(basis.result or {})
    reasons = tuple(ReasonLine(**line) for line in said.pop("reasons"))
    return Result(**{**said, "reasons": reasons, "datasets": tuple(said["datasets"]), "status": Status(said["status"])})
