"""A served index, and programs of others, each in an environment of its own."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from make_peers import make_peer

from .serving import make_small_index, serve


@pytest.fixture(scope="session")
def yente_client(pytestconfig: pytest.Config) -> Path:
    """Python with yente-client."""
    return _peer("yente-client", pytestconfig) / "python"


@pytest.fixture(scope="session")
def schemathesis(pytestconfig: pytest.Config) -> Path:
    """The fuzzer."""
    return _peer("schemathesis", pytestconfig) / "schemathesis"


@pytest.fixture(scope="session")
def taxii_peers(pytestconfig: pytest.Config) -> Path:
    """Python with taxii2-client, stix2 and stix2-validator."""
    return _peer("taxii", pytestconfig) / "python"


def _peer(name: str, config: pytest.Config) -> Path:
    """Give the programs of a peer; its tests skip by name where it cannot be installed."""
    named = os.environ.get("COUNTERFLOW_PEERS")
    folder = Path(config.rootpath / ".cache" / "peers") if named is None else Path(named)
    try:
        return make_peer(name, folder)
    except subprocess.CalledProcessError:
        pytest.skip(f"{name}: it is in no environment here, and pip cannot install it")


@pytest.fixture(scope="session")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of a few entities."""
    return make_small_index(tmp_path_factory.mktemp("interop"))


@pytest.fixture(scope="session")
def served_url(index: Path) -> Iterator[str]:
    """Address of a server for this machine alone."""
    with serve(index, index.parent / "open.log", COUNTERFLOW_RATE="0") as url:
        yield url
