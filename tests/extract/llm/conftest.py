"""An endpoint of this test's own."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from counterflow.extract.llm.check import RuleReading
from counterflow.extract.llm.endpoint import read_endpoint
from counterflow.extract.llm.settings import LlmSettings

from .serving import TEXT, Server, read_rules


@pytest.fixture(scope="session")
def reading() -> RuleReading:
    """Give the document that most tests ask about."""
    return read_rules(TEXT)


@pytest.fixture
def server() -> Iterator[Server]:
    """Run an endpoint."""
    with Server() as one:
        thread = threading.Thread(target=one.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield one
        finally:
            one.shutdown()
            thread.join()


@pytest.fixture
def make_settings(server: Server, tmp_path: Path) -> Callable[..., LlmSettings]:
    """Make settings that lead to the endpoint of this test."""

    def make(**values: Any) -> LlmSettings:
        endpoint = read_endpoint(values.pop("endpoint", server.address), "here")
        return LlmSettings(endpoint, "m", tmp_path / "llm", **({"backoff_s": 0.01, "timeout_s": 10.0} | values))

    return make
