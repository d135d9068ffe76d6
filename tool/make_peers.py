#!/usr/bin/env python3
"""Make the environments of programs that Counterflow is tested with, each of its own: `make_peers.py FOLDER`.

Writes FOLDER/NAME for each requirements/peer/NAME.txt, in the versions and with the hashes stated there. What is there
already is kept.
"""

from __future__ import annotations

import subprocess
import sys
import venv
from pathlib import Path

REQUIREMENTS = Path(__file__).parents[1] / "requirements" / "peer"
_DONE = "complete"
"""The file that marks an environment as made to the end; it holds what was asked for."""


def make_peer(name: str, folder: Path) -> Path:
    """Make one peer's environment in a folder, unless it is there, and give its programs' folder.

    Raises:
        subprocess.CalledProcessError: pip could not install it.
    """
    wanted, home = REQUIREMENTS / f"{name}.txt", folder.absolute() / name
    done = home / _DONE
    if not done.exists() or done.read_text(encoding="utf-8") != wanted.read_text(encoding="utf-8"):
        venv.create(home, with_pip=True, clear=True)
        pip = [str(home / "bin" / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*pip, "--no-deps", "--require-hashes", "-r", str(wanted)], check=True)  # noqa: S603, ours
        done.write_text(wanted.read_text(encoding="utf-8"), encoding="utf-8")
    return home / "bin"


def main() -> None:
    """Make all."""
    for path in sorted(REQUIREMENTS.glob("*.txt")):
        print(f"{path.stem}: {make_peer(path.stem, Path(sys.argv[1]))}")


if __name__ == "__main__":
    main()
