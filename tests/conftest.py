"""Fixtures shared by all tests."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest

from counterflow.case import Case, load_case
from counterflow.dossier.archive import Archive
from counterflow.run.build import open_build
from counterflow.run.run import RunOptions, run_case

REPOSITORY = Path(__file__).parents[1]

# Machines are shared and noisy: how long one example takes says nothing.
hypothesis.settings.register_profile("counterflow", deadline=None)
hypothesis.settings.load_profile("counterflow")


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real public data; tests that need it skip by name where it is absent."""
    path = Path(os.environ.get("COUNTERFLOW_SHARED_DATA", REPOSITORY.parent / "shared" / "data"))
    if not path.is_dir():
        pytest.skip("shared_data: the folder ../shared/data is not here")
    return path


@pytest.fixture(scope="session")
def example_case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    """The shipped example, built once; tests that change it copy its folder."""
    root = tmp_path_factory.mktemp("example") / "office-39"
    shutil.copytree(REPOSITORY / "examples" / "office-39", root)
    case = load_case(root)
    run_case(case, options=RunOptions(processes=1))
    return case


@pytest.fixture(scope="session")
def example_archive(example_case: Case) -> Iterator[Archive]:
    """The example's build, open for reading."""
    archive = Archive(example_case, open_build(example_case))
    yield archive
    archive.close()


@pytest.fixture(scope="session")
def postgres_url() -> str:
    """An empty PostgreSQL database; `.ci/run` makes one, elsewhere set COUNTERFLOW_TEST_POSTGRES to its URL."""
    url = os.environ.get("COUNTERFLOW_TEST_POSTGRES")
    if url is None:
        pytest.skip("postgres: COUNTERFLOW_TEST_POSTGRES is not set")
    return url


def skipped_in_ci(config: pytest.Config) -> list[str]:
    """Where CI is set, list the tests that were skipped: there a skip would hide that a promise went unchecked."""
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    if reporter is None or os.environ.get("CI", "") in ("", "false"):
        return []
    return [report.nodeid for report in reporter.stats.get("skipped", [])]


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail the run in CI when a test was skipped."""
    if session.exitstatus == pytest.ExitCode.OK and len(skipped_in_ci(session.config)) > 0:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Say why the run failed."""
    skipped = skipped_in_ci(config)
    if len(skipped) > 0:
        terminalreporter.write_line(
            f"CI is set and {len(skipped)} tests were skipped: nothing is skipped there.", red=True
        )
