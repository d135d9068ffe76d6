"""`counterflow fetch`: exit codes, streams and JSON."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from counterflow.cli.fetch import fetch
from counterflow.exc import UsageError

Call = Callable[..., Result]


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def do_GET(self) -> None:
        body = self.server.files.get(self.path)
        self.send_response(404 if body is None else 200)
        self.end_headers()
        self.wfile.write(body or b"")

    def log_message(self, format: str, *args: object) -> None:
        """Log nothing."""


class _Server(ThreadingHTTPServer):
    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.files: dict[str, bytes] = {}
        self.url = f"http://127.0.0.1:{self.server_address[1]}"


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[_Server]:
    """A server of files."""
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    one = _Server()
    thread = threading.Thread(target=one.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield one
    one.shutdown()
    thread.join()
    one.server_close()


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """An empty case."""
    (tmp_path / "case" / "inputs").mkdir(parents=True)
    (tmp_path / "case" / "case.toml").write_text('[case]\nname = "lists"\n', encoding="utf-8")
    return tmp_path / "case"


@pytest.fixture
def call(root: Path) -> Call:
    """Call the command and check its exit status."""

    def run(*arguments: str, status: int = 0) -> Result:
        result = CliRunner().invoke(fetch, [str(root), *arguments], catch_exceptions=False)
        assert result.exit_code == status, result.stderr
        return result

    return run


def make_list(parties: int, date: str) -> bytes:
    records = "".join(
        f"<ENTITY><DATAID>{number}</DATAID><FIRST_NAME>ENTITY {number}</FIRST_NAME></ENTITY>"
        for number in range(1, parties + 1)
    )
    head = f'<CONSOLIDATED_LIST dateGenerated="{date}"><ENTITIES>'
    return f"{head}{records}</ENTITIES></CONSOLIDATED_LIST>".encode()


def test_one_line_a_dataset(call: Call, server: _Server) -> None:
    """Name, outcome, parties, date and size on stdout; the next call needs no name."""
    server.files["/un.xml"] = make_list(1_003, "2026-02-11")
    done = call("un_sc_sanctions", "--url", f"{server.url}/un.xml")
    assert done.stdout == "un_sc_sanctions  new  1,003 parties  2026-02-11  72 kB\n"
    assert done.stderr == f"fetching un_sc_sanctions from {server.url}/un.xml\n"
    quiet = call("un_sc_sanctions", "--url", f"{server.url}/un.xml", "--quiet")
    assert (quiet.stdout, quiet.stderr) == ("", "")


def test_json(call: Call, server: _Server, root: Path) -> None:
    """One object a dataset: the receipt, and the copy that the case has."""
    server.files |= {"/a.xml": make_list(2, "2026-02-11"), "/b.xml": make_list(3, "2026-02-12")}
    call("own_b", "--url", f"{server.url}/b.xml", "--json")
    call("own_a", "--url", f"{server.url}/a.xml", "--json")
    server.files["/b.xml"] = make_list(4, "2026-02-13")
    done = call("--json")
    assert done.stderr == ""
    first, second = (json.loads(line) for line in done.stdout.splitlines())
    assert (first["version"], first["dataset"], first["outcome"], first["parties"]) == (1, "own_a", "unchanged", 2)
    assert (second["dataset"], second["outcome"], second["parties"]) == ("own_b", "new", 4)
    assert (root / second["copy"]["file"]).read_bytes() == server.files["/b.xml"]
    assert second["copy"]["is_stale"] is False


def test_a_refused_list_is_exit_3_and_names_the_last_good_one(call: Call, server: _Server, root: Path) -> None:
    """Its date, its age and whether that is too old."""
    server.files["/un.xml"] = make_list(1_003, "2001-02-11")
    call("un_sc_sanctions", "--url", f"{server.url}/un.xml")
    name = next((root / "inputs" / "fetched" / "un_sc_sanctions").glob("2001*")).name
    server.files["/un.xml"] = make_list(703, "2026-02-12")
    done = call("un_sc_sanctions", "--url", f"{server.url}/un.xml", status=3)
    assert done.stdout == "un_sc_sanctions  refused, last good copy kept  1,003 parties  2001-02-11  72 kB\n"
    assert "refused: it holds 703 parties, the last good copy 1,003. " in done.stderr
    assert f"The last good copy is inputs/fetched/un_sc_sanctions/{name}, fetched 0 hours ago" in done.stderr
    assert "published 2001-02-11 (" in done.stderr
    assert (
        "STALE: it may be at most 2 days old. What came is in inputs/fetched/un_sc_sanctions/.refused-" in done.stderr
    )
    forced = call("un_sc_sanctions", "--url", f"{server.url}/un.xml", "--force")
    assert "taken by --force, although it holds 703 parties" in forced.stderr
    assert forced.stdout.startswith("un_sc_sanctions  new  703 parties")


def test_a_failure_is_exit_3_with_a_good_copy_and_1_without(call: Call, server: _Server) -> None:
    """The reason and what there is; with --quiet too."""
    done = call("own", "--url", f"{server.url}/own.xml", "--quiet", status=1)
    assert (done.stdout, done.stderr) == (
        "",
        "own: failed: the server answers 404 Not Found. There is no good copy.\n",
    )
    server.files["/own.xml"] = make_list(3, "2026-02-12")
    call()
    server.files.clear()
    assert "The last good copy is inputs/fetched/own/2026-02-12_" in call(status=3).stderr
    assert json.loads(call("--json", status=3).stdout)["copy"]["parties"] == 3
    call("none", "--url", f"{server.url}/none.xml", status=1)
    assert len(call(status=1).stdout.splitlines()) == 2


def test_status_asks_no_server(call: Call, server: _Server) -> None:
    """What there is, and how old; a dataset that was not fetched is wrong use."""
    assert call("--status").stdout == ""
    server.files["/un.xml"] = make_list(1_003, "2001-02-11")
    call("un_sc_sanctions", "--url", f"{server.url}/un.xml")
    call("none", "--url", f"{server.url}/none.xml", status=1)
    server.files.clear()
    done = call("--status")
    assert done.stdout == (
        "none  STALE  no good copy\nun_sc_sanctions  STALE  1,003 parties  2001-02-11  72 kB  confirmed 0 hours ago\n"
    )
    one = json.loads(call("un_sc_sanctions", "--status", "--json").stdout)
    assert (one["version"], one["is_stale"], one["max_age_hours"]) == (1, True, 48)
    with pytest.raises(UsageError, match="was not fetched into this case"):
        call("us_ofac_sdn", "--status")
    with pytest.raises(UsageError, match="--status fetches nothing"):
        call("--status", "--force")


def test_wrong_use(call: Call) -> None:
    """Nothing to fetch, or not known from where: exit 2."""
    for arguments in ([], ["unknown"], ["a", "b", "--url", "https://example.org/"]):
        with pytest.raises(UsageError) as caught:
            call(*arguments)
        assert caught.value.exit_code == 2
