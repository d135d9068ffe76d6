"""`counterflow serve`: what is served, and what cannot be."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest
from click.testing import CliRunner

from counterflow.api.guard.shutdown import DrainingServer
from counterflow.cli.main import counterflow
from counterflow.service.current import CurrentState


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


def test_an_address_that_is_said_can_be_reached(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before the server runs: who reads the line connects at once."""
    reached: list[int] = []

    def run(_server: DrainingServer, sockets: list[socket.socket]) -> None:
        with socket.create_connection(sockets[0].getsockname()) as client:
            reached.append(client.getpeername()[1])
        sockets[0].close()

    monkeypatch.setattr(DrainingServer, "run", run)
    monkeypatch.setattr(CurrentState, "start", lambda _state: None)
    monkeypatch.setattr("counterflow.cli.serve.PATIENCE", 3600.0)
    done = CliRunner().invoke(counterflow, ["serve", "--index", str(tmp_path), "--port", "0"])
    assert done.exit_code == 0, done.output
    assert f"http://127.0.0.1:{reached[0]}/" in done.stderr
