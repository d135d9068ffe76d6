"""A trial: what the next run would make of a case if something more stood in its ledger, without touching the case."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from counterflow.case import Case
from counterflow.exc import StorageError
from counterflow.ledger import Ledger
from counterflow.ledger.duplicate import copy_ledger
from counterflow.run.build import Build, read_current
from counterflow.run.lock import hold_case
from counterflow.run.progress import Progress
from counterflow.run.run import RunOptions, run_case

PREFIX = ".trial-"
"""Of the folder, inside the case, that a trial is made in and that is removed with it."""


@contextmanager
def try_entries(
    case: Case,
    said: Sequence[tuple[str, Mapping[str, Any]]],
    *,
    progress: Progress | None = None,
    options: RunOptions | None = None,
) -> Iterator[tuple[Build, Build]]:
    """Give the build of a case as it stands, and the one that it would have after some entries; both end with the call.

    The second is byte for byte what the next run makes once the same is entered: it is made by that run, in a folder
    that shares the case's inputs and what was computed of them, with a copy of the ledger.

    Args:
        case: the case; its ledger, builds and `current` stay as they are.
        said: kind and payload of each entry.
        progress: of both runs.
        options: of both runs; `only` must not be set.

    Raises:
        CaseLockedError: a run holds the case.
        LedgerError: an entry does not have the form of its kind.
        StorageError: no room or no permission to write beside the case.
    """
    options = options or RunOptions()
    with trial_case(case, wait_s=options.wait_s) as trial:
        before = run_case(trial, progress=progress, options=options)
        with closing(Ledger.of_file(trial.ledger_path)) as ledger:
            ledger.append_all(said)
        after = run_case(trial, progress=progress, options=options)
        assert before is not None  # only a run that stops early has no report
        assert after is not None
        yield before.build, after.build


@contextmanager
def trial_case(case: Case, *, wait_s: float = 0.0) -> Iterator[Case]:
    """Give a case of the same inputs, ledger and finished work in a folder of its own, which ends with the call.

    Raises:
        CaseLockedError: a run holds the case.
        StorageError: no room or no permission to write beside the case.
    """
    try:
        folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir=case.root))
    except OSError as exc:
        raise StorageError(f"{exc.strerror}: {case.root}", next_step="Give permission to write there") from exc
    try:
        trial = replace(case, root=folder)
        with hold_case(case, wait_s=wait_s):
            _share(case, trial)
        yield trial
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _share(case: Case, trial: Case) -> None:
    """Give the trial the inputs, ledger and finished work of the case; files that are never rewritten are linked."""
    shutil.copy2(case.toml_path, trial.toml_path)
    for name in ("inputs", "llm"):
        if (case.root / name).exists():
            (trial.root / name).symlink_to((case.root / name).resolve(), target_is_directory=True)
    copy_ledger(case.ledger_path, trial.ledger_path)
    if case.cache_path.exists():
        shutil.copytree(case.cache_path, trial.cache_path, copy_function=_link)
    try:
        current = case.builds_path / read_current(case)
    except FileNotFoundError:
        return
    if current.exists():
        shutil.copytree(current, trial.builds_path / current.name, copy_function=_link)


def _link(source: str, target: str) -> None:
    """Link a file, or copy it where the disk has no links."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)
