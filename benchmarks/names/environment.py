"""The peer's environment: chosen by its interpreter, or made in the cache."""

from __future__ import annotations

import argparse
import subprocess
import venv
from pathlib import Path

REQUIREMENTS = ("nomenklatura==4.17.0", "rapidfuzz==3.14.6")
"""What the peer is. It needs pyicu, which pip builds from source and which wants ICU's headers."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments that every script here has."""
    parser.add_argument("data", type=Path, help="folder of the shared data, with lists/ and matching/")
    parser.add_argument("--cache", type=Path, default=Path("build/names"), help="what is read or scored once")
    parser.add_argument("--peer", type=Path, help="interpreter that has nomenklatura; default: one made in the cache")


def peer_python(arguments: argparse.Namespace) -> Path:
    """Give the peer's interpreter; makes its environment in the cache, once, unless one is chosen."""
    if arguments.peer is not None:
        return Path(arguments.peer).absolute()  # not resolved: a link to the interpreter is what makes an environment
    folder = Path(arguments.cache).absolute() / "peer"
    python, done = folder / "bin" / "python", folder / "complete"
    if not done.exists():
        venv.create(folder, with_pip=True, clear=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", *REQUIREMENTS], check=True)
        done.touch()
    return python


def peer_version(python: Path) -> str:
    """Give the version of nomenklatura that an interpreter finds."""
    code = "import importlib.metadata as m; print(m.version('nomenklatura'))"
    done = subprocess.run([python, "-c", code], check=True, capture_output=True, text=True)
    return done.stdout.strip()
