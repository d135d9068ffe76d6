"""`counterflow push` and `counterflow export --to`: what may leave to a partner of a case."""

from __future__ import annotations

import json
import shutil
import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import uvicorn
from click.testing import CliRunner, Result

from counterflow.api.guard.wall import Rails
from counterflow.api.server import create_app
from counterflow.api.taxii.router import TaxiiService
from counterflow.case import Case
from counterflow.cli.main import counterflow
from counterflow.exc import UsageError
from counterflow.ledger import Ledger
from counterflow.settings import Settings
from counterflow.share.taxii.catalog import EVERYONE, CollectionEntry, Grant, Root, add_collection, add_root
from counterflow.share.taxii.filter import Filter
from counterflow.share.taxii.page import list_handlings, read_objects
from counterflow.share.taxii.store import open_store, sqlite_url

ID = "52892447-4d7e-4f70-b94d-d7f22742ff63"


@pytest.fixture
def service(tmp_path: Path) -> TaxiiService:
    """The partner's collections."""
    service = TaxiiService(open_store(sqlite_url(tmp_path / "theirs.sqlite")), max_body=500_000)
    add_root(service.engine, Root("main", "Main"))
    add_collection(service.engine, CollectionEntry("main", "For us", ID), [Grant(EVERYONE, can_write=True)])
    return service


@pytest.fixture
def url(service: TaxiiService) -> Iterator[str]:
    app = create_app(None, rails=Rails(settings=Settings(rate=0, log="off", max_body=500_000)), taxii=service)
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(app, log_level="error", lifespan="off"))
        thread = threading.Thread(target=server.run, args=([listener],), daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/taxii2/main/collections/{ID}/"
        server.should_exit = True
        thread.join()


@pytest.fixture
def case(example_case: Case, tmp_path: Path, url: str) -> Path:
    """The example with partners."""
    root = tmp_path / "case"
    shutil.copytree(example_case.root, root)
    with (root / "case.toml").open("a", encoding="utf-8") as toml:
        toml.write(f'\n[partner.them]\nname = "Their Office"\npush = "{url}"\n[partner.mute]\n')
    return root


@pytest.fixture
def call(case: Path) -> Callable[..., Result]:
    def run(*words: str, status: int = 0) -> Result:
        done = CliRunner().invoke(counterflow, ["push", str(case), *words], standalone_mode=False)
        if done.exception is not None:
            raise done.exception
        assert done.return_value == status, done.output
        return done

    return run


def test_what_is_pushed_is_what_export_writes(
    call: Callable[..., Result], case: Path, service: TaxiiService, tmp_path: Path
) -> None:
    """Object by object; a second push sends nothing, and the ledger says what left."""
    done = call("--to", "them", "--dry-run")
    file = tmp_path / "bundle.json"
    result = CliRunner().invoke(
        counterflow, ["export", str(case), "--format", "stix", "--to", "them", "--output", str(file)]
    )
    assert result.exit_code == 0, result.output
    expected = json.loads(file.read_text("utf-8"))["objects"]
    assert f"them: {len(expected):,} objects may leave, {len(expected):,} to send" in done.stderr
    done = call("--to", "them")
    assert f"{len(expected):,} to send, {len(expected):,} taken, 0 taken back" in done.stderr
    with service.engine.begin() as connection:
        handlings = list_handlings(connection, ID)
        page = read_objects(connection, ID, Filter(limit=10_000), handlings)
    there = {one["id"]: one for one in json.loads(page.body)["objects"]}
    assert there == {one["id"]: one for one in expected}
    again = json.loads(call("--to", "them", "--json").stdout)
    assert (again["version"], again["to_send"], again["taken"]) == (1, 0, 0)
    ledger = Ledger.of_file(case / "ledger.sqlite")
    (entry,) = ledger.entries_of(["release"])
    ledger.close()
    assert entry.data["content"]["taken"] == len(expected)
    assert entry.data["build"] == (case / "current").read_text("utf-8").strip()


def test_wrong_use(call: Callable[..., Result]) -> None:
    """A partner that case.toml does not name, or whose address it does not."""
    with pytest.raises(UsageError, match="has no partner 'nobody'"):
        call("--to", "nobody")
    with pytest.raises(UsageError, match="nothing is given to mute"):
        call("--to", "mute")
