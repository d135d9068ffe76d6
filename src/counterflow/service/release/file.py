"""Hand a release on as a file: in the ledger first, then under its name."""

from __future__ import annotations

import os
import shutil
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

from counterflow.case import Case
from counterflow.exc import UsageError
from counterflow.ledger import Ledger
from counterflow.ledger.entry import Entry
from counterflow.service.release.make import Release


class Leave(NamedTuple):
    """By whom something leaves, and under which terms."""

    by: str | None
    expires: str | None = None
    """First day, in UTC, on which the partner shall have no copy any more."""
    days: int = 30
    """For which a package may be taken."""
    request: str | None = None
    """Hash of the request that was approved, if one was."""

    def about(self) -> dict[str, Any]:
        """Say for the ledger until when it is given."""
        return {} if self.expires is None else {"expires": self.expires}


def write_release(case: Case, release: Release, output: Path, leave: Leave) -> Entry:
    """Write a release as a file and enter it in the ledger; gives the entry.

    Args:
        case: that it is from.
        release: what is given.
        output: the file; it appears whole or not at all.
        leave: by whom, and under which terms.

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
        "content": {**release.describe(), **leave.about()},
        "request": leave.request,
    }
    temporary = output.with_name(f".{output.name}.part")
    try:
        shutil.copyfile(release.path, temporary)
        with temporary.open("rb") as handle:
            os.fsync(handle.fileno())
        # The ledger first: no file is out that it does not know.
        with closing(Ledger.of_file(case.ledger_path)) as ledger:
            entry = ledger.append("release", payload, by=leave.by)
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
