"""`counterflow extract`: what files tell, without a case."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from counterflow.cli.argument import json_option, quiet_option, stdin_as_file
from counterflow.cli.layout import count_text
from counterflow.exc import InputError, UsageError
from counterflow.run.progress import choose_progress

if TYPE_CHECKING:
    from counterflow.service.reading.file import File
    from counterflow.tables import Problem

FAILED, QUARANTINED, INTERRUPTED = 1, 3, 130
"""Exit status: nothing could be read; some of it could not; Ctrl-C."""


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path(path_type=Path, allow_dash=True))
@click.option("--subject", metavar="NAME", help="Whom the files are about: each is a narrative of a list.")
@click.option(
    "--published", metavar="DATE", help="When the files were published, EDTF; default: as they say. Without it no "
    "'last year' has a value.",
)  # fmt: skip
@click.option("--all", "in_full", is_flag=True, help="Names, dates and amounts too, a line each.")
@click.option("--processes", type=click.IntRange(1, 64), default=None, help="Processes that read; default: one a core.")
@quiet_option
@json_option
def extract(  # noqa: PLR0917 - one parameter an option
    files: tuple[Path, ...],
    subject: str | None,
    published: str | None,
    in_full: bool,
    processes: int | None,
    quiet: bool,
    as_json: bool,
) -> None:
    """Read FILEs: who did what, who says so and how firmly, each with its passage.

    A FILE is a report (text, Markdown, HTML, PDF, DOCX, mail), or a list whose narratives are read; - is stdin. With
    --json one line a frame, in the order of the files and of each text; its places are code points of the decoded
    file, or of the text that was read from a file that is no text ("offsets").

    Exits with 3 when a file, or a piece of one, could not be read, and with 1 when none could.
    """
    if subject is not None and subject.strip() == "":
        raise UsageError("--subject is empty", expected="the name of the party that the files are about")
    from counterflow.service.reading.file import File

    with stdin_as_file(files) as paths:
        named = zip(paths, map(str, files), strict=True)
        wanted = [File(path, name, subject, _date(published), in_full) for path, name in named]
        status = _extract(wanted, processes or os.cpu_count() or 1, quiet=quiet, as_json=as_json)
    if status != 0:
        raise click.exceptions.Exit(status)


def _date(text: str | None) -> str | None:
    from counterflow.clean.date import read_date

    found = None if text is None else read_date(text)
    if text is not None and found is None:
        raise UsageError(f"--published {text!r} is no date", expected="e.g. 2022-01-28, 2022-01 or 2022")
    return found


def _extract(files: Sequence[File], processes: int, *, quiet: bool, as_json: bool) -> int:
    """Print what is found as it is found; gives the exit status."""
    from counterflow.cli.render_extract import Listing
    from counterflow.service.reading.file import Named, Opened
    from counterflow.service.reading.files import read_files
    from counterflow.service.reading.line import FrameLine
    from counterflow.service.reading.line import as_json as line_json
    from counterflow.tables import Problem

    frames = documents = 0
    problems: list[Problem] = []
    listing = Listing()
    progress = choose_progress(quiet=quiet)
    try:
        for one in read_files(files, progress, processes=processes):
            if isinstance(one, Opened):
                documents += 1
                listing.open(one.name, one.record, one.title)
            elif isinstance(one, Named):
                listing.name(one.names)
            elif isinstance(one, Problem):
                problems.append(one)
            elif as_json:
                click.echo(json.dumps(line_json(one), ensure_ascii=False))
            else:
                listing.print(one)
            frames += isinstance(one, FrameLine)
        progress.finish("extract", f"{count_text(frames, 'frame')} from {count_text(documents, 'document')}")
    except KeyboardInterrupt:
        progress.close()
        click.echo("interrupted; what was printed is right, the rest was not read, and nothing is kept", err=True)
        return INTERRUPTED
    finally:
        progress.close()
    _say_problems(problems)
    if documents == 0 and len(problems) > 0:
        return FAILED
    return QUARANTINED if any(one.severity != "value" for one in problems) else 0


def _say_problems(problems: Sequence[Problem]) -> None:
    """Say on stderr what could not be read; not to be silenced."""
    for one in problems:
        place = one.path if one.record is None else f"{one.path}, {one.record}"
        error = InputError(one.message, where=place, expected=one.expected, next_step=one.next_step)
        click.secho("note: " if one.severity == "value" else "error: ", fg="yellow", nl=False, err=True)
        click.echo(error.message, err=True)
