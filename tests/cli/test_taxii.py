"""`counterflow taxii`: collections are made, granted, filled and listed, and `serve` has them."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from pathlib import Path

import httpx2
import pytest
from click.testing import CliRunner, Result

from counterflow.cli.main import counterflow

TAXII = "application/taxii+json;version=2.1"
MOMENT = "2026-01-01T00:00:00.000Z"


def call(*words: str) -> Result:
    return CliRunner().invoke(counterflow, ["taxii", *words], standalone_mode=False)


def make_object(number: int, **more: str) -> dict[str, str]:
    id_ = f"tool--00000000-0000-4000-8000-{number:012}"
    head = {"type": "tool", "spec_version": "2.1", "id": id_, "created": MOMENT, "modified": MOMENT}
    return {**head, "name": f"Tool {number}", **more}


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """A file with one collection."""
    store = tmp_path / "share.sqlite"
    assert call("root", str(store), "main", "--title", "Main").exit_code == 0
    made = call("collection", str(store), "main", "Shared", "--read", "*", "--write", "Us", "--alias", "shared")
    assert re.fullmatch(r"[0-9a-f-]{36}\n", made.output)
    return store


def test_what_was_made_is_listed(store: Path) -> None:
    call("grant", str(store), "main", "shared", "--read", "Partner", "--neither", "*")
    assert re.sub("[0-9a-f-]{36}", "ID", call("list", str(store)).output).splitlines() == [
        "/taxii2/main/  Main",
        "  ID  Shared  (shared)",
        "    everyone: neither",
        "    Partner: read",
        "    Us: write",
    ]
    (one,) = map(json.loads, call("list", str(store), "--json").output.splitlines())
    assert one["grants"][1] == {"holder": "Partner", "can_read": True, "can_write": False}


@pytest.mark.parametrize("form", ["bundle", "envelope", "lines", "one", "pretty"])
def test_objects_are_read_from_a_file(store: Path, tmp_path: Path, form: str) -> None:
    objects = [make_object(1), make_object(2)][: 1 if form == "one" else 2]
    text = {
        "bundle": json.dumps({"type": "bundle", "id": "bundle--1", "objects": objects}),
        "envelope": json.dumps({"objects": objects}),
        "lines": "\n".join(map(json.dumps, objects)) + "\n",
        "one": json.dumps(objects[0]),
        "pretty": json.dumps({"type": "bundle", "objects": objects}, indent=1),
    }[form]
    file = tmp_path / "objects.json"
    file.write_text(text, encoding="utf-8")
    done = call("load", str(store), "main", "shared", str(file))
    assert done.return_value == 0, done.output
    assert f"{len(objects)} objects in Shared, 0 refused" in done.output


def test_what_is_no_stix_is_named_and_exits_3(store: Path, tmp_path: Path) -> None:
    file = tmp_path / "objects.json"
    file.write_text(json.dumps({"objects": [make_object(1), make_object(2, created="now")]}), encoding="utf-8")
    done = call("load", str(store), "main", "shared", str(file))
    assert done.return_value == 3
    assert f"{make_object(2)['id']}: created is no timestamp" in done.output


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("root", "STORE", "a/b"), "cannot be an API root"),
        (("collection", "STORE", "main", "T"), "nobody may use the collection"),
        (("collection", "STORE", "none", "T", "--read", "x"), "no API root"),
        (("collection", "STORE", "main", "T", "--read", "x", "--id", "1"), "cannot be the id"),
        (("collection", "STORE", "main", "T", "--read", "x", "--alias", "shared"), "is there already"),
        (("collection", "STORE", "main", "T", "--read", "x", "--alias", "a b"), "cannot be an alias"),
        (("grant", "STORE", "main", "nothing", "--read", "x"), "has no collection"),
        (("list", "no://thing"), "no URL"),
    ],
)
def test_what_is_wrong_is_said(store: Path, words: tuple[str, ...], said: str) -> None:
    done = call(*(str(store) if word == "STORE" else word for word in words))
    assert said in str(done.exception)


def test_serve_has_them_alone(store: Path, tmp_path: Path) -> None:
    """Without a case or an index: collections, readiness, and nothing else."""
    log = tmp_path / "log"
    command = [sys.executable, "-m", "counterflow", "serve", "--taxii", str(store), "--port", "0"]
    with (
        log.open("w", encoding="utf-8") as written,
        subprocess.Popen(command, stderr=written, env=os.environ | {"COUNTERFLOW_LOG": "off"}) as server,
    ):
        try:
            found, end = None, time.monotonic() + 60
            while found is None and time.monotonic() < end and server.poll() is None:
                found = re.search(r"http://[\d.:]+", log.read_text(encoding="utf-8"))
                time.sleep(0.1)
            assert found is not None, log.read_text(encoding="utf-8")
            answer = httpx2.get(f"{found.group()}/taxii2/main/collections/", headers={"Accept": TAXII})
            assert answer.json()["collections"][0]["alias"] == "shared"
            assert httpx2.get(f"{found.group()}/readyz").status_code == 200
        finally:
            server.terminate()
