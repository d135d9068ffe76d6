"""An index of a few entities, and `counterflow serve` on it in a process of its own."""

from __future__ import annotations

import http.client
import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from counterflow.screen.make_index import make_index, update_index

START_SECONDS = 600
"""The kernel is compiled at its first use on a machine."""

ENTITIES: tuple[dict[str, Any], ...] = (
    {
        "id": "un-1",
        "schema": "Person",
        "caption": "KIM Yong Chol",
        "datasets": ["un_sc_sanctions"],
        "referents": ["old-1", "old/1"],
        "properties": {
            "name": ["KIM Yong Chol", "김영철"],
            "birthDate": ["1962-02-18"],
            "nationality": ["kp"],
            "topics": ["sanction"],
        },
        "last_change": "2024-05-01T00:00:00",
    },
    {
        "id": "us-1",
        "schema": "Person",
        "caption": "KIM, Yong-Chol",
        "datasets": ["us_ofac_sdn"],
        "properties": {"name": ["Kim Yong-chol"], "birthDate": ["1962"]},
        "last_change": "2020-01-01T00:00:00",
    },
    {
        "id": "us-2",
        "schema": "Company",
        "caption": "Ocean Maritime Management",
        "datasets": ["us_ofac_sdn"],
        "properties": {"name": ["Ocean Maritime Management Company, Limited"], "country": ["kp"]},
    },
    {
        "id": "own-1",
        "schema": "Ownership",
        "caption": "Ownership",
        "datasets": ["us_ofac_sdn"],
        "properties": {"owner": ["un-1"], "asset": ["us-2"]},
    },
    {
        "id": "s-1",
        "schema": "Sanction",
        "caption": "UN 1718",
        "datasets": ["un_sc_sanctions"],
        "properties": {"entity": ["un-1"], "authority": ["UN"]},
    },
)


def make_small_index(folder: Path, entities: Iterable[Mapping[str, Any]] = ENTITIES, name: str = "index") -> Path:
    """Make an index in a folder, or change the one that is there to hold these entities."""
    path, index = folder / "entities.jsonl", folder / name
    path.write_text("".join(json.dumps(one) + "\n" for one in entities), encoding="utf-8")
    change = update_index if index.exists() else make_index
    change([path], index, workers=1, tell=lambda *_: None)
    return index


@contextmanager
def serve(index: Path, log: Path, *arguments: str, **environment: str) -> Iterator[str]:
    """Serve an index in a process of its own, and give its address once it screens."""
    command = [sys.executable, "-m", "counterflow", "serve", "--index", str(index), "--port", "0", *arguments]
    with (
        log.open("w", encoding="utf-8") as written,  # a file, not a pipe: nobody need empty it
        subprocess.Popen(command, stderr=written, env=os.environ | {"COUNTERFLOW_LOG": "off"} | environment) as server,
    ):
        try:
            yield _wait(server, log)
        finally:
            server.terminate()


def _wait(server: subprocess.Popen[bytes], log: Path) -> str:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end and server.poll() is None:
        found = re.search(r"http://[\d.:]+", log.read_text(encoding="utf-8"))
        if found is not None and _is_ready(found.group()):
            return found.group()
        time.sleep(0.1)
    pytest.fail(f"the server did not start: {log.read_text(encoding='utf-8')}")


def _is_ready(url: str) -> bool:
    with closing(http.client.HTTPConnection(urlsplit(url).netloc, timeout=30)) as connection:
        try:
            connection.request("GET", "/readyz")
            return connection.getresponse().status == http.HTTPStatus.OK
        except ConnectionError:
            return False
