"""Hand a release on as a file: in the ledger first, then under its name."""

from __future__ import annotations

import os
import shutil
from contextlib import closing
from pathlib import Path

from counterflow.case import Case
from counterflow.exc import UsageError
from counterflow.ledger import Ledger
from counterflow.ledger.entry import Entry
from counterflow.service.release.make import Release


def write_release(case: Case, release: Release, output: Path, *, by: str | None) -> Entry:
    """Write a release as a file and enter it in the ledger; gives the entry.

    Args:
        case: that it is from.
        release: what is given.
        output: the file; it appears whole or not at all.
        by: who gives it.

    Raises:
        UsageError: nothing would leave.
    """
    check_release(release)
    payload = {
        "partner": release.order.partner.key,
        "way": "file",
        "place": output.name,
        "build": release.build,
        "marking": release.report.marking,
        "sha256": release.sha256,
        "content": release.describe(),
    }
    temporary = output.with_name(f".{output.name}.part")
    try:
        shutil.copyfile(release.path, temporary)
        with temporary.open("rb") as handle:
            os.fsync(handle.fileno())
        # The ledger first: no file is out that it does not know.
        with closing(Ledger.of_file(case.ledger_path)) as ledger:
            entry = ledger.append("release", payload, by=by)
        temporary.replace(output)
    finally:
        temporary.unlink(missing_ok=True)
    return entry


def check_release(release: Release) -> None:
    """Refuse to give nothing.

    Raises:
        UsageError: nothing would leave.
    """
    if release.report.entities == 0:
        raise UsageError(f"nothing may leave to {release.order.partner.key}", next_step="--dry-run says why")
