"""`counterflow fetch` of what partners give."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest
from click.testing import CliRunner, Result

from counterflow.cli.main import counterflow
from counterflow.exc import UsageError

OBJECT = {"type": "campaign", "spec_version": "2.1", "id": "campaign--00000000-0000-4000-8000-000000000001"}
Call = Callable[..., Result]


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        is_there = self.path.startswith("/root/collections/one/objects/")
        self.send_response(200 if is_there else 404)
        self.send_header("Content-Type", "application/taxii+json;version=2.1")
        self.send_header("X-TAXII-Date-Added-Last", "2026-01-01T00:00:00Z")
        self.end_headers()
        self.wfile.write(json.dumps({"objects": [OBJECT, "what"]} if is_there else {"title": "Gone"}).encode())

    def log_message(self, format: str, *args: object) -> None:
        """Log nothing."""


@pytest.fixture
def url() -> Iterator[str]:
    with HTTPServer(("127.0.0.1", 0), _Handler) as server:
        Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/root/collections/"
        server.shutdown()


@pytest.fixture
def call(tmp_path: Path, url: str) -> Call:
    """Fetches into a case with partners, checking the exit status."""
    (tmp_path / "inputs").mkdir()
    (tmp_path / "case.toml").write_text(
        f'[case]\nname = "ours"\n[partner.good]\nname = "Good Office"\npull = "{url}one/"\n'
        f'[partner.gone]\npull = "{url}two/"\n[partner.mute]\n[partner.us_ofac_sdn]\n',
        encoding="utf-8",
    )

    def run(*words: str, status: int = 0) -> Result:
        done = CliRunner().invoke(counterflow, ["fetch", str(tmp_path), *words])
        if isinstance(done.exception, UsageError):
            raise done.exception
        assert done.exit_code == status, done.output
        return done

    return run


def test_what_came_is_said(call: Call, tmp_path: Path) -> None:
    """One line of what there is, on stderr what was left out; `--json` gives the receipts."""
    with pytest.raises(UsageError, match="has the name of a dataset"):
        call("good")
    toml = tmp_path / "case.toml"
    toml.write_text(toml.read_text("utf-8").replace("[partner.us_ofac_sdn]", ""), "utf-8")
    done = call("good")
    file = next((tmp_path / "inputs" / "fetched" / "good").glob("*.json")).name
    assert done.stdout == f"good  new  1 new objects  1 held  {file}\n"
    assert "pulling from Good Office: http://127.0.0.1" in done.stderr
    assert "left out: 1 things that are no STIX objects" in done.stderr
    assert json.loads(call("good", "--json").stdout)["outcome"] == "unchanged"
    assert "good" in call("--status").stdout
    assert "1 objects" in call("--status").stdout


def test_all_partners_and_one_that_fails(call: Call, tmp_path: Path) -> None:
    """Without names all partners who give something are asked; the worst decides the exit status."""
    toml = tmp_path / "case.toml"
    toml.write_text(toml.read_text("utf-8").replace("[partner.us_ofac_sdn]", ""), "utf-8")
    done = call(status=1)
    assert [line.split()[:2] for line in done.stdout.splitlines()] == [["good", "new"], ["gone", "failed"]]
    assert "gone: failed: the server answers 404 Not Found: Gone. Compare [partner.gone] in case.toml" in done.stderr
    with pytest.raises(UsageError, match="nothing is pulled from mute"):
        call("mute")
    with pytest.raises(UsageError, match="are of lists"):
        call("good", "--force")
    with pytest.raises(UsageError, match="not known here"):
        call("unknown")
