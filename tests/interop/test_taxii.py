"""Others' clients of TAXII 2.1, unmodified and in their own environment: taxii2-client, and stix2's source and sink."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from counterflow.api.guard.key import KeyScope, add_key
from counterflow.case import load_case
from counterflow.cli.taxii import store_url
from counterflow.ledger import Ledger
from counterflow.share.taxii.catalog import CollectionEntry, Grant, Root, add_collection, add_root
from counterflow.share.taxii.store import open_store

MOMENT, LATER = "2026-01-01T00:00:00.000Z", "2026-02-01T00:00:00.000Z"


def make_object(number: int, type_: str = "campaign", **more: Any) -> dict[str, Any]:
    id_ = f"{type_}--00000000-0000-4000-8000-{number:012x}"
    head = {"type": type_, "spec_version": "2.1", "id": id_, "created": MOMENT, "modified": MOMENT}
    return {**head, "name": f"{type_} {number}", **more}


OBJECTS = [
    make_object(0),
    make_object(0, modified=LATER),
    *(make_object(one, "tool" if one % 3 == 0 else "campaign") for one in range(1, 40)),
]


@pytest.fixture(scope="module")
def said(taxii_peers: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    """What the clients got of a server with keys."""
    folder = tmp_path_factory.mktemp("taxii")
    engine = open_store(store_url(str(folder)))
    add_root(engine, Root("main", "Main"))
    add_collection(engine, CollectionEntry("main", "Shared"), [Grant("Partner", can_write=True)])
    add_collection(engine, CollectionEntry("main", "Inbox"), [Grant("Partner", can_read=False, can_write=True)])
    add_collection(engine, CollectionEntry("main", "Others'"), [Grant("Other")])
    engine.dispose()
    (folder / "case.toml").write_text('[case]\nname = "TAXII"\n', encoding="utf-8")
    ledger = Ledger.of_file(load_case(folder).ledger_path)
    key = add_key(ledger, "Partner", [KeyScope.SHARE], by="test")[1]
    ledger.close()
    log = folder / "log"
    command = [sys.executable, "-m", "counterflow", "serve", "--taxii", str(folder), "--port", "0"]
    command += ["--ledger", str(folder / "ledger.sqlite")]
    environment = os.environ | {"COUNTERFLOW_LOG": "off"}
    with (
        log.open("w", encoding="utf-8") as written,
        subprocess.Popen(command, stderr=written, env=environment) as server,
    ):
        try:
            found, end = None, time.monotonic() + 60
            while found is None and time.monotonic() < end and server.poll() is None:
                found = re.search(r"http://[\d.:]+", log.read_text(encoding="utf-8"))
                time.sleep(0.1)
            assert found is not None, log.read_text(encoding="utf-8")
            script = str(Path(__file__).with_name("call_taxii.py"))
            call = [str(taxii_peers), script, f"{found.group()}/taxii2/", key]
            done = subprocess.run(
                call, input=json.dumps(OBJECTS), capture_output=True, text=True, timeout=120, check=False
            )
            assert done.returncode == 0, done.stderr
            yield json.loads(done.stdout)
        finally:
            server.terminate()


def test_what_there_is(said: dict[str, Any]) -> None:
    assert said["title"] == "Counterflow"
    assert said["root"] == ["Main", ["application/taxii+json;version=2.1"], 2_000_000]
    assert said["collections"] == [["Shared", True, True], ["Inbox", False, True]]


def test_objects_are_taken_and_given(said: dict[str, Any]) -> None:
    assert said["status"] == ["complete", 41, 0]
    assert said["again"] == 41
    expected = [one["id"] for one in OBJECTS[1:]]
    assert said["objects"] == said["manifest"] == expected
    assert said["of_type"] == [one for one in expected if one.startswith("tool")]
    assert said["object"] == expected[:1]
    assert said["versions"] == [MOMENT, LATER]


def test_pages_hold_each_object_once(said: dict[str, Any]) -> None:
    assert said["pages"] == said["manifest_pages"] == said["objects"]


def test_stix2_reads_and_writes_collections(said: dict[str, Any]) -> None:
    source = said["source"]
    assert source["get"].startswith("2026-02-01")
    assert [one[:10] for one in source["all_versions"]] == ["2026-01-01", "2026-02-01"]
    assert source["query"] == sorted(one["id"] for one in OBJECTS if one["type"] == "tool")
    assert source["everything"] == 40
    assert source["unknown"] is None
    assert said["sunk"] == "Sink"


def test_what_is_deleted_or_refused(said: dict[str, Any]) -> None:
    assert said["deleted"]
    assert said["wrong"] == "401"
