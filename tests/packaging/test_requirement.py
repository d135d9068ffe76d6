"""The lock files agree with each other and carry no address."""

from __future__ import annotations

import itertools
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import check_licences

ROOT = Path(__file__).parents[2]
LOCKS = ["run", "build", "dev"]


def pins(name: str) -> set[tuple[str, str]]:
    return {(pin.name, pin.version) for pin in check_licences.read_lock(ROOT / "requirements" / f"{name}.txt")}


@pytest.mark.parametrize("name", ["run", "build"])
def test_dev_lock_holds_the_same_versions(name: str) -> None:
    """`make test` and `make demo` share one .venv, so dev.txt holds every pin of the smaller locks."""
    assert pins(name) <= pins("dev")


@pytest.mark.parametrize("name", LOCKS)
def test_lock_carries_no_address(name: str) -> None:
    """A lock names hashes, not where to download from."""
    text = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
    assert "://" not in text
    assert "index-url" not in text.replace("--no-emit-index-url", "")


@pytest.mark.parametrize("name", LOCKS)
def test_every_pin_has_a_hash(name: str) -> None:
    """Each pin is followed by a hash, or pip would refuse the file."""
    lines = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    assert [a for a, b in itertools.pairwise(lines) if "==" in a and a[0] not in "# " and "--hash" not in b] == []


def test_lock_holds_every_runtime_dependency() -> None:
    """A dependency added to pyproject.toml is locked too: `make lock`."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    locked = dict(pins("run"))
    for text in project["dependencies"]:
        requirement = Requirement(text)
        assert requirement.specifier.contains(locked[canonicalize_name(requirement.name)], prereleases=True), text
