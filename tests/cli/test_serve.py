"""`counterflow serve`: what is served, and what cannot be."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from counterflow.cli.main import counterflow


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("case", "--index", "names"),
        ("case", "--ledger", "decisions.sqlite"),
        ("case", "--kept", "kept"),
        ("case", "--four-eyes", "clear"),
        ("--index", "names", "--four-eyes", "clear"),
        ("--index", "names", "--scope", "reported"),
    ],
)
def test_wrong_use_is_exit_2(words: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A case or an index; what a case has of its own is not given with it."""
    monkeypatch.chdir(tmp_path)
    assert CliRunner().invoke(counterflow, ["serve", *words]).exit_code == 2
    assert list(tmp_path.iterdir()) == []
