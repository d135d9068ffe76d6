"""Which parties of a case are screened against, and where their index is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from counterflow.case import Case
from counterflow.compare.algorithm import ALGORITHM
from counterflow.run.build import Build, open_build

LISTED, OWNED, REPORTED = "listed", "owned", "reported"
"""On a list now; those and whom they own 50 percent or more together; all, of whom the others are UNVERIFIED."""
_TABLE = "ownership"


def choose_scope(build: Build, wanted: str | None, say: Callable[[str], None]) -> str:
    """Choose the scope: the one that is wanted, or else that of sanctions law, which forbids to deal with the owned.

    Args:
        build: what is screened against.
        wanted: None: none is.
        say: told where nobody knows who is owned, so that only who is listed is found.
    """
    if wanted is not None:
        return wanted
    if has_ownership(build):
        return OWNED
    say(
        f"note: build {build.manifest.build} has no table `{_TABLE}`, so nobody is found for being owned by listed"
        " parties (scope listed)"
    )
    return LISTED


def has_ownership(build: Build) -> bool:
    """Whether a build says who owns whom."""
    return _TABLE in build.manifest.tables


def index_folder(case: Case, build: str, scope: str, algorithm: str = ALGORITHM) -> Path:
    """Say where the index of a build is, or would be."""
    return case.cache_path / "names" / Path(f"{build}-{scope}-{algorithm}").name


def screened_scope(case: Case, build_id: str, algorithm: str) -> str:
    """Say which scope an answer had for which none was asked: the one by default, of which there is an index.

    Raises:
        NotFoundError: neither the build nor an index of it is there.
    """
    for scope in (OWNED, LISTED):
        if index_folder(case, build_id, scope, algorithm).exists():
            return scope
    return choose_scope(open_build(case, build_id), None, lambda _: None)
