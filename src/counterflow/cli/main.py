"""The command `counterflow`: one module a command group, loaded only when called."""

from __future__ import annotations

import importlib
import io
import logging
import os
import sys
from typing import Any

import click

from counterflow.exc import AmbiguousNameError, CounterflowError, StorageError, UsageError

COMMANDS: dict[str, str] = {
    "demo": "counterflow.cli.demo:demo",
    "init": "counterflow.cli.init:init",
    "fetch": "counterflow.cli.fetch:fetch",
    "run": "counterflow.cli.run:run",
    "add": "counterflow.cli.add:add",
    "show": "counterflow.cli.show:show",
    "screen": "counterflow.cli.screen:screen",
    "rescreen": "counterflow.cli.rescreen:rescreen",
    "decide": "counterflow.cli.decide:decide",
    "replay": "counterflow.cli.replay:replay",
    "extract": "counterflow.cli.extract:extract",
    "compare": "counterflow.cli.compare:compare",
    "what-if": "counterflow.cli.what_if:what_if",
    "resolve": "counterflow.cli.resolve:resolve",
    "weigh": "counterflow.cli.weigh:weigh",
    "exposure": "counterflow.cli.exposure:exposure",
    "routes": "counterflow.cli.routes:routes",
    "estimate": "counterflow.cli.estimate:estimate",
    "ask": "counterflow.cli.ask:ask",
    "leads": "counterflow.cli.leads:leads",
    "plan": "counterflow.cli.plan:plan",
    "warn": "counterflow.cli.warn:warn",
    "key-players": "counterflow.cli.key_players:key_players",
    "index": "counterflow.cli.index:index",
    "export": "counterflow.cli.export:export",
    "release": "counterflow.cli.release:release",
    "push": "counterflow.cli.push:push",
    "package": "counterflow.cli.package:package",
    "serve": "counterflow.cli.serve:serve",
    "ledger": "counterflow.cli.ledger:ledger",
    "taxii": "counterflow.cli.taxii:taxii",
    "key": "counterflow.cli.key:key",
}
"""Each command and where it is, in the order in which a newcomer meets them."""


class _Word(logging.Handler):
    """Says on stderr what takes long and is no stage of a run: compiling, once on a machine."""

    def emit(self, record: logging.LogRecord) -> None:
        click.echo(record.getMessage(), err=True)


class _Lazy(click.Group):
    """Loads a command's module when it is called: `counterflow --help` and a run without work stay quick."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name].partition(":")
        command: click.Command = getattr(importlib.import_module(module), name)
        return command

    def resolve_command(self, ctx: click.Context, args: list[str]) -> Any:
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as exc:
            import difflib

            near = difflib.get_close_matches(args[0], COMMANDS, 1)
            hint = f" Did you mean {near[0]!r}?" if len(near) > 0 else ""
            raise click.UsageError(exc.message + hint, ctx) from exc


def _print_version(ctx: click.Context, _parameter: click.Parameter, value: bool) -> None:
    if value:
        from counterflow import __version__

        click.echo(f"counterflow {__version__}")
        ctx.exit()


@click.group(cls=_Lazy, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option(
    "--version", is_flag=True, is_eager=True, expose_value=False, callback=_print_version, help="Print the version."
)
def counterflow() -> None:
    """Measure an illicit network from open reports and official lists, and find what to restrict.

    Exit status: 0 done, 1 failed, 2 wrong use, 3 done with quarantined records or refused lists, 4 case locked by
    another run.
    """


def print_error(error: CounterflowError) -> None:
    """Print an error and, for an ambiguous name, its candidates, on stderr."""
    click.secho("error: ", fg="red", bold=True, nl=False, err=True)
    click.echo(error.message, err=True)
    if isinstance(error, AmbiguousNameError):
        for entity_id, caption, description in error.candidates:
            click.echo(f"  {entity_id}  {caption}  ({description})", err=True)


def _prepare_streams() -> None:
    """Let a terminal or pipe that cannot show a character show its number instead of ending the command."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _check_words() -> None:
    """Refuse arguments that are no text: no table, ledger or index could hold them."""
    for word in sys.argv[1:]:
        if any("\ud800" <= char <= "\udfff" for char in word):
            raise UsageError(f"the argument {word!a} is not UTF-8", next_step="For a folder, change into it: use .")


def main() -> None:
    """Run the command line and end with its exit status."""
    _prepare_streams()
    slow = logging.getLogger("counterflow.compare")
    slow.setLevel(logging.INFO)
    slow.addHandler(_Word())
    try:
        status = _call()
        sys.stdout.flush()  # here, where a full disk or a closed pipe can still be told from success
    except BrokenPipeError:
        _drop_output()  # the reader of a pipe has seen enough
        status = 0
    except OSError as exc:
        # What the commands themselves read and write; the stages name their files.
        _drop_output()
        place = "" if exc.filename is None else f" ({exc.filename})"
        print_error(StorageError(f"{exc.strerror or exc}{place}"))
        status = 1
    sys.exit(status)


def _call() -> int:
    """Call the command; gives its exit status, its errors printed."""
    try:
        _check_words()
        status = counterflow(standalone_mode=False)
    except click.exceptions.Exit as exc:
        return exc.exit_code
    except click.ClickException as exc:
        exc.show()
        return 2
    except click.Abort:
        click.echo("interrupted; finished work is kept", err=True)
        return 130
    except CounterflowError as exc:
        print_error(exc)
        return exc.exit_code
    return status if isinstance(status, int) else 0


def _drop_output() -> None:
    """Send what is still buffered nowhere: Python would complain again when it flushes at the end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
