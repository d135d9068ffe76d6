"""The API as a fuzzer reads its description: no answer that the description does not name."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

import pytest

from counterflow.api.guard.key import KeyScope, add_key
from counterflow.ledger import Ledger

from .serving import serve

pytestmark = pytest.mark.slow

CHECKS = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_headers_conformance",
    "response_schema_conformance",
    "negative_data_rejection",
    "missing_required_header",
    "unsupported_method",
    "allow_header_conformance",
    "ignored_auth",
)
"""All that need no order of calls, but one: what a schema lets pass may still be wrong, e.g. no schema of FtM."""

EXAMPLES = 40
"""Of each operation, beside those that cover its description."""


class Guarded(NamedTuple):
    """A server that takes decisions, and a key for all of it."""

    url: str
    key: str


@pytest.fixture(scope="module")
def guarded(index: Path) -> Iterator[Guarded]:
    path = index.parent / "fuzzed.sqlite"
    with closing(Ledger.of_file(path)) as ledger:
        key = add_key(ledger, "fuzzer", list(KeyScope), by="test")[1]
    with serve(index, index.parent / "fuzzed.log", "--ledger", str(path), COUNTERFLOW_RATE="0") as url:
        yield Guarded(url, key)


def test_every_answer_is_one_that_is_described(schemathesis: Path, guarded: Guarded, tmp_path: Path) -> None:
    command = [
        *(str(schemathesis), "run", f"{guarded.url}/api/openapi.json", "--header", f"X-Api-Key: {guarded.key}"),
        *("--checks", ",".join(CHECKS), "--phases", "examples,coverage,fuzzing", "--max-examples", str(EXAMPLES)),
        *("--generation-deterministic", "--continue-on-failure", "--no-shrink", "--no-color", "--warnings", "off"),
    ]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stdout[-20_000:]
    assert "Tested: " in done.stdout
