"""The command line: one file a command group."""

from counterflow.cli.main import main

__all__ = ["main"]
