"""A case made of files of entities, for the time of one question."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from counterflow.case import load_case
from counterflow.cli.show import open_archive
from counterflow.dossier.archive import Archive
from counterflow.dossier.clock import Clock
from counterflow.exc import InputError
from counterflow.run.progress import choose_progress
from counterflow.run.run import RunOptions, run_case

_CASE = '[case]\nname = "files"\n'


@contextmanager
def open_case_or_files(case: Path, files: tuple[Path, ...], clock: Clock, *, quiet: bool) -> Iterator[Archive]:
    """Open a case or, where files of entities are given, one made of them for the time of the question."""
    if len(files) == 0:
        with open_archive(case, clock) as archive:
            yield archive
        return
    with tempfile.TemporaryDirectory(prefix="counterflow-") as folder:
        root = Path(folder)
        (root / "inputs").mkdir()
        (root / "case.toml").write_text(_CASE, encoding="utf-8")
        for number, file in enumerate(files):
            # In folders of their own: two files may have one name.
            place = root / "inputs" / str(number)
            place.mkdir()
            shutil.copyfile(file, place / file.name)
        progress = choose_progress(quiet=quiet)
        try:
            report = run_case(load_case(root), progress=progress, options=RunOptions())
        finally:
            progress.close()
        assert report is not None  # only a run that stops early has none
        if report.quarantined > 0:
            _refuse_unread(root)
        with open_archive(root, clock) as archive:
            yield archive


def _refuse_unread(root: Path) -> None:
    """Refuse to answer from files that could not be read: a tie that was not read would be an escape."""
    from counterflow.dossier.find import list_problems

    with open_archive(root) as archive:
        unread = [problem for problem in list_problems(archive) if problem.severity != "value"]
    if len(unread) > 0:
        first = unread[0]
        raise InputError(first.message, where=first.path, expected=first.expected, next_step=first.next_step)
