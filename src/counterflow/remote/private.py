"""Files that belong to a user of the program and to no case, and that nobody else may read."""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping
from pathlib import Path

from counterflow.exc import CaseError


def config_folder(environment: Mapping[str, str] = os.environ) -> Path:
    """Give the folder of what belongs to a user of the program and to no case."""
    base = environment.get("XDG_CONFIG_HOME", "")
    return (Path(base) if base != "" else Path.home() / ".config") / "counterflow"


def check_private(path: Path) -> None:
    """Refuse a secret's file that others may read.

    Raises:
        CaseError: they may.
        FileNotFoundError: there is no such file.
    """
    mode = stat.S_IMODE(path.stat().st_mode)
    if mode & 0o077 != 0:
        raise CaseError(
            f"others on this machine may read it (mode {mode:o})",
            where=str(path),
            expected="mode 600",
            next_step=f"chmod 600 {path}, and change the secret if others are on this machine",
        )
